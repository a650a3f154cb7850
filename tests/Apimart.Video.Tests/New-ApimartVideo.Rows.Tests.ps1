BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The rows of New-ApimartVideo' {
    BeforeAll {
        $simulator = Use-TestSimulator
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'takes the document''s own JSON' {
        $null = '{"model":"grok-imagine-1.0-video-apimart","prompt":"p","image_urls":["https://example.com/start.png"],"size":"16:9","duration":10,"quality":"720p"}' |
            ConvertFrom-Json | New-ApimartVideo
        @($simulator.Bill)[-1].Body | Should -BeExactly '{"model":"grok-imagine-1.0-video-apimart","prompt":"p","image_urls":["https://example.com/start.png"],"size":"16:9","duration":10,"quality":"720p"}'
    }

    It 'refuses the column <Column>' -ForEach @(
        @{ Column = 'Duraton'; ErrorId = 'UnknownColumn' }
        @{ Column = 'Resoluton'; ErrorId = 'UnknownColumn' }
        @{ Column = 'Seconds'; ErrorId = 'UnknownColumn' }
        @{ Column = 'Negative Prompt'; ErrorId = 'UnsupportedParameter' }
        @{ Column = 'first_frame_image'; ErrorId = 'UnsupportedParameter' }
        @{ Column = 'MaxCost'; ErrorId = 'UnknownColumn' }
    ) {
        $before = $simulator.Requests.Submits
        $row = [pscustomobject]@{ Prompt = 'p'; $Column = '8' }
        $result = Invoke-Collecting { $row | New-ApimartVideo -Model sora-2 }
        $result.Errors.FullyQualifiedErrorId | Should -Be "$ErrorId,Apimart.Video.Commands.NewApimartVideoCommand"
        $result.Errors[0].Exception.Message | Should -BeLike 'Row 1 ("p"):*'
        $result.Errors[0].TargetObject | Should -Be $row
        $simulator.Requests.Submits | Should -Be $before
    }

    It 'carries the user''s own columns to the task and the journal' {
        $task = [pscustomobject]@{ Prompt = 'p'; Name = 'dawn'; Speed = 3 } | New-ApimartVideo -Model sora-2 -OwnColumn Speed
        $task.Row.Name, $task.Row.Speed, $task.RowNumber | Should -Be 'dawn', '3', 1
        $known = Get-ApimartJournal | Where-Object TaskId -EQ $task.TaskId
        $known.Row.Name, $known.RowNumber | Should -Be 'dawn', 1
    }

    It 'goes on after a cell of type <_>' -ForEach ([datetime] '2020-01-01'), ([char] '8') {
        $result = Invoke-Collecting { @{ Prompt = 'p'; Duration = $_ }, @{ Prompt = 'q'; Duration = 8 } | New-ApimartVideo -Model sora-2 }
        $result.Output | Should -HaveCount 1
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidDuration,*'
    }

    It 'refuses <Given> as a number' -ForEach @{ Given = '1,0' }, @{ Given = 7.5 }, @{ Given = '8s' } {
        { New-ApimartVideo p sora-2 -Duration $Given } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'evaluates a script block for each row' {
        $null = @{ Scene = 'fox'; d = 8 } | New-ApimartVideo -Model sora-2 -Prompt { "a $($_.Scene)" } -Duration { $_.d }
        @($simulator.Bill)[-1].Body | Should -BeExactly '{"model":"sora-2","prompt":"a fox","duration":8}'
    }

    It 'lets the line beat the row, and the row a default' {
        $null = @{ Prompt = 'p'; Duration = 8 } | New-ApimartVideo -Model sora-2 -Duration 4 -WarningVariable told -WarningAction SilentlyContinue
        @($simulator.Bill)[-1].Body | Should -BeLike '*"duration":4*'
        $told | Should -BeLike '*Duration*1 row;*'
        $PSDefaultParameterValues = @{ 'New-ApimartVideo:Duration' = 4 }
        $null = @{ Prompt = 'p'; Duration = 8 } | New-ApimartVideo -Model sora-2
        @($simulator.Bill)[-1].Body | Should -BeLike '*"duration":8*'
    }

    It 'takes blanks on the line as not given' {
        $null = New-ApimartVideo p Omni-Flash-Ext -Duration $null -Resolution ''
        @($simulator.Bill)[-1].Body | Should -BeExactly '{"model":"Omni-Flash-Ext","prompt":"p"}'
    }

    It 'parts the links of a cell' {
        $null = @{ Prompt = 'p'; ImageUrl = 'https://e.com/1.png;https://e.com/2.png,https://e.com/3.png' } | New-ApimartVideo -Model Omni-Flash-Ext
        (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls | Should -HaveCount 3
    }

    It 'does not let -AdditionalParameter carry another model' {
        $result = Invoke-Collecting { New-ApimartVideo p sora-2 -AdditionalParameter @{ model = 'x' } }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidCombination,*'
    }

    It 'stops the batch at a refused key, once, with the rows that were not sent' {
        $result = Invoke-Collecting { 1..8 | ForEach-Object { "$_" } | New-ApimartVideo -Model sora-2 -ApiKey wrong }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].Exception.Message | Should -BeLike '*8 rows were not sent*'
        $result.Errors[0].TargetObject | Should -Be (1..8)
    }
}
