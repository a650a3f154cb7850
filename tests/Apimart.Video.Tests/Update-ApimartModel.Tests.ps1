BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    $own = Join-Path $TestDrive tomorrow.json
    Set-Content $own @'
{
  "family": "tomorrow-1",
  "vendor": "Tomorrow",
  "source": "a page of tomorrow",
  "standing": "Documented",
  "models": [ { "name": "tomorrow-1", "description": "A model that appears tomorrow." } ],
  "parameters": [
    {
      "name": "Duration", "wireName": "duration", "type": "Integer", "default": "5", "description": "Length in seconds.", "standing": "Documented",
      "rules": [ { "rule": "range", "minimum": 2, "maximum": 20, "standing": "Documented", "source": "a page of tomorrow" } ]
    },
    { "name": "MoonPhase", "wireName": "moon_phase", "type": "String", "description": "The moon.", "standing": "Documented" },
    { "name": "Verbose", "wireName": "verbose", "type": "Boolean", "description": "A word that PowerShell has already.", "standing": "Documented" }
  ]
}
'@
    $module = Get-TestModulePath
}

Describe 'Update-ApimartModel' {
    BeforeAll {
        $former = $env:APIMART_JOURNAL
        $env:APIMART_JOURNAL = Join-Path $TestDrive journal
    }

    AfterAll {
        $env:APIMART_JOURNAL = $former
    }

    AfterEach {
        Stop-ApimartSimulator
        Remove-Item $env:APIMART_JOURNAL -Recurse -Force -ErrorAction Ignore
    }

    It 'shows nothing where the server says what the catalogue says' {
        $null = Use-TestSimulator
        Update-ApimartModel | Should -BeNullOrEmpty
        Test-Path $env:APIMART_JOURNAL/models.json | Should -BeFalse
    }

    It 'makes a model usable that is newer than the module, with completion and in the next session' {
        $simulator = Use-TestSimulator @{ ModelPath = $own }
        $difference = Update-ApimartModel
        "$($difference.Model) $($difference.Change)" | Should -Be 'tomorrow-1 NewModel'
        $difference.PSTypeNames | Should -Contain 'Apimart.Video.Models.Learned.ModelDifference'

        "$((Get-ApimartModel tomorrow-1).Origin)" | Should -Be Learned
        (TabExpansion2 'New-ApimartVideo p -Model tomor').CompletionMatches.CompletionText | Should -Be tomorrow-1
        (TabExpansion2 'New-ApimartVideo p -Model tomorrow-1 -Moon').CompletionMatches.CompletionText | Should -Be '-MoonPhase'
        $null = New-ApimartVideo p -Model tomorrow-1 -MoonPhase full -Duration 3
        @($simulator.Bill)[-1].Body | Should -Be '{"model":"tomorrow-1","prompt":"p","duration":3,"moon_phase":"full"}'
        $rows = [pscustomobject]@{ Prompt = 'q'; Model = 'tomorrow-1'; MoonPhase = 'new' }, [pscustomobject]@{ Prompt = 'r'; Model = 'sora-2' }
        $rows | New-ApimartVideo -ThrottleLimit 1 | Should -HaveCount 2
        @($simulator.Bill)[-2].Body | Should -Be '{"model":"tomorrow-1","prompt":"q","moon_phase":"new"}'

        & (Get-TestShell) -NoProfile -Command "Import-Module '$module'; (Get-ApimartModel tomorrow*).Name" | Should -Be tomorrow-1
    }

    It 'keeps nothing with -WhatIf' {
        $null = Use-TestSimulator @{ ModelPath = $own }
        (Update-ApimartModel -WhatIf).Change | Should -Be NewModel
        Test-Path $env:APIMART_JOURNAL | Should -BeFalse
        (Invoke-Collecting { Get-ApimartModel tomorrow-1 }).Errors.FullyQualifiedErrorId | Should -BeLike 'UnknownModel,*'
    }

    It 'leaves everything as it was when the server <Name>' -ForEach @(
        @{ Name = 'says no'; Fault = 'other:status=404:always'; ErrorId = 'ModelsUnavailable' }
        @{ Name = 'has another key'; Fault = 'other:unauthorized:always'; ErrorId = 'AuthenticationError' }
    ) {
        $simulator = Use-TestSimulator @{ ModelPath = $own }
        $null = Update-ApimartModel
        $before = Get-Content $env:APIMART_JOURNAL/models.json -Raw
        $simulator.Inject($Fault)
        $result = Invoke-Collecting { Update-ApimartModel }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike "$ErrorId,*"
        $result.Output | Should -BeNullOrEmpty
        Get-Content $env:APIMART_JOURNAL/models.json -Raw | Should -BeExactly $before
        (Get-ApimartModel tomorrow-1).Name | Should -Be tomorrow-1
    }

    It 'reports a folder that takes no file, and shows the differences all the same' {
        $null = Use-TestSimulator @{ ModelPath = $own }
        Set-Content $env:APIMART_JOURNAL 'a file in place of the folder'
        $result = Invoke-Collecting { Update-ApimartModel }
        $result.Output.Model | Should -Be tomorrow-1
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'ModelsNotKept,*'
    }

    It 'importing the module reads no learned models' {
        $null = New-Item $env:APIMART_JOURNAL -ItemType Directory -Force
        Set-Content $env:APIMART_JOURNAL/models.json '{ not json'
        & (Get-TestShell) -NoProfile -Command "Import-Module '$module'; (Get-ApimartModel sora-2).Name" | Should -Be sora-2
    }
}

