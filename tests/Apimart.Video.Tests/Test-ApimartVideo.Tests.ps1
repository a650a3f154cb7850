BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule

    # Runs lines in a PowerShell of their own and returns what stood on the screen.
    function Get-Screen([string] $Script) {
        & (Get-TestShell) -NoProfile -Command "
            Import-Module '$(Get-TestModulePath)'
            `$env:APIMART_JOURNAL = '$env:APIMART_JOURNAL'
            `$env:APIMART_BASE_URL = '$($simulator.BaseUri)'
            `$PSStyle.OutputRendering = 'PlainText'
            $Script" 2>&1 | ForEach-Object { "$_" }
    }
}

Describe 'A plan' {
    BeforeAll {
        function Get-Fields([string] $Body) {
            ($Body | ConvertFrom-Json).PSObject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" } | Sort-Object
        }
    }

    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $rows = @'
Name,Prompt,Model,Duration,AspectRatio
dawn,a fox,veo3.1-fast,8,16:9
noon,a hen,veo3.1-fast,99,16:9
dusk,,veo3.1-fast,8,16:9
night,a cow,sora-2,12,9:16
late,an owl,sora-2,,9:16
'@ | ConvertFrom-Csv
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'comes to the bill, to the cent, for 60 rows of three models' {
        $many = foreach ($n in 1..20) {
            [pscustomobject]@{ Prompt = "shot $n"; Model = 'veo3.1-fast'; Duration = ''; Resolution = '' }
            [pscustomobject]@{ Prompt = "shot $n"; Model = 'sora-2'; Duration = 4 + 4 * ($n % 4); Resolution = '' }
            [pscustomobject]@{ Prompt = "shot $n"; Model = 'Omni-Flash-Ext'; Duration = 4 + 2 * ($n % 4); Resolution = ('720p', '1080p', '4k', '')[$n % 4] }
        }
        $plan = $many | Test-ApimartVideo -JobName large
        $simulator.Requests.Submits | Should -Be 0
        $plan | Should -HaveCount 60
        $plan.Outcome | Sort-Object -Unique | Should -Be Submit
        $total = $plan[-1].Total
        $total.Models.Model | Should -Be 'veo3.1-fast', 'sora-2', 'Omni-Flash-Ext'
        $total.Models.Price | Should -Be ($simulator | ForEach-Object {
                $tasks = $many | New-ApimartVideo -JobName large
                $tasks | Should -HaveCount 60
                foreach ($model in 'veo3.1-fast', 'sora-2', 'Omni-Flash-Ext') { ($simulator.Bill | Where-Object Model -EQ $model | Measure-Object Amount -Sum).Sum }
            })
        $total.All.Price | Should -Be $simulator.Bill.Total
        $total.All.LowestPrice | Should -Be $simulator.Bill.Total
        ($plan | Measure-Object Price -Sum).Sum | Should -Be $simulator.Bill.Total
    }

    It 'takes what New-ApimartVideo takes, and means the same by it: <Name>' -ForEach @(
        @{ Name = '-OwnColumn'; Row = @{ Prompt = 'a fox'; Model = 'sora-2'; Seed = 'mine' }; Splat = @{ OwnColumn = 'Seed' }; Sends = '{"model":"sora-2","prompt":"a fox"}' }
        @{ Name = '-SkipValidation'; Row = @{ Prompt = 'a fox'; Model = 'veo3.1-fast'; Duration = 99 }; Splat = @{ SkipValidation = $true; WarningAction = 'Ignore' }; Sends = '*"duration":99*' }
        @{ Name = '-AdditionalParameter'; Row = @{ Prompt = 'a fox'; Model = 'sora-2' }; Splat = @{ AdditionalParameter = @{ future = 'thing' } }; Sends = '*"future":"thing"*' }
    ) {
        if ($Name -ne '-AdditionalParameter') {
            ([pscustomobject] $Row | Test-ApimartVideo -JobName plain).Outcome | Should -Be Refused
        }

        $plan = [pscustomobject] $Row | Test-ApimartVideo -JobName meant @Splat

        $plan.Outcome | Should -Be Submit
        # The simulator knows the rules too, and takes no length of 99 seconds.
        $sent = [pscustomobject] $Row | New-ApimartVideo -JobName meant @Splat -WhatIf:($Name -eq '-SkipValidation')
        if ($sent) {
            Get-Fields $plan.Request | Should -Be (Get-Fields @($simulator.Bill)[-1].Body)
        }
        $plan.Request | Should -BeLike $Sends
    }

    It 'counts an unknown row as one to submit only with -RetryUnknown' {
        $simulator.Inject('submit:reset-after-accept:always')
        $null = Invoke-Collecting { 'a fox' | New-ApimartVideo -Model sora-2 -JobName lost }

        ('a fox' | Test-ApimartVideo -Model sora-2 -JobName lost).Outcome | Should -Be OutcomeUnknown
        ('a fox' | Test-ApimartVideo -Model sora-2 -JobName lost -RetryUnknown).Outcome | Should -Be Submit
    }

    It 'plans a longer video with -ContinueTask, whose price nobody publishes' {
        $done = 'a fox' | New-ApimartVideo -Model veo3.1-fast | Wait-ApimartTask

        $plan = 'and it runs' | Test-ApimartVideo -Model veo3.1-fast -ContinueTask $done

        $plan.Outcome, $plan.Price | Should -Be 'Submit', $null
    }

    It 'is words in JSON' {
        ($rows[0..1] | Test-ApimartVideo -Offline | ConvertTo-Json -Depth 4 | ConvertFrom-Json).Outcome | Should -Be 'Submit', 'Refused'
    }

    It 'says of each row what the run then does, and of a second run too' {
        $simulator.Inject('submit:reset-after-accept')
        $null = Invoke-Collecting { $rows[4] | New-ApimartVideo -JobName autumn }
        $plan = $rows | Test-ApimartVideo -JobName autumn
        $plan.Outcome | Should -Be 'Submit', 'Refused', 'Refused', 'Submit', 'OutcomeUnknown'
        $plan.Row | Should -Be (1..5)
        $plan.Name | Should -Be $rows.Name
        $plan.Price | Should -Be 1.2, $null, $null, 0.96, $null
        $plan.Problem.ErrorId | Should -Be 'InvalidDuration', 'EmptyPrompt', 'OutcomeUnknown'
        $plan[1].Problem.Rules[0].Parameter | Should -Be Duration
        $plan[1].InputObject | Should -Be $rows[1]
        $plan[0].Request | Should -Be '{"aspect_ratio":"16:9","duration":8,"model":"veo3.1-fast","prompt":"a fox"}'
        $result = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn }
        $result.Output.Prompt | Sort-Object | Should -Be 'a cow', 'a fox'
        $result.Errors.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be ($plan.Problem.ErrorId | Sort-Object)
        $null = $result.Output | Wait-ApimartTask | Where-Object Prompt -EQ 'a cow' | Save-ApimartVideo (Join-Path $TestDrive saved)
        $again = $rows | Test-ApimartVideo -JobName autumn
        $again.Outcome | Should -Be 'AlreadySubmitted', 'Refused', 'Refused', 'Saved', 'OutcomeUnknown'
        $again[0].Task.TaskId | Should -BeIn $result.Output.TaskId
        $again[-1].Total.All.Price | Should -Be 0
        $null = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn }
        $simulator.Bill | Should -HaveCount 3
    }

    It 'lets a limit of the spend fall where the run does, also where earlier runs spent and rows come at once' {
        $many = 1..12 | ForEach-Object { [pscustomobject]@{ Prompt = "shot $_"; Model = 'sora-2'; Duration = (4, 12, 8)[$_ % 3] } }
        $null = $many[3, 7] | New-ApimartVideo -JobName autumn
        $plan = $many | Test-ApimartVideo -JobName autumn -MaxCost 3
        $planned = @($plan | Where-Object Outcome -EQ Submit | ForEach-Object Row)
        $before = $simulator.Bill.Total
        $result = Invoke-Collecting { $many | New-ApimartVideo -JobName autumn -MaxCost 3 -ThrottleLimit 8 }
        $over = @($plan | Where-Object Outcome -EQ OverBudget | ForEach-Object Row)
        $over.Count | Should -BeGreaterThan 1
        $over[0] | Should -BeLessThan $planned[-1] -Because 'a cheaper row further on still fits'
        ($result.Errors.Exception.Message | ForEach-Object { [int] ($_ -replace '^Row (\d+).*', '$1') } | Sort-Object) | Should -Be $over
        ($result.Output.Prompt | Sort-Object) | Should -Be (@($planned) + 4, 8 | ForEach-Object { "shot $_" } | Sort-Object)
        $simulator.Bill.Total - $before | Should -Be $plan[-1].Total.All.Price
        $simulator.Bill.Total | Should -BeLessOrEqual 3
    }

    It 'takes no unknown price for nothing' {
        $plan = $rows[4] | Test-ApimartVideo
        $plan.Price | Should -BeNullOrEmpty
        $plan.PriceSource | Should -BeLike '*no duration is given*'
        $plan.Total.All.Unpriced | Should -Be 1
        ($rows[4] | Test-ApimartVideo -MaxCost 5).Problem.ErrorId | Should -Be PriceUnknown
        ($rows[4] | Test-ApimartVideo -MaxCost 5 -AssumedCost 2).Outcome | Should -Be Submit
    }

    It 'has a range where the request leaves the price to the server' {
        $plan = Test-ApimartVideo p -Model wan3.0-video -Duration -1 -Resolution 720p
        $plan.LowestPrice | Should -BeGreaterThan 0
        $plan.Price | Should -Be (15 * $plan.LowestPrice)
        $text = $plan | Out-String
        $text | Should -BeLike '*1 to submit for $*–*'
    }

    It 'needs no key, sends nothing that costs, and leaves the journal as it is' {
        $null = $rows[0] | New-ApimartVideo -JobName autumn
        $journal = Get-FileHash "$env:APIMART_JOURNAL/journal.jsonl"
        $count = $simulator.Requests.Count
        $screen = Get-Screen "`$env:APIMART_API_KEY = ''; ('[{`"Prompt`":`"a`"},{`"Prompt`":`"`"}]' | ConvertFrom-Json | Test-ApimartVideo -Model veo3.1-fast -JobName autumn).Outcome"
        $screen | Should -Be 'Submit', 'Refused'
        (Get-FileHash "$env:APIMART_JOURNAL/journal.jsonl").Hash | Should -Be $journal.Hash
        $after = @($simulator.Requests | Select-Object -Skip $count)
        $after.Method | Sort-Object -Unique | Should -Be GET
        $after.Path | Should -BeLike '/api/pricing/model*'
    }

    It 'asks nobody with -Offline, and says of when its prices are' {
        $count = $simulator.Requests.Count
        $plan = $rows | Test-ApimartVideo -Offline
        $simulator.Requests.Count | Should -Be $count
        $plan[0].Price | Should -Be 1.2
        $plan[0].PriceDate | Should -Be ((Get-ApimartModel veo3.1-fast).Prices | Where-Object { -not $_.With })[0].Date
        $plan[-1].Total.PriceDate | Should -Match '^\d{4}-\d\d'
    }

    It 'does not give up where the server tells no prices' {
        $simulator.Inject('other:status=404:always')
        $plan = $rows[0] | Test-ApimartVideo -Model veo3.1-fast, sora-2
        $plan.Outcome | Should -Be Submit, Submit
        $plan.Where({ $null -ne $_.Price }) | Should -BeNullOrEmpty
        $plan.PriceSource | Should -Be 'the API tells no price for it', 'the API tells no price for it'
    }

    It 'sets several models side by side, each with its own rules and its own limit' {
        $two = $rows[0, 3]
        $plan = $two | Test-ApimartVideo -Model veo3.1-fast, sora-2, Omni-Flash-Ext -MaxCost 1.3 -WarningVariable warned
        $plan.Model | Should -Be 'veo3.1-fast', 'sora-2', 'Omni-Flash-Ext', 'veo3.1-fast', 'sora-2', 'Omni-Flash-Ext'
        $plan.Row | Should -Be 1, 1, 1, 2, 2, 2
        $plan.Outcome | Should -Be 'Submit', 'Submit', 'Submit', 'Refused', 'OverBudget', 'Refused'
        $plan[-1].Total.IsComparison | Should -BeTrue
        $plan[-1].Total.Models | ForEach-Object { $_.Price } | Should -Be 1.2, 0.64, 0.35
        $warned | Should -BeNullOrEmpty
    }

    It 'takes the line of New-ApimartVideo as it is' {
        $own = (Get-Command New-ApimartVideo).Parameters.Keys | Where-Object { $_ -notin 'WhatIf', 'Confirm' }
        (Get-Command Test-ApimartVideo).Parameters.Keys | Where-Object { $_ -ne 'Offline' } | Sort-Object | Should -Be ($own | Sort-Object)
        { Test-ApimartVideo p -Model sora-2 -Resolution 720p } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        (Test-ApimartVideo p -Model sora-2, Omni-Flash-Ext -Resolution 720p).Outcome | Should -Be Refused, Submit
        ('x', 'y' | Test-ApimartVideo -Model veo3.1-fast -Take (1..2)).Take | Should -Be 1, 2, 1, 2
        @(1..9 | ForEach-Object { "p $_" } | Test-ApimartVideo -Model veo3.1-fast -Shard 1/3).Count | Should -BeLessThan 9
        TabExpansion2 'Test-ApimartVideo p -Model sora-2 -AspectRatio ' | ForEach-Object { $_.CompletionMatches.CompletionText } | Should -Contain '16:9'
        TabExpansion2 'Test-ApimartVideo p -Model sora-2, Omni' | ForEach-Object { $_.CompletionMatches.CompletionText } | Should -Contain 'Omni-Flash-Ext'
    }

    It 'tells all of a chain whose plans come at once, more than may wait to be written' {
        # A chain is planned when its last row came, on the pipeline's own thread: nobody else makes room there.
        $chain = foreach ($n in 1..140) { [pscustomobject]@{ Name = "s$n"; Prompt = "shot $n"; After = if ($n -gt 1) { "s$($n - 1)" } else { '' } } }

        $plan = $chain | Test-ApimartVideo -Model pixverse-v6 -Offline

        $plan.Name | Should -Be $chain.Name
    }

    It 'refuses where the journal cannot tell, as the run does' {
        $null = $rows[0] | New-ApimartVideo -JobName autumn
        Add-Content "$env:APIMART_JOURNAL/journal.jsonl" 'no JSON'
        $plan = $rows[0, 3] | Test-ApimartVideo -JobName autumn
        $plan.Outcome | Should -Be AlreadySubmitted, Refused
        $plan[1].Problem.ErrorId | Should -Be JournalDamaged
    }
}

