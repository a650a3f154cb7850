BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The errors of rows' {
    BeforeEach {
        $env:APIMART_JOURNAL = Join-Path $TestDrive ([guid]::NewGuid())
        $simulator = Use-TestSimulator
        $file = Join-Path $TestDrive shots.csv
        $again = Join-Path $TestDrive again.csv
        @'
Prompt,Model,Duration,Id,Note
a fox [fail],veo3.1-fast,8,fox,first
a hen,sora-2,4,hen,"second, with a comma"
a cow,sora-2,7s,cow,third
'@ | Set-Content $file
    }

    AfterEach {
        Stop-ApimartSimulator
    }

    It 'have the rows as they came, which are a file that can be run again' {
        $null = Import-Csv $file | New-ApimartVideo -JobName zoo -ErrorAction SilentlyContinue -ErrorVariable +problems |
            Wait-ApimartTask -ErrorAction SilentlyContinue -ErrorVariable +problems
        $problems.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be 'InvalidDuration', 'TaskFailed'
        $problems.Exception.Message | Sort-Object | Should -BeLike "Row ? (Id '*'): *"
        $problems.TargetObject | Sort-Object Id -Descending | Export-Csv $again
        Get-Content $again | Should -Be @(
            '"Prompt","Model","Duration","Id","Note"'
            '"a fox [fail]","veo3.1-fast","8","fox","first"'
            '"a cow","sora-2","7s","cow","third"'
        )
        $rows = Import-Csv $again
        $rows[0].Prompt = 'a fox'
        $rows[1].Duration = '4'
        ($rows | New-ApimartVideo -JobName zoo | Wait-ApimartTask).Row.Id | Sort-Object | Should -Be 'cow', 'fox'
        $simulator.Bill | Should -HaveCount 4
    }

    It 'have rows that say the same where the tasks come from the journal' {
        $tasks = Import-Csv $file | Select-Object -First 2 | New-ApimartVideo -JobName zoo
        $result = Invoke-Collecting { $tasks.TaskId | Wait-ApimartTask }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'TaskFailed,*'
        $result.Errors[0].Exception.Message | Should -BeLike "Row 1 (Id 'fox'): Task task_* failed: *"
        $result.Errors.TargetObject | Export-Csv $again
        $row = Import-Csv $again
        $row.Id, $row.Note, $row.Prompt, $row.Model, $row.Duration, $row.JobName | Should -Be 'fox', 'first', 'a fox [fail]', 'veo3.1-fast', '8', 'zoo'
        $null = $row | New-ApimartVideo -RetryFailed
        @($simulator.Bill)[-1].Body | Should -BeExactly @($simulator.Bill | Where-Object Body -Like '*fox*')[0].Body
    }

    It 'name the row of a video that was not saved' {
        $simulator.Inject('download:gone:always')
        $result = Invoke-Collecting {
            [pscustomobject]@{ Prompt = 'p'; Name = 'dawn' } | New-ApimartVideo -Model sora-2 -JobName zoo | Wait-ApimartTask | Save-ApimartVideo (Join-Path $TestDrive gone)
        }
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'LinkExpired,*'
        $result.Errors[0].Exception.Message | Should -BeLike "Row 1 (Name 'dawn'): *"
        $result.Errors[0].TargetObject.Name | Should -Be 'dawn'
        $result.Errors[0].TargetObject.PSObject.Properties.Name | Should -Be 'Prompt', 'Name'
    }

    It 'have the task where the row run again would be paid for again' {
        $simulator.Inject('download:gone:always')
        $result = Invoke-Collecting {
            [pscustomobject]@{ Prompt = 'p'; Name = 'dawn' } | New-ApimartVideo -Model sora-2 | Wait-ApimartTask | Save-ApimartVideo (Join-Path $TestDrive gone)
        }
        $result.Errors[0].Exception.Message | Should -BeLike "Row 1 (Name 'dawn'): *"
        $result.Errors[0].TargetObject.TaskId | Should -BeLike 'task_*'
    }

    It 'name the row of a task that is still running' {
        Stop-ApimartSimulator
        $simulator = Use-TestSimulator @{ TaskDuration = 600 }
        $result = Invoke-Collecting { 'a fox' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask -Timeout 0.2 }
        $result.Errors[0].Exception.Message | Should -BeLike 'Row 1 ("a fox"): Task task_* had not ended after 0.2 seconds*'
        $result.Errors[0].TargetObject.TaskId | Should -Be $result.Output.TaskId
    }

    It 'end the batch at an empty balance, once, with the rows that were not sent' {
        $simulator.Inject('submit:status=402:after=1:always')
        $rows = 1..6 | ForEach-Object { [pscustomobject]@{ Prompt = "p$_"; Id = $_ } }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model sora-2 -ThrottleLimit 1 }
        $result.Output.Prompt | Should -Be 'p1'
        $result.Errors | Should -HaveCount 1
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'PaymentRequired,*'
        $result.Errors[0].CategoryInfo.Category | Should -Be QuotaExceeded
        $result.Errors[0].Exception.Message | Should -BeLike "Row 2 (Id '2'): * 5 rows were not sent."
        $result.Errors[0].TargetObject.Id | Should -Be (2..6)
        $simulator.Requests.Submits | Should -Be 2
    }

    It 'name the row whose outcome is unknown, and go on' {
        $simulator.Inject('submit:reset-after-accept:1')
        $rows = [pscustomobject]@{ Prompt = 'p'; Name = 'dawn' }, [pscustomobject]@{ Prompt = 'q'; Name = 'dusk' }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model sora-2 -JobName zoo -ThrottleLimit 1 }
        $result.Output.Prompt | Should -Be 'q'
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'OutcomeUnknown,*'
        $result.Errors[0].Exception.Message | Should -BeLike "Row 1 (Name 'dawn'): *"
        $result.Errors[0].TargetObject | Should -Be $rows[0]
    }

    It 'name both columns that contradict each other' {
        $result = Invoke-Collecting { [pscustomobject]@{ Prompt = 'p'; Size = '16:9'; aspect_ratio = '9:16' } | New-ApimartVideo -Model sora-2 }
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'ConflictingColumns,*'
        $result.Errors[0].Exception.Message | Should -BeLike "*'Size' ('16:9')*'aspect_ratio' ('9:16')*"
        $simulator.Bill | Should -HaveCount 0
    }

    It 'become warnings with -SkipValidation, which say what happens' {
        $row = [pscustomobject]@{ Prompt = 'p'; Duraton = '8'; Resolution = '720p'; AspectRatio = '16:9'; Size = '9:16' }
        $task = $row | New-ApimartVideo -Model sora-2 -SkipValidation -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -BeLike 'Row 1 ("p"): *'
        $told -like '*Duraton*stays with the row.' | Should -HaveCount 1
        $told -like '*Resolution*It is sent as it is.' | Should -HaveCount 1
        $told -like "*differ. 'AspectRatio' counts." | Should -HaveCount 1
        $task.Row.Duraton | Should -Be '8'
        @($simulator.Bill)[-1].Body | Should -BeExactly '{"model":"sora-2","prompt":"p","resolution":"720p","aspect_ratio":"16:9"}'
    }
}

