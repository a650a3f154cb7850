# Parameters whose loss would show in no object: a limit that does not limit, a seed that does not seed. Each is seen from the other
# side: by a server that answers nothing before as many requests are there as the limit lets through.

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $module = Get-TestModulePath

    function Start-Listener {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start(64)
        $listener
    }

    function Get-Address($Listener) { [uri] "http://127.0.0.1:$($Listener.LocalEndpoint.Port)/" }

    # Runs a script in a PowerShell beside this one while the test listens.
    function Start-Beside([string] $Script) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$module'; $Script")
        [pscustomobject]@{ Shell = $shell; Run = $shell.BeginInvoke() }
    }

    function Stop-Beside($Beside) {
        $null = $Beside.Shell.BeginStop($null, $null)
        $null = $Beside.Run.AsyncWaitHandle.WaitOne()
        $Beside.Shell.Dispose()
    }

    # The next connection's first request, and the connection; nothing within two minutes is an error.
    function Get-Request($Listener) {
        $accepting = $Listener.AcceptTcpClientAsync()
        if (-not $accepting.Wait(120000)) { throw 'No further request came.' }
        $client = $accepting.Result
        $reader = [System.IO.StreamReader]::new($client.GetStream())
        $lines = while ($line = $reader.ReadLine()) { $line }
        [pscustomobject]@{ Client = $client; Lines = $lines }
    }

    function Send-Answer($Request, [string] $Type, [string] $Body) {
        $head = "HTTP/1.1 200 OK`r`nContent-Type: $Type`r`nContent-Length: $($Body.Length)`r`nConnection: close`r`n`r`n"
        $Request.Client.GetStream().Write([System.Text.Encoding]::ASCII.GetBytes($head + $Body))
        $Request.Client.Dispose()
    }
}

Describe 'A parameter has its effect' {
    BeforeEach {
        $saved = $env:APIMART_API_KEY, $env:APIMART_BASE_URL
        $env:APIMART_API_KEY = $env:APIMART_BASE_URL = $null
        $listener = Start-Listener
        $address = Get-Address $listener
        $requests = @()
    }

    AfterEach {
        $listener.Stop()
        $requests | ForEach-Object { $_.Client.Dispose() }
        if ($beside) { Stop-Beside $beside; $beside = $null }
        Stop-ApimartSimulator
        Disconnect-Apimart
        $env:APIMART_API_KEY, $env:APIMART_BASE_URL = $saved
    }

    It 'has a task of the simulator last <Seconds> seconds' -ForEach @(
        @{ Seconds = 0; Status = 'Completed' }
        @{ Seconds = 600; Status = 'Submitted' }
    ) {
        $null = Start-ApimartSimulator -TaskDuration $Seconds
        (New-ApimartVideo p -Model sora-2 | Get-ApimartTask).Status | Should -Be $Status
    }

    It '-ThrottleLimit of <Name>: as many requests as it says are under way at once' -ForEach @(
        @{ Name = 'New-ApimartVideo'; Line = "1..9 | ForEach-Object { `"fox `$_`" } | New-ApimartVideo -Model sora-2 -ThrottleLimit 9" }
        @{ Name = 'Get-ApimartTask'; Line = "1..9 | ForEach-Object { `"task_`$_`" } | Get-ApimartTask -ThrottleLimit 9" }
    ) {
        $beside = Start-Beside "Connect-Apimart sk-test-key -BaseUri $address -JournalPath '$(Join-Path $TestDrive $Name)'; $Line"

        $requests = 1..9 | ForEach-Object { Get-Request $listener }

        $requests | Should -HaveCount 9
    }

    It '-ThrottleLimit of Send-ApimartImage: with 1 the next picture waits for the last' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive pictures)).FullName
        $picture = [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')
        # The same picture would be sent once.
        1..4 | ForEach-Object { [System.IO.File]::WriteAllBytes((Join-Path $folder "$_.png"), [byte[]] ($picture + $_)) }
        $beside = Start-Beside "Connect-Apimart sk-test-key -BaseUri $address -JournalPath '$folder'; Send-ApimartImage '$folder/*.png' -ThrottleLimit 1"

        1..4 | ForEach-Object {
            $request = Get-Request $listener
            $listener.Pending() | Should -BeFalse
            $request.Client.Dispose()
        }
    }

    It '-ThrottleLimit of Save-ApimartVideo: with <Limit> so many videos of nine are fetched at once' -ForEach @(
        @{ Limit = 1 }
        @{ Limit = 9 }
    ) {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $beside = Start-Beside @"
            Connect-Apimart sk-test-key -BaseUri $address -JournalPath '$folder'
            1..9 | ForEach-Object { "task_`$_" } | Save-ApimartVideo '$folder' -ThrottleLimit $Limit
"@
        $held = [System.Collections.Generic.Queue[object]]::new()
        $looks = 0
        $fetched = 0

        # Tasks are told at once; of the videos none is before as many are asked for as the limit lets through, and then one by one.
        while ($fetched -lt 9) {
            $request = Get-Request $listener
            $requests += $request
            if ($request.Lines[0] -match '/tasks/(task_\d)') {
                $looks++
                Send-Answer $request application/json "{""code"":200,""data"":{""id"":""$($Matches[1])"",""status"":""completed"",""result"":{""videos"":[{""url"":[""$address$($Matches[1]).mp4""]}]}}}"
            }
            else {
                $request.Lines[0] | Should -BeLike 'GET /task_?.mp4 *'
                $fetched++
                $held.Enqueue($request)
            }
            $held.Count | Should -BeLessOrEqual $Limit
            if ($looks -ge 9 -and $held.Count -eq $Limit) {
                $listener.Pending() | Should -BeFalse
                Send-Answer $held.Dequeue() text/html '<html>no video</html>'
            }
        }
    }

    It '-ProxyCredential: it is given to a proxy that asks for it' {
        $beside = Start-Beside @"
            `$password = ConvertTo-SecureString 'let me in' -AsPlainText -Force
            Connect-Apimart sk-test-key -BaseUri https://api.example -Proxy $address -ProxyCredential ([pscredential]::new('fox', `$password))
            Get-ApimartBalance
