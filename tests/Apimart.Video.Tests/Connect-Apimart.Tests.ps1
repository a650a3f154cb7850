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

    It 'shows a database as its journal without the password, whoever gave it' -TestCases @(
        @{ Journal = 'postgresql://maker:sw0rdfish@db.example.com:5433/shots?sslmode=verify-full'; Shown = 'postgresql://maker@db.example.com:5433/shots'; User = $null }
        @{ Journal = 'Host=db.example.com;Database=shots;Username=maker;Password=sw0rdfish'; Shown = 'postgresql://maker@db.example.com/shots'; User = $null }
        @{ Journal = 'postgres://db.example.com/shots'; Shown = 'postgresql://render@db.example.com/shots'; User = 'render' }
    ) {
        $option = $User ? @{ JournalCredential = [pscredential]::new($User, (ConvertTo-SecureString sw0rdfish -AsPlainText -Force)) } : @{}
        $connection = Connect-Apimart sk-x -Journal $Journal @option -PassThru
        $connection.Journal | Should -Be $Shown
        $connection.JournalPath | Should -BeNullOrEmpty
        ($connection | Format-List * -Force | Out-String) + ($connection | ConvertTo-Json -Depth 5) + "$connection" | Should -Not -BeLike '*sw0rdfish*'
    }

    It 'takes a folder as its journal from where PowerShell stands, under both names of the parameter' {
        Push-Location $TestDrive
        try {
            (Connect-Apimart sk-x -Journal ./shots -PassThru).JournalPath | Should -Be ([IO.Path]::Combine((Get-Item $TestDrive).FullName, 'shots'))
            (Connect-Apimart sk-x -JournalPath ./shots -PassThru).Journal | Should -Be ([IO.Path]::Combine((Get-Item $TestDrive).FullName, 'shots'))
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses a journal that is neither a folder nor a database, and shows no password' -TestCases @(
        @{ Journal = 'mysql://maker:sw0rdfish@db/shots'; Told = '*mysql:*' }
        @{ Journal = 'postgresql://maker:sw0rd/fish@db/shots'; Told = '*%2F*' }
        @{ Journal = 'postgresql://db/shots?gssencmode=disable'; Told = "*'gssencmode'*" }
        @{ Journal = 'Host=db Password=sw0rdfish'; Told = '*not divided*' }
    ) {
        $result = Invoke-Collecting { Connect-Apimart sk-x -Journal $Journal }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
        $result.Errors[0].Exception.Message | Should -BeLike $Told
        ($result.Errors[0] | Format-List * -Force | Out-String -Width 1000) | Should -Not -BeLike '*fish*'
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'refuses a credential without a database, and a database that is none, in the environment' {
        $credential = [pscredential]::new('maker', (ConvertTo-SecureString sw0rdfish -AsPlainText -Force))
        { Connect-Apimart sk-x -JournalCredential $credential } | Should -Throw -ErrorId 'JournalUnavailable,*' -ExpectedMessage '*no database*'
        { Initialize-ApimartJournal ./shots } | Should -Throw -ErrorId 'JournalUnavailable,*' -ExpectedMessage '*is a folder*'
        $journal = $env:APIMART_JOURNAL
        $env:APIMART_JOURNAL = 'postgresql://db/shots?sslmode=maybe'
        try {
            { Connect-Apimart sk-x -JournalCredential $credential } | Should -Throw -ErrorId 'JournalUnavailable,*' -ExpectedMessage '*sslmode*'
            $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 -ApiKey sk-x }
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
            (Invoke-Collecting { Get-ApimartJournal }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
        }
        finally {
            $env:APIMART_JOURNAL = $journal
        }
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
