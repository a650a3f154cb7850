BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Import-ApimartJournal' {
    BeforeEach {
        $env:APIMART_JOURNAL = $mine = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $rows = 1..12 | ForEach-Object { [pscustomobject]@{ Prompt = "row $_"; Model = 'veo3.1-fast' } }
        $shards = Join-Path $TestDrive ([guid]::NewGuid())
        foreach ($part in 1..3) {
            $env:APIMART_JOURNAL = Join-Path $shards "shard [$part]"
            $null = $rows | New-ApimartVideo -JobName autumn -Shard "$part/3"
        }

        $env:APIMART_JOURNAL = $mine
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'brings shards together by a wildcard: the job is known, and nothing is paid for again' {
        $null = New-Item (Join-Path $shards 'something else') -ItemType Directory
        $done = Import-ApimartJournal "$shards/*"
        $done | Should -HaveCount 3
        ($done.NewRows | Measure-Object -Sum).Sum | Should -Be 12
        ($done.NewTasks | Measure-Object -Sum).Sum | Should -Be 12
        $done[0].NewJobs | Should -Be 'autumn'
        $done.Conflicts | Should -BeNullOrEmpty
        ($rows | New-ApimartVideo -JobName autumn) | Should -HaveCount 12
        $simulator.Bill.Count | Should -Be 12
        $again = Get-ChildItem $shards -Recurse -Filter journal.jsonl | Import-ApimartJournal
        ($again.NewRows | Measure-Object -Sum).Sum | Should -Be 0
        ($again.KnownRows | Measure-Object -Sum).Sum | Should -Be 12
    }

    It 'merges in any order to the same bytes' {
        Import-ApimartJournal -LiteralPath "$shards/shard [3]", "$shards/shard [1]", "$shards/shard [2]" | Should -HaveCount 3
        $env:APIMART_JOURNAL = $other = Join-Path $TestDrive ([guid]::NewGuid())
        Get-ChildItem $shards | Import-ApimartJournal | Should -HaveCount 3
        (Get-FileHash "$other/journal.jsonl").Hash | Should -Be (Get-FileHash "$mine/journal.jsonl").Hash
    }

    It 'writes nothing with -WhatIf' {
        Import-ApimartJournal "$shards/*" -WhatIf | Should -BeNullOrEmpty
        Join-Path $mine 'journal.jsonl' | Should -Not -Exist
    }

    It 'names a path without a journal and the journal itself, and goes on' {
        $null = Import-ApimartJournal -LiteralPath "$shards/shard [1]"
        $result = Invoke-Collecting { Import-ApimartJournal ./nowhere, './nothing*', $mine, ([WildcardPattern]::Escape("$shards/shard [2]")) }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'Journal*,*'
        @($result.Errors.FullyQualifiedErrorId -like 'JournalNotFound,*') | Should -HaveCount 2
        @($result.Errors.FullyQualifiedErrorId -like 'JournalIsItself,*') | Should -HaveCount 1
        $result.Output | Should -HaveCount 1
    }

    It 'refuses a damaged journal with its file and line, and merges the others' {
        $file = Join-Path $shards 'shard [2]' 'journal.jsonl'
        [IO.File]::AppendAllText($file, "no JSON`n")
        $lines = @(Get-Content -LiteralPath $file).Count
        $result = Invoke-Collecting { Import-ApimartJournal "$shards/*" }
        $result.Output | Should -HaveCount 2
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'JournalDamaged,*'
        $result.Errors[0].Exception.Message.Contains($file) | Should -BeTrue
        $result.Errors[0].Exception.Message | Should -BeLike "*line ${lines}: *"
    }
}
