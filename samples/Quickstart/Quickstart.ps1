param(
    [Parameter(Mandatory)]
    [string] $Folder
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../../out/Apimart.Video"

$simulator = Start-ApimartSimulator -TaskDuration 3

'a red fox in snow', 'a harbour at dawn', 'rain on a tin roof' |
    New-ApimartVideo -Model veo3.1-fast -AspectRatio 16:9 |
    Wait-ApimartTask |
    Save-ApimartVideo -Path $Folder -PassThru |
    ForEach-Object { '{0}  ({1:n0} bytes, {2})' -f $_.FullName, $_.Length, $_.TaskId }

'The simulator billed {0} videos, ${1}; nothing was paid.' -f @($simulator.Bill).Count, $simulator.Bill.Total
Stop-ApimartSimulator
