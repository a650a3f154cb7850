BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $simulator = Use-TestSimulator
    $png = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)
    [IO.File]::WriteAllBytes("$TestDrive/fox.png", $png + [byte[]] (1..100))
    [IO.File]::WriteAllBytes("$TestDrive/hen [1].png", $png + [byte[]] (1..101))
    [IO.File]::WriteAllBytes("$TestDrive/photo.jpg", [byte[]] (0xFF, 0xD8, 0xFF) + [byte[]] (1..102))
    Set-Content "$TestDrive/notes.png" 'no picture'
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
    Stop-ApimartSimulator
}

Describe 'Send-ApimartImage' {
    It 'emits the link, its end and what was sent' {
        $image = Send-ApimartImage fox.png
        $image.ContentType, $image.Bytes, $image.Path | Should -Be 'image/png', 108, (Get-Item fox.png).FullName
        ($image.ExpiresAt - [DateTimeOffset]::UtcNow).TotalHours | Should -BeGreaterThan 71
        $served = Invoke-WebRequest $image.Url
        [Convert]::ToHexString($served.Content) | Should -Be ([Convert]::ToHexString([IO.File]::ReadAllBytes("$TestDrive/fox.png")))
    }

    It 'uploads the same content once' {
        $first = Send-ApimartImage fox.png
        Copy-Item fox.png copy.png
        $before = $simulator.Requests.Uploads
        $again = Send-ApimartImage copy.png
        $again.Url, $again.IsReused | Should -Be $first.Url, $true
        $simulator.Requests.Uploads | Should -Be $before
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'wildcards'; Script = { Send-ApimartImage f*.png }; Names = @('fox.png') }
        @{ Name = 'files from the pipeline'; Script = { Get-Item fox.png, photo.jpg | Send-ApimartImage }; Names = 'fox.png', 'photo.jpg' }
        @{ Name = 'texts from the pipeline'; Script = { 'fox.png', 'photo.jpg' | Send-ApimartImage }; Names = 'fox.png', 'photo.jpg' }
        @{ Name = 'brackets with -LiteralPath'; Script = { Send-ApimartImage -LiteralPath 'hen [1].png' }; Names = @('hen [1].png') }
        @{ Name = 'files with brackets from the pipeline'; Script = { Get-Item -LiteralPath 'hen [1].png' | Send-ApimartImage }; Names = @('hen [1].png') }
    ) {
        (& $Script).Path | Split-Path -Leaf | Sort-Object | Should -Be $Names
    }

    It 'sends nothing with -WhatIf' {
        [IO.File]::WriteAllBytes("$TestDrive/new.png", $png + [byte[]] (1..103))
        $before = $simulator.Requests.Uploads
        Send-ApimartImage new.png -WhatIf | Should -BeNullOrEmpty
        $simulator.Requests.Uploads | Should -Be $before
    }

    It '<Name> gives <ErrorId> and the other files are sent' -ForEach @(
        @{ Name = 'a file that is no picture'; Path = 'notes.png'; ErrorId = 'NotAnImage'; Category = 'InvalidData' }
        @{ Name = 'a missing file'; Path = 'nope.png'; ErrorId = 'ImageNotFound'; Category = 'ObjectNotFound' }
        @{ Name = 'a wildcard without a match'; Path = 'nope*.png'; ErrorId = 'ImageNotFound'; Category = 'ObjectNotFound' }
        @{ Name = 'a path outside the file system'; Path = 'Env:/PATH'; ErrorId = 'ImageNotFound'; Category = 'ObjectNotFound' }
    ) {
        $result = Invoke-Collecting { Send-ApimartImage $Path, fox.png }
        $result.Output | Should -HaveCount 1
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -Be "$ErrorId,Apimart.Video.Commands.SendApimartImageCommand"
        $result.Errors[0].CategoryInfo.Category | Should -Be $Category
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'a refused upload names the file' {
        [IO.File]::WriteAllBytes("$TestDrive/refused.png", $png + [byte[]] (1..104))
        $simulator.Inject('upload:status=400')
        $result = Invoke-Collecting { Send-ApimartImage refused.png }
        $result.Errors[0].Exception.Message | Should -BeLike "*refused.png*could not be uploaded*"
        $result.Errors[0].CategoryInfo.Category | Should -Be InvalidArgument
    }
}
