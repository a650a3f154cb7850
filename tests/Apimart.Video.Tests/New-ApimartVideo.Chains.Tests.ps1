BeforeDiscovery {
    $hasFfmpeg = $null -ne (Get-Command ffmpeg -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule

    # The prompts that were paid for since a count of the bill, in the order of the submits.
    function Get-Paid([int] $Since) { @($simulator.Bill)[$Since..([math]::Max($Since, $simulator.Bill.Count - 1))] | ForEach-Object Prompt }
}

Describe 'Rows that go on from each other' {
    BeforeAll {
        $simulator = Use-TestSimulator
        $board = @'
Shot,After,Prompt,Model
a3,a2,a three,pixverse-v6
a1,,a one,pixverse-v6
b2,b1,b two,seedance-2.0
a2,A1,a two,pixverse-v6
b1,,b one,seedance-2.0
'@ | ConvertFrom-Csv
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'are made in one pipeline, each from the one before it, and saved by their names' {
        $files = $board | New-ApimartVideo -JobName board | Wait-ApimartTask | Save-ApimartVideo -Path $TestDrive/clips -FileName '{Shot}' -PassThru
        $files.BaseName | Sort-Object | Should -Be 'a1', 'a2', 'a3', 'b1', 'b2'
        $tasks = @{}
        $simulator.Bill | ForEach-Object { $tasks[$_.Prompt] = $_ }
        $tasks['a two'].Body | Should -BeLike "*`"extend_from_task_id`":`"$($tasks['a one'].TaskId)`"*"
        $tasks['a three'].Body | Should -BeLike "*`"extend_from_task_id`":`"$($tasks['a two'].TaskId)`"*"
        $tasks['b one'].Body | Should -BeLike '*"return_last_frame":true*'
        $tasks['b two'].Body | Should -BeLike "*last_frame_$($tasks['b one'].TaskId).png*first_frame*"
        $tasks['b two'].Body | Should -Not -BeLike '*return_last_frame*'
    }

    It 'are not paid for again, in whatever order they come' {
        $before = $simulator.Bill.Count
        $again = $board | Sort-Object Prompt | New-ApimartVideo -JobName board
        $again | Should -HaveCount 5
        $simulator.Bill.Count | Should -Be $before
    }

    It 'cost anew from the row on that was changed, as the plan says before' {
        $before = $simulator.Bill.Count
        $edited = $board | ForEach-Object { $_.PSObject.Copy() }
        ($edited | Where-Object Shot -EQ a2).Prompt = 'a two, slower'
        $plan = $edited | Test-ApimartVideo -JobName board
        $plan | Where-Object Outcome -EQ Submit | ForEach-Object Name | Sort-Object | Should -Be 'a2', 'a3'
        $plan[-1].Total.All.Price | Should -Be 1
        $plan[0].Request | Should -BeLike "*<the task of Row 4 (Shot 'a2')>*"
        $null = $edited | New-ApimartVideo -JobName board | Wait-ApimartTask
        Get-Paid $before | Should -Be 'a two, slower', 'a three'
        @($simulator.Bill)[$before..($before + 1)].Amount | Measure-Object -Sum | ForEach-Object Sum | Should -Be 1
    }

    It 'say with -WhatIf what they would go on from' {
        $before = $simulator.Requests.Submits
        { $board | New-ApimartVideo -JobName other -WhatIf } | Should -Not -Throw
        $simulator.Requests.Submits | Should -Be $before
    }

    It 'grow without buying what is there' {
        $null = [pscustomobject]@{ Shot = 'c1'; After = ''; Prompt = 'c one'; Model = 'seedance-2.0' } | New-ApimartVideo -JobName grow | Wait-ApimartTask
        $before = $simulator.Bill.Count
        $null = @{ Shot = 'c1'; Prompt = 'c one'; Model = 'seedance-2.0'; After = '' },
            @{ Shot = 'c0'; Prompt = 'c zero'; Model = 'seedance-2.0'; After = '' } | New-ApimartVideo -JobName grow | Wait-ApimartTask
        Get-Paid $before | Should -Be 'c zero'
    }

    It 'fail with one error each that names the cause, while other chains go on' {
        $result = Invoke-Collecting {
            @'
Shot,After,Prompt,Model
d1,,[fail] d one,pixverse-v6
d2,d1,d two,pixverse-v6
d3,d2,d three,pixverse-v6
e1,,e one,pixverse-v6
e2,e1,e two,pixverse-v6
'@ | ConvertFrom-Csv | New-ApimartVideo -JobName fails | Wait-ApimartTask
        }
        $result.Errors | Should -HaveCount 3
        $result.Errors.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Sort-Object | Should -Be 'ChainBroken', 'ChainBroken', 'TaskFailed'
        $broken = $result.Errors | Where-Object FullyQualifiedErrorId -Like 'ChainBroken,*'
        $broken.TargetObject.Shot | Sort-Object | Should -Be 'd2', 'd3'
        $broken[0].Exception.Message, $broken[1].Exception.Message | Should -BeLike "Row ? (Shot 'd?'):*Row 1 (Shot 'd1') failed as task task_*upstream timeout*"
        $result.Output | Where-Object Status -EQ Completed | ForEach-Object Prompt | Sort-Object | Should -Be 'e one', 'e two'
        (Get-ApimartJob fails).Refused | Should -Be 2
    }

    It 'are refused as a whole before anything of them is sent: <Why>' -ForEach @(
        @{ Why = 'a missing name'; After = 'nope'; Model = 'pixverse-v6'; ErrorId = 'UnknownAfter'; Says = "*'nope'*'r1'*" }
        @{ Why = 'itself'; After = 'r2'; Model = 'pixverse-v6'; ErrorId = 'CircularAfter'; Says = "*Row 2 (Shot 'r2') goes on from Row 2*" }
        @{ Why = 'two of the name'; After = 'r0'; Model = 'pixverse-v6'; ErrorId = 'AmbiguousAfter'; Says = "*Row 3 (Shot 'r0') and Row 4 (Shot 'r0')*" }
        @{ Why = 'a model that cannot'; After = 'r1'; Model = 'viduq3'; ErrorId = 'ChainNotPossible'; Says = '*viduq3 cannot go on from a video of pixverse-v6*' }
    ) {
        $before = $simulator.Requests.Submits
        $result = Invoke-Collecting {
            @{ Shot = 'r1'; After = ''; Prompt = 'r one'; Model = 'pixverse-v6' },
            @{ Shot = 'r2'; After = $After; Prompt = 'r two'; Model = $Model } +
            $(if ($ErrorId -eq 'AmbiguousAfter') { @{ Shot = 'r0'; After = 'r1'; Prompt = 'x'; Model = 'viduq3' }, @{ Shot = 'r0'; After = 'r1'; Prompt = 'y'; Model = 'viduq3' } }) |
                New-ApimartVideo -JobName "refused $Why"
        }
        $told = $result.Errors | Where-Object FullyQualifiedErrorId -Like "$ErrorId,*" | Where-Object { $_.TargetObject.Shot -eq 'r2' }
        $told | Should -HaveCount 1
        $told.Exception.Message | Should -BeLike "Row 2 (Shot 'r2'):$Says"
        $told.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $paid = $simulator.Requests.Submits - $before
        $paid | Should -Be $(if ($After -eq 'r1' -or $ErrorId -eq 'AmbiguousAfter') { 0 } else { 1 })
    }

    It 'follow the take of the same number, or the one that is named' {
        $before = $simulator.Bill.Count
        $null = @{ Shot = 't1'; Prompt = 't one'; Take = 1, 2; After = '' }, @{ Shot = 't2'; Prompt = 't two'; Take = 1, 2; After = 't1' },
            @{ Shot = 't3'; Prompt = 't three'; After = 't1#2' } | New-ApimartVideo -Model pixverse-v6 -JobName takes | Wait-ApimartTask
        $bill = @($simulator.Bill)[$before..($simulator.Bill.Count - 1)]
        $tasks = Get-ApimartJournal -JobName takes
        foreach ($take in 1, 2) {
            $first = $tasks | Where-Object { $_.Prompt -eq 't one' -and $_.Take -eq $take }
            $second = $tasks | Where-Object { $_.Prompt -eq 't two' -and $_.Take -eq $take }
            $second.Request | Should -BeLike "*$($first.TaskId)*"
        }
        ($tasks | Where-Object Prompt -EQ 't three').Request | Should -BeLike "*$(($tasks | Where-Object { $_.Prompt -eq 't one' -and $_.Take -eq 2 }).TaskId)*"
        $bill | Should -HaveCount 5
    }

    It 'start from the last frame that ffmpeg takes, where the model has no better way' -Skip:(-not $hasFfmpeg) {
        $before = $simulator.Bill.Count
        $null = @{ Shot = 'f1'; Prompt = 'f one'; After = '' }, @{ Shot = 'f2'; Prompt = 'f two'; After = 'f1' } |
            New-ApimartVideo -Model sora-2 -JobName frames | Wait-ApimartTask
        Get-Paid $before | Should -Be 'f one', 'f two'
        @($simulator.Bill)[-1].Body | Should -BeLike '*"image_urls":[[]"http://127.0.0.1:*/images/*.png"]*'
    }

    It 'go to the part of their first row' {
        $rows = 1..6 | ForEach-Object { @{ Shot = "x$_"; Prompt = "x $_"; After = '' }; @{ Shot = "y$_"; Prompt = "y $_"; After = "x$_" } }
        $parts = 1..2 | ForEach-Object { , @($rows | Test-ApimartVideo -Model pixverse-v6 -JobName parts -Shard "$_/2" | ForEach-Object Name) }
        $parts[0].Count + $parts[1].Count | Should -Be 12
        foreach ($part in $parts) { $part | Where-Object { $_ -like 'y*' } | ForEach-Object { $part | Should -Contain ($_ -replace 'y', 'x') } }
    }

    It 'go on from the take that was picked, in this run or an earlier one' {
        $first = @{ Shot = 'p1'; Prompt = 'p one'; After = '' }
        $null = $first | New-ApimartVideo -Model pixverse-v6 -JobName picks -Take (1..3) | Wait-ApimartTask
        $third = Get-ApimartJournal -JobName picks | Where-Object Take -EQ 3
        $picks = Join-Path $TestDrive picks.csv
        "TaskId,Pick`n$($third.TaskId),pick`ntask_unknown0000000,pick`n$((Get-ApimartJournal -JobName picks | Where-Object Take -EQ 1).TaskId),reject" | Set-Content $picks
        $rows = $first, @{ Shot = 'p2'; Prompt = 'p two'; After = 'p1' }
        $plan = $rows | Test-ApimartVideo -Model pixverse-v6 -JobName picks -Pick $picks 3>$null
        $plan.Outcome | Should -Be AlreadySubmitted, Submit
        $before = $simulator.Bill.Count
        $null = $rows | New-ApimartVideo -Model pixverse-v6 -JobName picks -Pick $picks -WarningVariable told 3>$null | Wait-ApimartTask
        "$told" | Should -BeLike '1 of the 2 picks*'
        Get-Paid $before | Should -Be 'p two'
        @($simulator.Bill)[-1].Body | Should -BeLike "*$($third.TaskId)*"
        $null = $rows | New-ApimartVideo -Model pixverse-v6 -JobName picks -Pick $picks -Take 1, 3 3>$null | Wait-ApimartTask
        Get-Paid ($before + 1) | Should -Be 'p two'
        @($simulator.Bill)[-1].Body | Should -BeLike "*$($third.TaskId)*"
    }

    It 'refuse two picks of one row, and a file that is none' {
        $null = @{ Shot = 'q1'; Prompt = 'q one'; After = '' } | New-ApimartVideo -Model pixverse-v6 -JobName twice -Take 1, 2 | Wait-ApimartTask
        $picks = Join-Path $TestDrive twice.csv
        Get-ApimartJournal -JobName twice | Select-Object TaskId, @{ Name = 'Pick'; Expression = { 'pick' } } | Export-Csv $picks
        $rows = @{ Shot = 'q1'; Prompt = 'q one'; After = '' }, @{ Shot = 'q2'; Prompt = 'q two'; After = 'q1' }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model pixverse-v6 -JobName twice -Pick $picks }
        $result.Errors.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Sort-Object | Should -Be 'AmbiguousPick', 'ChainRefused'
        'A,B' | Set-Content (Join-Path $TestDrive none.csv)
        'a,b' | Add-Content (Join-Path $TestDrive none.csv)
        { $rows | New-ApimartVideo -Model pixverse-v6 -Pick (Join-Path $TestDrive none.csv) } | Should -Throw '*no picks.csv*'
        { $rows | New-ApimartVideo -Model pixverse-v6 -Pick (Join-Path $TestDrive absent.csv) } | Should -Throw '*no file*'
    }

    It 'are no rows of their own as tasks, which would be paid for beside them' {
        $before = $simulator.Requests.Submits
        $result = Invoke-Collecting { Get-ApimartJournal -JobName board | New-ApimartVideo }
        $result.Errors.FullyQualifiedErrorId.ForEach{ $_.Split(',')[0] } | Select-Object -Unique | Should -Be 'InvalidRow'
        $result.Output.Prompt | Sort-Object | Should -Be 'a one', 'b one'
        $simulator.Requests.Submits | Should -Be $before
    }
}
