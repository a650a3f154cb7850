BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The manners of the cmdlets' {
    BeforeAll {
        $simulator = Use-TestSimulator
        $done = 'a red fox', 'a harbour' | New-ApimartVideo -Model sora-2 -Duration 8 | Wait-ApimartTask
    }

    AfterAll {
        Stop-ApimartSimulator
    }

    It 'work under strict mode, with splatting and with -ErrorAction Stop' {
        Set-StrictMode -Version Latest
        $parameters = @{ Prompt = 'p'; Model = 'Omni-Flash-Ext'; Duration = 4; ErrorAction = 'Stop' }
        (New-ApimartVideo @parameters).TaskId | Should -BeLike 'task_*'
        { 'a [fail]' | New-ApimartVideo -Model sora-2 | Wait-ApimartTask -ErrorAction Stop } | Should -Throw -ErrorId 'TaskFailed,*'
    }

    It 'go to disk with Export-Clixml and come back' {
        $file = Join-Path $TestDrive tasks.xml
        $done | Export-Clixml $file
        $back = Import-Clixml $file
        $back.TaskId | Should -Be $done.TaskId
        ($back | Get-ApimartTask).Prompt | Sort-Object | Should -Be 'a harbour', 'a red fox'
        ($back | Save-ApimartVideo (Join-Path $TestDrive clixml) -PassThru) | Should -HaveCount 2
    }

    It 'go through JSON and CSV and come back' {
        ($done | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Get-ApimartTask).TaskId | Sort-Object | Should -Be ($done.TaskId | Sort-Object)
        ($done | Select-Object TaskId, Prompt, Status | ConvertTo-Csv | ConvertFrom-Csv | Get-ApimartTask).TaskId |
            Sort-Object | Should -Be ($done.TaskId | Sort-Object)
    }

    It 'ask before money and files, and only there' {
        $asking = (Get-Command -Module Apimart.Video).Where({ $_.Parameters.ContainsKey('WhatIf') }).Name
        $asking | Should -Contain New-ApimartVideo
        $asking | Should -Contain Save-ApimartVideo
        (Get-Command Save-ApimartVideo).Parameters.Keys | Should -Contain LiteralPath
    }

    It 'work beside a module that brought another Polly' {
        $other = Copy-Item "$(Get-TestModulePath)/bin/dependencies/Polly.Core.dll" $TestDrive -PassThru
        $output = & (Get-TestShell) -NoProfile -Command "
            [void] [Reflection.Assembly]::LoadFrom('$other')
            Import-Module '$(Get-TestModulePath)'
            `$env:APIMART_JOURNAL = '$TestDrive/journal'
            `$null = Start-ApimartSimulator -TaskDuration 0.1 -Fault 'look:status=503:1'
            ('p' | New-ApimartVideo -Model sora-2 | Get-ApimartTask).TaskId
            [System.Runtime.Loader.AssemblyLoadContext]::All.ForEach({ `$_.Assemblies.Where({ `$_.GetName().Name -eq 'Polly.Core' }) }).Count"
        $output | Should -HaveCount 2
        $output[0] | Should -BeLike 'task_*'
        $output[1] | Should -Be 2
    }

    It 'are found without importing the module first' {
        $parent = Split-Path (Get-TestModulePath)
        $name = & (Get-TestShell) -NoProfile -Command "`$env:PSModulePath = '$parent' + [IO.Path]::PathSeparator + `$env:PSModulePath; (Get-ApimartModel sora-2).Name"
        $name | Should -Be 'sora-2'
    }

    It 'show tasks in a table that fits <Width> columns' -ForEach @(@{ Width = 80 }, @{ Width = 160 }) {
        $PSStyle.OutputRendering = 'PlainText'
        $lines = ($done | Out-String -Width $Width) -split "`r?`n" | Where-Object { $_ }
        $lines[0] | Should -Match '^Row +Status +Model +Time +USD Prompt, file or reason'
        $lines[2] | Should -Match "^[12] +Completed +sora-2 +\d+s +0[.]\d+ $($done[0].Prompt)"
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
    }

    It 'colour states on a screen and not in a log' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $done | Out-String | Should -Match "`e\[32mCompleted"
            $PSStyle.OutputRendering = 'PlainText'
            $done | Out-String | Should -Not -Match "`e"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }

    It 'complete the tokens of a file name' {
        (TabExpansion2 "Save-ApimartVideo -FileName '{Pro").CompletionMatches.ListItemText | Should -Be '{Prompt:40}'
        (TabExpansion2 "Save-ApimartVideo -FileName '{n:000}-{Mod").CompletionMatches.CompletionText | Should -Be "'{n:000}-{Model}'"
    }

    It 'tell what a model is while completing it' {
        $match = (TabExpansion2 'New-ApimartVideo -Model veo3.1-q').CompletionMatches[0]
        $match.CompletionText | Should -Be 'veo3.1-quality'
        $match.ToolTip | Should -BeLike '*final video*'
    }
}
