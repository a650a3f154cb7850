BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The terminal' {
    It 'gets no control character from a journal that holds what servers said as it came' {
        $folder = New-Item (Join-Path $TestDrive journal) -ItemType Directory
        $title = '\u001b]0;owned\u0007\u009b31m\u202e\u200b'
        Set-Content (Join-Path $folder journal.jsonl) @"
{"v":1,"e":"intent","t":"2026-11-20T10:00:00+00:00","key":"k1","job":"j","digest":"d1","model":"sora-2","prompt":"p","body":"{}"}
{"v":1,"e":"accepted","t":"2026-11-20T10:00:01+00:00","key":"k1","task":"task_1","word":"sub$title"}
{"v":1,"e":"state","t":"2026-11-20T10:00:02+00:00","task":"task_1","status":"Failed","word":"fa$title","code":"c$title","message":"m$title","videos":[{"url":"https://h/$title","expires":null}]}
"@
        Connect-Apimart sk-x -JournalPath $folder
        try {
            $task = Get-ApimartJournal
            $task.TaskId | Should -Be task_1
            $task.Error.Message | Should -Be 'm␛]0;owned␇<U+009B>31m<U+202E><U+200B>'
            $rendering = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = 'PlainText'
            $shown = @(
                $task | Format-Table | Out-String
                $task | Format-List * | Out-String
                $task | Format-Wide | Out-String
                $task.Videos | Out-String
                $task.Error | Out-String
                (Invoke-Collecting { $task | Save-ApimartVideo $TestDrive }).Errors | Out-String
            ) -join ''
            $shown | Should -BeLike '*owned*'
            $shown -replace '[\r\n]' | Should -Not -Match '[\p{Cc}\p{Cf}]'
        }
        finally {
            $PSStyle.OutputRendering = $rendering
            Disconnect-Apimart
        }
    }
}
