BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Remove-ApimartJournal' {
    BeforeEach {
        $env:APIMART_JOURNAL = $mine = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $row = [pscustomobject]@{ Prompt = 'sea'; Model = 'veo3.1-fast' }
        $null = $row | New-ApimartVideo -JobName done | Wait-ApimartTask | Save-ApimartVideo $folder
        $running = $row | New-ApimartVideo -JobName runs
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'asks for a job, and forgets it: its rows would be sent again, its file stays' {
        (Get-Command Remove-ApimartJournal).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be High
        Remove-ApimartJournal done -WhatIf | Should -BeNullOrEmpty
        (Get-ApimartJournal -JobName done) | Should -HaveCount 1
        $removed = Remove-ApimartJournal done -Confirm:$false
        $removed.Jobs | Should -Be 'done'
        $removed.Rows | Should -Be 1
        $removed.Length | Should -BeLessThan $removed.LengthBefore
        Get-ApimartJournal -JobName done | Should -BeNullOrEmpty
        (Get-ApimartJournal).JobName | Should -Be 'runs'
        @(Get-ChildItem $folder -File) | Should -HaveCount 1
        $null = $row | New-ApimartVideo -JobName done
        @($simulator.Requests | Where-Object Method -EQ POST) | Should -HaveCount 3
    }

    It 'refuses a job that is not settled, naming the task, unless it is forced' {
        $result = Invoke-Collecting { Remove-ApimartJournal * -Confirm:$false }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JobNotSettled,*'
        $result.Errors[0].Exception.Message | Should -BeLike "*'runs'*$($running.TaskId) (Submitted)*"
        $result.Output.Jobs | Should -Be 'done'
        (Remove-ApimartJournal runs -Force -Confirm:$false).Jobs | Should -Be 'runs'
        Get-ApimartJournal | Should -BeNullOrEmpty
    }

    It 'goes by the time of a job''s last row, and takes jobs from the pipeline' {
        Remove-ApimartJournal -Before (Get-Date).AddDays(-1) -Confirm:$false | Should -BeNullOrEmpty
        $result = Invoke-Collecting { Remove-ApimartJournal done -Before (Get-Date).AddDays(-1) -Confirm:$false }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JobNotInJournal,*'
        (Get-ApimartJournal -JobName done | Remove-ApimartJournal -Before (Get-Date).AddDays(1) -Confirm:$false).Jobs | Should -Be 'done'
    }

    It 'wants to be told what to forget' {
        { Remove-ApimartJournal -Confirm:$false } | Should -Throw -ErrorId 'InvalidArgument,*'
        $result = Invoke-Collecting { Remove-ApimartJournal nothing -Confirm:$false }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JobNotInJournal,*'
    }

    It 'makes the file shorter and forgets nothing with -Compact' {
        $before = Get-ApimartJournal | ConvertTo-Json -Depth 5
        $removed = Remove-ApimartJournal -Compact -Confirm:$false
        $removed.Rows | Should -Be 0
        $removed.Length | Should -BeLessOrEqual $removed.LengthBefore
        Get-ApimartJournal | ConvertTo-Json -Depth 5 | Should -Be $before
    }

    It 'completes the names of jobs' {
        (TabExpansion2 'Remove-ApimartJournal -JobName do').CompletionMatches.CompletionText | Should -Be 'done'
    }
}
