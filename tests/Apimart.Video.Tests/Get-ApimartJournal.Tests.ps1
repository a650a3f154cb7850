BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'A job' {
    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $rows = @'
Prompt,Model,AspectRatio
one,veo3.1-fast,16:9
two,sora-2,9:16
two,sora-2,9:16
'@ | ConvertFrom-Csv
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'that is run again costs nothing for what is done and fetches nothing that is saved' {
        $line = { $rows | New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder -PassThru }
        $first = & $line
        $downloads = $simulator.Requests.Downloads
        $again = & $line
        $first | Should -HaveCount 3
        $again.FullName | Sort-Object | Should -Be ($first.FullName | Sort-Object)
        $simulator.Bill.Count | Should -Be 3
        $simulator.Requests.Downloads | Should -Be $downloads
    }

    It 'pays for changed and added rows only' {
        $null = $rows | New-ApimartVideo -JobName autumn
        $rows[0].AspectRatio = '9:16'
        $null = $rows | New-ApimartVideo -JobName autumn
        $simulator.Bill.Count | Should -Be 4
    }

    It 'makes further takes of a row on request, each once' {
        $null = $rows[0] | New-ApimartVideo -JobName autumn
        $takes = $rows[0] | New-ApimartVideo -JobName autumn -Take (1..4)
        $takes.TaskId | Sort-Object -Unique | Should -HaveCount 4
        $simulator.Bill.Count | Should -Be 4
        $null = [pscustomobject]@{ Prompt = 'one'; Model = 'veo3.1-fast'; AspectRatio = '16:9'; Take = '3' } | New-ApimartVideo -JobName autumn
        $null = [pscustomobject]@{ Prompt = 'one'; Model = 'veo3.1-fast'; AspectRatio = '16:9'; Take = '' } | New-ApimartVideo -JobName autumn
        $simulator.Bill.Count | Should -Be 4
    }

    It 'is shared by shards, each row by one of them' {
        $many = 1..20 | ForEach-Object { [pscustomobject]@{ Prompt = "row $_"; Model = 'veo3.1-fast' } }
        $parts = 1..3 | ForEach-Object { , @($many | New-ApimartVideo -JobName autumn -Shard "$_/3") }
        $parts | ForEach-Object { $_.Count | Should -BeGreaterThan 0 }
        ($parts | ForEach-Object { $_.Prompt } | Sort-Object) | Should -Be ($many.Prompt | Sort-Object)
        $simulator.Bill.Count | Should -Be 20
        { $many | New-ApimartVideo -JobName autumn -Shard 4/3 } | Should -Throw -ErrorId 'InvalidArgument,*'
    }

    It 'keeps the rows that were refused here, with all their columns, until they are submitted' {
        $bad = @'
Name,Prompt,Model,Duration
dawn,a fox,veo3.1-fast,8
noon,a hen,veo3.1-fast,99
dusk,,veo3.1-fast,8
'@ | ConvertFrom-Csv
        $null = Invoke-Collecting { $bad | New-ApimartVideo -JobName autumn -WhatIf }
        Get-ApimartJournal | Should -BeNullOrEmpty
        $null = Invoke-Collecting { $bad | New-ApimartVideo -JobName autumn }
        $null = Invoke-Collecting { $bad | New-ApimartVideo -JobName autumn }
        $refused = Get-ApimartJournal autumn -Status Refused
        $refused.RowNumber | Should -Be 2, 3
        $refused.IsRefusedHere | Should -Be $true, $true
        $refused.Error.Code | Should -Be 'InvalidDuration', 'EmptyPrompt'
        $refused[0].Row.Keys | Should -Be 'Name', 'Prompt', 'Model', 'Duration'
        $result = Invoke-Collecting { $refused | New-ApimartVideo }
        $result.Errors.Exception.Message | Should -BeLike "Row ? (Name '*'): *"
        $bad[1].Duration = '8'
        $null = $bad[1] | New-ApimartVideo -JobName autumn
        (Get-ApimartJournal autumn -Status Refused).Row.Name | Should -Be 'dusk'
        $simulator.Bill | Should -HaveCount 2
    }

    It 'keeps refused rows in the order in which they came' {
        $bad = 1..300 | ForEach-Object { [pscustomobject]@{ Prompt = "row $_"; Model = 'veo3.1-fast'; Duration = 99 } }
        $null = Invoke-Collecting { $bad | New-ApimartVideo -JobName autumn }
        (Get-ApimartJournal autumn).RowNumber | Should -Be (1..300)
    }

    It 'says in verbose that it is new to the journal, once' {
        $said = $rows | New-ApimartVideo -JobName autumn -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($said.Message -like '*autumn is new to the journal*') | Should -HaveCount 1
        $said = $rows | New-ApimartVideo -JobName autumn -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        @($said.Message -like '*is new to the journal*') | Should -HaveCount 0
    }

    It 'refuses rows that may stand in a damaged line, until it is repaired; waiting and saving go on' {
        $tasks = $rows | New-ApimartVideo -JobName autumn
        $file = Join-Path $env:APIMART_JOURNAL 'journal.jsonl'
        Add-Content -LiteralPath $file -Value 'no JSON'
        $new = [pscustomobject]@{ Prompt = 'three'; Model = 'sora-2' }
        $result = Invoke-Collecting { $new | New-ApimartVideo -JobName autumn }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalDamaged,*'
        $result.Errors[0].Exception.Message | Should -BeLike "*journal.jsonl*line 7: *"
        $simulator.Bill.Count | Should -Be 3
        ($rows | New-ApimartVideo -JobName autumn).TaskId | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object)
        $tasks | Wait-ApimartTask | Save-ApimartVideo $folder -PassThru | Should -HaveCount 3
        $repair = Repair-ApimartJournal
        $repair.Original | Should -Exist
        $repair.LeftOut.Line | Should -Be 7
        $null = $new | New-ApimartVideo -JobName autumn
        $simulator.Bill.Count | Should -Be 4
    }

    It 'that cannot be used ends no wait and no save: it is told once' {
        $tasks = $rows | New-ApimartVideo -JobName autumn
        $former = $env:APIMART_JOURNAL
        try {
            $env:APIMART_JOURNAL = '/dev/null'
            $files = $tasks.TaskId | Wait-ApimartTask -WarningVariable waiting -WarningAction SilentlyContinue | Save-ApimartVideo $folder -PassThru -WarningVariable saving -WarningAction SilentlyContinue
        }
        finally {
            $env:APIMART_JOURNAL = $former
        }

        $files | Should -HaveCount 3
        $waiting | Should -HaveCount 1
        $saving | Should -HaveCount 1
    }

    It 'does not mix with another job or with no job' {
        $null = $rows[0] | New-ApimartVideo -JobName a
        $null = $rows[0] | New-ApimartVideo -JobName b
        $null = $rows[0] | New-ApimartVideo
        $null = $rows[0] | New-ApimartVideo
        $simulator.Bill.Count | Should -Be 4
    }

    It 'reports an unknown outcome, does not repeat it, and repeats it on purpose with the same key' {
        $simulator.Inject('submit:reset-before-accept:1')
        $result = Invoke-Collecting { $rows[0] | New-ApimartVideo -JobName autumn }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'OutcomeUnknown,*'
        $result = Invoke-Collecting { $rows[0] | New-ApimartVideo -JobName autumn }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'OutcomeUnknown,*'
        $simulator.Bill.Count | Should -Be 0
        (Get-ApimartJournal -JobName autumn).Status | Should -Be OutcomeUnknown
        ($rows[0] | New-ApimartVideo -JobName autumn -RetryUnknown).TaskId | Should -BeLike 'task_*'
        $keys = $simulator.Requests | Where-Object Method -EQ POST | ForEach-Object { $_.Headers['Idempotency-Key'] } | Select-Object -Unique
        $keys | Should -HaveCount 1
    }

    It 'keeps a failed row as it is, and submits it again with -RetryFailed alone' {
        $row = [pscustomobject]@{ Prompt = 'one [fail]'; Model = 'sora-2' }
        $line = { param($More) $row | New-ApimartVideo -JobName autumn @More | Wait-ApimartTask }
        $null = Invoke-Collecting { & $line @{} }
        $null = Invoke-Collecting { & $line @{} }
        $simulator.Bill.Count | Should -Be 1
        $null = Invoke-Collecting { & $line @{ RetryFailed = $true } }
        $simulator.Bill.Count | Should -Be 2
        $null = $rows | New-ApimartVideo -JobName autumn -RetryFailed | Wait-ApimartTask
        $null = $rows | New-ApimartVideo -JobName autumn -RetryFailed
        $simulator.Bill.Count | Should -Be 5
        Get-ApimartJournal -JobName autumn | Should -HaveCount 4
    }

    It 'lists what is unfinished and unsaved, ready to be piped on' {
        $null = $rows | New-ApimartVideo -JobName autumn
        Get-ApimartJournal -Unfinished | Should -HaveCount 3
        $files = Get-ApimartJournal autu* -Unsaved | Wait-ApimartTask | Save-ApimartVideo $folder -PassThru
        $files | Should -HaveCount 3
        Get-ApimartJournal -Unsaved | Should -BeNullOrEmpty
        Get-ApimartJournal -Unfinished | Should -BeNullOrEmpty
        (Get-ApimartJournal | Measure-Object Cost -Sum).Sum | Should -Be $simulator.Bill.Total
        (Get-ApimartJournal -Status Completed)[0].SavedFiles | Should -Be $files.Where({ $_.TaskId -eq (Get-ApimartJournal)[0].TaskId }).FullName
        Get-ApimartJournal -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
    }

    It 'gives a task met by its id its prompt back' {
        $task = 'a fox' | New-ApimartVideo -Model sora-2 -JobName autumn
        $seen = $task.TaskId | Wait-ApimartTask
        $seen.Prompt, $seen.Model, $seen.JobName | Should -Be 'a fox', 'sora-2', 'autumn'
    }

    It 'completes job names and task ids from the journal' {
        $task = 'a fox' | New-ApimartVideo -Model sora-2 -JobName autumn
        (TabExpansion2 'Get-ApimartJournal -JobName au').CompletionMatches.CompletionText | Should -Be autumn
        $id = (TabExpansion2 'Wait-ApimartTask task_').CompletionMatches[0]
        $id.CompletionText, $id.ToolTip | Should -Be $task.TaskId, 'Submitted: a fox'
    }

    It 'keeps no key and lets nobody else read the journal' {
        $null = 'a fox' | New-ApimartVideo -Model sora-2
        $files = Get-ChildItem $env:APIMART_JOURNAL -File
        $files | Should -Not -BeNullOrEmpty
        $files | Select-String -SimpleMatch $simulator.ApiKey | Should -BeNullOrEmpty
        if (-not $IsWindows) {
            "$($files.UnixFileMode | Select-Object -Unique)" | Should -Be 'UserWrite, UserRead'
        }
    }
}
