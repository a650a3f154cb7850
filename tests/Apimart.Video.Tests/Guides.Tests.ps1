BeforeDiscovery {
    $blocks = @(
        foreach ($guide in Get-ChildItem (Join-Path $PSScriptRoot ../../docs/guides) -Filter *.md) {
            $number = 0
            foreach ($block in [regex]::Matches((Get-Content $guide -Raw).ReplaceLineEndings("`n"), '(?s)\n```powershell\n(.*?)\n```')) {
                $number++
                @{ Command = $guide.Name; Title = "block $number"; Code = $block.Groups[1].Value }
            }
        }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    Import-Module "$PSScriptRoot/Snippets.psm1" -Force
    $module = Get-TestModulePath
}

Describe 'The blocks of the guides' {
    BeforeAll {
        $place = Open-SnippetHome
    }

    AfterAll {
        Close-SnippetHome $place
    }

    It '<Command>, <Title>, runs' -ForEach @($blocks | Where-Object Code -NotMatch '^# make-shots.ps1') {
        Test-Snippet $place $Code
    }
}

Describe 'The script of the guide to CI' {
    BeforeAll {
        $guide = (Get-Content (Join-Path $PSScriptRoot ../../docs/guides/ci-and-scheduled-tasks.md) -Raw).ReplaceLineEndings("`n")
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
