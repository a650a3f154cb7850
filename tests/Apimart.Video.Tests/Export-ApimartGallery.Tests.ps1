BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule

    # What a page shows: its data, without the page.
    function Read-Gallery([string] $File) {
        $text = [IO.File]::ReadAllText($File)
        $text -match '(?s)<script type="application/json" id="data">(.*?)</script>' | Should -BeTrue
        $data = ConvertFrom-Json $Matches[1]
        foreach ($clip in $data.clips) {
            [pscustomobject]@{
                TaskId = $clip.i
                Job    = if ($null -ne $clip.j) { $data.jobs[$clip.j] }
                Prompt = if ($null -ne $clip.p) { $data.prompts[$clip.p] }
                Status = $data.statuses[[int] $clip.s]
                Reason = if ($null -ne $clip.e) { $data.reasons[$clip.e] }
                File   = $clip.f
                Absent = $clip.x
                Group  = $clip.r
                Row    = $clip.n ?? $clip.r
                Take   = $clip.k
                Cost   = $clip.c
                Own    = for ($at = 0; $at -lt $clip.u.Count; $at++) { if ($clip.u[$at]) { "$($data.columns[$at])=$($clip.u[$at])" } }
                Title  = $data.title
            }
        }
    }
}

Describe 'Export-ApimartGallery' {
    BeforeEach {
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = $simulator
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'shows a job in a page beside its videos, and says nothing' {
        'a fox', 'a harbour' | New-ApimartVideo -Model sora-2 -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        'not shown' | New-ApimartVideo -Model sora-2 -JobName winter | Wait-ApimartTask | Save-ApimartVideo $folder
        Export-ApimartGallery -Path "$folder/index.html" -JobName autumn | Should -BeNullOrEmpty
        $clips = Read-Gallery "$folder/index.html"
        $clips.Prompt | Sort-Object | Should -Be 'a fox', 'a harbour'
        $clips.Title | Select-Object -Unique | Should -Be autumn
        $clips.Status | Select-Object -Unique | Should -Be Completed
        foreach ($clip in $clips) {
            Join-Path $folder $clip.File | Should -Exist
            $clip.Cost | Should -BeGreaterThan 0
        }
    }

    It 'takes wildcards for the job, and without one the whole journal' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn-1 | Out-Null
        'b' | New-ApimartVideo -Model sora-2 -JobName autumn-2 | Out-Null
        'c' | New-ApimartVideo -Model sora-2 | Out-Null
        Export-ApimartGallery $folder -JobName 'AUTUMN-*'
        (Read-Gallery "$folder/index.html").Job | Sort-Object | Should -Be 'autumn-1', 'autumn-2'
        Export-ApimartGallery $folder
        @(Read-Gallery "$folder/index.html").Count | Should -Be @(Get-ApimartJournal).Count
    }

    It 'stands at the end of the pipeline that saves, and writes beside the videos' {
        $file = 'a fox', 'a harbour' | New-ApimartVideo -Model sora-2 -JobName autumn | Wait-ApimartTask |
            Save-ApimartVideo -Path $folder -PassThru | Export-ApimartGallery -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $folder index.html)
        $clips = Read-Gallery $file
        $clips.Prompt | Sort-Object | Should -Be 'a fox', 'a harbour'
        $clips.File | Sort-Object | Should -Be (Get-ChildItem $folder *.mp4 | ForEach-Object Name | Sort-Object)
    }

    It 'takes tasks, ids and rows with an id, each task once' {
        $tasks = 'a', 'b', 'c' | New-ApimartVideo -Model sora-2 -JobName autumn | Wait-ApimartTask | Sort-Object Prompt
        $tasks | Save-ApimartVideo $folder
        $page = & { $tasks[0]; $tasks[1].TaskId; [pscustomobject]@{ TaskId = $tasks[2].TaskId }; $tasks[0].TaskId } |
            Export-ApimartGallery "$folder/some.html" -PassThru
        (Read-Gallery $page).Prompt | Should -Be 'a', 'b', 'c'
        $again = Export-ApimartGallery "$folder/some.html" -Task $tasks[2] -PassThru
        (Read-Gallery $again).Prompt | Should -Be 'c'
    }

    It 'takes files that no task is known of' {
        $null = New-Item "$folder/old.mp4" -ItemType File -Force
        $page = Get-Item "$folder/old.mp4" | Export-ApimartGallery -PassThru
        $page.DirectoryName | Should -Be $folder
        $clip = Read-Gallery $page
        $clip.File, $clip.Status | Should -Be 'old.mp4', 'File'
    }

    It 'shows tasks that failed as tiles with their reason' {
        $rows = [pscustomobject]@{ Prompt = 'good'; Scene = 'one' }, [pscustomobject]@{ Prompt = 'bad [fail]'; Scene = 'two' }
        $rows | New-ApimartVideo -Model sora-2 -JobName autumn | Wait-ApimartTask -ErrorAction Ignore | Save-ApimartVideo $folder -ErrorAction Ignore
        Export-ApimartGallery $folder -JobName autumn
        $clips = Read-Gallery "$folder/index.html" | Group-Object Prompt -AsHashTable
        $failed = $clips['bad [fail]']
        $failed.Status, $failed.File | Should -Be 'Failed', $null
        $failed.Reason | Should -Not -BeNullOrEmpty
        $failed.Reason | Should -Be (Get-ApimartJournal -JobName autumn -Status Failed).Error.Message
        $failed.Own | Should -Be 'Scene=two'
        $clips['good'].Reason | Should -BeNullOrEmpty
    }

    It 'shows rows that were refused before they were sent, each once, with the columns that nothing else shows' {
        [pscustomobject]@{ Prompt = 'late'; Duration = 99; Scene = 'three' } |
            New-ApimartVideo -Model veo3.1-fast -JobName autumn -ErrorAction Ignore | Out-Null
        Export-ApimartGallery $folder -JobName autumn
        $clip = Read-Gallery "$folder/index.html"
        $clip.Prompt, $clip.Status, $clip.File | Should -Be 'late', 'Refused', $null
        $clip.Reason | Should -BeLike '*99*'
        $clip.Own | Should -Be 'Duration=99', 'Scene=three'
    }

    It 'shows what was refused by the server and what became of it is unknown' {
        Stop-ApimartSimulator
        $null = Use-TestSimulator @{ Fault = 'submit:status=402:match=one', 'submit:reset-after-accept:match=two' }
        foreach ($prompt in 'one', 'two') {
            New-ApimartVideo $prompt sora-2 -JobName autumn -ErrorAction Ignore | Out-Null
        }
        Export-ApimartGallery $folder -JobName autumn
        $clips = Read-Gallery "$folder/index.html" | Group-Object Prompt -AsHashTable
        $clips['one'].Status, $clips['two'].Status | Should -Be 'Refused', 'OutcomeUnknown'
        $clips['one'].Reason | Should -Not -BeNullOrEmpty
        $clips['two'].Reason | Should -Not -BeNullOrEmpty
        $clips['one'].TaskId | Should -BeLike '~*'
    }

    It 'counts the takes of a row, and knows its row in the input' {
        $rows = 'a', 'b' | ForEach-Object { [pscustomobject]@{ Prompt = $_ } }
        $rows | New-ApimartVideo -Model sora-2 -JobName autumn -ThrottleLimit 1 | Out-Null
        ($rows[1] | New-ApimartVideo -Model sora-2 -JobName autumn -Take 2).Take | Should -Be 2
        (Get-ApimartJournal -JobName autumn).Take | Should -Be 1, 1, 2
        Export-ApimartGallery $folder -JobName autumn
        $clips = Read-Gallery "$folder/index.html"
        $clips.Prompt | Should -Be 'a', 'b', 'b'
        $clips.Row | Should -Be 1, 2, 2
        $clips.Group | Should -Be 1, 2, 2
        $clips.Take | Should -Be 1, 1, 2
    }

    It 'keeps equal rows of one input apart' {
        'a', 'a' | ForEach-Object { [pscustomobject]@{ Prompt = $_ } } | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        Export-ApimartGallery $folder -JobName autumn
        (Read-Gallery "$folder/index.html").Group | Should -Be 1, 2
    }

    It 'makes a title of its own, of the job, or of the folder where there are several' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        'b' | New-ApimartVideo -Model sora-2 -JobName winter | Out-Null
        Export-ApimartGallery $folder -JobName autumn, winter
        (Read-Gallery "$folder/index.html")[0].Title | Should -Be (Split-Path $folder -Leaf)
        Export-ApimartGallery $folder -JobName autumn -Title '</title><b>Mine'
        (Read-Gallery "$folder/index.html")[0].Title | Should -Be '</title><b>Mine'
        [IO.File]::ReadAllText("$folder/index.html") | Should -Not -Match '<b>Mine'
    }

    It 'writes nothing with -WhatIf' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        Export-ApimartGallery $folder -JobName autumn -WhatIf -PassThru | Should -BeNullOrEmpty
        $folder | Should -Not -Exist
    }

    It 'makes a folder that does not exist' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        (Export-ApimartGallery "$folder/new/one.html" -JobName autumn -PassThru).FullName | Should -Exist
    }

    It 'takes a path as it is written: <_>' -ForEach '-Path', '-LiteralPath' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        # Windows allows neither * nor ? in a name.
        $name = $IsWindows ? '[x] y.html' : '[x] *?.html'
        $path = @{ $_.TrimStart('-') = Join-Path $folder $name }
        $file = Export-ApimartGallery @path -JobName autumn -PassThru
        $file.Name | Should -Be $name
        [IO.File]::Exists($file.FullName) | Should -BeTrue
    }

    It 'resolves the path against PowerShell''s own location' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        $null = New-Item $folder -ItemType Directory
        Push-Location $folder
        try {
            (Export-ApimartGallery clips/page.html -JobName autumn -PassThru).FullName | Should -Be (Join-Path $folder clips page.html)
        }
        finally {
            Pop-Location
        }
    }

    It 'is made anew from the journal when it runs again' {
        $task = 'a' | New-ApimartVideo -Model sora-2 -JobName autumn
        Export-ApimartGallery $folder -JobName autumn
        (Read-Gallery "$folder/index.html").File | Should -BeNullOrEmpty
        $task | Wait-ApimartTask | Save-ApimartVideo $folder
        'b' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        Export-ApimartGallery $folder -JobName autumn
        $clips = Read-Gallery "$folder/index.html"
        $clips.Prompt | Should -Be 'a', 'b'
        $clips[0].File | Should -Not -BeNullOrEmpty
        Get-ChildItem $folder -Exclude *.mp4 -Force | ForEach-Object Name | Should -Be index.html
    }

    It 'finds the videos of a folder that was moved' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        $moved = "$folder moved #1"
        Move-Item -LiteralPath $folder $moved
        Export-ApimartGallery $moved -JobName autumn
        Join-Path $moved (Read-Gallery "$moved/index.html").File | Should -Exist
    }

    It 'leaves a page of somebody else as it is, unless -Force' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        $null = New-Item "$folder/index.html" -Value '<p>mine' -Force
        $result = Invoke-Collecting { Export-ApimartGallery $folder -JobName autumn }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'NotAGallery,Apimart.Video.Commands.ExportApimartGalleryCommand'
        Get-Content "$folder/index.html" | Should -Be '<p>mine'
        Export-ApimartGallery $folder -JobName autumn -Force
        (Read-Gallery "$folder/index.html").Prompt | Should -Be a
    }

    It 'says so where there is nothing to show' {
        $result = Invoke-Collecting { Export-ApimartGallery $folder -JobName none }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'NothingToShow,Apimart.Video.Commands.ExportApimartGalleryCommand'
        $result.Errors.Exception.Message | Should -BeLike '*none*'
        $folder | Should -Not -Exist
    }

    It 'refuses a path that is no file, before it writes: <_>' -ForEach 'Env:/page.html', 'Variable:/x' {
        'a' | New-ApimartVideo -Model sora-2 -JobName autumn | Out-Null
        $path = $_
        (Invoke-Collecting { Export-ApimartGallery $path -JobName autumn }).Errors.Exception.Message | Should -BeLike "*$path*file*"
    }
}