Describe 'The view of a plan' {
    BeforeAll {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $rows = @'
Name,Prompt,Model,Duration
dawn,a fox,veo3.1-fast,8
noon,a hen,veo3.1-fast,99
night,a cow,sora-2,12
'@ | ConvertFrom-Csv
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'is a line a row, and ends in the sums' {
        $lines = ($rows | Test-ApimartVideo | Out-String) -split '\r?\n' -replace '\e\[[\d;]*m' | Where-Object { $_ }
        $lines[0] | Should -Match '^ +1 submit +\$1\.20 veo3\.1-fast +dawn: a fox$'
        $lines[1] | Should -Match '^ +2 refused noon: Duration 99 is not possible with veo3\.1-fast: it takes 8'
        $lines[2] | Should -Match '^ +3 submit +\$0\.96 sora-2 +night: a cow$'
        $lines[3] | Should -Match '^veo3\.1-fast +2 videos: 1 to submit for \$1\.20, 1 refused\.$'
        $lines[4] | Should -Match '^sora-2 +1 video: 1 to submit for \$0\.96\.$'
        $lines[5] | Should -Be '3 videos: 2 to submit for $2.16, 1 refused.'
        $lines[6] | Should -Match '^Prices: 127\.0\.0\.1:\d+, \d{4}-\d\d-\d\d\.$'
        $lines | Should -HaveCount 7
    }

    It 'fits the terminal' {
        $plan = $rows | Test-ApimartVideo
        foreach ($width in 60, 80, 120) {
            $plan | ForEach-Object { ([Apimart.Video.Views.PlanText]::Of($_, $width) -split "`n")[0].Length | Should -BeLessThan $width }
        }
    }

    It 'makes what a terminal would obey visible' {
        $text = [pscustomobject]@{ Name = "a`e[2J"; Prompt = "b`e]0;x`a"; Model = 'veo3.1-fast' } | Test-ApimartVideo | Out-String
        $text | Should -Not -Match '\e\[2J|\e\]'
    }

    It 'has a list and a table as well, and a CSV file has words in its columns' {
        $plan = $rows | Test-ApimartVideo
        $plan[1] | Format-List | Out-String | Should -BeLike '*Problem*Duration 99*Advice*Give -Duration 8*'
        $plan | Format-Table | Out-String | Should -BeLike '*Row*Name*Model*Outcome*Price*Prompt*'
        $csv = $plan | Select-Object -ExcludeProperty Total, InputObject | ConvertTo-Csv | ConvertFrom-Csv
        $csv.Outcome | Should -Be Submit, Refused, Submit
        $csv[1].Problem | Should -BeLike 'Duration 99*'
        $csv[0].Price | Should -Be '1.2'
    }
}

Describe '-WhatIf of New-ApimartVideo' {
    BeforeAll {
        $rows = @'
Name,Prompt,Model,Duration
dawn,a fox,veo3.1-fast,8
noon,a hen,veo3.1-fast,99
night,a cow,sora-2,12
late,an owl,sora-2,8
'@
    }

    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $null = $rows | ConvertFrom-Csv | Select-Object -First 1 | New-ApimartVideo -JobName autumn
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'says what is there, what would be sent at what price, and what is refused' {
        $count = $simulator.Requests.Count
        $screen = Get-Screen "'$rows' | ConvertFrom-Csv | New-ApimartVideo -JobName autumn -WhatIf"
        # Errors come by another pipe than the rest, so that nothing tells which of them was first.
        @($screen -notlike 'What if:*') | Should -BeLike "*Row 2 (Name 'noon'): Duration 99*"
        $said = @($screen -like 'What if:*')
        $said | Should -HaveCount 4
        $said[0] | Should -BeLike "What if: Row 1 (Name 'dawn'): nothing is sent; it is there as task_*"
        $said[1] | Should -BeLike "What if: Row 3 (Name 'night'): `$0.96 (price of 20*): POST http*/v1/videos/generations {*"
        $said[3] | Should -Be 'What if: 4 videos: 2 to submit for $1.60, 1 there already, 1 refused.'
        $simulator.Requests.Count | Should -Be $count
    }

    It 'applies -MaxCost: only what would be sent is shown as sent' {
        $screen = Get-Screen "'$rows' | ConvertFrom-Csv | New-ApimartVideo -JobName autumn -MaxCost 2.2 -WhatIf"
        @($screen -like '*POST*') | Should -HaveCount 1
        $screen | Should -Contain 'What if: 4 videos: 1 to submit for $0.96, 1 there already, 1 refused, 1 over the limit of $2.20.'
        $simulator.Bill | Should -HaveCount 1
        $result = Invoke-Collecting { $rows | ConvertFrom-Csv | New-ApimartVideo -JobName autumn -MaxCost 2.2 }
        $result.Output.Prompt | Sort-Object | Should -Be 'a cow', 'a fox'
    }
}

Describe 'The error of a row' {
    It 'is one line, also in a script and where the log has no terminal' {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $script = Join-Path $TestDrive nightly.ps1
        "Import-Module '$(Get-TestModulePath)'
        `$null = Start-ApimartSimulator -TaskDuration 0.1
        1..30 | ForEach-Object { [pscustomobject]@{ Prompt = `"shot `$_`"; Model = 'veo3.1-fast'; Duration = 99 } } |
            New-ApimartVideo -JobName night" | Set-Content $script
        $log = Join-Path $TestDrive nightly.log
        & (Get-TestShell) -NoProfile -File $script 2> $log
        $lines = @(Get-Content $log)
        $lines | Should -HaveCount 30
        $lines[0] | Should -BeLike 'New-ApimartVideo: Row 1 ("shot 1"): Duration 99 * Give -Duration 8*'
        $lines -match '\e' | Should -BeNullOrEmpty
    }
}

