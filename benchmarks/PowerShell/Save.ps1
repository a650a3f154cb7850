param($Address, $Folder)
$env:APIMART_JOURNAL = Join-Path $Folder journal
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
Connect-Apimart sk-simulator -BaseUri $Address
$task = "file $PID" | New-ApimartVideo -Model sora-2 -Duration 8 | Wait-ApimartTask -PollInterval 0.1
(Measure-Command { $task | Save-ApimartVideo $Folder }).TotalSeconds
[Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
Remove-Item (Join-Path $Folder *.mp4)
