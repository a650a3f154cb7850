BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The request of New-ApimartVideo' {
    BeforeAll {
        $simulator = Use-TestSimulator
        function Get-Body([scriptblock] $Script) {
            $null = & $Script
            @($simulator.Bill)[-1].Body
        }
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    # Every parameter of each model, with the wire names and JSON types of the user's documents.
    It 'sends <Model> every parameter under its own wire name' -ForEach @(
        @{
            Model  = 'grok-imagine-1.0-video-apimart'
            Given  = @{ AspectRatio = '3:2'; Duration = 12; Resolution = '720p'; ImageUrl = 'https://example.com/start.png' }
            Wanted = '{"model":"grok-imagine-1.0-video-apimart","prompt":"p","size":"3:2","duration":12,"quality":"720p","image_urls":["https://example.com/start.png"]}'
        }
        @{
            Model  = 'sora-2'
            Given  = @{ Duration = 8; AspectRatio = '9:16'; ImageUrl = 'https://example.com/image.png' }
            Wanted = '{"model":"sora-2","prompt":"p","duration":8,"aspect_ratio":"9:16","image_urls":["https://example.com/image.png"]}'
        }
        @{
            Model  = 'veo3.1-fast'
            Given  = @{ Duration = 8; AspectRatio = '16:9'; ImageUrl = 'https://example.com/a.png', 'https://example.com/b.png' }
            Wanted = '{"model":"veo3.1-fast","prompt":"p","duration":8,"aspect_ratio":"16:9","image_urls":["https://example.com/a.png","https://example.com/b.png"]}'
        }
        @{
            Model  = 'veo3.1-quality'
            Given  = @{ Duration = 8; AspectRatio = '9:16'; ImageUrl = 'https://example.com/a.png' }
            Wanted = '{"model":"veo3.1-quality","prompt":"p","duration":8,"aspect_ratio":"9:16","image_urls":["https://example.com/a.png"]}'
        }
        @{
            Model  = 'Omni-Flash-Ext'
            Given  = @{ Duration = 10; Resolution = '4K'; AspectRatio = '9:16'; ImageUrl = 'https://example.com/1.jpg', 'https://example.com/2.jpg', 'data:image/png;base64,iVBORw0KGgo=' }
            Wanted = '{"model":"Omni-Flash-Ext","prompt":"p","duration":10,"resolution":"4k","aspect_ratio":"9:16","image_urls":["https://example.com/1.jpg","https://example.com/2.jpg","data:image/png;base64,iVBORw0KGgo="]}'
        }
    ) {
        $body = Get-Body { New-ApimartVideo -Prompt p -Model $Model @Given }
        $sent = $body | ConvertFrom-Json -AsHashtable
        $expected = $Wanted | ConvertFrom-Json -AsHashtable
        $sent.Keys | Sort-Object | Should -Be ($expected.Keys | Sort-Object)
        foreach ($field in $expected.Keys) {
            ConvertTo-Json $sent[$field] -Compress | Should -BeExactly (ConvertTo-Json $expected[$field] -Compress)
        }
    }

    It 'sends nothing that was not given' {
        Get-Body { New-ApimartVideo p -Model sora-2 } | Should -BeExactly '{"model":"sora-2","prompt":"p"}'
    }

    It 'takes the model and every parameter row by row from a CSV, blank cells as not given' {
        $before = $simulator.Bill.Count
        @'
Prompt,Model,Duration,AspectRatio,Resolution,ImageUrl
one,veo3.1-fast,8,16:9,,
two,Omni-Flash-Ext,,,1080P,
three,grok-imagine-1.0-video-apimart,6,2:3,480p,https://example.com/a.png https://example.com/b.png
'@ | ConvertFrom-Csv | New-ApimartVideo -ThrottleLimit 1 | Should -HaveCount 3
        $sent = @($simulator.Bill | Select-Object -Skip $before).Body | ForEach-Object {
            $fields = $_ | ConvertFrom-Json -AsHashtable
            $sorted = [ordered] @{}
            foreach ($name in $fields.Keys | Sort-Object) { $sorted[$name] = $fields[$name] }
            ConvertTo-Json $sorted -Compress
        }
        $sent | Should -Be @(
            '{"aspect_ratio":"16:9","duration":8,"model":"veo3.1-fast","prompt":"one"}'
            '{"model":"Omni-Flash-Ext","prompt":"two","resolution":"1080p"}'
            '{"duration":6,"image_urls":["https://example.com/a.png","https://example.com/b.png"],"model":"grok-imagine-1.0-video-apimart","prompt":"three","quality":"480p","size":"2:3"}'
        )
    }

    It 'forgets a row''s values before the next row' {
        $rows = [pscustomobject]@{ Prompt = 'a'; Duration = 8 }, [pscustomobject]@{ Prompt = 'b' }
        $before = $simulator.Bill.Count
        $null = $rows | New-ApimartVideo -Model veo3.1-fast -AspectRatio 9:16 -ThrottleLimit 1
        @($simulator.Bill | Select-Object -Skip $before).Body | Should -Be @(
            '{"model":"veo3.1-fast","prompt":"a","duration":8,"aspect_ratio":"9:16"}'
            '{"model":"veo3.1-fast","prompt":"b","aspect_ratio":"9:16"}'
        )
    }

    It 'merges -AdditionalParameter into the body as it is' {
        Get-Body { New-ApimartVideo p -Model sora-2 -AdditionalParameter @{ seed = 7; nested = @{ a = 1, 2 } } } |
            ConvertFrom-Json | ForEach-Object { $_.seed; $_.nested.a[1] } | Should -Be 7, 2
    }

    It 'sends a model that it does not know with -SkipValidation, and warns' {
        $task = New-ApimartVideo p -Model sora-9 -SkipValidation -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failed
        $task | Should -BeNullOrEmpty
        $warned | Should -BeLike '*no model*sora-9*'
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidRequestError,*'
    }

    It 'sends nothing with -WhatIf and shows the request' {
        $before = $simulator.Requests.Submits
        $shown = & (Get-TestShell) -NoProfile -Command "Import-Module '$(Get-TestModulePath)'; New-ApimartVideo 'a fox' -Model veo3.1-fast -WhatIf"
        $simulator.Requests.Submits | Should -Be $before
        $shown | Should -BeLike 'What if: $1.20 (price of 20??-??*): POST https://api.apimart.ai/v1/videos/generations {"model":"veo3.1-fast","prompt":"a fox"}'
    }

    It 'emits typed tasks that remember their request' {
        $task = 'a fox' | New-ApimartVideo -Model VEO3.1-FAST
        $task.PSTypeNames | Should -Contain 'Apimart.Video.Tasks.ApimartTask'
        $task.TaskId | Should -BeLike 'task_*'
        $task.Model, $task.Prompt, "$($task.Status)" | Should -Be 'veo3.1-fast', 'a fox', 'Submitted'
    }
}

