BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $pages = Join-Path $root docs/en-US
    Import-Module ($env:APIMART_TEST_MODULE ?? (Join-Path $root out/Apimart.Video))
    $commands = @(Get-Command -Module Apimart.Video | ForEach-Object { @{ Name = $_.Name } })
    $examples = @(
        foreach ($command in $commands) {
            $page = Join-Path $pages "$($command.Name).md"
            if (-not (Test-Path $page)) { continue }
            $text = [regex]::Match((Get-Content $page -Raw), '(?s)\n## EXAMPLES\n(.*?)\n## PARAMETERS').Groups[1].Value
            foreach ($example in $text -split '(?m)^(?=### )' | Where-Object { $_.Trim() }) {
                $title = [regex]::Match($example, '^### (.*)').Groups[1].Value.Trim()
                $code = [regex]::Matches($example, '(?s)```powershell\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
                @{ Command = $command.Name; Title = $title; Code = $code -join "`n" }
            }
        }
    )
    $blocks = @(
        foreach ($guide in Get-ChildItem (Join-Path $root docs/guides) -Filter *.md) {
            $number = 0
            foreach ($block in [regex]::Matches((Get-Content $guide -Raw).ReplaceLineEndings("`n"), '(?s)\n```powershell\n(.*?)\n```')) {
                $number++
                @{ Command = $guide.Name; Title = "block $number"; Code = $block.Groups[1].Value }
            }
        }
    )
    $hasPlatyPS = [bool] (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
    $withoutPlatyPS = if (-not $hasPlatyPS) { ': SKIPPED, Microsoft.PowerShell.PlatyPS is not here' } else { '' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $pages = Join-Path $root docs/en-US
    $committed = Join-Path $root src/Apimart.Video/Module/en-US
    $module = (Get-Module Apimart.Video).ModuleBase

    function Read-Text([string] $Path) {
        (Get-Content -LiteralPath $Path -Raw).ReplaceLineEndings("`n")
    }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $Name
        $help = Get-Help $Name -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $parameters = @($command.Parameters.Keys | Where-Object { $_ -notin $common })
    }

    It 'has a page without a place that is left to fill in' {
        $text = Read-Text (Join-Path $pages "$Name.md")
        $text | Should -Not -Match '\{\{'
        $text | Should -Match "external help file: Apimart.Video.dll-Help.xml"
    }

    It 'has a synopsis, a description, inputs, outputs, notes and links' {
        $help.Synopsis | Should -Not -BeLike "$Name *" -Because 'Get-Help makes the syntax the synopsis where it finds no help'
        $help.Synopsis.Length | Should -BeGreaterThan 15
        ($help.description.Text -join '').Length | Should -BeGreaterThan 100
        $help.returnValues.returnValue.type.name | Should -Not -BeNullOrEmpty
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        $help.alertSet.alert.Text | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink.linkText | Should -Not -BeNullOrEmpty
    }

    It 'has three examples or more, each with its code' {
        $help.examples.example.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $help.examples.example) {
            $example.code | Should -Not -BeNullOrEmpty -Because $example.title
        }
    }

    It 'tells of every parameter and of no other' {
        $described = @(if ($help.parameters) { $help.parameters.parameter | Where-Object { $_ } | ForEach-Object name })
        $described | Where-Object { $_ -notin $parameters } | Should -BeNullOrEmpty
        foreach ($parameter in $parameters) {
            $entry = Get-Help $Name -Parameter $parameter -ErrorAction SilentlyContinue
            $entry.description.Text | Should -Not -BeNullOrEmpty -Because "-$parameter needs help"
            $aliases = @($command.Parameters[$parameter].Aliases | Sort-Object)
            @($entry.aliases -split ', ' | Where-Object { $_ -ne 'none' } | Sort-Object) | Should -Be $aliases -Because "of -$parameter"
        }
    }

    It 'links to pages that exist' {
        foreach ($link in [regex]::Matches((Read-Text (Join-Path $pages "$Name.md")), '\]\((?!https?:)([^)#]+)')) {
            Join-Path $pages $link.Groups[1].Value | Should -Exist
        }
    }
}

