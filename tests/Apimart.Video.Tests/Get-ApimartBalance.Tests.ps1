BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Get-ApimartBalance' {
    AfterEach {
        Stop-ApimartSimulator
    }

    It 'tells the key''s balance, then the account''s, less what was billed' {
        $simulator = Use-TestSimulator @{ Balance = 10 }
        $null = New-ApimartVideo p -Model veo3.1-fast
        $balance = Get-ApimartBalance
        "$($balance.Scope)" | Should -Be 'Key Account'
        $balance.Remaining | Should -Be @((10 - $simulator.Bill.Total), (10 - $simulator.Bill.Total))
        $balance[0].Used | Should -Be $simulator.Bill.Total
        $balance[0] | Should -BeOfType ([Apimart.Video.Account.ApimartBalance])
    }

    It 'tells one of them alone' {
        $null = Use-TestSimulator
        (Get-ApimartBalance -Scope Key).IsUnlimited | Should -BeTrue
        (Get-ApimartBalance Account).Remaining | Should -BeGreaterThan 0
    }

    It 'reports each balance that cannot be read, and no zero' {
        $simulator = Use-TestSimulator
        $simulator.Inject('other:status=404:2')
        $result = Invoke-Collecting { Get-ApimartBalance }
        $result.Output | Should -BeNullOrEmpty
        $result.Errors.FullyQualifiedErrorId | Should -Be @('BalanceUnavailable,Apimart.Video.Commands.GetApimartBalanceCommand', 'BalanceUnavailable,Apimart.Video.Commands.GetApimartBalanceCommand')
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
