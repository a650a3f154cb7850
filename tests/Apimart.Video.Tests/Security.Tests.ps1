BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The API key' {
    It 'is nowhere: not in a stream, a transcript, an error, the journal or a file beside a video' {
        $folder = New-Item (Join-Path $TestDrive secret) -ItemType Directory
        $script = Join-Path $folder run.ps1
        Set-Content $script @'
param($Module, $Folder)
Import-Module $Module
$env:APIMART_JOURNAL = "$Folder/journal"
$key = (Start-ApimartSimulator -TaskDuration 0.1 -Fault 'submit:status=429:retry-after=0:2', 'submit:reset-after-accept:1', 'submit:status=500:after=4:1', 'look:status=503:3', 'look:garbage:2', 'download:cut-body=1000:2').ApiKey
Start-Transcript "$Folder/transcript.txt" | Out-Null
$PSDefaultParameterValues['*-Apimart*:Verbose'] = $true
$DebugPreference = 'Continue'
1..6 | ForEach-Object { "clip $_" } | New-ApimartVideo -Model sora-2 -ApiKey $key |
    Wait-ApimartTask -PollInterval 0.05 | Save-ApimartVideo "$Folder/clips" -Metadata
New-ApimartVideo other -Model sora-2 -ApiKey "$key-wrong"
Get-ApimartTask task_00000000000000000000000000 -ApiKey "$key-wrong"
New-ApimartVideo shown -Model sora-2 -WhatIf
Connect-Apimart -ApiKey $key -PassThru | Format-List * -Force
Get-ApimartJournal | Format-List * -Force
$Error | Format-List * -Force
$Error | ForEach-Object { $_.Exception.ToString() }
$Error | ForEach-Object FullyQualifiedErrorId
Stop-Transcript | Out-Null
'@
        & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath) $folder 2>&1 | Out-File (Join-Path $folder streams.txt)
        Join-Path $folder streams.txt | Should -FileContentMatch 'OutcomeUnknown'
        Join-Path $folder streams.txt | Should -FileContentMatch 'AuthenticationError'
        $clips = Get-ChildItem (Join-Path $folder clips) -Filter *.mp4
        $clips | Should -Not -BeNullOrEmpty
        @(Get-ChildItem (Join-Path $folder clips) -Filter *.json) | Should -HaveCount @($clips).Count
        Get-ChildItem $folder -Recurse -File | Where-Object Name -NotIn run.ps1 |
            Select-String 'sk-simulator' -List | ForEach-Object Path | Should -BeNullOrEmpty
    }

    It 'does not travel over a redirect' {
        $simulator = Use-TestSimulator
        try {
            $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
            $simulator.Inject("look:redirect=http://127.0.0.1:1/elsewhere:always")
            $result = Invoke-Collecting { $task.TaskId | Get-ApimartTask }
            $result.Errors | Should -HaveCount 1
            $result.Output | Should -BeNullOrEmpty
        }
        finally {
            Stop-ApimartSimulator
        }
    }
}
