$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
if (-not ('Apimart.Video.Loader.LoadContext' -as [type])) {
    [void] [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'Apimart.Video.Loader.dll'))
}

$main = [Apimart.Video.Loader.LoadContext]::Load([System.IO.Path]::Combine($bin, 'Apimart.Video.dll'))
$cmdlets = Import-Module -Assembly $main -PassThru

# An assembly that stays imported is not exported a second time (PowerShell/PowerShell#20710).
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets -Force }.GetNewClosure()
