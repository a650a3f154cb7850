BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Get-ApimartUsage' {
    BeforeAll {
        $simulator = Use-TestSimulator @{ TaskDuration = 0 }
        $null = 'a', 'b' | New-ApimartVideo -Model veo3.1-fast
        $null = New-ApimartVideo 'c' -Model sora-2
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'tells what was billed in the last 30 days' {
        $usage = Get-ApimartUsage
        $usage | Should -HaveCount 1
        $usage.Cost, $usage.Requests, "$($usage.Scope)" | Should -Be $simulator.Bill.Total, 3, 'Key'
        ($usage.Until - $usage.Since).TotalDays | Should -Be 30
    }

    It 'splits it up by model and day' {
        $usage = Get-ApimartUsage -GroupBy Model, Date -TimeZone UTC -Scope Account
        $usage.Model | Should -Be 'sora-2', 'veo3.1-fast'
        "$($usage[0].Date)" | Should -Be "$([DateOnly]::FromDateTime([datetime]::UtcNow))"
    }

    It 'takes models by name and from the pipeline' {
        (Get-ApimartUsage -Model sora-2).Requests | Should -Be 1
        (Get-ApimartModel veo3.1-fast | ForEach-Object Name | Get-ApimartUsage).Requests | Should -Be 2
        ('sora-2', 'veo3.1-fast' | Get-ApimartUsage).Requests | Should -Be 3
    }

    It 'tells nothing of a span in which nothing was billed' {
        Get-ApimartUsage -Since (Get-Date).AddDays(-20) -Until (Get-Date).AddDays(-10) -GroupBy Model | Should -BeNullOrEmpty
    }

    It 'refuses more than 31 days before anything is sent' {
        $before = @($simulator.Requests).Count
        $result = Invoke-Collecting { Get-ApimartUsage -Since (Get-Date).AddDays(-40) }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        $result.Errors.Exception.Message | Should -BeLike '*31 days*'
        @($simulator.Requests).Count | Should -Be $before
    }

    It 'passes on the server''s own word for a wrong question' {
        (Invoke-Collecting { Get-ApimartUsage -TimeZone Moon }).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidTz,*'
    }
}
