# Rows that come back as rows, and what a report of the journal reads like.

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Rows of a job' {
    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'come back from the journal as the file had them: names, order and text' {
        $csv = @"
"Nr","Scene Name","prompt","model","Size","Seconds left","Duration","Note"
"007","夜晚的港口","[fail] 港口 ""雨"", 霓虹","veo3.1-fast","16:9","","8","two`nlines, and a comma"
"008","ok","a fox","veo3.1-fast","16:9"," padded ","8",""
"009","  ","[fail] `"quoted`" 'single' ``tick``","veo3.1-fast","","0,50","","=1+1"
"010","refused","the sky","veo3.1-fast","7:3","x","8",""
"011","misspelt","the sea","no-such-model","","","",""
"@
        $csv = $csv -replace '"quoted"', '""quoted""'
        $rows = $csv | ConvertFrom-Csv
        $null = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn -OwnColumn 'Seconds left', Nr | Wait-ApimartTask }
        $file = Join-Path $TestDrive again.csv
        Get-ApimartJournal -JobName autumn -Status Failed, Refused | Sort-Object RowNumber |
            Select-Object -ExpandProperty Row | Export-Csv $file
        $expected = $rows | Where-Object Nr -NE '008' | ConvertTo-Csv
        (Get-Content $file -Raw).TrimEnd() | Should -BeExactly ($expected -join [Environment]::NewLine)

        $copy = Copy-Item (Join-Path $env:APIMART_JOURNAL journal.jsonl) $TestDrive -PassThru
        Import-ApimartJournal $copy
        $again = Get-ApimartJournal -JobName autumn -Status Failed, Refused | Sort-Object RowNumber | Select-Object -ExpandProperty Row | ConvertTo-Csv
        $again | Should -BeExactly $expected
    }

    It 'can be run again as they came back, and are the same rows' {
        $rows = "Prompt,Model,Duration`n[fail] a,veo3.1-fast,8`nb,veo3.1-fast,8" | ConvertFrom-Csv
        $null = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn | Wait-ApimartTask }
        $null = Invoke-Collecting { Get-ApimartJournal -JobName autumn -Status Failed | Select-Object -ExpandProperty Row | New-ApimartVideo -JobName autumn -RetryFailed }
        Get-ApimartJournal autumn | Should -HaveCount 2
        $simulator.Requests.Submits | Should -Be 3
    }

    It 'keep names of files and the gallery to the columns that are no parameters' {
        $rows = "Scene,Prompt,Model`ndawn,a fox,sora-2" | ConvertFrom-Csv
        $task = $rows | New-ApimartVideo -JobName autumn | Wait-ApimartTask
        $task.Row.Keys | Should -Be Scene, Prompt, Model
        ($task | Save-ApimartVideo $TestDrive -FileName '{Scene}' -PassThru).Name | Should -Be dawn.mp4
        $page = Get-Content (Export-ApimartGallery (Join-Path $TestDrive g.html) autumn -PassThru) -Raw
        $page | Should -Match '"columns":\["Scene"\]'
    }
}

Describe 'A report' {
    BeforeAll {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $rows = "Scene,Prompt,Model`ndawn,a fox,sora-2`nlake,[refuse] it,sora-2`n,the sky,no-such" | ConvertFrom-Csv
        $null = Invoke-Collecting { $rows | New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $TestDrive }
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'in CSV is flat: no cell holds the name of a type' {
        foreach ($line in Get-ApimartJournal | ConvertTo-Csv) { $line | Should -Not -Match 'System\.|Apimart\.Video\.|@\{' }
        $report = Get-ApimartJournal | Sort-Object RowNumber | ConvertTo-Csv | ConvertFrom-Csv
        $report.Status | Should -Be Completed, Failed, Refused
        $report.Outcome | Should -Be Saved, Failed, Refused
        $report[0].Row | Should -Be 'Scene=dawn; Prompt=a fox; Model=sora-2'
        Split-Path $report[0].SavedFiles | Should -Be $TestDrive.TrimEnd('/')
        $report[0].Videos | Should -BeLike 'http://127.0.0.1*'
        $report[1].Error | Should -BeLike '*moderation*'
        [double]::Parse($report[0].ActualSeconds, [cultureinfo]::CurrentCulture) | Should -BeGreaterOrEqual 0
        foreach ($line in Get-ApimartJob -Detailed | ConvertTo-Csv) { $line | Should -Not -Match 'System\.|Apimart\.Video\.' }
    }

    It 'in JSON has states as words and times as seconds' {
        $report = Get-ApimartJournal | Sort-Object RowNumber | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $report.Status | Should -Be Completed, Failed, Refused
        $report.Outcome | Should -Be Saved, Failed, Refused
        $report[0].ActualSeconds.GetType().Name | Should -BeIn Double, Int64
        $report[0].Row.Scene | Should -Be dawn
        $report[0].SavedFiles | Should -HaveCount 1
        $report[0].PSObject.Properties.Value | Where-Object { $_ -and $_.PSObject.Properties['TotalMilliseconds'] } | Should -BeNullOrEmpty
        (Get-ApimartJob | ConvertTo-Json | ConvertFrom-Json).ExitCode | Should -Be 1
    }
}
