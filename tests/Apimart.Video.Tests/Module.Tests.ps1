BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $module = Get-TestModulePath
}

Describe 'The module' {
    It 'has a clean manifest that lists just what is there' {
        $manifest = Test-ModuleManifest (Join-Path $module Apimart.Video.psd1) -ErrorAction Stop
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module Apimart.Video).Name | Sort-Object)
    }

    It 'completes -<Parameter> in each of the <Count> commands that have it' -ForEach @(
        @{ Parameter = 'JobName'; Count = 7; Completer = 'JobNameCompleter' }
        @{ Parameter = 'Task'; Count = 6; Completer = 'TaskIdCompleter' }
        @{ Parameter = 'Model'; Count = 4; Completer = 'ModelCompleter' }
        @{ Parameter = 'Since'; Count = 2; Completer = 'DateCompleter' }
        @{ Parameter = 'ThrottleLimit'; Count = 5; Completer = 'RangeCompleter' }
    ) {
        $having = @((Get-Command -Module Apimart.Video).Where({ $_.Parameters.ContainsKey($Parameter) }))

        $having | Should -HaveCount $Count
        $having.Where({ $_.Parameters[$Parameter].Attributes.Type.Name -notcontains $Completer }).Name | Should -BeNullOrEmpty
    }

    It 'uses approved verbs and singular nouns' {
        $verbs = (Get-Verb).Verb
        foreach ($command in Get-Command -Module Apimart.Video) {
            $command.Verb | Should -BeIn $verbs
            $command.Noun | Should -Not -Match 's$'
            $command.OutputType | Should -Not -BeNullOrEmpty -Because $command.Name
        }
    }

    It 'can be imported again, removed and imported, in one session' {
        $count = & (Get-TestShell) -NoProfile -Command "
            Import-Module '$module'; Import-Module '$module' -Force; Remove-Module Apimart.Video; Import-Module '$module'
            (Get-ApimartModel sora-2).Name; (Get-Command -Module Apimart.Video).Count"
        $count | Should -Be 'sora-2', (Get-Command -Module Apimart.Video).Count
    }

    It 'shares its connection with parallel runspaces' {
        $simulator = Use-TestSimulator
        try {
            $tasks = 1..3 | ForEach-Object -Parallel {
                Import-Module $using:module
                New-ApimartVideo "p$_" -Model sora-2 | Wait-ApimartTask
            }
            "$($tasks.Status)" | Should -Be 'Completed Completed Completed'
        }
        finally {
            Stop-ApimartSimulator
        }
    }

    It 'keeps its dependencies to itself' {
        $types = (Get-Command -Module Apimart.Video).ForEach({ $_.Parameters.Values.ParameterType; $_.OutputType.Type })
        @($types | Where-Object { $_.Assembly.GetName().Name -match 'Polly' }) | Should -BeNullOrEmpty
        $engine = (Get-Command New-ApimartVideo).OutputType.Type.Assembly
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($engine).Name | Should -Be 'Apimart.Video'
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.FullName -match '^Polly' | Should -BeNullOrEmpty
    }

    It 'loads what repeats requests with the first one that is repeated' {
        $script = Join-Path $TestDrive repeating.ps1
        Set-Content $script @'
param($Module, $Folder)
Import-Module $Module
function Get-Loaded { [bool]([AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'Polly.Core' })) }
$null = Start-ApimartSimulator -TaskDuration 0:0:1
'p' | New-ApimartVideo -Model sora-2 -JobName j | Wait-ApimartTask | Save-ApimartVideo -Path $Folder
Get-Loaded
$null = Stop-ApimartSimulator
$null = Start-ApimartSimulator -Fault submit:status=429:retry-after=1
$null = 'p' | New-ApimartVideo -Model sora-2
Get-Loaded
'@
        & (Get-TestShell) -NoProfile -File $script $module $TestDrive | Should -Be 'False', 'True'
    }

    It 'reads the models once it is connected, while the next command is typed' {
        & (Get-TestShell) -NoProfile -Command "
            Import-Module '$module'
            Connect-Apimart sk-simulator -BaseUri http://127.0.0.1:1
            `$engine = [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'Apimart.Video.Client' })[0]
            `$models = `$engine.GetType('Apimart.Video.Models.ModelCatalogue').GetField('s_default', 'Static, NonPublic').GetValue(`$null)
            [Threading.SpinWait]::SpinUntil({ `$models.IsValueCreated }, 30000)" | Should -Be 'True'
    }
}
