BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Wait-ApimartTask' {
    BeforeEach {
        $simulator = Use-TestSimulator
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'emits every task when it has ended' {
        $done = 'a', 'b', 'c' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        "$($done.Status)" | Should -Be 'Completed Completed Completed'
        $done.Prompt | Sort-Object | Should -Be 'a', 'b', 'c'
        $done[0].Cost | Should -BeGreaterThan 0
    }

    It 'writes one error for a task that failed, and emits it all the same' {
        $result = Invoke-Collecting { 'a [fail]', 'b' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask }
        "$($result.Output.Status | Sort-Object)" | Should -Be 'Completed Failed'
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -Be 'TaskFailed,Apimart.Video.Commands.WaitApimartTaskCommand'
        $result.Errors[0].TargetObject | Should -Be 'a [fail]'
    }

    It 'takes a task, an id, a CSV row, JSON and a deserialised task' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $clixml = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($task))
        $inputs = $task, $task.TaskId, ("Id`n$($task.TaskId)" | ConvertFrom-Csv), ($task | Select-Object TaskId, Prompt | ConvertTo-Json | ConvertFrom-Json), $clixml
        foreach ($one in $inputs) {
            $seen = $one | Wait-ApimartTask
            $seen.TaskId | Should -Be $task.TaskId
            "$($seen.Status)" | Should -Be 'Completed'
            (Get-ApimartTask $one).TaskId | Should -Be $task.TaskId
        }
        ($clixml | Wait-ApimartTask).Prompt | Should -Be 'a'
    }

    It 'lets go at -Timeout, with the task as it was last seen' {
        Stop-ApimartSimulator
        $simulator = Use-TestSimulator @{ TaskDuration = 600 }
        $result = Invoke-Collecting { 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask -Timeout 0.2 -PollInterval 0.05 }
        $result.Output.IsEnded | Should -BeFalse
        $result.Errors.FullyQualifiedErrorId | Should -Be 'WaitTimedOut,Apimart.Video.Commands.WaitApimartTaskCommand'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*again*'
        $result.Errors[0].Exception.Message | Should -BeLike "*$($result.Output.TaskId) had not ended after 0.2 seconds*when it was last seen, * ago.*"
        $result.Errors[0].Exception.Message | Should -Match 'last seen, \d+ seconds? ago\.'
    }

    It 'never gives a task as unfinished at -Timeout that has ended' {
        Stop-ApimartSimulator
        $simulator = Use-TestSimulator @{ TaskDuration = 0.3 }
        $tasks = 1..12 | ForEach-Object { "p$_" } | New-ApimartVideo -Model sora-2
        $result = Invoke-Collecting { $tasks | Wait-ApimartTask -Timeout 1 -PollInterval 30 }
        $result.Errors | Should -BeNullOrEmpty
        "$($result.Output.Status | Select-Object -Unique)" | Should -Be 'Completed'
    }

    It 'says at -Timeout what last failed' {
        Stop-ApimartSimulator
        $simulator = Use-TestSimulator @{ TaskDuration = 600 }
        $task = 'a' | New-ApimartVideo -Model sora-2
        $simulator.Inject('look:status=503:retry-after=600')
        $result = Invoke-Collecting { $task | Wait-ApimartTask -Timeout 0.5 -PollInterval 0.1 -Verbose 4>&1 }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'WaitTimedOut,Apimart.Video.Commands.WaitApimartTaskCommand'
        $result.Errors[0].Exception.Message | Should -Match 'No poll has found it at the server\. The last poll failed: .* The server asked to wait until \d\d:\d\d:\d\d\.'
        "$($result.Output)" | Should -Match 'could not be polled: .*; the server asked to wait until \d\d:\d\d:\d\d; next poll in 600'
    }

    It 'says which task the server does not know' {
        $result = Invoke-Collecting { 'task_00000000000000000000000000' | Wait-ApimartTask }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $result.Errors[0].TargetObject.TaskId | Should -Be 'task_00000000000000000000000000'
    }

    It 'ends at once when the key is wrong' {
        $result = Invoke-Collecting { 'task_00000000000000000000000000' | Wait-ApimartTask -ApiKey sk-wrong }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationError,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be AuthenticationError
    }

    It 'is not ended by a server that stumbles' {
        $simulator.Inject('look:status=500:3')
        ('a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask -PollInterval 0.05).Status | Should -Be Completed
    }

    It 'refuses what names no task: <Value>' -ForEach @(
        @{ Value = 'two words' }
        @{ Value = '../etc' }
        @{ Value = [pscustomobject]@{ Name = 'x' } }
    ) {
        { Get-ApimartTask -Task $Value } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'stops all traffic when the pipeline has enough' {
        $first = 1..5 | ForEach-Object { "p$_" } | New-ApimartVideo -Model sora-2 | Wait-ApimartTask | Select-Object -First 1
        $first.Status | Should -Be Completed
        $looks = $simulator.Requests.Looks
        Start-Sleep -Milliseconds 300
        $simulator.Requests.Looks | Should -Be $looks
    }
}
