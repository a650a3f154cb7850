BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Get-ApimartPrice' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'lists where the price of each model starts' {
        $list = Get-ApimartPrice
        $list.Model | Should -Be (Get-ApimartModel | Where-Object Origin -EQ Curated).Name
        $list[0].IsStartingPrice | Should -BeTrue
    }

    It 'tells a model''s price and its options, by any spelling of its name' {
        $price = Get-ApimartPrice OMNI-FLASH-EXT
        $price.Model, "$($price.Unit)" | Should -BeExactly 'Omni-Flash-Ext', 'Video'
        ($price.Rates | Where-Object { $_.Option -eq '1080p' -and $_.Seconds -eq 10 }).Price | Should -Be 0.4
        (Get-ApimartModel veo3.1-fast | Get-ApimartPrice).Price | Should -Be 1.2
    }

    It 'needs no key and sends none' {
        $before = @($simulator.Requests).Count
        $null = Get-ApimartPrice sora-2
        $request = @($simulator.Requests)[$before]
        $request.Path | Should -Be '/api/pricing/model?model=sora-2'
        $request.Headers.Keys | Should -Not -Contain 'Authorization'
        $uri = $simulator.BaseUri
        $price = & (Get-TestShell) -NoProfile -Command "`$env:APIMART_API_KEY = ''; Import-Module '$(Get-TestModulePath)'; (Get-ApimartPrice veo3.1-fast -BaseUri $uri).Price"
        $price | Should -Be 1.2
    }

    It 'does not take a price that is not known for nothing' {
        $result = Invoke-Collecting { Get-ApimartPrice veo9, veo3.1-fast }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'PriceUnknown,Apimart.Video.Commands.GetApimartPriceCommand'
        $result.Output.Model | Should -Be veo3.1-fast
    }
}

Describe 'The -MaxCost of New-ApimartVideo' {
    BeforeEach {
        $simulator = Use-TestSimulator
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'refuses the rows that would pass it, and sends the others' {
        $result = Invoke-Collecting { 1..10 | ForEach-Object { "fox $_" } | New-ApimartVideo -Model veo3.1-fast -MaxCost 4 -ThrottleLimit 8 }
        $result.Output | Should -HaveCount 3
        $result.Errors | Should -HaveCount 7
        $result.Errors[0].FullyQualifiedErrorId | Should -Be 'MaxCostReached,Apimart.Video.Commands.NewApimartVideoCommand'
        $result.Errors[0].CategoryInfo.Category | Should -Be LimitsExceeded
        $result.Errors[0].TargetObject | Should -BeLike 'fox *'
        $simulator.Bill.Total | Should -Be 3.6
    }

    It 'holds for all runs of a job' {
        $job = "job-$(New-Guid)"
        $rows = 1..4 | ForEach-Object { "fox $_" }
        $first = Invoke-Collecting { $rows | New-ApimartVideo -Model veo3.1-fast -MaxCost 2.5 -JobName $job }
        $again = Invoke-Collecting { $rows | New-ApimartVideo -Model veo3.1-fast -MaxCost 2.5 -JobName $job }
        $again.Output.TaskId | Sort-Object | Should -Be ($first.Output.TaskId | Sort-Object)
        $again.Errors | Should -HaveCount 2
        $more = Invoke-Collecting { $rows | New-ApimartVideo -Model veo3.1-fast -MaxCost 5 -JobName $job }
        $more.Output | Should -HaveCount 4
        $simulator.Bill.Count | Should -Be 4
    }

    It 'does not send a video whose price is not known, unless it is told what that counts' {
        $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 -MaxCost 100 }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'PriceUnknown,*'
        $simulator.Bill.Count | Should -Be 0
        $result = Invoke-Collecting { 'a', 'b' | New-ApimartVideo -Model sora-2 -MaxCost 3 -AssumedCost 2 }
        $result.Output | Should -HaveCount 1
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'MaxCostReached,*'
    }

    It 'asks for no price without it' {
        $null = New-ApimartVideo p -Model veo3.1-fast
        @($simulator.Requests).Path | Should -Not -Contain '/api/pricing/model?model=veo3.1-fast'
    }
}
