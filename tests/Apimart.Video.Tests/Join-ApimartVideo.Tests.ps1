BeforeDiscovery {
    $withoutFfmpeg = -not ((Get-Command ffmpeg -CommandType Application -ErrorAction Ignore) -and (Get-Command ffprobe -CommandType Application -ErrorAction Ignore))
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Join-ApimartVideo (skipped where ffmpeg or ffprobe is not on PATH)' -Skip:$withoutFfmpeg {
    BeforeEach {
        $null = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $film = "$folder/film.mp4"
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'joins the clips of a job in the order of its rows, in as many frames as they have' {
        $rows = 4, 8, 4 | ForEach-Object { [pscustomobject] @{ Prompt = "shot of $_"; Shot = "s$_"; Model = 'sora-2'; Duration = $_ } }
        $rows | New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        Join-ApimartVideo $film -JobName autumn | Should -BeNullOrEmpty
        $measure = Measure-ApimartVideo $film
        $measure.FrameCount, $measure.Seconds | Should -Be (16 * 24), 16
        $measure.AudioSeconds | Should -BeGreaterThan 15.96
        $measure.AudioSeconds | Should -BeLessThan 16.04
        $chapters = ffprobe -v error -show_chapters -of json $film | ConvertFrom-Json
        $chapters.chapters.tags.title | Should -Be s4, s8, s4
        $chapters.chapters.start_time | Should -Be '0.000000', '4.000000', '12.000000'
        Get-ChildItem $folder | Where-Object Name -NotLike *.mp4 | Should -BeNullOrEmpty
    }

    It 'takes what Save-ApimartVideo returns, in whatever order, and returns the film' {
        $files = 4, 8 | ForEach-Object { [pscustomobject] @{ Prompt = "shot of $_"; Model = 'sora-2'; Duration = $_ } } |
            New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder -PassThru
        $got = $files | Sort-Object Length -Descending | Join-ApimartVideo $film -PassThru
        $got | Should -BeOfType IO.FileInfo
        $chapters = ffprobe -v error -show_chapters -of json $film | ConvertFrom-Json
        $chapters.chapters.tags.title | Should -Be 'shot of 4', 'shot of 8'
    }

    It 'writes -Title into the film at -DestinationPath' {
        'a', 'b' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        Join-ApimartVideo -DestinationPath $film -JobName autumn -Title 'Autumn 狐'
        (ffprobe -v error -show_format -of json $film | ConvertFrom-Json).format.tags.title | Should -BeExactly 'Autumn 狐'
    }

    It 'joins what was picked' {
        $tasks = 'a', 'b', 'c' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName autumn | Wait-ApimartTask
        $tasks | Save-ApimartVideo $folder
        $picks = foreach ($task in $tasks | Sort-Object RowNumber) { [pscustomobject] @{ TaskId = $task.TaskId; Pick = @{ a = 'pick'; b = 'reject'; c = '' }[$task.Prompt] } }
        $picks += [pscustomobject] @{ TaskId = ''; Pick = '' }
        $picks | Join-ApimartVideo $film
        (Measure-ApimartVideo $film).FrameCount | Should -Be 96
        $picks[0].Pick = ''
        $picks | Join-ApimartVideo $film -Force
        (Measure-ApimartVideo $film).FrameCount | Should -Be 192
    }

    It 'makes clips of different sizes alike, and takes files in the order in which they are given' {
        'a' | New-ApimartVideo -Model Omni-Flash-Ext -Duration 4 -Resolution 720p | Wait-ApimartTask | Save-ApimartVideo $folder -FileName b
        'c' | New-ApimartVideo -Model Omni-Flash-Ext -Duration 4 -AspectRatio 9:16 | Wait-ApimartTask | Save-ApimartVideo $folder -FileName a
        $told = Join-ApimartVideo $film "$folder/b.mp4", "$folder/a.mp4" -Size 320x180 -Verbose 4>&1
        "$told" | Should -BeLike "*made anew*720x1280*"
        $measure = Measure-ApimartVideo $film
        $measure.Width, $measure.Height, $measure.FrameCount | Should -Be 320, 180, 192
    }

    It 'makes no film with holes unless that is wanted' {
        'a', 'b [fail]', 'c' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName autumn | Wait-ApimartTask -ErrorAction Ignore | Save-ApimartVideo $folder
        $got = Invoke-Collecting { Join-ApimartVideo $film -JobName autumn }
        $got.Errors.FullyQualifiedErrorId | Should -BeLike 'ClipsMissing,*'
        $got.Errors[0].Exception.Message | Should -BeLike '*Row 2 ("b `[fail]")*'
        $film | Should -Not -Exist
        Join-ApimartVideo $film -JobName autumn -SkipMissing
        (Measure-ApimartVideo $film).FrameCount | Should -Be 192
    }

    It 'asks which take of a row is meant' {
        $row = [pscustomobject] @{ Prompt = 'a'; Model = 'sora-2'; Duration = 4 }
        $row | New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        $row | New-ApimartVideo -JobName autumn -Take 2 | Wait-ApimartTask | Save-ApimartVideo $folder
        $got = Invoke-Collecting { Join-ApimartVideo $film -JobName autumn }
        $got.Errors.FullyQualifiedErrorId | Should -BeLike 'TakeNotChosen,*'
        $film | Should -Not -Exist
    }

    It 'leaves a file that is there, with -WhatIf everything' {
        'a' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder
        Join-ApimartVideo $film -JobName autumn -WhatIf
        $film | Should -Not -Exist
        Set-Content $film mine
        (Invoke-Collecting { Join-ApimartVideo $film -JobName autumn }).Errors.FullyQualifiedErrorId | Should -BeLike 'FilmExists,*'
        Get-Content $film | Should -Be mine
    }

    It 'refuses a film or a size that cannot be' {
        foreach ($try in { Join-ApimartVideo film.avi x.mp4 }, { Join-ApimartVideo $TestDrive x.mp4 }, { Join-ApimartVideo $film x.mp4 -Size 1921x1080 }, { Join-ApimartVideo $film x.mp4 -Size big }) {
            (Invoke-Collecting $try).Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
        }
    }
}

Describe 'Join-ApimartVideo without ffmpeg' {
    It 'says how to get it' {
        $path = $env:PATH
        try {
            $env:PATH = $TestDrive
            $problem = (Invoke-Collecting { Join-ApimartVideo film.mp4 x.mp4 }).Errors
        }
        finally {
            $env:PATH = $path
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FfmpegMissing,*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*winget install*brew install ffmpeg*apt install ffmpeg*dnf install*'
    }
}
