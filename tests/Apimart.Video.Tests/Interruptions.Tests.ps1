# What becomes of requests under way when a pipeline, or the whole of PowerShell, is asked to end. The simulator bills a request at
# once and answers it when the test lets it.

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $module = Get-TestModulePath

    # A simulator that this session is not connected to, and that keeps its answers to submits back.
    function Start-HoldingSimulator {
        $any = Start-ApimartSimulator
        $types = $any.GetType().Assembly
        Stop-ApimartSimulator
        $options = [Activator]::CreateInstance($types.GetType('Apimart.Video.Simulator.SimulatorOptions'))
        $simulator = $types.GetType('Apimart.Video.Simulator.SimulatorServer').GetMethod('Start').Invoke($null, @($options))
        $simulator.HoldAnswers()
        $simulator
    }

    function Wait-Until([scriptblock] $Condition) {
        while (-not (& $Condition)) { [System.Threading.Thread]::Sleep(20) }
    }

    # Who runs in the background of a script ignores INT, and so do all whom it starts, unless env puts that right.
    $isWrapped = $IsLinux -and (& { env --default-signal=INT true 2>$null; $LASTEXITCODE -eq 0 })

    # PowerShell in a process of its own that runs one line against the simulator.
    function Start-Line($Simulator, [string] $Folder, [string] $Line) {
        $shell = [Environment]::ProcessPath
        $start = if ($isWrapped) { [System.Diagnostics.ProcessStartInfo]::new('env', [string[]] ('--default-signal=INT', $shell)) } else { [System.Diagnostics.ProcessStartInfo]::new($shell) }
        if ((Split-Path $shell -LeafBase) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME pwsh.dll)) }
        '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$module'; $Line" | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.Environment['APIMART_API_KEY'] = $Simulator.ApiKey
        $start.Environment['APIMART_BASE_URL'] = "$($Simulator.BaseUri)"
        $start.Environment['APIMART_JOURNAL'] = $Folder
        $start.Environment['NO_COLOR'] = '1'
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        [System.Diagnostics.Process]::Start($start)
    }

    function Get-Recorded($Simulator, [string] $Folder) {
        Connect-Apimart $Simulator.ApiKey -BaseUri $Simulator.BaseUri -JournalPath $Folder
        try { Get-ApimartJournal }
        finally { Disconnect-Apimart }
    }
}

Describe 'A request under way' {
    It 'keeps a pipeline that is stopped until its answer is recorded' {
        $simulator = Start-HoldingSimulator
        $folder = Join-Path $TestDrive grace
        Connect-Apimart $simulator.ApiKey -BaseUri $simulator.BaseUri -JournalPath $folder
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$module'; 'a', 'b' | New-ApimartVideo -Model sora-2 -JobName j")
            $run = $shell.BeginInvoke()
            Wait-Until { $simulator.Bill.Count -eq 2 }
            "$((Get-ApimartJournal).Status)" | Should -Be 'Submitting Submitting'
            $stop = $shell.BeginStop($null, $null)
            [System.Threading.Thread]::Sleep(200) # The cmdlet is told; where that takes longer, less is tested, and nothing fails.
            $simulator.ReleaseAnswers()
            $shell.EndStop($stop)
            $after = Get-ApimartJournal
            "$($after.Status)" | Should -Be 'Submitted Submitted'
            $after.TaskId | Sort-Object | Should -Be ($simulator.Bill.TaskId | Sort-Object)
        }
        finally {
            $shell.Dispose()
            Disconnect-Apimart
            $simulator.Dispose()
        }
    }

    It 'is not sent again by the same line in the same session, which says what it waits for and takes the answer' {
        $simulator = Start-HoldingSimulator
        $folder = Join-Path $TestDrive again
        Connect-Apimart $simulator.ApiKey -BaseUri $simulator.BaseUri -JournalPath $folder
        $line = "Import-Module '$module'; 'a' | New-ApimartVideo -Model sora-2 -JobName j -Verbose"
        $shell = [powershell]::Create()
        $second = [powershell]::Create()
        try {
            $null = $shell.AddScript($line)
            $null = $shell.BeginInvoke()
            Wait-Until { $simulator.Bill.Count -eq 1 }
            "$((Get-ApimartJournal).Status)" | Should -Be Submitting
            (Invoke-Collecting { Get-ApimartJournal | Wait-ApimartTask }).Errors.FullyQualifiedErrorId | Should -BeLike 'StillSubmitting,*'
            $run = $second.AddScript($line).BeginInvoke()
            Wait-Until { "$($second.Streams.Verbose)" -like '*Row 1 ("a") was sent by this session at * and has no answer yet*' }
            $simulator.ReleaseAnswers()
            $task = $second.EndInvoke($run)
            $task.TaskId | Should -Be $simulator.Bill.TaskId
            $simulator.Bill | Should -HaveCount 1
        }
        finally {
            $shell.Dispose()
            $second.Dispose()
            Disconnect-Apimart
            $simulator.Dispose()
        }
    }
}

Describe 'PowerShell that is asked to end' -Skip:$IsWindows {
    It 'by <Signal> keeps the answers of what has left' -ForEach @(@{ Signal = 'TERM' }, @{ Signal = 'INT' }) {
        $simulator = Start-HoldingSimulator
        $folder = Join-Path $TestDrive $Signal
        $process = Start-Line $simulator $folder "'a', 'b' | New-ApimartVideo -Model sora-2 -JobName j"
        try {
            Wait-Until { $simulator.Bill.Count -eq 2 -or $process.HasExited }
            & kill "-$Signal" $process.Id
            $said = [System.Text.StringBuilder]::new()
            if ($Signal -eq 'INT') {
                do { $null = $said.AppendLine(($line = $process.StandardOutput.ReadLine())) } until ($null -eq $line -or $line -like '*Stopped while*')
            }

            $simulator.ReleaseAnswers()
            $null = $said.Append($process.StandardOutput.ReadToEnd())
            $process.WaitForExit()
            $recorded = Get-Recorded $simulator $folder
            "$($recorded.Status)" | Should -Be 'Submitted Submitted'
            $recorded.TaskId | Sort-Object | Should -Be ($simulator.Bill.TaskId | Sort-Object)
            if ($Signal -eq 'INT') {
                $text = "$said" -replace '\s+', ' '
                $text | Should -BeLike '*Stopped while 2 requests are on the way and may be charged: Row 1 ("a"), Row 2 ("b").*'
                $text | Should -BeLike '*Every answer came and is in the journal.*'
                $text | Should -BeLike "*Run the same line again to go on with the job 'j'*"
            }
        }
        finally {
            if (-not $process.HasExited) { $process.Kill() }
            $process.Dispose()
            $simulator.Dispose()
        }
    }
}
