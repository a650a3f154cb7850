param($Address, [int] $Count, [string] $Models)
$env:APIMART_JOURNAL = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID"
$env:APIMART_BASE_URL = $Address
Import-Module "$PSScriptRoot/../../out/Apimart.Video"
$WarningPreference = 'SilentlyContinue'
$file = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID.csv"
$known = 'sora-2', 'veo3.1-fast', 'Omni-Flash-Ext'
$lengths = '12', '8', '6'
1..$Count | ForEach-Object { [pscustomobject]@{ Name = "shot-$_"; Prompt = "shot $_ of many"; Model = $known[$_ % 3]; Duration = $lengths[$_ % 3]; Scene = "scene $($_ % 40)" } } |
    Export-Csv $file
$line = @{ JobName = 'large'; MaxCost = 1e6 }
if ($Models) { $line.Model = $Models -split ',' }
$process = [Diagnostics.Process]::GetCurrentProcess()
$process.Refresh()
$before = $process.TotalProcessorTime
(Measure-Command { $script:plan = Import-Csv $file | Test-ApimartVideo @line }).TotalSeconds
$process.Refresh()
($process.TotalProcessorTime - $before).TotalSeconds
if ($plan.Count -ne $Count * [Math]::Max(1, @($Models -split ',' | Where-Object { $_ }).Count)) { throw "The plan has $($plan.Count) rows." }
(Measure-Command { $script:plan | Out-String -Stream | Out-Null }).TotalSeconds
Remove-Item $file
