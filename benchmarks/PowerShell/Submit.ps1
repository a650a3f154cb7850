param($Address)
$env:APIMART_JOURNAL = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID"
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
Connect-Apimart sk-simulator -BaseUri $Address
1..2 | ForEach-Object { (Measure-Command { 'a fox' | New-ApimartVideo -Model sora-2 -Duration 8 }).TotalMilliseconds }
Remove-Item $env:APIMART_JOURNAL -Recurse
