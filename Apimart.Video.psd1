@{
    RootModule           = 'bin/Apimart.Video.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5b0f2a3e-6d0f-4c6b-9d7c-5f0a1e3b8c42'
    Author               = 'Apimart.Video maintainers'
    CompanyName          = 'Apimart.Video maintainers'
    Copyright            = '(c) Apimart.Video maintainers. MIT licence.'
    Description          = 'Makes videos with the APIMart API: submit, wait, save, in one pipeline. Never bills twice, never loses a paid video.'
    CompatiblePSEditions = @('Core')
    PowerShellVersion    = '7.4'
    FormatsToProcess     = @('Apimart.Video.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Connect-Apimart'
        'Disconnect-Apimart'
        'Export-ApimartGallery'
        'Get-ApimartBalance'
        'Get-ApimartJob'
        'Get-ApimartJournal'
        'Get-ApimartModel'
        'Get-ApimartPrice'
        'Get-ApimartTask'
        'Get-ApimartUsage'
        'Import-ApimartJournal'
        'Initialize-ApimartJournal'
        'Join-ApimartVideo'
        'Measure-ApimartVideo'
        'New-ApimartVideo'
        'Register-ApimartModel'
        'Remove-ApimartJournal'
        'Repair-ApimartJournal'
        'Save-ApimartVideo'
        'Send-ApimartImage'
        'Start-ApimartSimulator'
        'Stop-ApimartSimulator'
        'Test-ApimartVideo'
        'Update-ApimartModel'
        'Wait-ApimartTask'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('APIMart', 'Video', 'AI', 'VideoGeneration', 'Sora', 'Veo', 'Grok', 'Omni', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://apimart.ai'
            ReleaseNotes = 'The first version: submit, wait and save in one pipeline, with a journal that makes batches re-runnable, and a simulator. CHANGELOG.md tells more.'
        }
    }
}
