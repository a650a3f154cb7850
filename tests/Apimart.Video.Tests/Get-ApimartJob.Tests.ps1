BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'A job that is looked at' {
    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $rows = @'
Name,Prompt,Model
fox,a fox,sora-2
bad,[fail] it,sora-2
sea,the sea,sora-2
'@ | ConvertFrom-Csv
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'counts each row once, by what became of it, and its dollars' {
        $tasks = $rows | New-ApimartVideo -JobName autumn
        $job = Get-ApimartJob autumn
        $job.Rows, $job.Submitted, $job.Running, $job.ExitCode | Should -Be 3, 3, 3, 4
        $null = $tasks | Wait-ApimartTask -ErrorAction SilentlyContinue | Where-Object Prompt -NE 'the sea' | Save-ApimartVideo $TestDrive
        $job = Get-ApimartJob autumn
        $job.Saved, $job.Failed, $job.Unsaved, $job.Running, $job.ExitCode | Should -Be 1, 1, 1, 0, 4
        $null = Get-ApimartJournal autumn -Unsaved | Save-ApimartVideo $TestDrive
        $job = Get-ApimartJob autumn
        $job.Saved, $job.Failed, $job.Rows, $job.ExitCode | Should -Be 2, 1, 3, 1
        $job.Spent | Should -Be $simulator.Bill.Total
        "$($job.Machines)" | Should -Be ([Environment]::MachineName)
        $job.FirstTime | Should -BeLessOrEqual $job.LastTime
        $null = $rows | Where-Object Name -NE bad | New-ApimartVideo -JobName good | Wait-ApimartTask | Save-ApimartVideo $TestDrive
        (Get-ApimartJob good).ExitCode | Should -Be 0
    }

    It 'ends with 3 as long as the outcome of a row is unknown' {
        $simulator.Inject('submit:reset-after-accept:1')
        $null = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn -ThrottleLimit 1 }
        $job = Get-ApimartJob autumn
        $job.Unknown, $job.Running, $job.ExitCode, $job.Unpriced | Should -Be 1, 2, 3, 3
        $null = $rows | New-ApimartVideo -JobName autumn -RetryUnknown
        (Get-ApimartJob autumn).ExitCode | Should -Be 4
    }

    It 'tells what -MaxCost set aside and what it kept back' {
        $rows.ForEach({ $_.Model = 'veo3.1-fast' })
        $null = Invoke-Collecting { $rows | New-ApimartVideo -Duration 8 -JobName autumn -MaxCost 3 -ThrottleLimit 1 }
        $job = Get-ApimartJob autumn
        $job.Running, $job.NotSent, $job.Unpriced | Should -Be 2, 1, 0
        $job.Reserved | Should -Be 2.40
        ($job | Out-String -Width 80) -replace '\e\[[0-9;]*m' | Should -Match 'autumn +3 +3 .* 0[.]00[+]2[.]40 '
    }

    It 'is found by wildcards, completed, piped on, and missed by its name' {
        $null = $rows | New-ApimartVideo -JobName autumn
        $null = $rows[0] | New-ApimartVideo -JobName '[v2] sea'
        (Get-ApimartJob).Name | Should -Be 'autumn', '[v2] sea'
        (Get-ApimartJob aut*).Name | Should -Be autumn
        (Get-ApimartJob '[v2] sea').Name | Should -Be '[v2] sea'
        (TabExpansion2 'Get-ApimartJob -Name au').CompletionMatches.CompletionText | Should -Be autumn
        Get-ApimartJob autumn | Get-ApimartJournal | Should -HaveCount 3
        $missed = Invoke-Collecting { Get-ApimartJob winter, autumn }
        $missed.Output | Should -HaveCount 1
        $missed.Errors.FullyQualifiedErrorId | Should -BeLike 'JobNotInJournal,*'
    }

    It 'has its rows with -Detailed, and shows them' {
        $null = $rows | New-ApimartVideo -JobName autumn -ThrottleLimit 1 | Wait-ApimartTask -ErrorAction SilentlyContinue
        (Get-ApimartJob autumn).Tasks | Should -BeNullOrEmpty
        $job = Get-ApimartJob autumn -Detailed
        ($job.Tasks | Sort-Object RowNumber).Prompt | Should -Be $rows.Prompt
        $shown = ($job | Out-String -Width 100) -replace '\e\[[0-9;]*m'
        $shown | Should -BeLike '*ExitCode*4 (unfinished)*'
        $shown | Should -BeLike '*2 bad*Failed*·*fail*it*'
    }
}
