BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Save-ApimartVideo' {
    BeforeEach {
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'saves what was paid for, byte for byte, in one pipeline' {
        $files = 'a red fox in snow', 'a harbour at dawn' | New-ApimartVideo -Model veo3.1-fast -AspectRatio 16:9 |
            Wait-ApimartTask | Save-ApimartVideo -Path $folder -PassThru
        $files | Should -HaveCount 2
        foreach ($file in $files) {
            $file | Should -BeOfType System.IO.FileInfo
            $file.Name | Should -Match "^(a red fox in snow|a harbour at dawn) \w{1,6}\.mp4$"
            ($file | Out-String) | Should -Match " $($file.Length) "
            (Get-FileHash $file.FullName).Hash | Should -Be $simulator.ExpectedSha256($file.TaskId)
        }
        Get-ChildItem $folder | Should -HaveCount 2
    }

    It 'names files by a template' {
        'fox / "snow"?' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask |
            Save-ApimartVideo $folder -FileName '{n:00}-{Model}-{Prompt:5}.mp4' -PassThru |
            ForEach-Object Name | Should -BeLike '01-sora-2-fox*.mp4'
    }

    It 'says nothing a second time about a task that failed' {
        $result = Invoke-Collecting { 'a [fail]' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask | Save-ApimartVideo $folder }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'TaskFailed,Apimart.Video.Commands.WaitApimartTaskCommand'
    }

    It 'saves by id alone' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        ($task.TaskId | Save-ApimartVideo -LiteralPath $folder -PassThru).TaskId | Should -Be $task.TaskId
    }

    It 'writes nothing with -WhatIf' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $task | Save-ApimartVideo $folder -WhatIf
        Test-Path $folder | Should -BeFalse
    }

    It 'resolves the path against PowerShell''s own location' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $null = New-Item $folder -ItemType Directory
        Push-Location $folder
        try {
            $file = $task | Save-ApimartVideo -Path clips -PassThru
            $file.DirectoryName | Should -Be (Join-Path $folder clips)
        }
        finally {
            Pop-Location
        }
    }

    It 'refuses a path that is no folder' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $file = New-Item $folder -ItemType File
        { $task | Save-ApimartVideo $file.FullName } | Should -Throw -ErrorId 'InvalidPath,*'
        { $task | Save-ApimartVideo Env: } | Should -Throw -ErrorId 'InvalidPath,*'
    }

    It 'takes an escaped wildcard in -Path as Set-Content does' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $null = New-Item $folder -ItemType Directory
        $null = New-Item -Path $folder -Name 'exist[1]' -ItemType Directory
        $file = $task | Save-ApimartVideo -Path "$folder/exist``[1``]" -PassThru
        $file.DirectoryName | Should -Be (Join-Path $folder 'exist[1]')
        Get-ChildItem -LiteralPath $folder | Should -HaveCount 1
    }

    It 'says once that files keep their names, and renames them where that is asked for' {
        $tasks = 'a', 'b' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $null = $tasks | Save-ApimartVideo $folder -FileName '{TaskId}'
        $again = $tasks | Save-ApimartVideo $folder -PassThru -WarningVariable warned -WarningAction SilentlyContinue
        $again.BaseName | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object)
        $warned | Should -HaveCount 1
        $renamed = $tasks | Save-ApimartVideo $folder -Rename -PassThru
        $renamed.Name | Sort-Object | Should -Match '^[ab] \w+\.mp4$'
        Get-ChildItem $folder | Should -HaveCount 2
        Get-ApimartJournal | Select-Object -ExpandProperty SavedFiles | Should -Contain $renamed[0].FullName
    }

    It 'fetches a video again that is no longer in its place, and warns where its link is dead' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $file = $task | Save-ApimartVideo $folder -PassThru
        Remove-Item $file.FullName
        ($task | Save-ApimartVideo $folder -SkipSaved -PassThru) | Should -BeNullOrEmpty
        $file.FullName | Should -Not -Exist
        ($task | Save-ApimartVideo $folder -PassThru).FullName | Should -Be $file.FullName
        Remove-Item $file.FullName
        $simulator.Inject('download:gone:always')
        $result = Invoke-Collecting { $task | Save-ApimartVideo $folder -WarningVariable global:warned -WarningAction SilentlyContinue }
        $result.Errors | Should -BeNullOrEmpty
        $global:warned | Should -HaveCount 1
        $global:warned[0].Message | Should -Match ([regex]::Escape($file.FullName))
        Remove-Variable -Scope Global -Name warned
    }

    It 'emits what lies on the disk where the journal cannot be written, and tells so once' {
        $journal = Join-Path $TestDrive ([guid]::NewGuid())
        Connect-Apimart $simulator.ApiKey -BaseUri $simulator.BaseUri -JournalPath $journal
        $tasks = 'a', 'b' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $lines = Get-Content "$journal/journal.jsonl"

        # A folder in its place can be written by nobody, whoever runs the tests.
        Remove-Item "$journal/journal.jsonl"
        $null = New-Item "$journal/journal.jsonl" -ItemType Directory
        $result = Invoke-Collecting { $tasks | Save-ApimartVideo $folder -PassThru -WarningVariable global:warned -WarningAction SilentlyContinue }
        $result.Errors | Should -BeNullOrEmpty
        $result.Output.FullName | Sort-Object | Should -Be ((Get-ChildItem $folder).FullName | Sort-Object)
        $result.Output | Should -HaveCount 2
        @($global:warned | Where-Object { "$_" -like '*journal*' }) | Should -HaveCount 1
        Remove-Variable -Scope Global -Name warned

        # The journal says nothing of what it could not take; the next run finds the files, fetches nothing and records them.
        Remove-Item "$journal/journal.jsonl"
        Set-Content "$journal/journal.jsonl" $lines
        Connect-Apimart $simulator.ApiKey -BaseUri $simulator.BaseUri -JournalPath $journal
        (Get-ApimartJournal).SavedFiles | Should -BeNullOrEmpty
        $again = $tasks | Save-ApimartVideo $folder -PassThru
        $again.FullName | Sort-Object | Should -Be ($result.Output.FullName | Sort-Object)
        (Get-ApimartJournal).SavedFiles | Sort-Object | Should -Be ($again.FullName | Sort-Object)
    }

    It 'reports and records alike what failed beside what was saved' {
        $tasks = 'a', 'b' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $simulator.Inject("download:html:always:match=$($tasks[1].TaskId)")
        $result = Invoke-Collecting { $tasks | Save-ApimartVideo $folder -PassThru }
        $result.Output.TaskId | Should -Be $tasks[0].TaskId
        $result.Errors.TargetObject.TaskId | Should -Be $tasks[1].TaskId
        (Get-ApimartJournal | Where-Object TaskId -EQ $tasks[0].TaskId).SavedFiles | Should -Be $result.Output.FullName
        (Get-ApimartJournal | Where-Object TaskId -EQ $tasks[1].TaskId).SavedFiles | Should -BeNullOrEmpty
    }

    It 'does not send the key to the file host' {
        $null = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask | Save-ApimartVideo $folder
        $simulator.Requests.KeyLeaks | Should -Be 0
        $simulator.Requests.Downloads | Should -BeGreaterThan 0
    }

    It 'leaves no file where the host sends a page instead of a video' {
        $task = 'a' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $simulator.Inject('download:html:always')
        $result = Invoke-Collecting { $task | Save-ApimartVideo $folder }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'NotAVideo,*'
        Get-ChildItem $folder -Filter *.mp4 | Should -BeNullOrEmpty
    }
}
