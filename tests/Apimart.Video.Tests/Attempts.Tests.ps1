BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'A row that fails' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'by moderation has an error of its own, and stops no other row' {
        $result = Invoke-Collecting { 'a [refuse]', 'b [fail]', 'c' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask }
        $result.Errors.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Sort-Object | Should -Be 'ContentRefused', 'TaskFailed'
        $result.Output | Where-Object IsContentRefused | ForEach-Object Prompt | Should -Be 'a [refuse]'
        $result.Output | Where-Object Status -EQ Completed | ForEach-Object Prompt | Should -Be 'c'
    }

    It 'is made as often as -MaximumAttempt says, over all runs, and never once more' {
        $made = foreach ($run in 1..5) {
            $before = $simulator.Bill.Count
            $null = Invoke-Collecting { 'a [refuse]', 'b' | New-ApimartVideo -Model sora-2 -JobName worn -RetryFailed -MaximumAttempt 3 | Wait-ApimartTask }
            $simulator.Bill.Count - $before
        }
        $made | Should -Be 2, 1, 1, 0, 0
        $told = 'a [refuse]' | New-ApimartVideo -Model sora-2 -JobName worn -RetryFailed -MaximumAttempt 3 3>&1
        $told | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | Should -BeLike '*failed 3 times*'
        $told | Where-Object { $_ -isnot [System.Management.Automation.WarningRecord] } | ForEach-Object Status | Should -Be Failed
        $plan = 'a [refuse]' | Test-ApimartVideo -Model sora-2 -JobName worn -RetryFailed -MaximumAttempt 3
        $plan.Outcome | Should -Be AlreadySubmitted
        ('a [refuse]' | Test-ApimartVideo -Model sora-2 -JobName worn -RetryFailed -MaximumAttempt 4).Outcome | Should -Be Submit
    }

    It 'keeps within -MaxCost while it is tried again' {
        $null = Invoke-Collecting { 'm [fail]' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName dear | Wait-ApimartTask }
        $result = Invoke-Collecting { 'm [fail]' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName dear -RetryFailed -MaximumAttempt 5 -MaxCost 0.1 }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'MaxCostReached,*'
    }

    It 'takes -MaximumAttempt from 1 to 5, and only with -RetryFailed' {
        { 'a' | New-ApimartVideo -Model sora-2 -RetryFailed -MaximumAttempt 6 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { 'a' | New-ApimartVideo -Model sora-2 -MaximumAttempt 2 } | Should -Throw -ErrorId 'InvalidArgument,*'
    }
}
