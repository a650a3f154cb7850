BeforeDiscovery {
    $text = (Get-Content (Resolve-Path "$PSScriptRoot/../../README.md") -Raw).ReplaceLineEndings("`n")
    $number = 0
    $blocks = @(
        foreach ($block in [regex]::Matches($text, '(?s)\n```powershell\n(.*?)\n```')) {
            $number++
            @{ Number = $number; Code = $block.Groups[1].Value; First = ($block.Groups[1].Value -split "`n")[0] }
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $text = (Get-Content (Join-Path $root README.md) -Raw).ReplaceLineEndings("`n")

    # The commands are typed in one session, in their order, in a folder that looks like a clone that was built.
    $folder = (New-Item (Join-Path $TestDrive clone) -ItemType Directory).FullName
    $null = New-Item (Join-Path $folder out) -ItemType Directory
    Copy-Item (Get-TestModulePath) (Join-Path $folder out/Apimart.Video) -Recurse
    $serverType = (Get-Command Start-ApimartSimulator).OutputType[0].Type
    $options = $serverType.Assembly.GetType('Apimart.Video.Simulator.SimulatorOptions')::new()
    $options.GetType().GetProperty('TaskDuration').SetValue($options, [timespan]::FromSeconds(0.05))
    $real = $serverType::Start($options)
    $before = $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL
    $env:APIMART_JOURNAL = Join-Path $folder .journal
    $env:APIMART_API_KEY = $null
    $env:APIMART_BASE_URL = "$($real.BaseUri)".TrimEnd('/')

    # Stand-ins for the person at the keyboard, the vault and the package manager; tasks take no time and are looked at often.
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
            param($Folder, $Key)
            Set-Location $Folder
            $global:PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.02
            $global:PSDefaultParameterValues['Start-ApimartSimulator:TaskDuration'] = 0.05
            Set-Item function:global:Read-Host { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
            Set-Item function:global:Get-Secret { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
            function global:Register-PSResourceRepository { }
            function global:Install-PSResource { }
        }).AddArgument($folder).AddArgument($real.ApiKey).Invoke()

    function Invoke-Typed([string] $Code) {
        $shell.Commands.Clear()
        $shell.Streams.ClearStreams()
        # What the README shows as seconds of a simulator's task is not what a test waits for.
        $null = $shell.AddScript(($Code -replace '-TaskDuration \d+', '-TaskDuration 0.05'))
        $shell.Invoke()
    }
}

AfterAll {
    $null = Invoke-Typed 'Disconnect-Apimart'
    $shell.Dispose()
    $real.Dispose()
    $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL = $before
}

Describe 'The README' {
    It 'has no command that fails when all are typed in their order: block <Number>, <First>' -ForEach $blocks {
        Invoke-Typed $Code | Out-Null
        $told = if ($Code -match '-FailureRate') { '^(TaskFailed|ContentRefused),' } else { 'none' }
        $shell.Streams.Error | Where-Object FullyQualifiedErrorId -NotMatch $told | ForEach-Object { "$_" } | Should -BeNullOrEmpty
    }

    It 'left the files that it speaks of' {
        @(Get-ChildItem (Join-Path $folder first)).Count | Should -Be 4
        @(Get-ChildItem (Join-Path $folder clips)).Count | Should -BeGreaterOrEqual 3
        @($real.Bill).Count | Should -Be 1
    }

    It 'has the pipeline that the quickstart runs' {
        $pipeline = [regex]::Match($text, "(?s)'a red fox in snow', .*?-PassThru").Value -replace '\./first', '$Folder' -replace '\s+', ' '
        $pipeline | Should -BeLike '*Save-ApimartVideo*'
        ((Get-Content (Join-Path $root samples/Quickstart/Quickstart.ps1) -Raw) -replace '\s+', ' ').Contains($pipeline) | Should -BeTrue
    }

    It 'starts with a clone, and names folders that are there' {
        [regex]::Match($text, '```(?:sh|powershell)\n(.*)').Groups[1].Value | Should -BeLike 'git clone *'
        foreach ($project in [regex]::Matches($text, '--project (\S+)')) {
            Join-Path $root $project.Groups[1].Value | Should -Exist
        }
        foreach ($link in [regex]::Matches($text, '\]\((?!https?:)([^)#]+)')) {
            Join-Path $root $link.Groups[1].Value | Should -Exist
        }
    }

    It 'has a CI job whose script ends well, and pays nothing the second time' {
        $script = ([regex]::Match($text, '(?s)\n  run: \|\n(.*?)\n```').Groups[1].Value -split "`n" | ForEach-Object Trim) -join "`n"
        $file = Join-Path $folder job.ps1
        "`$PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.05; Set-Location '$folder'`n$script" | Set-Content $file
        $env:APIMART_API_KEY = $real.ApiKey
        $env:APIMART_JOURNAL = Join-Path $folder ci-journal
        $counts = foreach ($run in 1, 2) {
            $output = & (Get-TestShell) -NoProfile -NonInteractive -File $file 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$output"
            @($real.Bill).Count
        }
        $counts | Should -Be 4, 4
    }
}