"@
        $first = Get-Request $listener
        $requests = @($first)
        $first.Lines[0] | Should -BeLike 'CONNECT api.example:443 *'
        $answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=`"p`"`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
        $first.Client.GetStream().Write($answer, 0, $answer.Length)
        $first.Client.Client.Shutdown('Send')

        $second = Get-Request $listener
        $requests += $second

        $second.Lines | Should -Contain "Proxy-Authorization: Basic $([Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes('fox:let me in')))"
    }

    It '-ApiKey and -BaseUri of <Name>: this key goes to this server, whatever the session uses' -ForEach @(
        @{ Name = 'New-ApimartVideo'; Line = 'New-ApimartVideo fox -Model sora-2' }
        @{ Name = 'Get-ApimartTask'; Line = 'Get-ApimartTask task_1' }
        @{ Name = 'Wait-ApimartTask'; Line = 'Wait-ApimartTask task_1' }
        @{ Name = 'Save-ApimartVideo'; Line = "'task_1' | Save-ApimartVideo `$folder" }
        @{ Name = 'Send-ApimartImage'; Line = 'Send-ApimartImage $picture' }
        @{ Name = 'Get-ApimartBalance'; Line = 'Get-ApimartBalance' }
        @{ Name = 'Get-ApimartUsage'; Line = 'Get-ApimartUsage' }
        @{ Name = 'Update-ApimartModel'; Line = 'Update-ApimartModel' }
    ) {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $beside = Start-Beside @"
            `$folder = '$folder'
            `$picture = Join-Path `$folder fox.png
            [IO.File]::WriteAllBytes(`$picture, [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A))
            Connect-Apimart sk-of-the-session -BaseUri http://127.0.0.1:9/ -JournalPath `$folder
            $Line -ApiKey (ConvertTo-SecureString sk-of-the-line -AsPlainText -Force) -BaseUri $address
