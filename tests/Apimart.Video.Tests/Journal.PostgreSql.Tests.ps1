BeforeDiscovery {
    Import-Module "$PSScriptRoot/PostgreSqlServer.psm1" -Force
    $gap = Get-PostgreSqlGap
}

Describe 'A journal in PostgreSQL' -Skip:([bool] $gap) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-Module "$PSScriptRoot/PostgreSqlServer.psm1" -Force
        Import-TestModule
        $server = Open-PostgreSql
        $withPassword = $server.Address -replace '@', ":$($server.Password)@"
        $rows = Join-Path $TestDrive rows.csv
        1..12 | ForEach-Object { [pscustomobject]@{ Prompt = "shot $_"; Model = 'sora-2'; Duration = 4; Scene = "s$_" } } | Export-Csv $rows

        # The whole line in a PowerShell of its own, as another machine would run it.
        $line = Join-Path $TestDrive line.ps1
        Set-Content $line @'
param($Module, $BaseUri, $Journal, $State, $Rows, $Clips, $JobName, $MaxCost = 1000)
$env:XDG_STATE_HOME = $State
Import-Module $Module
Connect-Apimart sk-simulator -BaseUri $BaseUri -Journal $Journal
$PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.05
$problems = @()
Import-Csv $Rows | New-ApimartVideo -JobName $JobName -MaxCost $MaxCost -ErrorAction SilentlyContinue -ErrorVariable +problems |
    Wait-ApimartTask | Save-ApimartVideo -Path $Clips -FileName '{Prompt}' -PassThru | ForEach-Object Name