Describe 'What rows come as' {
    BeforeAll {
        $simulator = Use-TestSimulator
        class Shot { [string] $Prompt; [int] $Duration; [string] $Model = 'sora-2'; [string] $Name }
        $table = [Data.DataTable]::new()
        'Prompt', 'Model', 'Name' | ForEach-Object { $null = $table.Columns.Add($_, [string]) }
        $null = $table.Columns.Add('Duration', [int])
        $null = $table.Columns.Add('Size', [string])
        $null = $table.Rows.Add('p', 'sora-2', 'dawn', 8, [DBNull]::Value)
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'takes <Kind>' -ForEach @(
        @{ Kind = 'a row of a table'; Make = { $table.Rows[0] } }
        @{ Kind = 'a view of a table'; Make = { , $table.DefaultView } }
        @{ Kind = 'a table'; Make = { , $table } }
        @{ Kind = 'an object of a class'; Make = { [Shot] @{ Prompt = 'p'; Duration = 8; Name = 'dawn' } } }
        @{ Kind = 'a hashtable'; Make = { @{ Prompt = 'p'; Duration = 8; Name = 'dawn'; Model = 'sora-2' } } }
        @{ Kind = 'a generic dictionary'; Make = {
                $row = [Collections.Generic.Dictionary[string, object]]::new()
                $row['Prompt'], $row['Duration'], $row['Name'], $row['Model'] = 'p', 8, 'dawn', 'sora-2'
                $row
            }
        }
        @{ Kind = 'several rows at once'; Make = { , @(@{ Prompt = 'p'; Duration = 8; Name = 'dawn'; Model = 'sora-2' }) } }
    ) {
        $task = & $Make | New-ApimartVideo
        $task.Row.Name | Should -Be 'dawn'
        $body = @($simulator.Bill)[-1].Body | ConvertFrom-Json
        $body.model, $body.prompt, $body.duration | Should -Be 'sora-2', 'p', 8
        $body.PSObject.Properties.Name | Should -HaveCount 3
    }

    It 'takes a picture that was sent before, piped in and in a cell' {
        $png = Join-Path $TestDrive fox.png
        [IO.File]::WriteAllBytes($png, [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [byte[]] (1..100))
        $picture = Send-ApimartImage $png
        foreach ($line in { $picture | New-ApimartVideo 'the camera circles' sora-2 }, { @{ Prompt = 'p'; ImageUrl = $picture } | New-ApimartVideo -Model sora-2 },
            { [pscustomobject]@{ Prompt = 'q'; Image_Urls = @($picture) } | New-ApimartVideo -Model sora-2 }, { New-ApimartVideo r sora-2 -ImageUrl $picture }) {
            & $line | Should -HaveCount 1
            (@($simulator.Bill)[-1].Body | ConvertFrom-Json).image_urls | Should -Be "$($picture.Url)"
        }
    }

    It 'goes on after <Kind>' -ForEach @(
        @{ Kind = 'a property that cannot be read'; ErrorId = 'InvalidRow'; Make = {
                [pscustomobject]@{ Prompt = 'p' } | Add-Member ScriptProperty Duration { throw 'the disk is gone' } -PassThru
            }
        }
        @{ Kind = 'an object that holds itself'; ErrorId = 'InvalidDuration'; Make = {
                $loop = @{}
                $loop.self = $loop
                [pscustomobject]@{ Prompt = 'p'; Duration = $loop; Note = $loop }
            }
        }
        @{ Kind = 'nothing'; ErrorId = 'InvalidRow'; Make = { $null } }
        @{ Kind = 'a date'; ErrorId = 'InvalidRow'; Make = { Get-Date } }
    ) {
        $rows = (& $Make), @{ Prompt = 'q'; Note = 'n' }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model sora-2 }
        $result.Errors.FullyQualifiedErrorId | Should -Be "$ErrorId,Apimart.Video.Commands.NewApimartVideoCommand"
        $result.Errors.Exception.Message | Should -BeLike 'Row 1*: *'
        $result.Output.Prompt | Should -Be 'q'
    }

    It 'takes a task for its own request, with the columns of its row' {
        $task = [pscustomobject]@{ Prompt = 'p'; Size = '9:16'; Scene = 'dawn' } | New-ApimartVideo -Model sora-2
        $second = $task | New-ApimartVideo
        $second.TaskId | Should -Not -Be $task.TaskId
        $second.Row.Scene | Should -Be 'dawn'
        @($simulator.Bill)[-1].Body | ConvertFrom-Json | Should -BeLike '*model=sora-2; *aspect_ratio=9:16*'
    }

    It 'reads Take by the rule for numbers' {
        ([pscustomobject]@{ Prompt = 'p'; Take = '2.0' } | New-ApimartVideo -Model sora-2) | Should -HaveCount 1
        $result = Invoke-Collecting { [pscustomobject]@{ Prompt = 'p'; Take = '1,0'; Duration = 'x' } | New-ApimartVideo -Model sora-2 }
        $result.Errors[0].Exception.Message | Should -BeLike "*Take '1,0' is not a whole number*Duration 'x'*"
        { New-ApimartVideo p sora-2 -Take 1.5 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { New-ApimartVideo p sora-2 -Take 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        New-ApimartVideo p sora-2 -Take 1, 2 | Should -HaveCount 2
    }
}

Describe 'The names of files' {
    BeforeAll {
        $simulator = Use-TestSimulator
        $folder = Join-Path $TestDrive clips
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'have the user''s columns and the row''s number, also for a task that comes back by id or from a CSV file' {
        $row = @{ Prompt = 'p'; Model = 'sora-3' }, [pscustomobject]@{ Prompt = 'p'; Model = 'sora-2'; Scene = 'dawn/1' }
        $task = $row | New-ApimartVideo -ErrorAction SilentlyContinue | Wait-ApimartTask
        $csv = Join-Path $TestDrive tasks.csv
        $task | Select-Object TaskId | Export-Csv $csv
        foreach ($one in $task, $task.TaskId, (Import-Csv $csv), (Get-ApimartTask $task.TaskId)) {
            ($one | Save-ApimartVideo $folder -FileName '{row:000} {Scene}' -PassThru).Name | Should -Be '002 dawn-1.mp4'
        }
    }

    It 'are refused for a row that lacks the column, and the others are saved' {
        $rows = @{ Prompt = 'p'; Scene = 'dusk' }, @{ Prompt = 'q' }
        $result = Invoke-Collecting { $rows | New-ApimartVideo -Model sora-2 | Wait-ApimartTask | Save-ApimartVideo $folder -FileName '{Scene}' -PassThru }
        $result.Output.Name | Should -Be 'dusk.mp4'
        $result.Errors[0].FullyQualifiedErrorId | Should -BeLike 'BadTemplate,*'
        $result.Errors[0].Exception.Message | Should -BeLike 'Row 2 ("q"): *{Scene}*'
    }

    It 'have the parameters of registered models' {
        $module = Get-TestModulePath
        $own = Join-Path $TestDrive own.json
        Set-Content $own @'
{"family":"own","vendor":"v","source":"s","standing":"Documented","models":[{"name":"sora-2","description":"d"}],"parameters":[
{"name":"MoonPhase","wireName":"lunar_phase","type":"String","description":"d","standing":"Documented"}]}
'@
        $result = & (Get-TestShell) -NoProfile -Command "
            Import-Module '$module'; `$env:APIMART_JOURNAL = '$TestDrive/j2'
            Register-ApimartModel '$own' -Replace
            `$null = Start-ApimartSimulator -TaskDuration 0.1
            'p', 'q' | New-ApimartVideo -Model sora-2 -MoonPhase full | Wait-ApimartTask -PollInterval 0.05 |
                Save-ApimartVideo '$TestDrive/moon' -FileName '{MoonPhase} {Prompt}' -PassThru | ForEach-Object Name | Sort-Object"
        $result | Should -Be 'full p.mp4', 'full q.mp4'
    }
}

Describe 'The mistakes of which docs/errors.md pairs the ErrorIds' {
    BeforeDiscovery {
        $mistakes = @(
            @{ Line = { New-ApimartVideo p -Model veo3.1-fast -Duration 5 }; OnLine = 'ParameterArgumentValidationError'; Cells = @{ Duration = 5; Model = 'veo3.1-fast' }; InRow = 'InvalidDuration' }
            @{ Line = { New-ApimartVideo p -Model veo3.1-fast -Duration 8s }; OnLine = 'ParameterArgumentTransformationError'; Cells = @{ Duration = '8s' }; InRow = 'InvalidDuration' }
            @{ Line = { New-ApimartVideo p -Model sora-2 -Resolution 720p }; OnLine = 'NamedParameterNotFound'; Cells = @{ Resolution = '720p' }; InRow = 'UnsupportedParameter' }
            @{ Line = { New-ApimartVideo p -Model veo3.1-fast -Duraton 8 }; OnLine = 'NamedParameterNotFound'; Cells = @{ Duraton = 8 }; InRow = 'UnknownColumn' }
            @{ Line = { New-ApimartVideo p -Model veo3.1-fast -Size 16:9 -AspectRatio 9:16 }; OnLine = 'ParameterAlreadyBound'; Cells = @{ Size = '16:9'; AspectRatio = '9:16' }; InRow = 'ConflictingColumns' }
            @{ Line = { New-ApimartVideo p -Model veo3.1-fast -Duration }; OnLine = 'MissingArgument'; Cells = @{ Duration = '' }; InRow = $null }
        )
    }

    BeforeAll {
        $simulator = Use-TestSimulator
        $page = Get-Content "$PSScriptRoot/../../docs/errors.md"
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'are <OnLine> on the line, <InRow> in a row' -ForEach $mistakes {
        (Invoke-Collecting $Line).Errors.FullyQualifiedErrorId | Should -Be "$OnLine,Apimart.Video.Commands.NewApimartVideoCommand"
        $Cells.Prompt = 'p'
        $Cells.Model ??= 'sora-2'
        $result = Invoke-Collecting { $Cells | New-ApimartVideo }
        $result.Errors.FullyQualifiedErrorId | Should -Be $(if ($InRow) { "$InRow,Apimart.Video.Commands.NewApimartVideoCommand" })
        $page -match "^\| .* \| ``$OnLine`` \| .*$InRow" | Should -Not -BeNullOrEmpty
    }

    It 'are the module''s beside piped rows' {
        $result = Invoke-Collecting { 'p', 'q' | New-ApimartVideo -Model veo3.1-fast -Duration 5 }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'InvalidDuration,Apimart.Video.Commands.NewApimartVideoCommand'
        $result.Output | Should -HaveCount 0
    }
}
