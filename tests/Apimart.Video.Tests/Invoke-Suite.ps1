<#
.SYNOPSIS
    Runs the Pester files of this folder and writes a JSON report of every test.
.PARAMETER ReportPath
    The file for the report; without it the results are shown.
.PARAMETER Path
    The files to run.
.PARAMETER Package
    A package, or a folder that holds one, to test in place of the module that dotnet build laid out.
#>
[CmdletBinding()]
param(
    [string] $ReportPath,
    [string] $Path = $PSScriptRoot,
    [string] $Package
)

function Write-Report([object[]] $Result) {
    if ($ReportPath) {
        ConvertTo-Json -InputObject @($Result) -Depth 3 | Set-Content -LiteralPath $ReportPath
    }
}

function Import-Pester {
    $wanted = [version] '5.3'
    $found = Get-Module Pester -ListAvailable | Where-Object Version -GE $wanted | Select-Object -First 1
    if (-not $found) {
        $store = Join-Path ([IO.Path]::GetTempPath()) 'apimart-video-pester'
        if (-not (Test-Path $store)) {
            $null = New-Item $store -ItemType Directory -ErrorAction Stop
            Save-PSResource Pester -Path $store -TrustRepository -ErrorAction Stop
        }
        $env:PSModulePath = $store + [IO.Path]::PathSeparator + $env:PSModulePath
    }
    Import-Module Pester -MinimumVersion $wanted -ErrorAction Stop
}

try {
    Import-Pester
}
catch {
    Write-Report @{ Name = 'All Pester tests'; Result = 'Skipped'; Message = "Pester 5.3 or later is not here and could not be brought: $_" }
    exit 0
}

if ($Package) {
    $file = Get-Item $Package | ForEach-Object { if ($_.PSIsContainer) { Get-ChildItem $_ -Filter *.nupkg } else { $_ } }
    $env:APIMART_TEST_MODULE = [IO.Path]::Combine([IO.Path]::GetTempPath(), "apimart-video-package-$PID", 'Apimart.Video')
    [IO.Compression.ZipFile]::ExtractToDirectory($file.FullName, $env:APIMART_TEST_MODULE)
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = if ($ReportPath) { 'None' } else { 'Detailed' }
$run = Invoke-Pester -Configuration $configuration

$results = @(
    foreach ($test in $run.Tests) {
        @{
            Name    = '{0}: {1}' -f (Split-Path $test.ScriptBlock.File -Leaf), $test.ExpandedPath
            Result  = if ($test.Result -in 'Passed', 'Failed') { $test.Result } else { 'Skipped' }
            Message = ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
    foreach ($broken in @($run.FailedBlocks) + @($run.FailedContainers)) {
        @{
            Name    = "$broken"
            Result  = 'Failed'
            Message = ($broken.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
        }
    }
)
Write-Report $results
exit [int] ($run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount -gt 0)
