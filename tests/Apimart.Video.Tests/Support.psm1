$module = $env:APIMART_TEST_MODULE ?? "$PSScriptRoot/../../out/Apimart.Video"
$sharedJournal = Join-Path ([IO.Path]::GetTempPath()) "apimart-video-tests-$PID"

# Looks at tasks every 50 ms, so that no test waits for the seconds that are right for the real service.
function Import-TestModule {
    $env:APIMART_JOURNAL = $sharedJournal
    Import-Module $module -Global
    $global:PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.05
}

# The folder of the module under test, for tests that import it in a PowerShell of their own.
function Get-TestModulePath {
    (Resolve-Path $module).Path
}

# Starts the PowerShell that runs the tests, for those that need a session of its own: another version would meet this one's module path.
function Get-TestShell {
    $program = [Environment]::ProcessPath
    $first = @(if ((Split-Path $program -LeafBase) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })
    { & $program @first @args }.GetNewClosure()
}

# Starts a simulator in which a task takes a tenth of a second, so that no test waits. Where the test names no journal it has one of its
# own: the system may give it the port that the simulator of another test had, and a journal knows servers by their ports.
function Use-TestSimulator {
    param([hashtable] $Option = @{})
    if ("$env:APIMART_JOURNAL".StartsWith($sharedJournal) -and -not $Option.ContainsKey('Port')) {
        $env:APIMART_JOURNAL = Join-Path $sharedJournal ([guid]::NewGuid())
    }
    $parameters = @{ TaskDuration = 0.1 }
    foreach ($name in $Option.Keys) { $parameters[$name] = $Option[$name] }
    Start-ApimartSimulator @parameters
}

# Runs a script block and returns its errors, terminating or not, beside its output.
function Invoke-Collecting {
    param([scriptblock] $Script)
    $problems = [System.Collections.Generic.List[object]]::new()
    $output = @()
    try {
        $output = @(& $Script 2>&1 3>$null | ForEach-Object {
                if ($_ -is [System.Management.Automation.ErrorRecord]) { $problems.Add($_) } else { $_ }
            })
    }
    catch {
        $problems.Add($_)
    }
    [pscustomobject]@{ Output = $output; Errors = $problems.ToArray() }
}

Export-ModuleMember -Function *