$problems | ForEach-Object { "error $($_.FullyQualifiedErrorId -replace ',.*')" }
'@
        function Start-Line([string] $Name, [string] $JobName, [double] $MaxCost = 1000) {
            $module = Get-TestModulePath
            $program = [Environment]::ProcessPath
            $first = @(if ((Split-Path $program -LeafBase) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })
            $log = Join-Path $TestDrive "$Name.log"
            $arguments = $first + '-NoProfile', '-NonInteractive', '-File', $line, $module, $simulator.BaseUri, $withPassword, (Join-Path $TestDrive "state-$Name"), $rows, (Join-Path $TestDrive "clips-$Name"), $JobName, $MaxCost
            $process = Start-Process $program $arguments -RedirectStandardOutput $log -RedirectStandardError "$log.err" -PassThru
            $null = $process.Handle
            [pscustomobject]@{ Process = $process; Log = $log }
        }
        function Wait-Line([object[]] $Lines) {
            $Lines.Process | ForEach-Object { $_.WaitForExit() }
            foreach ($line in $Lines) {
                if (Get-Content "$($line.Log).err") { throw (Get-Content "$($line.Log).err" -Raw) }
                , @(Get-Content $line.Log)
            }
        }
    }

    AfterAll {
        Disconnect-Apimart
        Remove-Module Apimart.Video
        Close-PostgreSql $server
    }

    BeforeEach {
        $kept = $env:APIMART_JOURNAL, $env:PGPASSWORD, $env:PGPASSFILE
        $simulator = Use-TestSimulator
    }

    AfterEach {
        Stop-ApimartSimulator
        Disconnect-Apimart
        $env:APIMART_JOURNAL, $env:PGPASSWORD, $env:PGPASSFILE = $kept
    }

    It 'takes the password from the address, a credential, PGPASSWORD or a password file' -TestCases @(
        @{ From = 'address' }, @{ From = 'credential' }, @{ From = 'variable' }, @{ From = 'file' }
    ) {
        $option = @{}
        $address = $server.Address
        switch ($From) {
            address { $address = $withPassword }
            credential { $option = @{ JournalCredential = [pscredential]::new('maker', (ConvertTo-SecureString $server.Password -AsPlainText -Force)) } }
            variable { $env:PGPASSWORD = $server.Password }
            file {
                $env:PGPASSFILE = Join-Path $TestDrive passfile
                Set-Content $env:PGPASSFILE "127.0.0.1:*:*:maker:$($server.Password)"
                if (-not $IsWindows) { chmod 600 $env:PGPASSFILE }
            }
        }
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal $address @option
        $task = New-ApimartVideo "from $From" -Model sora-2 -JobName passwords
        $task.TaskId | Should -BeLike 'task_*'
        (Get-ApimartJournal -JobName passwords).Prompt | Should -Contain "from $From"
    }

    It 'tells a wrong password before anything is sent, and shows none' {
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal ($server.Address -replace '@', ':wr0ngfish@')
        $result = Invoke-Collecting { New-ApimartVideo p -Model sora-2 -JobName wrong -Verbose 4>&1 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
        $result.Errors[0].Exception.Message | Should -BeLike '*postgresql://maker@127.0.0.1*'
        $all = ($result | Format-List * -Force | Out-String -Width 1000) + ($result.Errors[0] | Format-List * -Force | Out-String -Width 1000) + $result.Errors[0].Exception
        $all | Should -Not -BeLike '*wr0ngfish*'
        $simulator.Bill | Should -BeNullOrEmpty
    }

    It 'pays once for each row that two machines run at the same time, and each saves what it claimed' {
        $output = Wait-Line (Start-Line one twice), (Start-Line two twice)
        $simulator.Bill.Count | Should -Be 12
        @($output | ForEach-Object { $_ } | Sort-Object -Unique) | Should -Be @(1..12 | ForEach-Object { "shot $_.mp4" } | Sort-Object)
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal $withPassword
        $job = Get-ApimartJob twice
        $job.Rows, $job.Saved, $job.ExitCode | Should -Be 12, 12, 0
        $null = Wait-Line (Start-Line three twice)
        $simulator.Bill.Count | Should -Be 12
    }

    It 'lets all machines together spend one cap' {
        $price = (Import-Csv $rows | Test-ApimartVideo | Measure-Object Price -Sum).Sum / 12
        $price | Should -BeGreaterThan 0
        $cap = [Math]::Round($price * 5.5, 4)
        $output = Wait-Line (Start-Line four capped $cap), (Start-Line five capped $cap), (Start-Line six capped $cap)
        ($simulator.Bill | Measure-Object Amount -Sum).Sum | Should -BeLessOrEqual $cap
        $simulator.Bill.Count | Should -Be 5
        @($output | ForEach-Object { $_ } | Where-Object { $_ -like 'error *' } | Sort-Object -Unique) | Should -Be 'error MaxCostReached'
    }

    It 'takes a folder over, pays for nothing again, and gives a folder back' {
        $folder = Join-Path $TestDrive folder
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal $folder
        $null = Import-Csv $rows | Select-Object -First 4 | New-ApimartVideo -JobName moved | Wait-ApimartTask
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal $withPassword
        $null = Import-ApimartJournal $folder
        $tasks = Import-Csv $rows | Select-Object -First 6 | New-ApimartVideo -JobName moved
        $tasks.Count | Should -Be 6
        $simulator.Bill.Count | Should -Be 6
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal (Join-Path $TestDrive back)
        (Import-ApimartJournal $withPassword).Source | Should -Be $server.Address
        (Invoke-Collecting { Import-ApimartJournal ($withPassword -replace $server.Password, 'wr0ngfish') }).Errors.Exception.Message | Should -Not -BeLike '*wr0ngfish*'
        @(Import-Csv $rows | Select-Object -First 6 | New-ApimartVideo -JobName moved).TaskId | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object)
        $simulator.Bill.Count | Should -Be 6
    }

    It 'refuses the schema of a later version' {
        $null = Initialize-ApimartJournal $withPassword
        (Initialize-ApimartJournal $withPassword).FormerVersion | Should -BeGreaterThan 0
        Initialize-ApimartJournal $withPassword -WhatIf | Should -BeNullOrEmpty
        $credential = [pscredential]::new('maker', (ConvertTo-SecureString $server.Password -AsPlainText -Force))
        (Initialize-ApimartJournal $server.Address -JournalCredential $credential).FormerVersion | Should -BeGreaterThan 0
        (Invoke-Collecting { Initialize-ApimartJournal $server.Address }).Errors | Should -HaveCount 1
        Invoke-Sql $server 'update apimart_video.info set version = version + 98'
        try {
            $refused = (Invoke-Collecting { Initialize-ApimartJournal $withPassword }).Errors[0]
            $refused.FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
            $refused.Exception.Message | Should -BeLike '*later version*'
            Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal "$withPassword`?application_name=later"
            (Invoke-Collecting { New-ApimartVideo p -Model sora-2 -JobName later }).Errors[0].Exception.Message | Should -BeLike '*later version*'
            $simulator.Bill | Should -BeNullOrEmpty
        }
        finally {
            Invoke-Sql $server 'update apimart_video.info set version = version - 98'
        }
    }

    It 'loads what talks to a database only where one is named, and then beside the module alone' {
        $script = Join-Path $TestDrive loading.ps1
        Set-Content $script @'
param($Module, $BaseUri, $Journal)
Import-Module $Module
Connect-Apimart sk-simulator -BaseUri $BaseUri
$null = Get-ApimartJob
'before: ' + @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'Npgsql|PostgreSql' })
Connect-Apimart sk-simulator -BaseUri $BaseUri -Journal $Journal
$null = Get-ApimartJob
[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
    $context = $_
    $context.Assemblies | Where-Object { $_.GetName().Name -match 'Npgsql|PostgreSql' } | ForEach-Object { "$($context.Name): $($_.GetName().Name)" }
} | Sort-Object
'@
        # The second session compiles ahead what the first one used: the runtime keeps a profile of it in this cache.
        $kept = $env:XDG_CACHE_HOME
        $env:XDG_CACHE_HOME = Join-Path $TestDrive cache
        try {
            foreach ($session in 1, 2) {
                & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath) $simulator.BaseUri $withPassword |
                    Should -Be 'before: ', 'Apimart.Video: Apimart.Video.PostgreSql', 'Apimart.Video: Npgsql' -Because "session $session"
            }
        }
        finally {
            $env:XDG_CACHE_HOME = $kept
        }
    }
}

