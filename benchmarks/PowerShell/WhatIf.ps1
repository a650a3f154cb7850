param($Module, [string] $Counts)
$env:APIMART_JOURNAL = Join-Path ([IO.Path]::GetTempPath()) "apimart-benchmark-$PID"
$env:APIMART_BASE_URL = 'http://127.0.0.1:9'
$models = @(
    @{ Model = 'sora-2'; Duration = '8'; AspectRatio = '16:9' }
    @{ Model = 'veo3.1-fast'; Duration = '8'; AspectRatio = '9:16' }
    @{ Model = 'Omni-Flash-Ext'; Duration = '6'; Resolution = '1080p'; AspectRatio = '16:9' }
    @{ Model = 'grok-imagine-1.0-video-apimart'; Duration = '12'; AspectRatio = '3:2'; Resolution = '720p'; ImageUrl = 'https://example.com/a.png https://example.com/b.png' }
)

# In a session of its own, whose host shows nothing: what -WhatIf says would be measured with the terminal that shows it.
$session = [powershell]::Create()
$null = $session.AddScript('param($Module) Import-Module $Module').AddParameter('Module', $Module).Invoke()
$process = [Diagnostics.Process]::GetCurrentProcess()

# The processor's time, in milliseconds: it stays the same on a machine that does other things as well.
function Measure-Script([string] $Script, [object] $Argument) {
    $session.Commands.Clear()
    $null = $session.AddScript($Script).AddArgument($Argument)
    $process.Refresh()
    $before = $process.TotalProcessorTime
    $script:output = $session.Invoke()
    if ($session.HadErrors) { throw $session.Streams.Error[0] }
    $process.Refresh()
    ($process.TotalProcessorTime - $before).TotalMilliseconds
}

$tables = foreach ($count in [int[]] ($Counts -split ',')) {
    , @(for ($row = 0; $row -lt $count; $row++) {
            $cells = [ordered]@{ Prompt = "shot $row"; Model = ''; Duration = ''; AspectRatio = ''; Resolution = ''; ImageUrl = '' }
            $model = $models[$row % $models.Count]
            foreach ($name in $model.Keys) { $cells[$name] = $model[$name] }
            [pscustomobject] $cells
        })
}
$null = 1..3 | ForEach-Object { Measure-Script 'param($Rows) $Rows | New-ApimartVideo -WhatIf' $tables[-1] }
foreach ($rows in $tables) { Measure-Script 'param($Rows) $Rows | New-ApimartVideo -WhatIf' $rows }

$line = 'New-ApimartVideo p -Model sora-2 -AspectRatio '
$complete = 'param($Line) for ($n = 0; $n -lt 100; $n++) { $found = TabExpansion2 $Line $Line.Length }; $found.CompletionMatches.CompletionText'
$null = Measure-Script $complete $line
(Measure-Script $complete $line) / 100
if ($output[0] -ne '16:9') { throw "The completion offers $output." }
if (Test-Path $env:APIMART_JOURNAL) { Remove-Item $env:APIMART_JOURNAL -Recurse }
