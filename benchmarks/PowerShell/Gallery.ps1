param($Folder)
$env:APIMART_JOURNAL = Join-Path $Folder .journal
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
$process = [Diagnostics.Process]::GetCurrentProcess()
foreach ($run in 1, 2) {
    $process.Refresh()
    $before = $process.TotalProcessorTime
    (Measure-Command { Export-ApimartGallery $Folder -JobName autumn }).TotalMilliseconds
    $process.Refresh()
    ($process.TotalProcessorTime - $before).TotalMilliseconds
}
