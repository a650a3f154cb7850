param($Address)
$env:APIMART_JOURNAL = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID"
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
Connect-Apimart sk-simulator -BaseUri $Address
$compiled = [Runtime.JitInfo]::GetCompiledMethodCount()
(Measure-Command { 'a fox' | New-ApimartVideo -Model sora-2 -Duration 8 }).TotalMilliseconds
[Runtime.JitInfo]::GetCompiledMethodCount() - $compiled
(Measure-Command { 'a fox' | New-ApimartVideo -Model sora-2 -Duration 8 }).TotalMilliseconds
Remove-Item $env:APIMART_JOURNAL -Recurse
