BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The connection' {
    BeforeEach {
        $saved = $env:APIMART_API_KEY, $env:APIMART_BASE_URL
        $env:APIMART_API_KEY = $env:APIMART_BASE_URL = $null
        Disconnect-Apimart
    }

    AfterEach {
        Stop-ApimartSimulator
        Disconnect-Apimart
        $env:APIMART_API_KEY, $env:APIMART_BASE_URL = $saved
    }

    It 'without a key ends with the advice how to get one, before any request' {
        { New-ApimartVideo p -Model sora-2 } | Should -Throw -ErrorId 'NoApiKey,*'
        { Get-ApimartTask task_1 } | Should -Throw -ErrorId 'NoApiKey,*'
        { Connect-Apimart } | Should -Throw -ErrorId 'NoApiKey,*'
    }

    It 'takes the parameter before the session, and the session before the environment' {
        $simulator = Use-TestSimulator
        $address = $simulator.BaseUri
        (New-ApimartVideo p -Model sora-2).TaskId | Should -BeLike 'task_*'
        $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 -ApiKey sk-other }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationError,*'
        Disconnect-Apimart
        $env:APIMART_API_KEY = 'sk-simulator'
        $env:APIMART_BASE_URL = $address
        (New-ApimartVideo p -Model sora-2).TaskId | Should -BeLike 'task_*'
        Connect-Apimart -ApiKey sk-wrong -BaseUri $address
        (Invoke-Collecting { New-ApimartVideo p -Model sora-2 }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'AuthenticationError,*'
    }

    It 'shows itself without the key' {
        $connection = Connect-Apimart -ApiKey (ConvertTo-SecureString sk-secret -AsPlainText -Force) -PassThru
        $connection.BaseUri | Should -Be 'https://api.apimart.ai/'
        $connection.HasApiKey | Should -BeTrue
        ($connection | Format-List * -Force | Out-String) + ($connection | ConvertTo-Json) | Should -Not -BeLike '*sk-secret*'
    }

    It 'refuses an address that would show the key to the network' {
        { Connect-Apimart sk-x -BaseUri http://api.apimart.ai } | Should -Throw -ErrorId 'InvalidArgument,*' -ExpectedMessage '*https*'
    }

    It 'takes a key from $PSDefaultParameterValues' {
        $simulator = Use-TestSimulator
        $address = $simulator.BaseUri
        Disconnect-Apimart
        $PSDefaultParameterValues = @{ '*-Apimart*:ApiKey' = (ConvertTo-SecureString sk-simulator -AsPlainText -Force); '*-Apimart*:BaseUri' = $address }
        (New-ApimartVideo p -Model sora-2 | Wait-ApimartTask).Status | Should -Be Completed
    }

    It 'reports an empty balance with its own error' {
        $null = Use-TestSimulator @{ Balance = 0.01 }
        $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'PaymentRequired,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be QuotaExceeded
    }

    It 'comes back when the simulator stops' {
        Connect-Apimart sk-mine -BaseUri https://api.apib.ai
        $null = Use-TestSimulator
        Stop-ApimartSimulator
        (Connect-Apimart -PassThru).BaseUri | Should -Be 'https://api.apib.ai/'
    }
}
