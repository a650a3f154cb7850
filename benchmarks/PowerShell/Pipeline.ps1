param($Address, [int] $Count)
$folder = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID"
$env:APIMART_JOURNAL = Join-Path $folder journal
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
Connect-Apimart sk-simulator -BaseUri $Address
(Measure-Command {
    1..$Count | ForEach-Object { "clip $_ of $Count" } | New-ApimartVideo -Model sora-2 -Duration 8 | Wait-ApimartTask | Save-ApimartVideo $folder
}).TotalSeconds
if ((Get-ChildItem $folder -Filter *.mp4).Count -ne $Count) { throw 'Not every video was saved.' }
Remove-Item $folder -Recurse