Describe 'A journal in a database that is not there' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Support.psm1" -Force
        Import-TestModule
    }

    It 'sends nothing and says so' {
        $simulator = Use-TestSimulator
        $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $free.Start()
        $port = $free.LocalEndpoint.Port
        $free.Stop()
        Connect-Apimart sk-simulator -BaseUri $simulator.BaseUri -Journal "postgresql://maker:sw0rdfish@127.0.0.1:$port/shots"
        $result = Invoke-Collecting { 'a', 'b' | New-ApimartVideo -Model sora-2 -JobName away }
        $result.Errors.Count | Should -Be 2
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalUnavailable,*'
        $result.Errors[0].Exception.Message | Should -BeLike "*postgresql://maker@127.0.0.1:$port/shots*"
        "$($result.Errors[0].Exception)" | Should -Not -BeLike '*sw0rdfish*'
        $simulator.Bill | Should -BeNullOrEmpty
        Stop-ApimartSimulator
        Disconnect-Apimart
    }

    It 'does not hold up completion where it takes a connection and never answers' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            Connect-Apimart sk-simulator -BaseUri http://127.0.0.1:9 -Journal "postgresql://maker@127.0.0.1:$($silent.LocalEndpoint.Port)/shots?connect_timeout=600"
            $line = 'Get-ApimartJob -Name '
            (TabExpansion2 $line $line.Length).CompletionMatches | Should -BeNullOrEmpty
        }
        finally {
            $silent.Stop()
            Disconnect-Apimart
        }
    }
}
