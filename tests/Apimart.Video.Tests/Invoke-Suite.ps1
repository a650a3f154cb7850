<#
.SYNOPSIS
    Runs the Pester files of this folder and shows their results, or writes them into a folder.
.PARAMETER Path
    The files to run.
.PARAMETER ReportFolder
    The folder for a JSON report a file. Several processes may be given the same folder: each file is run by the one that claims it.
.PARAMETER PesterPath
    The folder of the Pester module; without it the one that the build restored, or the newest that is installed.
.PARAMETER Package
    A package, or a folder that holds one, to test in place of the module that dotnet build laid out.
#>
[CmdletBinding()]
param(
    [string[]] $Path = $PSScriptRoot,
    [string] $ReportFolder,
    [string] $PesterPath,
    [string] $Package
)

function Import-Pester {
    if (-not $PesterPath) {
        $packages = $env:NUGET_PACKAGES ?? [IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), '.nuget', 'packages')
        $PesterPath = Get-ChildItem (Join-Path $packages pester) -Directory -ErrorAction Ignore |
            Sort-Object { [version] ($_.Name -replace '-.*') } |
            Select-Object -Last 1 |
            ForEach-Object { Join-Path $_.FullName tools }
    }
    if ($PesterPath) {
        Import-Module (Join-Path $PesterPath Pester.psd1) -ErrorAction Stop
    }
    else {
        Import-Module Pester -MinimumVersion 5.7 -ErrorAction Stop
    }
}

# True for the one process that gets the file.
function Request-File([IO.FileInfo] $File) {
    try {
        [IO.File]::Open((Join-Path $ReportFolder "$($File.Name).claim"), 'CreateNew').Dispose()
        $true
    }
    catch [IO.IOException] {
        $false
    }
}

function ConvertTo-Report([object] $Run) {
    foreach ($test in $Run.Tests) {
        @{
            Name    = '{0}: {1}' -f (Split-Path $test.ScriptBlock.File -Leaf), $test.ExpandedPath
            Result  = if ($test.Result -in 'Passed', 'Failed') { $test.Result } else { 'Skipped' }
            Message = ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
    foreach ($broken in @($Run.FailedBlocks) + @($Run.FailedContainers)) {
        @{
            Name    = "$broken"
            Result  = 'Failed'
            Message = ($broken.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
}

Import-Pester

if ($Package) {
    $file = Get-Item $Package | ForEach-Object { if ($_.PSIsContainer) { Get-ChildItem $_ -Filter *.nupkg } else { $_ } }
    $env:APIMART_TEST_MODULE = [IO.Path]::Combine([IO.Path]::GetTempPath(), "apimart-video-package-$PID", 'Apimart.Video')
    [IO.Compression.ZipFile]::ExtractToDirectory($file.FullName, $env:APIMART_TEST_MODULE)
}

$configuration = New-PesterConfiguration
$configuration.Run.PassThru = $true

# Two processes of one account make the same key in the registry of Windows now and then, and no test uses it.
$configuration.TestRegistry.Enabled = $false
if (-not $ReportFolder) {
    $configuration.Run.Path = $Path
    $configuration.Output.Verbosity = 'Detailed'
    $run = Invoke-Pester -Configuration $configuration
    exit [int] ($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount -gt 0)
}

# The longest first, since one that is begun last keeps everyone waiting: those that run the pages' snippets, then the largest.
$configuration.Output.Verbosity = 'None'
foreach ($file in Get-ChildItem $Path -Filter *.Tests.ps1 | Sort-Object { $_.Name -in 'Guides.Tests.ps1', 'Examples.Tests.ps1' }, Length -Descending) {
    if (Request-File $file) {
        $configuration.Run.Path = $file.FullName
        $report = @(ConvertTo-Report (Invoke-Pester -Configuration $configuration))
        $unfinished = Join-Path $ReportFolder "$($file.Name).part"
        ConvertTo-Json -InputObject $report -Depth 3 | Set-Content -LiteralPath $unfinished
        Move-Item -LiteralPath $unfinished (Join-Path $ReportFolder "$($file.Name).json")
    }
}