Describe 'Register-ApimartModel' {
    # Registered models last as long as their session, so each test has one of its own.
    It 'adds a model for the session' {
        $result = & (Get-TestShell) -NoProfile -Command "
            Import-Module '$module'; `$env:APIMART_JOURNAL = '$TestDrive/j1'
            (Register-ApimartModel '$own' -PassThru).Name
            (Get-ApimartModel tomorrow-1).Origin
            New-ApimartVideo p -Model tomorrow-1 -MoonPhase full -WhatIf
            try { New-ApimartVideo p -Model tomorrow-1 -Duration 30 -WhatIf } catch { `$_.FullyQualifiedErrorId }"
        $result[0, 1] | Should -Be 'tomorrow-1', 'Registered'
        $result[2] | Should -BeLike '*"moon_phase":"full"*'
        $result[3] | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'does not replace a curated model without -Replace' {
        $file = Join-Path $TestDrive sora.json
        Set-Content $file '{"family":"own","vendor":"v","source":"s","standing":"Documented","models":[{"name":"sora-2","description":"d"}]}'
        $result = & (Get-TestShell) -NoProfile -Command "
            Import-Module '$module'
            Register-ApimartModel '$file' -ErrorVariable e -ErrorAction SilentlyContinue; `$e.FullyQualifiedErrorId
            (Get-ApimartModel sora-2).Origin
            Get-Item '$file' | Register-ApimartModel -Replace
            (Get-ApimartModel sora-2).Origin"
        $result | Should -Be 'ModelExists,Apimart.Video.Commands.RegisterApimartModelCommand', 'Curated', 'Registered'
    }

    It 'names the file, the place and the fault' {
        $file = Join-Path $TestDrive wrong.json
        Set-Content $file '{"family":"own","vendor":"v","source":"s","standing":"Documented","models":[{"name":"a","description":"d"}],"parameters":[{"name":"Fog","wireName":"fog","type":"String","description":"d","standing":"Documented","rules":[{"rule":"near","source":"s"}]}]}'
        $result = Invoke-Collecting { Register-ApimartModel $file }
        $result.Errors.FullyQualifiedErrorId | Should -BeLike 'InvalidModelFile,*'
        $result.Errors.Exception.Message | Should -BeLike "*$file*parameters/0/rules/0*'near'*"
    }

    It 'adds nothing with -WhatIf' {
        Register-ApimartModel $own -WhatIf -PassThru | Should -BeNullOrEmpty
    }
}
