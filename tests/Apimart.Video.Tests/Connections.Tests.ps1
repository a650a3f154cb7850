BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Connections and what they hold' {
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

    It 'of one branch of ForEach-Object -Parallel leave the others, which come after it, where they were' {
        Connect-Apimart sk-mine -BaseUri https://api.apib.ai
        $module = Get-TestModulePath
        $seen = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            if ($_ -eq 1) {
                Connect-Apimart sk-other -BaseUri https://api.aiuxu.com
            }
            "$_ $((Connect-Apimart -PassThru).BaseUri)"
        } -ThrottleLimit 1 -UseNewRunspace
        $seen | Sort-Object | Should -Be '1 https://api.aiuxu.com/', '2 https://api.apib.ai/', '3 https://api.apib.ai/', '4 https://api.apib.ai/'
        (Connect-Apimart -PassThru).BaseUri | Should -Be 'https://api.apib.ai/'
    }

    It 'are tested on request, and kept only if the key works' {
        $simulator = Use-TestSimulator
        $address = $simulator.BaseUri
        $said = Connect-Apimart sk-simulator -BaseUri $address -Test 6>&1
        $said | Should -BeLike "The key works at ${address}: *"
        Connect-Apimart sk-mine -BaseUri https://api.apib.ai
        { Connect-Apimart sk-wrong -BaseUri $address -Test } | Should -Throw -ErrorId 'AuthenticationError,*'
        (Connect-Apimart -PassThru).BaseUri | Should -Be 'https://api.apib.ai/'
    }

    It 'mend <Given> to <Address>' -TestCases @(
        @{ Given = 'https://api.apib.ai/v1'; Address = 'https://api.apib.ai/' }
        @{ Given = 'https://api.apib.ai/v1/videos/generations'; Address = 'https://api.apib.ai/' }
        @{ Given = 'https://example.com/apimart/v1/'; Address = 'https://example.com/apimart' }
        @{ Given = 'api.apib.ai'; Address = 'https://api.apib.ai/' }
        @{ Given = 'api.apib.ai:8443/v1'; Address = 'https://api.apib.ai:8443/' }
        @{ Given = ' https://api.apib.ai '; Address = 'https://api.apib.ai/' }
        @{ Given = '127.0.0.1:8080'; Address = 'http://127.0.0.1:8080/' }
    ) {
        (Connect-Apimart sk-x -BaseUri $Given -PassThru).BaseUri | Should -Be $Address
        Disconnect-Apimart
        $env:APIMART_BASE_URL = $Given
        (Connect-Apimart sk-x -PassThru).BaseUri | Should -Be $Address
    }

    It 'refuse <Given> without repeating a password' -TestCases @(
        @{ Given = 'https://user:geheim@api.apimart.ai' }
        @{ Given = 'http://user:geheim@api.apimart.ai' }
        @{ Given = 'user:geheim@api.apimart.ai' }
        @{ Given = 'http://api.apimart.ai' }
        @{ Given = 'ftp://127.0.0.1' }
    ) {
        $caught = { Connect-Apimart sk-x -BaseUri $Given } | Should -Throw -ErrorId 'InvalidArgument,*' -PassThru
        ($caught | Format-List * -Force | Out-String) | Should -Not -BeLike '*geheim*'
        $env:APIMART_BASE_URL = $Given
        $caught = { New-ApimartVideo p -Model sora-2 -ApiKey sk-x } | Should -Throw -ErrorId 'InvalidArgument,*' -PassThru
        $caught.Exception.ToString() | Should -Not -BeLike '*geheim*'
    }

    It 'refuse the proxy <Given>, which has no scheme' -TestCases @(
        @{ Given = 'proxy:8080' }
        @{ Given = '10.0.0.1:8080' }
        @{ Given = 'user:geheim@proxy:8080' }
    ) {
        $caught = { Connect-Apimart sk-x -Proxy $Given } | Should -Throw -ErrorId 'InvalidArgument,*' -PassThru
        $caught.Exception.Message | Should -BeLike '*http://proxy.example:8080*'
        $caught.Exception.ToString() | Should -Not -BeLike '*geheim*'
    }

    It 'use a user in the address of the proxy without showing it' {
        $connection = Connect-Apimart sk-x -Proxy http://user:geheim@proxy.example:8080 -PassThru
        $connection.Proxy | Should -Be 'http://proxy.example:8080/'
        ($connection | Format-List * -Force | Out-String) | Should -Not -BeLike '*geheim*'
    }

    It 'to this machine go through no proxy, whatever the environment says' {
        $script = Join-Path $TestDrive run.ps1
        Set-Content $script @'
param($Module, $Folder)
$env:http_proxy = $env:https_proxy = $env:all_proxy = 'http://127.0.0.1:9'
$env:no_proxy = ''
$env:APIMART_JOURNAL = "$Folder/journal"
Import-Module $Module
$null = Start-ApimartSimulator -TaskDuration 0.1
$task = New-ApimartVideo p -Model sora-2 | Wait-ApimartTask -PollInterval 0.05
$task.Status
($task | Save-ApimartVideo $Folder/clips -PassThru).Count
'@
        & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath) $TestDrive | Should -Be 'Completed', '1'
    }

    It 'end with the module: the simulator stops, but not with a branch that only borrowed it' {
        $script = Join-Path $TestDrive remove.ps1
        Set-Content $script @'
param($Module)
Import-Module $Module
$simulator = Start-ApimartSimulator
1..2 | ForEach-Object -Parallel { Import-Module $using:Module; "balances $(@(Get-ApimartBalance).Count)"; Remove-Module Apimart.Video }
"alive $([Net.Http.HttpClient]::new().GetAsync($simulator.BaseUri).Result -ne $null)"
Remove-Module Apimart.Video
try { $null = [Net.Http.HttpClient]::new().GetAsync($simulator.BaseUri).GetAwaiter().GetResult(); 'still there' } catch { 'gone' }
Import-Module $Module
try { New-ApimartVideo p -Model sora-2 } catch { $_.FullyQualifiedErrorId }
$null = Start-ApimartSimulator
"balances $(@(Get-ApimartBalance).Count)"
'@
        $env:APIMART_API_KEY = $null
        $lines = & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath)
        $lines | Should -Be 'balances 2', 'balances 2', 'alive True', 'gone', 'NoApiKey,Apimart.Video.Commands.NewApimartVideoCommand', 'balances 2'
    }

    It 'let go of the journal with <Ending>, so that its folder can be deleted where open files cannot be' -TestCases @(
        @{ Ending = 'Disconnect-Apimart' }
        @{ Ending = 'Stop-ApimartSimulator' }
        @{ Ending = 'Remove-Module Apimart.Video' }
    ) {
        $script = Join-Path $TestDrive release.ps1
        Set-Content $script @'
param($Module, $Folder, $Ending)
$env:APIMART_JOURNAL = $Folder
Import-Module $Module
$null = Start-ApimartSimulator
$null = New-ApimartVideo p -Model sora-2 -JobName autumn
"held $(@(Get-ChildItem "$Folder/writers").Count)"
Invoke-Expression $Ending
"held $(@(Get-ChildItem "$Folder/writers").Count)"
Remove-Item $Folder -Recurse
"there $(Test-Path $Folder)"
'@
        $folder = Join-Path $TestDrive (New-Guid)
        & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath) $folder $Ending | Should -Be 'held 1', 'held 0', 'there False'
    }

    It 'tell what they wait for before the silence is long' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($Module)
                Import-Module $Module
                $null = Start-ApimartSimulator -Fault 'look:status=503:retry-after=8:1'
                $task = New-ApimartVideo p -Model sora-2
                $null = $task | Get-ApimartTask -Verbose
                Stop-ApimartSimulator
            }).AddArgument((Get-TestModulePath))
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Progress.StatusDescription -join '|' | Should -BeLike '*The next try is at*'
            $shell.Streams.Verbose.Message -join '|' | Should -BeLike '*The next try is in 8 s*'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'give up at once where the server asks to wait for an hour, and say until when' {
        $null = Use-TestSimulator @{ Fault = 'look:status=429:retry-after=3600:1' }
        $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 | Get-ApimartTask }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'RateLimitError,*'
        $result.Errors[0].Exception.Message | Should -BeLike '*The server asks to wait until ??:??:??.'
    }
}