Describe 'Completion' {
    BeforeAll {
        Push-Location $TestDrive
        Set-Content 7-a-file.txt 'never offered'
        function Get-Offer([string] $Line) { (TabExpansion2 $Line).CompletionMatches.CompletionText }
    }

    AfterAll {
        Pop-Location
    }

    It 'offers of a range its ends and a step, what is typed where it lies within, and never a file' {
        Get-Offer 'New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -Duration ' | Should -Be 6, 10, 15, 20, 25, 30
        Get-Offer 'New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -Duration 7' | Should -Be 7
        Get-Offer 'New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -Duration 7-' | Should -Be 6, 10, 15, 20, 25, 30
        Get-Offer "'p' | New-ApimartVideo -Model wan3.0-video -Duration " | Should -Be -1, 2, 5, 10, 15, 20, 25, 30
        Get-Offer 'Start-ApimartSimulator -FailureRate ' | Should -Be 0, 0.2, 0.4, 0.6, 0.8, 1
        Get-Offer 'Save-ApimartVideo -ThrottleLimit ' | Should -Contain 64
    }

    It 'offers values that the range takes' {
        $offered = 0
        foreach ($model in Get-ApimartModel) {
            foreach ($parameter in $model.Parameters | Where-Object { $null -ne $_.Minimum -and $null -ne $_.Maximum -and -not $_.SuggestedValues }) {
                foreach ($value in Get-Offer "New-ApimartVideo p -Model $($model.Name) -$($parameter.Name) ") {
                    $offered++
                    foreach ($rule in $parameter.Rules | Where-Object { $_.GetType().Name -eq 'RangeRule' -and $_.Refuses }) {
                        $value -eq $rule.Except -or ([double] $value -ge $rule.Minimum -and [double] $value -le $rule.Maximum) |
                            Should -BeTrue -Because "$($model.Name) -$($parameter.Name) $value"
                    }
                }
            }
        }
        $offered | Should -BeGreaterThan 0
    }

    It 'offers days that the parameter takes' {
        foreach ($line in 'Get-ApimartJournal -Since ', 'Get-ApimartUsage -Until ', 'Remove-ApimartJournal -Before ') {
            $days = Get-Offer $line
            $days[0] | Should -Be (Get-Date -Format yyyy-MM-dd)
            $days | ForEach-Object { [datetime] $_ | Should -BeLessOrEqual (Get-Date) }
        }
    }

    It 'offers the faults of the simulator part by part, each a fault that it takes' {
        Get-Offer 'Start-ApimartSimulator -Fault s' | Should -Be 'submit:'
        Get-Offer 'Start-ApimartSimulator -Fault submit:reset-a' | Should -Be 'submit:reset-after-accept'
        Get-Offer "Start-ApimartSimulator -Fault look:status=503, download:cut-body=1000:1" | Should -Be "'download:cut-body=1000:10%'"
        $type = (Use-TestSimulator).GetType().Assembly.GetType('Apimart.Video.Simulator.SimulatorFault')
        Stop-ApimartSimulator
        $routes = @(Get-Offer 'Start-ApimartSimulator -Fault ')
        $routes | Should -Contain 'submit:'
        foreach ($route in $routes) {
            $kinds = @(Get-Offer "Start-ApimartSimulator -Fault $route")
            $kinds | Should -Not -BeNullOrEmpty
            foreach ($kind in $kinds) {
                foreach ($fault in @($kind) + @(Get-Offer "Start-ApimartSimulator -Fault $($kind.Trim("'")):")) {
                    { $type::Parse($fault.Trim("'")) } | Should -Not -Throw
                }
            }
        }
    }
}
