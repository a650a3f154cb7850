<#
.SYNOPSIS
    Builds, tests, documents and packages the module.
.PARAMETER Task
    Build lays out the module in out/Apimart.Video. Test runs every test. Help turns docs/en-US into MAML.
    Package makes out/Apimart.Video.<version>.nupkg. Publish sends that package to a repository.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Help', 'Package', 'Publish')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $Repository = 'PSGallery',

    [string] $ApiKey
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$root = $PSScriptRoot
$module = Join-Path $root out/Apimart.Video
$packages = Join-Path $root out

function Invoke-BuildTask {
    dotnet build (Join-Path $root Apimart.Video.sln) --configuration $Configuration
}

function Invoke-TestTask {
    dotnet test (Join-Path $root Apimart.Video.sln) --configuration $Configuration
}

function Invoke-HelpTask {
    Import-Module $module
    Import-Module (Join-Path $root docs/tools/ModelHelp.psm1), (Join-Path $root docs/tools/MamlHelp.psm1) -Force
    $pages = Join-Path $root docs/en-US
    foreach ($page in Get-ModelHelp $pages) {
        Set-Content -LiteralPath $page.Path -Value $page.Text -NoNewline -Encoding utf8NoBOM
    }
    Export-ModuleHelp -Source $pages -Destination (Join-Path $root src/Apimart.Video/Module/en-US)
}

function Invoke-PackageTask {
    Assert-Command Compress-PSResource 'Microsoft.PowerShell.PSResourceGet 1.1 or later'
    $manifest = Test-ModuleManifest (Join-Path $module Apimart.Video.psd1)
    Remove-Item (Join-Path $packages *.nupkg)
    Compress-PSResource -Path $module -DestinationPath $packages
    Get-Item (Join-Path $packages "$($manifest.Name).$($manifest.Version).nupkg")
}

function Invoke-PublishTask {
    Assert-Command Publish-PSResource 'Microsoft.PowerShell.PSResourceGet 1.1 or later'
    Publish-PSResource -NupkgPath (Join-Path $packages *.nupkg | Resolve-Path) -Repository $Repository -ApiKey $ApiKey
}

function Assert-Command([string] $Name, [string] $Source) {
    if (-not (Get-Command $Name -ErrorAction Ignore)) {
        throw "This task needs $Name, which comes with $Source. Install that and run the task again."
    }
}

foreach ($name in $Task) {
    Write-Verbose "Task $name"
    & "Invoke-${name}Task"
}
