Describe 'The scripts' {
    It 'give PSScriptAnalyzer nothing to find' {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed'
        }

        $root = Resolve-Path "$PSScriptRoot/../.."
        $files = Get-ChildItem $root -Recurse -Include *.ps1, *.psm1, *.psd1 |
            Where-Object FullName -NotMatch '[\\/](out|bin|obj|artifacts)[\\/]' |
            Where-Object { $_.Name -notlike '*.Tests.ps1' -and $_.Extension -ne '.psd1' }
        $files += Get-Item "$root/out/Apimart.Video/Apimart.Video.psd1"
        $files | Should -Not -BeNullOrEmpty
        $found = foreach ($file in $files) {
            Invoke-ScriptAnalyzer $file.FullName -Settings PSGallery
        }
        $found | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }
}
