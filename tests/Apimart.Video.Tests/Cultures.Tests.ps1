BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
}

Describe 'The command line in <Culture>' -ForEach @{ Culture = 'de-DE' }, @{ Culture = 'fr-FR' }, @{ Culture = 'tr-TR' }, @{ Culture = 'zh-CN' }, @{ Culture = 'th-TH' } {
    BeforeAll {
        $former = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
        $simulator = Use-TestSimulator
        $job = "İstanbul ISI $Culture"
    }

    BeforeEach {
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
    }

    AfterAll {
        [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $former
        Stop-ApimartSimulator
    }

    It 'reads <Given> as 10' -ForEach @{ Given = 10 }, @{ Given = '10' }, @{ Given = '10.0' }, @{ Given = 10.0 }, @{ Given = [decimal] 10 }, @{ Given = ' +10 ' } {
        $null = New-ApimartVideo p Omni-Flash-Ext -Duration $Given
        @($simulator.Bill)[-1].Body | Should -BeLike '*"duration":10}'
        $null = @{ Prompt = 'p'; Duration = $Given } | New-ApimartVideo -Model Omni-Flash-Ext
        @($simulator.Bill)[-1].Body | Should -BeLike '*"duration":10}'
    }

    It 'refuses -<Parameter> <Given>, and names <Meant>' -ForEach @(
        @{ Parameter = 'AssumedCost'; Given = '0,50'; Meant = '0.5' }
        @{ Parameter = 'MaxCost'; Given = '1.234,5'; Meant = $null }
        @{ Parameter = 'Duration'; Given = '1,0'; Meant = '1' }
        @{ Parameter = 'Duration'; Given = 7.5; Meant = '7 or 8' }
        @{ Parameter = 'Duration'; Given = '8s'; Meant = '8' }
        @{ Parameter = 'Take'; Given = '1,0'; Meant = '1' }
        @{ Parameter = 'ThrottleLimit'; Given = '2,0'; Meant = '2' }
    ) {
        $splat = @{ $Parameter = $Given }
        $result = Invoke-Collecting { New-ApimartVideo p Omni-Flash-Ext @splat -WhatIf }
        $result.Errors.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,Apimart.Video.Commands.NewApimartVideoCommand'
        $result.Errors.Exception.Message | Should -BeLike $(if ($Meant) { "*; $Meant was probably meant*" } else { '*is not a number*' })
    }

    It 'refuses 1kb on the line, and names 1' {
        $result = Invoke-Collecting { New-ApimartVideo p Omni-Flash-Ext -Duration 1kb -WhatIf }
        $result.Errors.Exception.Message | Should -BeLike "*'1kb' is not a whole number*; 1 was probably meant*"
    }

    It 'refuses the cell <Given>, and goes on' -ForEach @{ Given = '1,0' }, @{ Given = '10 s' }, @{ Given = 7.5 }, @{ Given = '7,5' }, @{ Given = '１０' } {
        $result = Invoke-Collecting { @{ Prompt = 'p'; Duration = $Given }, @{ Prompt = 'q'; Duration = 10 } | New-ApimartVideo -Model Omni-Flash-Ext }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidDuration,*'
        $result.Output.Prompt | Should -Be 'q'
    }

    It 'finds models, parameters, columns and jobs by their names' {
        (Get-ApimartModel OMNI-FLASH-EXT*).Name | Should -Be 'Omni-Flash-Ext'
        (Get-ApimartModel grok-IMAGINE-1.0-VIDEO*).Name | Should -Be 'grok-imagine-1.0-video-apimart'
        $null = New-ApimartVideo p GROK-IMAGINE-1.0-VIDEO-APIMART -DURATION 8 -IMAGEURL https://example.com/i.png -QUALITY 720p -JobName $job
        @($simulator.Bill)[-1].Body |
            Should -BeExactly '{"model":"grok-imagine-1.0-video-apimart","prompt":"p","duration":8,"quality":"720p","image_urls":["https://example.com/i.png"]}'
        $null = [pscustomobject]@{ PROMPT = 'p'; MODEL = 'omni-flash-ext'; DURATION = '8'; IMAGEURL = 'https://example.com/i.png'; ASPECTRATIO = '16:9' } | New-ApimartVideo
        @($simulator.Bill)[-1].Body | Should -BeLike '{"model":"Omni-Flash-Ext","prompt":"p","duration":8,*'
        Get-ApimartJournal -JobName '*isi*' | Should -HaveCount 1
        Get-ApimartJournal -JobName $job -Status SUBMITTED, processing, Completed | Should -HaveCount 1
    }

    It 'keeps dates and numbers of the user''s own columns, and writes file names, by one rule' {
        $folder = Join-Path $TestDrive $Culture
        $row = [pscustomobject]@{ Prompt = 'p'; Preis = 1.5; Day = [datetime] '2026-03-04T05:06:07Z'; Name = 'ısı' }
        $task = $row | New-ApimartVideo -Model sora-2 | Wait-ApimartTask
        $task.Row.Preis, $task.Row.Name | Should -Be '1.5', 'ısı'
        $task.Row.Day | Should -BeLike '2026-03-0*T*'
        $file = $task | Save-ApimartVideo $folder -FileName '{row:000} {Name} {Preis} {Date} {Duration}' -PassThru
        $file.Name | Should -BeLike '001 ısı 1.5 20??-??-??.mp4'
        $file.Name.Substring(12, 4) | Should -Be ([datetime]::Now.ToString('yyyy', [cultureinfo]::InvariantCulture))
    }

    It 'says numbers in messages by one rule' {
        Stop-ApimartSimulator
        $null = Use-TestSimulator @{ TaskDuration = 600 }
        $result = Invoke-Collecting { New-ApimartVideo p sora-2 | Wait-ApimartTask -Timeout 0.0005 }
        $result.Errors[0].Exception.Message | Should -BeLike '* after 0 seconds*'
        $result = Invoke-Collecting { @{ Prompt = 'p'; Model = 'sora-2'; Duration = 1.5 } | New-ApimartVideo }
        $result.Errors[0].Exception.Message | Should -BeLike "*'1.5'*"
    }
}

Describe 'A session that begins in <Culture>' -ForEach @{ Culture = 'ar-SA' }, @{ Culture = 'fa-IR' }, @{ Culture = 'th-TH' } {
    It 'makes a video, and another session in the usual culture knows it' {
        $script = Join-Path $TestDrive "$Culture.ps1"
        $journal = Join-Path $TestDrive "$Culture.journal"
        Set-Content $script @'
param($Module, $Culture, $Journal, $Folder)
[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
[cultureinfo]::DefaultThreadCurrentCulture = $Culture
Import-Module $Module
$env:APIMART_JOURNAL = $Journal
(Start-ApimartSimulator -TaskDuration 0:0:1).BaseUri.AbsoluteUri
'p' | New-ApimartVideo -Model sora-2 -Duration 8 -JobName j -MaxCost 2.5 | Wait-ApimartTask | Save-ApimartVideo -Path $Folder -PassThru | ForEach-Object Length
'@
        $address, $length = & (Get-TestShell) -NoProfile -File $script (Get-TestModulePath) $Culture $journal (Join-Path $TestDrive $Culture)
        [long] $length | Should -BeGreaterThan 1000

        $known = & (Get-TestShell) -NoProfile -Command "
            Import-Module '$(Get-TestModulePath)'; `$env:APIMART_JOURNAL = '$journal'; `$env:APIMART_BASE_URL = '$address'
            Get-ApimartJournal | ForEach-Object { `$_.CreatedAt.Year; `$_.Status; `$_.SavedFiles.Length }"
        $known | Should -Be ([datetime]::UtcNow.Year), 'Completed', 1
    }
}
