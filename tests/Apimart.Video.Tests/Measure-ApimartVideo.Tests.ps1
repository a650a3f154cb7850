BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'Measure-ApimartVideo' {
    BeforeEach {
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = $simulator
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'tells what the videos of a job are, and that they are what was asked for' {
        @(
            [pscustomobject] @{ Prompt = 'a fox'; Model = 'Omni-Flash-Ext'; Duration = 4; Resolution = '1080p'; AspectRatio = '9:16' }
            [pscustomobject] @{ Prompt = 'a harbour'; Model = 'veo3.1-fast'; Duration = 8; AspectRatio = '16:9'; Resolution = '' }
        ) | New-ApimartVideo -JobName autumn | Wait-ApimartTask | Save-ApimartVideo $folder -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $fox, $harbour = Measure-ApimartVideo -JobName autumn
        $fox | Should -BeOfType 'Apimart.Video.Films.VideoMeasure'
        $fox.Seconds, $fox.Width, $fox.Height, $fox.FrameRate, $fox.FrameCount | Should -Be 4, 1080, 1920, 24, 96
        $fox.VideoCodec, $fox.AudioCodec, $fox.HasAudio | Should -Be 'H.264', 'AAC', $true
        $fox.AskedSeconds, $fox.AskedResolution, $fox.AskedAspectRatio | Should -Be 4, '1080p', '9:16'
        $fox.Duration | Should -Be ([timespan]::FromSeconds(4))
        $fox.FileSize | Should -Be (Get-Item $fox.Path).Length
        $harbour.Seconds, $harbour.Width, $harbour.Height | Should -Be 8, 1280, 720
        $harbour.Model, $harbour.JobName | Should -Be 'veo3.1-fast', autumn
        @($fox.Differences) + @($harbour.Differences) | Should -BeNullOrEmpty
    }

    It 'takes tasks, ids, files, paths and patterns' {
        $tasks = 'a', 'b' | New-ApimartVideo -Model sora-2 -Duration 4 -JobName autumn | Wait-ApimartTask
        $files = $tasks | Save-ApimartVideo $folder -FileName '[{TaskId}]' -PassThru
        ($tasks | Measure-ApimartVideo).TaskId | Should -Be $tasks.TaskId
        ($tasks.TaskId | Measure-ApimartVideo).Seconds | Should -Be 4, 4
        ($files | Measure-ApimartVideo).TaskId | Should -Be $files.TaskId
        (Get-ChildItem $folder | Measure-ApimartVideo).Count | Should -Be 2
        (Measure-ApimartVideo "$folder/*.mp4").AskedSeconds | Should -Be 4, 4
        (Measure-ApimartVideo -LiteralPath $files[0].FullName).Path | Should -Be $files[0].FullName
    }

    It 'reads a file of which the journal knows nothing' {
        $file = 'a' | New-ApimartVideo -Model sora-2 -Duration 4 | Wait-ApimartTask | Save-ApimartVideo $folder -PassThru
        $copy = Copy-Item $file.FullName "$TestDrive/other.mp4" -PassThru
        $measure = Measure-ApimartVideo $copy.FullName
        $measure.Seconds, $measure.TaskId, $measure.AskedSeconds | Should -Be 4, $null, $null
    }

    It 'reports what is no video or not there, and goes on' {
        $null = New-Item $folder -ItemType Directory
        Set-Content "$folder/page.mp4" '<html>'
        $got = Invoke-Collecting { Measure-ApimartVideo "$folder/page.mp4", "$folder/none.mp4", "$folder/*.mov" }
        $got.Output | Should -BeNullOrEmpty
        $got.Errors.FullyQualifiedErrorId | Should -Be 'NotAVideo,Apimart.Video.Commands.MeasureApimartVideoCommand',
        'VideoNotRead,Apimart.Video.Commands.MeasureApimartVideoCommand', 'VideoNotRead,Apimart.Video.Commands.MeasureApimartVideoCommand'
        $got.Errors[0].Exception.Message | Should -BeLike "*page.mp4' is no video*"
        $got.Errors | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }

    It 'reports a task without a saved video' {
        $task = 'a' | New-ApimartVideo -Model sora-2 -Duration 4 | Wait-ApimartTask
        (Invoke-Collecting { $task | Measure-ApimartVideo }).Errors.FullyQualifiedErrorId | Should -BeLike 'ClipsMissing,*'
    }

    It 'says with -Content and without ffmpeg how to get it' {
        $path = $env:PATH
        try {
            $env:PATH = $TestDrive
            $problem = (Invoke-Collecting { Measure-ApimartVideo x.mp4 -Content }).Errors
        }
        finally {
            $env:PATH = $path
        }
        $problem.FullyQualifiedErrorId | Should -BeLike 'FfmpegMissing,*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*winget install*brew install ffmpeg*apt install ffmpeg*'
    }
}

Describe 'Save-ApimartVideo, of what came' {
    It 'warns once for a video that is not what was asked for, and says what came' {
        # A server of its own making: whatever is asked for, it gives four seconds of 720p.
        $file = & {
            $null = Use-TestSimulator
            'a' | New-ApimartVideo -Model Omni-Flash-Ext -Duration 4 | Wait-ApimartTask | Save-ApimartVideo $TestDrive -FileName five -PassThru
            Stop-ApimartSimulator
        }
        $bytes = [IO.File]::ReadAllBytes($file.FullName)
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $server = Start-ThreadJob -ArgumentList $listener, $bytes, $port -ScriptBlock {
            param($listener, $bytes, $port)
            while ($true) {
                try { $client = $listener.AcceptTcpClient() } catch { return }
                try {
                    $reader = [IO.StreamReader]::new($client.GetStream())
                    $method, $path, $null = $reader.ReadLine() -split ' '
                    $length = 0
                    while ($header = $reader.ReadLine()) {
                        if ($header -match '^Content-Length: (\d+)') { $length = [int] $Matches[1] }
                    }
                    $null = $reader.ReadBlock([char[]]::new($length), 0, $length)
                    $type = $path -eq '/f.mp4' ? 'video/mp4' : 'application/json'
                    [byte[]] $body = if ($path -eq '/f.mp4') { $bytes } else {
                        $text = if ($method -eq 'POST') { '{"code":200,"data":[{"status":"submitted","task_id":"task_01KS1H7ZYSJWH1N779S2FSHTKA"}]}' }
                        else { '{"code":200,"data":{"id":"task_01KS1H7ZYSJWH1N779S2FSHTKA","status":"completed","progress":100,"result":{"videos":[{"url":["http://127.0.0.1:' + $port + '/f.mp4"]}]}}}' }
                        [Text.Encoding]::UTF8.GetBytes($text)
                    }
                    $head = "HTTP/1.1 200 OK`r`nContent-Type: $type`r`nContent-Length: $($body.Length)`r`nConnection: close`r`n`r`n"
                    $client.GetStream().Write([Text.Encoding]::ASCII.GetBytes($head))
                    $client.GetStream().Write($body, 0, $body.Length)
                }
                catch [IO.IOException] { $null = $_ }
                finally { $client.Dispose() }
            }
        }
        try {
            Connect-Apimart -ApiKey sk-test -BaseUri "http://127.0.0.1:$port" -JournalPath "$TestDrive/journal"
            $row = [pscustomobject] @{ Prompt = 'a fox'; Name = 'dawn'; Model = 'Omni-Flash-Ext'; Duration = 8; Resolution = '1080p'; AspectRatio = '9:16' }
            $tasks = $row | New-ApimartVideo -JobName five | Wait-ApimartTask
            $tasks | Save-ApimartVideo "$TestDrive/came" -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -BeLike ("Row 1 (Name 'dawn'): '*.mp4' is not what was asked for: 8 s were asked for, 4 s came; " +
                '1080p was asked for, 1280x720 came; the shape 9:16 was asked for, 1280x720 came.')
            (Measure-ApimartVideo -JobName five).Differences | Should -HaveCount 3
            $tasks | Save-ApimartVideo "$TestDrive/came" -WarningVariable again -WarningAction SilentlyContinue
            $again | Should -BeNullOrEmpty
        }
        finally {
            Disconnect-Apimart
            $listener.Stop()
            $server | Remove-Job -Force
        }
    }
}
