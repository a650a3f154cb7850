# What a pipeline says of its job when it ends or is stopped.

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $module = Get-TestModulePath

    function Wait-Until([scriptblock] $Condition) {
        while (-not (& $Condition)) { [System.Threading.Thread]::Sleep(20) }
    }
}

Describe 'The account of a line' {
    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $rows = @'
Name,Prompt,Model,AspectRatio
fox,a fox,veo3.1-fast,16:9
bad,[fail] it,veo3.1-fast,16:9
refused,the sky,veo3.1-fast,7:3
sea,the sea,veo3.1-fast,9:16
'@ | ConvertFrom-Csv
        $InformationPreference = 'SilentlyContinue'

        # Everything that a line says on its information stream.
        function Get-Account([scriptblock] $Line) {
            $said = [System.Collections.Generic.List[object]]::new()
            & $Line 2>$null 3>$null 6>&1 | ForEach-Object { if ($_ -is [Management.Automation.InformationRecord]) { $said.Add($_) } }
            , $said.ToArray()
        }
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'is said once, at its end, and counts by the journal' {
        $said = Get-Account { $rows | New-ApimartVideo -JobName autumn -Duration 8 | Wait-ApimartTask | Save-ApimartVideo $folder }
        $said | Should -HaveCount 1
        $said[0].Tags | Should -Be ApimartSummary
        $account = $said[0].MessageData
        $account.Saved, $account.SavedBefore, $account.Job.Failed, $account.Job.Refused, $account.Job.RefusedHere | Should -Be 2, 0, 1, 1, 1
        $account.Spent | Should -Be $simulator.Bill.Total
        $account.Job.ExitCode | Should -Be 1
        "$account" | Should -BeLike "Job 'autumn': 4 rows, 2 saved, 1 failed, 1 refused; 2.40 US dollars; *s.*"
        $account.Next | Should -Be "Correct and run again: Get-ApimartJournal -JobName 'autumn' -Status Failed, Refused | Select-Object -ExpandProperty Row | Export-Csv again.csv"

        $again = (Get-Account { $rows | New-ApimartVideo -JobName autumn -Duration 8 | Wait-ApimartTask | Save-ApimartVideo $folder })[0].MessageData
        $again.Saved, $again.SavedBefore, $again.Spent | Should -Be 0, 2, 0
        "$again" | Should -BeLike "*0 saved, 2 there already, 1 failed, 1 refused; 0.00 US dollars, 2.40 in all runs;*"
    }

    It 'is shown with -InformationAction Continue and the last line of progress' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; [pscustomobject]@{ Prompt = 'a'; Model = 'veo3.1-fast' } | New-ApimartVideo -JobName j -InformationAction Continue")
            $shell.Invoke() | Should -HaveCount 1
            "$($shell.Streams.Information)" | Should -BeLike "Job 'j': 1 row, 0 saved, 1 running;*"
            $shell.Streams.Progress[-1].StatusDescription | Should -BeLike "Job 'j': 1 row, 0 saved, 1 running;*"
        }
        finally { $shell.Dispose() }
    }

    It 'names the line that goes on, which does' {
        $account = (Get-Account { $rows[0] | New-ApimartVideo -JobName "it's [v2]" })[0].MessageData
        $account.Next | Should -BeLike "Go on with: Get-ApimartJournal -JobName 'it''s ?v2?' -Unsaved*-Path ./clips"
        Push-Location $TestDrive
        try { & ([scriptblock]::Create($account.Next -replace '^Go on with: ')) }
        finally { Pop-Location }
        $job = Get-ApimartJob "it's [v2]"
        $job.Saved, $job.ExitCode | Should -Be 1, 0
        $done = (Get-Account { $rows[0] | New-ApimartVideo -JobName "it's [v2]" | Wait-ApimartTask | Save-ApimartVideo (Join-Path $TestDrive clips) })[0].MessageData
        $done.Next | Should -BeNullOrEmpty
        "$done" | Should -Not -Match "`n"
    }

    It 'comes for each job of the line, for lines in pieces and within others, and for none without a job' {
        $mixed = $rows[0, 3] | ForEach-Object { $_ | Add-Member JobName "job $($_.Name)" -PassThru }
        (Get-Account { $mixed | New-ApimartVideo }).MessageData.Job.Name | Should -Be 'job fox', 'job sea'
        $tasks = $rows[0, 3] | Select-Object Prompt, Model | New-ApimartVideo -JobName autumn
        (Get-Account { $tasks | Wait-ApimartTask }).MessageData.Job.Unsaved | Should -Be 2
        (Get-Account { $tasks.TaskId | ForEach-Object { $_ | Wait-ApimartTask | Save-ApimartVideo $folder } }).MessageData.Job.Saved | Should -Be 1, 2
        (Get-Account { 'a fox' | New-ApimartVideo -Model veo3.1-fast | Wait-ApimartTask | Save-ApimartVideo $folder }) | Should -BeNullOrEmpty
        (Get-Account { $rows[0] | New-ApimartVideo -JobName never -WhatIf }) | Should -BeNullOrEmpty
    }

    It 'comes from the last cmdlet of the line, whatever stands between' {
        $line = {
            $rows[0, 3] | New-ApimartVideo -JobName autumn | ForEach-Object { $_ } | Where-Object { $_ } |
                Wait-ApimartTask | ForEach-Object { $_.TaskId | Get-ApimartTask } | Save-ApimartVideo $folder -PassThru | Measure-Object
        }
        $said = Get-Account $line
        $said | Should -HaveCount 1
        $said[0].MessageData.Saved | Should -Be 2
    }

    It 'says to run the line again where rows were not sent' {
        $account = (Get-Account { $rows[0, 3] | New-ApimartVideo -JobName autumn -Duration 8 -MaxCost 1.2 -ThrottleLimit 1 | Wait-ApimartTask | Save-ApimartVideo $folder })[0].MessageData
        $account.Job.NotSent, $account.Saved | Should -Be 1, 1
        $account.Next | Should -BeLike 'Run the same line again*'
        $simulator.Inject('submit:status=402:9')
        $account = (Get-Account { $rows[0, 3] | New-ApimartVideo -JobName winter -ThrottleLimit 1 })[0].MessageData
        $account.IsCutShort | Should -BeTrue
        $account.Next | Should -BeLike 'Run the same line again*'
    }
}