"@

        $requests = @(Get-Request $listener)

        $requests[0].Lines | Should -Contain 'Authorization: Bearer sk-of-the-line'
    }

    It '-BaseUri of Test-ApimartVideo: the prices of this server count' {
        $beside = Start-Beside "Connect-Apimart sk-of-the-session -BaseUri http://127.0.0.1:9/ -JournalPath '$(Join-Path $TestDrive plan)'; Test-ApimartVideo fox -Model sora-2 -BaseUri $address"

        $requests = @(Get-Request $listener)

        $requests[0].Lines[0] | Should -BeLike 'GET *sora-2*'
        $requests[0].Lines -like 'Authorization:*' | Should -BeNullOrEmpty
    }

    It '-MaxSize of Save-ApimartVideo: a larger video is not saved' {
        $null = Use-TestSimulator
        $folder = Join-Path $TestDrive small
        $task = 'fox' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask

        $result = Invoke-Collecting { $task | Save-ApimartVideo $folder -MaxSize 10 }

        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'TooLarge,*'
        Get-ChildItem $folder -File | Should -BeNullOrEmpty
    }

    It '-Force of Save-ApimartVideo: a file that is not ours gives way, and without it does not' {
        $null = Use-TestSimulator
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive forced)).FullName
        Set-Content (Join-Path $folder fox.mp4) 'mine'
        $task = 'fox' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask

        $result = Invoke-Collecting { $task | Save-ApimartVideo $folder -FileName fox }

        $result.Errors | Should -HaveCount 1
        Get-Content (Join-Path $folder fox.mp4) | Should -Be 'mine'
        $task | Save-ApimartVideo $folder -FileName fox -Force
        (Get-Item (Join-Path $folder fox.mp4)).Length | Should -BeGreaterThan 100
    }

    It '-ModelPath of Start-ApimartSimulator: it makes videos of the models of this file' {
        $model = Join-Path $TestDrive tomorrow.json
        @'
{
  "family": "tomorrow-1", "vendor": "Tomorrow", "source": "a page of tomorrow", "standing": "Documented",
  "models": [ { "name": "tomorrow-1", "description": "A model that appears tomorrow." } ], "parameters": []
}
'@ | Set-Content $model
        $simulator = Use-TestSimulator
        (Invoke-Collecting { New-ApimartVideo fox -Model tomorrow-1 -SkipValidation -WarningAction Ignore }).Errors | Should -HaveCount 1
        Stop-ApimartSimulator

        $null = Use-TestSimulator @{ ModelPath = $model }

        (New-ApimartVideo fox -Model tomorrow-1 -SkipValidation -WarningAction Ignore).TaskId | Should -BeLike 'task_*'
    }

    It '-FailureRate of Start-ApimartSimulator: with 1 every task fails' {
        $null = Use-TestSimulator @{ FailureRate = 1 }

        $result = Invoke-Collecting { 'fox', 'owl' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask }

        $result.Output | Should -HaveCount 2
        "$($result.Output.Status | Select-Object -Unique)" | Should -Be Failed
    }

    It '-After of the line: <Name> looks for the row that it names' -ForEach @(
        @{ Name = 'New-ApimartVideo'; Script = { 'it runs on' | New-ApimartVideo -Model pixverse-v6 -After dawn } }
        @{ Name = 'Test-ApimartVideo'; Script = { 'it runs on' | Test-ApimartVideo -Model pixverse-v6 -After dawn } }
    ) {
        $simulator = Use-TestSimulator

        $result = Invoke-Collecting $Script

        @($result.Errors.FullyQualifiedErrorId; $result.Output.Problem.ErrorId) -like 'UnknownAfter*' | Should -Not -BeNullOrEmpty
        $simulator.Bill | Should -BeNullOrEmpty
    }

    It '-After of the line: all rows go on from the one that it names, and that one from none (<After>)' -ForEach @(
        @{ After = 'dawn' }
        @{ After = 'DAWN#1' }
    ) {
        $simulator = Use-TestSimulator
        $rows = 'dawn', 'noon', 'dusk' | ForEach-Object { [pscustomobject]@{ Shot = $_; Prompt = "a fox at $_" } }

        $plan = $rows | Test-ApimartVideo -Model pixverse-v6 -After $After
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model pixverse-v6 -After $After }

        $plan.Outcome | Should -Be Submit, Submit, Submit
        $result.Errors | Should -BeNullOrEmpty
        ($result.Output | Where-Object { $_.OwnColumns.Shot -eq 'dawn' }).Row.Keys | Should -Not -Contain After
        $simulator.Bill | Should -HaveCount 3
    }

    It '-Port of Start-ApimartSimulator: it listens there' {
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()

        (Use-TestSimulator @{ Port = $port }).BaseUri.Port | Should -Be $port
    }

    It '-Seed of Start-ApimartSimulator: the same seed gives the same luck, and another another' {
        $runs = 22, 22, 23 | ForEach-Object {
            $null = Use-TestSimulator @{ Seed = $_ }
            ('fox' | New-ApimartVideo -Model sora-2).TaskId
            Stop-ApimartSimulator
        }

        $runs[1] | Should -Be $runs[0]
        $runs[2] | Should -Not -Be $runs[0]
    }
}
