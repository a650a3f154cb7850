BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $png = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A)
    [IO.File]::WriteAllBytes("$TestDrive/my fox.png", $png + [byte[]] (1..100))
    [IO.File]::WriteAllBytes("$TestDrive/hen.jpg", [byte[]] (0xFF, 0xD8, 0xFF) + [byte[]] (1..101))
    Set-Content "$TestDrive/notes.png" 'no picture'
    Push-Location $TestDrive
}

AfterAll {
    Pop-Location
}

Describe 'Pictures from the disk' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'are offered just where the model takes pictures' {
        function Get-PathParameter($Model) {
            (Get-Command New-ApimartVideo -ArgumentList p, $Model).Parameters.Keys -like '*Path' | Sort-Object
        }
        Get-PathParameter sora-2 | Should -Be 'ImagePath'
        Get-PathParameter kling-3.0-turbo | Should -Be 'FirstFramePath'
        Get-PathParameter MiniMax-H3 | Should -Be 'FirstFramePath', 'ImagePath', 'LastFramePath'
        Get-PathParameter veo3.1-lite | Should -BeNullOrEmpty
    }

    It 'are uploaded, and the request holds their links' {
        $null = New-ApimartVideo p -Model veo3.1-fast -ImagePath 'my fox.png', hen.jpg
        $sent = (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls
        $sent | Should -HaveCount 2
        $sent | ForEach-Object { (Invoke-WebRequest $_).StatusCode } | Should -Be 200, 200
    }

    It 'are found by wildcards, and an escaped one is a name, as Set-Content has it' {
        $null = New-Item "$TestDrive/wild" -ItemType Directory -Force
        foreach ($name in 'pic[1].png', 'pic1.png', 'pic2.png') {
            [IO.File]::WriteAllBytes("$TestDrive/wild/$name", $png + [Text.Encoding]::ASCII.GetBytes($name))
        }
        foreach ($case in @(
                @{ Path = 'wild/pic`[1`].png'; Files = 'pic[1].png' }
                @{ Path = 'wild/pic[1].png'; Files = 'pic1.png' }
                @{ Path = 'wild/pic?.png'; Files = 'pic1.png', 'pic2.png' }
                @{ Path = 'wild/pic[12].png'; Files = 'pic1.png', 'pic2.png' }
            )) {
            (Get-Item -Path $case.Path).Name | Should -Be $case.Files
            $null = New-ApimartVideo p -Model veo3.1-fast -ImagePath $case.Path
            $sent = (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls | ForEach-Object {
                $bytes = (Invoke-WebRequest $_).Content
                [Text.Encoding]::ASCII.GetString($bytes, 8, $bytes.Length - 8)
            }
            $sent | Should -Be $case.Files
        }
        (Invoke-Collecting { New-ApimartVideo p -Model veo3.1-fast -ImagePath 'wild/pic`[2`].png' }).Errors.FullyQualifiedErrorId |
            Should -BeLike 'ImageNotFound,*'
    }

    It 'stand behind links that are given as well' {
        $null = New-ApimartVideo p -Model veo3.1-fast -ImagePath hen.jpg -ImageUrl https://example.com/a.png
        (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls | Should -BeLike 'http*'
        (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls[0] | Should -Be 'https://example.com/a.png'
    }

    It 'go inline where the model takes them so' {
        $null = New-ApimartVideo p -Model kling-3.0-turbo -FirstFramePath hen.jpg
        (@($simulator.Bill)[-1].Body | ConvertFrom-Json).first_frame_image | Should -BeLike 'data:image/jpeg;base64,*'
    }

    It 'come row by row from a CSV, blank cells as not given' {
        [IO.File]::WriteAllBytes("$TestDrive/csv.png", $png + [byte[]] (1..150))
        $before = $simulator.Bill.Count
        $uploads = $simulator.Requests.Uploads
        @'
Prompt,Model,ImagePath,FirstFramePath
one,veo3.1-fast,csv.png,
two,veo3.1-fast,,
three,kling-3.0-turbo,,hen.jpg
four,veo3.1-fast,csv.png,
'@ | ConvertFrom-Csv | New-ApimartVideo -ThrottleLimit 1 | Should -HaveCount 4
        $bodies = @($simulator.Bill | Select-Object -Skip $before).Body | ConvertFrom-Json
        $bodies[0].image_urls | Should -Be $bodies[3].image_urls
        $bodies[1].PSObject.Properties.Name | Should -Not -Contain image_urls
        $bodies[2].first_frame_image | Should -Not -BeNullOrEmpty
        $simulator.Requests.Uploads - $uploads | Should -Be 1
    }

    It 'are shown by their paths with -WhatIf, and stay here' {
        $uploads = $simulator.Requests.Uploads
        $module = Get-TestModulePath
        [IO.File]::WriteAllBytes("$TestDrive/shown.png", $png + [byte[]] (1..170))
        $shown = & (Get-TestShell) -NoProfile -Command "Import-Module '$module'; New-ApimartVideo p -Model veo3.1-fast -ImagePath shown.png -BaseUri $($simulator.BaseUri) -WhatIf"
        $path = (Get-Item shown.png).FullName | ConvertTo-Json
        $shown | Should -BeLike "What if: *: POST *``[$path``]}"
        $simulator.Requests.Uploads | Should -Be $uploads
    }

    It 'do not make a row of a job another row when their link has changed' {
        $job = "pictures-$(New-Guid)"
        $first = New-ApimartVideo p -Model veo3.1-fast -ImagePath 'my fox.png' -JobName $job
        Rename-Item 'my fox.png' 'other fox.png'
        $again = New-ApimartVideo p -Model veo3.1-fast -ImagePath 'other fox.png' -JobName $job
        Rename-Item 'other fox.png' 'my fox.png'
        $again.TaskId | Should -Be $first.TaskId
    }

    It '<Name> gives <ErrorId> before anything is uploaded' -ForEach @(
        @{ Name = 'two pictures for Omni'; ErrorId = 'UnsupportedImageCount'; Script = { New-ApimartVideo p -Model Omni-Flash-Ext -ImagePath 'my fox.png', hen.jpg } }
        @{ Name = 'a file that is no picture'; ErrorId = 'NotAnImage'; Script = { New-ApimartVideo p -Model veo3.1-fast -ImagePath notes.png } }
        @{ Name = 'a missing file'; ErrorId = 'ImageNotFound'; Script = { New-ApimartVideo p -Model veo3.1-fast -ImagePath nope.png } }
        @{ Name = 'a missing file of many rows'; ErrorId = 'ImageNotFound'; Script = { 'a', 'b' | New-ApimartVideo -Model veo3.1-fast -ImagePath nope.png } }
        @{ Name = 'a frame given twice'; ErrorId = 'InvalidCombination'; Script = { New-ApimartVideo p -Model kling-3.0-turbo -FirstFramePath hen.jpg -FirstFrameUrl https://e.com/a.jpg } }
        @{ Name = 'a last frame without a first'; ErrorId = 'InvalidCombination'; Script = { New-ApimartVideo p -Model veo3.1-fast-official -LastFramePath hen.jpg } }
        @{ Name = 'a picture for a model of a row that takes none'; ErrorId = 'UnsupportedParameter'; Script = { [pscustomobject]@{ Prompt = 'p'; Model = 'veo3.1-lite'; ImagePath = 'hen.jpg' } | New-ApimartVideo } }
    ) {
        $before = $simulator.Requests.Count
        $result = Invoke-Collecting $Script
        $result.Output | Should -BeNullOrEmpty
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -Be "$ErrorId,Apimart.Video.Commands.NewApimartVideoCommand"
        $simulator.Requests.Count | Should -Be $before
    }

    It 'a picture that cannot be uploaded costs nothing and does not stop the other rows' {
        [IO.File]::WriteAllBytes("$TestDrive/bad.png", $png + [byte[]] (1..180))
        $simulator.Inject('upload:status=400')
        $before = $simulator.Bill.Count
        $rows = [pscustomobject]@{ Prompt = 'a'; ImagePath = 'bad.png' }, [pscustomobject]@{ Prompt = 'b'; ImagePath = '' }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model veo3.1-fast }
        $result.Output | Should -HaveCount 1
        $result.Errors[0].Exception.Message | Should -BeLike '*bad.png*'
        $simulator.Bill.Count - $before | Should -Be 1
    }
}

Describe '-ContinueTask' {
    BeforeAll {
        $simulator = Use-TestSimulator
        $done = New-ApimartVideo 'a fox' -Model veo3.1-fast | Wait-ApimartTask
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'lengthens a Veo video by the route of its own, from <Name>' -ForEach @(
        @{ Name = 'a task'; Value = { $done } }
        @{ Name = 'an id'; Value = { $done.TaskId } }
        @{ Name = 'an object with an Id'; Value = { [pscustomobject]@{ Id = $done.TaskId } } }
    ) {
        $task = New-ApimartVideo 'and it runs' -Model veo3.1-fast -ContinueTask (& $Value) -Raw $true -Resolution 1080p
        $task.TaskId | Should -Not -Be $done.TaskId
        @($simulator.Requests)[-1].Path | Should -Be "/v1/videos/$($done.TaskId)/remix"
        @($simulator.Bill)[-1].Body | Should -BeExactly '{"model":"veo3.1-fast","prompt":"and it runs","raw":true,"resolution":"1080p"}'
    }

    It 'names the earlier task in the request where the model has a field for it' {
        $null = New-ApimartVideo 'and it runs' -Model pixverse-v6 -ContinueTask $done
        @($simulator.Bill)[-1].Body | Should -BeExactly "{`"model`":`"pixverse-v6`",`"prompt`":`"and it runs`",`"extend_from_task_id`":`"$($done.TaskId)`"}"
    }

    It 'comes from a column, blank cells as not given' {
        $rows = [pscustomobject]@{ Prompt = 'a'; ContinueTask = $done.TaskId }, [pscustomobject]@{ Prompt = 'b'; ContinueTask = '' }
        $rows | New-ApimartVideo -Model veo3.1-fast -ThrottleLimit 1 | Should -HaveCount 2
        @($simulator.Requests | Where-Object Method -EQ POST)[-2, -1].Path | Should -Be "/v1/videos/$($done.TaskId)/remix", '/v1/videos/generations'
    }

    It '<Name> gives <ErrorId>' -ForEach @(
        @{ Name = 'a model that cannot'; ErrorId = 'ContinuationNotSupported'; Script = { New-ApimartVideo p -Model sora-2 -ContinueTask $done } }
        @{ Name = 'another model than the original''s, known by the journal,'; ErrorId = 'InvalidContinueTask'; Script = { New-ApimartVideo p -Model veo3.1-quality -ContinueTask $done.TaskId } }
        @{ Name = '-Raw without an earlier task'; ErrorId = 'UnsupportedParameter'; Script = { New-ApimartVideo p -Model veo3.1-fast -Raw $true } }
        @{ Name = 'two tasks'; ErrorId = 'ParameterArgumentTransformationError'; Script = { New-ApimartVideo p -Model veo3.1-fast -ContinueTask $done, $done } }
    ) {
        $before = $simulator.Requests.Submits
        $result = Invoke-Collecting $Script
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $simulator.Requests.Submits | Should -Be $before
    }

    It 'shows its route with -WhatIf' {
        $shown = & (Get-TestShell) -NoProfile -Command "Import-Module '$(Get-TestModulePath)'; New-ApimartVideo p -Model veo3.1-fast -ContinueTask task_0123456789 -WhatIf"
        $shown | Should -BeLike 'What if: price unknown, no price is published*: POST https://api.apimart.ai/v1/videos/task_0123456789/remix {"model":"veo3.1-fast","prompt":"p"}'
    }
}

Describe '-Webhook' {
    It 'is offered where the API takes one, and checked' {
        (Get-Command New-ApimartVideo -ArgumentList p, MiniMax-H3).Parameters.Keys | Should -Contain Webhook
        (Get-Command New-ApimartVideo -ArgumentList p, sora-2).Parameters.Keys | Should -Not -Contain Webhook
        $result = Invoke-Collecting { New-ApimartVideo p -Model MiniMax-H3 -Webhook http://192.168.1.5/ -ApiKey sk-none }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidWebhook,*'
    }
}

Describe '-ContinueTask with -MaxCost' {
    It 'is not sent, since no price is published for it' {
        $simulator = Use-TestSimulator
        try {
            $done = New-ApimartVideo 'a fox' -Model veo3.1-fast | Wait-ApimartTask
            $result = Invoke-Collecting { New-ApimartVideo 'and it runs' -Model veo3.1-fast -ContinueTask $done -MaxCost 100 }
            $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'PriceUnknown,*'
            $simulator.Bill.Count | Should -Be 1
            New-ApimartVideo 'and it runs' -Model veo3.1-fast -ContinueTask $done -MaxCost 100 -AssumedCost 2 | Should -HaveCount 1
        }
        finally {
            Stop-ApimartSimulator
        }
    }
}