Describe 'The account of a line that is stopped' {
    It 'goes to the host, once, when all of the line is gone' {
        $env:APIMART_JOURNAL = Join-Path $TestDrive stopped
        $simulator = Use-TestSimulator @{ TaskDuration = 600 }
        $shell = [powershell]::Create()
        try {
            $line = "Import-Module '$module'; 'a', 'b' | New-ApimartVideo -Model veo3.1-fast -JobName j | Wait-ApimartTask -PollInterval 0.05 | Save-ApimartVideo '$TestDrive'"
            $null = $shell.AddScript($line)
            $null = $shell.BeginInvoke()
            Wait-Until { $simulator.Requests.Looks -ge 2 }
            $shell.Stop()
            $said = @($shell.Streams.Warning.Message)
            $said | Should -HaveCount 2
            $said[0] | Should -BeLike "Stopped. Job 'j': 2 rows, 0 saved, 2 running; 0.00 US dollars and what 2 more will cost; *"
            $said[1] | Should -Be "Run the same line again to go on with the job 'j': what was accepted is not sent again."
        }
        finally {
            $shell.Dispose()
            Stop-ApimartSimulator
        }
    }
}

Describe '-Verbose' {
    It 'tells each repetition and each wait for the server, with the status, the row and the time' {
        $env:APIMART_JOURNAL = Join-Path $TestDrive verbose
        $null = Use-TestSimulator @{ Fault = 'submit:status=429:retry-after=1:1', 'look:status=429:retry-after=1:1', 'look:status=503:1', 'download:status=503:1' }
        try {
            $line = { [pscustomobject]@{ Name = 'fox'; Prompt = 'p'; Model = 'sora-2' } | New-ApimartVideo -JobName j -Verbose | Wait-ApimartTask -Verbose | Save-ApimartVideo $TestDrive -Verbose }
            $said = @(& $line 4>&1 | ForEach-Object Message)
            $said -like "Row 1 (Name 'fox'): HTTP 429: *The next try is in 1 s, at *" | Should -HaveCount 1
            $said -like 'task_* could not be polled: HTTP 429: *; the server asked to wait until *' | Should -HaveCount 1
            $said -like 'task_* could not be polled: HTTP 503: *; next poll in *' | Should -HaveCount 1
            $said -like "Row 1 (Name 'fox'): task_*: The host failed with HTTP 503. The next try is in *" | Should -HaveCount 1
        }
        finally { Stop-ApimartSimulator }
    }
}