Describe 'The examples of the pages and guides' {
    BeforeAll {
        # Stand-ins: Read-Host for a person at the keyboard; Get-Secret, Set-Secret, Register-SecretVault and Install-PSResource for a
        # vault. The files shots.csv and board.csv, pictures, a clip, the choices of a gallery, two tasks of the job autumn and copies of their journal
        # are there before.
        $setUp = {
            param($Module, $Folder, $Key)
            Set-StrictMode -Version Latest
            Import-Module $Module
            Set-Location $Folder
            $PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.02
            Set-Item function:global:Read-Host { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
            function global:Install-PSResource { }
            function global:Register-SecretVault { }
            function global:Set-Secret { }
            Set-Item function:global:Get-Credential { [pscredential]::new('maker', (ConvertTo-SecureString $env:PGPASSWORD -AsPlainText -Force)) }
            Set-Item function:global:Get-Secret { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
            "Prompt,Model,Duration`na fox in the snow,veo3.1-fast,8`na lake at dawn,sora-2," | Set-Content shots.csv
            "Shot,After,Prompt,Model,Duration`ndawn,,a harbour at dawn,seedance-2.0,5`nboat,dawn,a boat leaves the harbour,seedance-2.0,5" | Set-Content board.csv
            $null = New-Item pictures, clips -ItemType Directory
            foreach ($name in 'boat', 'harbour', 'pictures/fox', 'pictures/hen') {
                $content = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [Text.Encoding]::UTF8.GetBytes($name)
                [IO.File]::WriteAllBytes((Join-Path $Folder "$name.png"), $content)
            }
            $fox = New-ApimartVideo 'a fox' -Model veo3.1-fast -JobName autumn | Wait-ApimartTask
            $fox | Save-ApimartVideo clips -FileName picked
            Copy-Item clips/picked.mp4 intro.mp4
            "TaskId,Name,Pick,JobName,Model,Prompt`n$($fox.TaskId),picked.mp4,pick,,,`n,,reject,autumn,sora-2,a lake" | Set-Content clips/picks.csv
            New-ApimartVideo 'a lake' -Model sora-2 -JobName autumn | Out-Null
            foreach ($copy in 'shards/1', 'old-server/apimart-video') {
                $null = New-Item $copy -ItemType Directory
                Copy-Item (Join-Path $env:APIMART_JOURNAL journal.jsonl) $copy
            }
        }
        # A server of its own, known by the environment alone: the examples start, connect and stop what they like.
        $serverType = (Get-Command Start-ApimartSimulator).OutputType[0].Type
        $options = $serverType.Assembly.GetType('Apimart.Video.Simulator.SimulatorOptions')::new()
        $options.GetType().GetProperty('TaskDuration').SetValue($options, [timespan]::FromSeconds(0.05))
        $before = $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PGPASSWORD
        Import-Module "$PSScriptRoot/PostgreSqlServer.psm1" -Force
        $gap = Get-PostgreSqlGap
        $database = if (-not $gap) { Open-PostgreSql }
    }

    AfterAll {
        Close-PostgreSql $database
    }

    AfterEach {
        $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PGPASSWORD = $before
    }

    It '<Command>, <Title>, runs' -ForEach ($examples + @($blocks | Where-Object Code -NotMatch '^# make-shots.ps1')) {
        $Code | Should -Not -BeNullOrEmpty
        $address = 'postgresql://\w+@db\.example\.com/shots'
        if ($Code -match $address) {
            if ($gap) {
                Set-ItResult -Skipped -Because $gap
                return
            }
            $Code = $Code -replace $address, $database.Address
            $env:PGPASSWORD = $database.Password
        }
        if ($Code -match 'Join-ApimartVideo|-Content\b' -and -not (Get-Command ffmpeg -CommandType Application -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'ffmpeg is not on PATH'
            return
        }
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        $env:APIMART_JOURNAL = Join-Path $folder .journal
        $server = $serverType::Start($options)
        $env:APIMART_BASE_URL = "$($server.BaseUri)".TrimEnd('/')
        $env:APIMART_API_KEY = $server.ApiKey
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript($setUp).AddArgument((Join-Path $module Apimart.Video.psd1)).AddArgument($folder).AddArgument($server.ApiKey).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Commands.Clear()
            $shown = $shell.AddScript($Code).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $selected = @($shown | Where-Object { $_.PSObject.TypeNames[0] -like 'Selected.*' })
            $columns = $selected | ForEach-Object { $_.PSObject.Properties.Name } | Select-Object -Unique
            $columns | Where-Object { $column = $_; -not @($selected | Where-Object { $null -ne $_.$column }) } | Should -BeNullOrEmpty -Because 'a column that is always empty is misnamed'
        }
        finally {
            $shell.Dispose()
            Stop-ApimartSimulator
            Disconnect-Apimart
            $server.Dispose()
        }
    }
}

Describe 'The script of the guide to CI' {
    BeforeAll {
        $guide = Read-Text (Join-Path $root docs/guides/ci-and-scheduled-tasks.md)
        $script = Join-Path $TestDrive make-shots.ps1
        [regex]::Match($guide, '(?s)```powershell\n(# make-shots\.ps1.*?)```').Groups[1].Value | Set-Content $script
        $quick = Join-Path $TestDrive quick.ps1
        "`$PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.05; . '$script' @args; exit `$LASTEXITCODE" | Set-Content $quick
        $before = $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PSModulePath
        $simulator = Start-ApimartSimulator -TaskDuration 0.1
        $modules = Join-Path $TestDrive modules
        $null = New-Item $modules -ItemType Directory
        Copy-Item $module (Join-Path $modules Apimart.Video) -Recurse

        function Invoke-Script([string[]] $Prompt, [string] $Job = 'shots') {
            $rows = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
            $Prompt | ForEach-Object { [pscustomobject]@{ Prompt = $_; Model = 'sora-2' } } | Export-Csv $rows
            $clips = Join-Path $TestDrive ([guid]::NewGuid())
            $output = & (Get-TestShell) -NoProfile -NonInteractive -File $quick -Path $rows -Folder $clips -JobName $Job 2>&1
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Files = @(Get-ChildItem $clips -ErrorAction Ignore).Count; Output = "$output"; Lines = @($output) }
        }
    }

    BeforeEach {
        $env:APIMART_API_KEY = $simulator.ApiKey
        $env:APIMART_BASE_URL = $simulator.BaseUri
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $before[3]
    }

    AfterAll {
        Stop-ApimartSimulator
        $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PSModulePath = $before
    }

    It 'exits with 0 when every row has its file, and pays nothing when it runs again' {
        $bill = $simulator.Bill.Count
        $run = Invoke-Script 'a fox', 'a lake'
        $run.ExitCode, $run.Files | Should -Be 0, 2 -Because $run.Output
        (Invoke-Script 'a fox', 'a lake').ExitCode | Should -Be 0
        $simulator.Bill.Count - $bill | Should -Be 2
    }

    It 'exits with 1 when a row failed, and saves the others' {
        $run = Invoke-Script 'a fox', 'a fox [fail]', ' ' -Job failing
        $run.ExitCode, $run.Files | Should -Be 1, 1 -Because $run.Output
        (Invoke-Script 'a fox', 'a fox [fail]' -Job failing).ExitCode | Should -Be 1
    }

    It 'leaves a line for each problem and the account, without colours' {
        $run = Invoke-Script 'a fox', "a [fail]`nin two lines", ' ' -Job noisy
        $run.Output | Should -Not -Match "`e"
        $run.Lines | Should -HaveCount 4 -Because $run.Output
        $run.Lines[0] | Should -BeLike "Job 'noisy': 3 rows, 1 saved, 1 failed, 1 refused; *"
        $run.Lines[1] | Should -BeLike 'Correct and run again: Get-ApimartJournal *'
        $run.Lines[2, 3] | Sort-Object | Should -Match '^Row [23]'
    }

    It 'exits with 3 when the outcome of a row is unknown, and saves the others' {
        $simulator.Inject('submit:reset-after-accept:1')
        $run = Invoke-Script 'a fox', 'a lake' -Job doubtful
        $run.ExitCode, $run.Files | Should -Be 3, 1 -Because $run.Output
    }

    It 'exits with 1 without a key' {
        $env:APIMART_API_KEY = $null
        $run = Invoke-Script 'a fox' -Job keyless
        $run.ExitCode | Should -Be 1
        $run.Output | Should -BeLike '*No API key is known*'
    }

    It 'exits with 1 without its rows' {
        $null = & (Get-TestShell) -NoProfile -NonInteractive -File $script -Path (Join-Path $TestDrive none.csv) 2>&1
        $LASTEXITCODE | Should -Be 1
    }

    It 'exits with 1 where the module is not installed' {
        $env:PSModulePath = $TestDrive
        (Invoke-Script 'a fox').ExitCode | Should -Be 1
    }
}

Describe 'The help files' {
    It 'are shown for <_>' -ForEach 'about_Apimart.Video', 'about_Apimart.Video_Models' {
        $text = Get-Help $_ | Out-String
        $text | Should -Match 'SHORT DESCRIPTION'
        $text | Should -Not -Match '`|(?m)^\s*\|'
        ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 200
    }

    It 'are found where the module was not imported' {
        $parent = Join-Path $TestDrive modules
        $null = New-Item $parent -ItemType Directory
        Copy-Item $module (Join-Path $parent Apimart.Video) -Recurse
        $shown = & (Get-TestShell) -NoProfile -Command "
            `$env:PSModulePath = '$parent' + [IO.Path]::PathSeparator + `$env:PSModulePath
            (Get-Help New-ApimartVideo -Parameter Model).description.Text
            (Get-Help about_Apimart.Video | Out-String).Length -gt 1000"
        $shown | Should -Be (Get-Help New-ApimartVideo -Parameter Model).description.Text, 'True'
    }

    It 'and pages say of each model what the catalogue says' {
        Import-Module (Join-Path $root docs/tools/ModelHelp.psm1) -Force
        foreach ($page in Get-ModelHelp $pages) {
            Read-Text $page.Path | Should -BeExactly $page.Text -Because 'build.ps1 -Task Help must be run after a change of the catalogue'
        }
        foreach ($model in Get-ApimartModel | Where-Object Origin -EQ Curated) {
            Read-Text (Join-Path $committed about_Apimart.Video_Models.help.txt) | Should -Match "(?m)^  $([regex]::Escape($model.Name))$"
        }
    }

    It "are what PlatyPS makes of the pages$withoutPlatyPS" -Skip:(-not $hasPlatyPS) {
        Import-Module (Join-Path $root docs/tools/MamlHelp.psm1) -Force
        $made = Join-Path $TestDrive made
        foreach ($file in Export-ModuleHelp -Source $pages -Destination $made) {
            Read-Text (Join-Path $committed $file.Name) | Should -BeExactly (Read-Text $file.FullName) -Because 'build.ps1 -Task Help must be run after a change of a page'
        }
        (Get-ChildItem $committed).Name | Sort-Object | Should -Be ((Get-ChildItem $made).Name | Sort-Object)
    }
}
