BeforeDiscovery {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $pages = Join-Path $root docs/en-US
    Import-Module ($env:APIMART_TEST_MODULE ?? (Join-Path $root out/Apimart.Video))
    $commands = @(Get-Command -Module Apimart.Video | ForEach-Object { @{ Name = $_.Name } })
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
