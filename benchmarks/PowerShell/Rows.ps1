param([int] $Tables)
Add-Type -Path "$PSScriptRoot/../../out/RowTrial/Apimart.Video.RowTrial.dll"
try {
    [Apimart.Video.RowTrial.Trial]::Run((Resolve-Path "$PSScriptRoot/../../out/Apimart.Video"), $Tables)
}
catch {
    $_.Exception.GetBaseException().Message
    exit 1
}
