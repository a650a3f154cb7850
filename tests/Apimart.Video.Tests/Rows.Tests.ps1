BeforeDiscovery {
    $trial = "$PSScriptRoot/../../out/RowTrial/Apimart.Video.RowTrial.dll"
    $missing = -not (Test-Path $trial) -or [Environment]::Version.Major -lt 10
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Rows that nobody thought of' -Skip:$missing {
    # A failure prints the seed, which $env:CsCheck_Seed repeats. A longer run: dotnet run -c Release --project benchmarks -- rows
    It 'uses, refuses or carries every filled cell' {
        Add-Type -Path "$PSScriptRoot/../../out/RowTrial/Apimart.Video.RowTrial.dll"
        [Apimart.Video.RowTrial.Trial]::Run((Get-TestModulePath), 700) | Should -Match '^\d{4} rows in 700 tables: '
    }
}