Describe 'What New-ApimartVideo refuses before anything is sent' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It '<Name> gives <ErrorId>' -ForEach @(
        @{ Name = 'an unknown model'; ErrorId = 'UnknownModel'; Script = { New-ApimartVideo p -Model veo3-fast }; Text = "*'veo3-fast'*veo3.1-fast*" }
        @{ Name = 'an empty prompt'; ErrorId = 'EmptyPrompt'; Script = { New-ApimartVideo ' ' -Model sora-2 }; Text = '*prompt is empty*' }
        @{ Name = 'two images for Omni'; ErrorId = 'UnsupportedImageCount'; Script = { New-ApimartVideo p -Model Omni-Flash-Ext -ImageUrl https://e.com/1.png, https://e.com/2.png }; Text = '*2 items*Omni-Flash-Ext*' }
        @{ Name = 'eight images for grok'; ErrorId = 'InvalidImageUrl'; Script = { New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -ImageUrl (1..8 | ForEach-Object { "https://e.com/$_.png" }) }; Text = '*8 items*at most 7*' }
        @{ Name = 'an image that is no URL'; ErrorId = 'InvalidImageUrl'; Script = { New-ApimartVideo p -Model veo3.1-fast -ImageUrl C:\fox.png }; Text = "*'C:\fox.png'*http*" }
        @{ Name = 'a data URI for grok'; ErrorId = 'InvalidImageUrl'; Script = { New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -ImageUrl 'data:image/png;base64,iVBORw0KGgo=' }; Text = '*data:image*' }
        @{ Name = 'a gif for sora-2'; ErrorId = 'InvalidImageUrl'; Script = { New-ApimartVideo p -Model sora-2 -ImageUrl https://e.com/a.gif }; Text = '*.webp*' }
        @{ Name = 'a duration of a row'; ErrorId = 'InvalidDuration'; Script = { [pscustomobject]@{ Prompt = 'p'; Model = 'Omni-Flash-Ext'; Duration = 7 } | New-ApimartVideo }; Text = '*7*4, 6, 8 or 10*' }
        @{ Name = 'a duration of words'; ErrorId = 'InvalidDuration'; Script = { [pscustomobject]@{ Prompt = 'p'; Model = 'sora-2'; Duration = 'long' } | New-ApimartVideo }; Text = '*long*whole number*' }
        @{ Name = 'a parameter of another model'; ErrorId = 'UnsupportedParameter'; Script = { [pscustomobject]@{ Prompt = 'p'; Model = 'sora-2'; Resolution = '720p' } | New-ApimartVideo }; Text = '*sora-2 takes no Resolution*' }
    ) {
        $result = Invoke-Collecting $Script
        $result.Output | Should -BeNullOrEmpty
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -Be "$ErrorId,Apimart.Video.Commands.NewApimartVideoCommand"
        $result.Errors[0].Exception.Message | Should -BeLike $Text
        $result.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $result.Errors[0].CategoryInfo.Category | Should -Be InvalidArgument
        $simulator.Requests.Submits | Should -Be 0
    }

    It 'a wrong value beside piped prompts is refused once, not row by row' {
        $result = Invoke-Collecting { 'a', 'b', 'c' | New-ApimartVideo -Model Omni-Flash-Ext -Duration 7 }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'InvalidDuration,*'
        $simulator.Requests.Submits | Should -Be 0
    }

    It 'a value outside -Model''s own list does not bind' {
        { New-ApimartVideo p -Model Omni-Flash-Ext -Duration 7 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*' -ExpectedMessage '*7*4,6,8,10*'
        { New-ApimartVideo p -Model grok-imagine-1.0-video-apimart -Duration 31 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*' -ExpectedMessage '*31*30*'
        $simulator.Requests.Submits | Should -Be 0
    }

    It 'an object without a Prompt does not become a prompt' {
        $result = Invoke-Collecting { [pscustomobject]@{ Text = 'x' } | New-ApimartVideo -Model sora-2 }
        $result.Errors[0].Exception.Message | Should -BeLike '*Prompt*'
        $simulator.Requests.Submits | Should -Be 0
    }

    It 'one bad row does not stop the others' {
        $rows = foreach ($duration in 4, 7, 10) { [pscustomobject]@{ Prompt = "p$duration"; Model = 'Omni-Flash-Ext'; Duration = $duration } }
        $result = Invoke-Collecting { $rows | New-ApimartVideo }
        $result.Output | Should -HaveCount 2
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].Exception.Message | Should -BeLike 'Row 2 ("p7"):*'
    }

    It 'a duration of sora-2 that only its older page allows is sent with a warning' {
        $task = New-ApimartVideo p -Model sora-2 -Duration 5 -WarningVariable warned -WarningAction SilentlyContinue
        $task.TaskId | Should -BeLike 'task_*'
        $warned | Should -BeLike '*5*4, 8, 12, 16 or 20*'
    }
}

Describe 'The dynamic parameters of New-ApimartVideo' {
    # The lists of the user's documents.
    It '<Model> -<Parameter> offers just <Values>' -ForEach @(
        @{ Model = 'grok-imagine-1.0-video-apimart'; Parameter = 'AspectRatio'; Values = '16:9', '9:16', '1:1', '3:2', '2:3' }
        @{ Model = 'grok-imagine-1.0-video-apimart'; Parameter = 'Resolution'; Values = '480p', '720p' }
        @{ Model = 'sora-2'; Parameter = 'AspectRatio'; Values = '16:9', '9:16' }
        @{ Model = 'veo3.1-fast'; Parameter = 'Duration'; Values = '8' }
        @{ Model = 'veo3.1-quality'; Parameter = 'AspectRatio'; Values = '16:9', '9:16' }
        @{ Model = 'Omni-Flash-Ext'; Parameter = 'Duration'; Values = '4', '6', '8', '10' }
        @{ Model = 'Omni-Flash-Ext'; Parameter = 'Resolution'; Values = '720p', '1080p', '4k' }
    ) {
        $set = (Get-Command New-ApimartVideo -ArgumentList p, $Model).Parameters[$Parameter].Attributes |
            Where-Object { $_ -is [ValidateSet] }
        $set.ValidValues | Should -Be $Values
        (TabExpansion2 "New-ApimartVideo p -Model $Model -$Parameter ").CompletionMatches.CompletionText |
            Sort-Object | Should -Be ($Values | Sort-Object)
        (TabExpansion2 "'p' | New-ApimartVideo -Model $Model -$Parameter ").CompletionMatches.CompletionText |
            Sort-Object | Should -Be ($Values | Sort-Object)
    }

    # PowerShell takes -Mode for -Model before the dynamic parameters are made.
    It 'have no name that is the beginning of a parameter of every model' {
        $static = @((Get-Command New-ApimartVideo).ImplementingType.GetProperties().Name) +
            [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($name in (Get-ApimartModel).Parameters.ForEach({ $_.Name; $_.Aliases }) | Select-Object -Unique) {
            $static.Where({ $_ -like "$name*" }) | Should -BeNullOrEmpty -Because "-$name would be taken for it"
        }
    }

    It 'grok takes 6 to 30 seconds' {
        $range = (Get-Command New-ApimartVideo -ArgumentList p, grok-imagine-1.0-video-apimart).Parameters.Duration.Attributes |
            Where-Object { $_ -is [ValidateRange] }
        $range.MinRange, $range.MaxRange | Should -Be 6, 30
    }

    It 'sora-2 has no -Resolution' {
        { New-ApimartVideo p -Model sora-2 -Resolution 720p -WhatIf } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
    }

    It 'are known for a model in a variable and in $PSDefaultParameterValues' {
        $name = 'Omni-Flash-Ext'
        { New-ApimartVideo p -Model $name -Duration 7 -WhatIf } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        $PSDefaultParameterValues = @{ 'New-ApimartVideo:Model' = 'Omni-Flash-Ext' }
        { New-ApimartVideo p -Duration 7 -WhatIf } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
