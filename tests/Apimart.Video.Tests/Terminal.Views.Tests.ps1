BeforeDiscovery {
    $file = "$PSScriptRoot/../../src/Apimart.Video/Module/Apimart.Video.Format.ps1xml"
    $views = ([xml](Get-Content $file -Raw)).Configuration.ViewDefinitions.View | Where-Object { -not $_['OutOfBand'] } | ForEach-Object {
        @{ View = $_.Name; Name = @($_.ViewSelectedBy.TypeName)[0]; Format = if ($_.TableControl) { 'Format-Table' } elseif ($_.CustomControl) { 'Format-Custom' } else { 'Format-List' }
            Properties = @(
                $_.SelectNodes('.//PropertyName').InnerText
                $_.SelectNodes('.//ScriptBlock').InnerText | Where-Object { $_ -notmatch 'ForEach|Where' } | ForEach-Object { [regex]::Matches($_, '\$_\.(\w+)').ForEach({ $_.Groups[1].Value }) }
            ) | Where-Object { $_ } | Select-Object -Unique
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Support.psm1" -Force
    Import-TestModule
    Use-TestSimulator
    Stop-ApimartSimulator   # Now all of the module is loaded.
    $script:hostile = "owned`e]0;title`a`e[2J`u{9b}31m`u{202e}`u{200b}`u{7f}`u{2028}"
    $script:link = [uri]::new("https://h/owned`u{202e}%1b")

    function Get-HostileValue([type] $Type, [int] $Depth) {
        $inner = [Nullable]::GetUnderlyingType($Type)
        if ($inner) { $Type = $inner }
        $element = if ($Type.IsArray) { $Type.GetElementType() }
        elseif ($Type.IsGenericType -and $Type.GetGenericArguments().Count -eq 1 -and $Type.Name -match 'List|ImmutableArray|Enumerable|Collection') { $Type.GetGenericArguments()[0] }
        if ($Type -eq [string]) { $hostile }
        elseif ($Type -eq [object]) { $hostile }
        elseif ($Type -eq [uri]) { $link }
        elseif ($Type -eq [bool]) { $true }
        elseif ($Type -eq [int] -or $Type -eq [long] -or $Type -eq [decimal] -or $Type -eq [double]) { 1 -as $Type }
        elseif ($Type -eq [DateTimeOffset]) { [DateTimeOffset]::UtcNow }
        elseif ($element -and $Depth -lt 3) {
            $array = [Array]::CreateInstance($element, 1)
            $array.SetValue((Get-HostileValue $element ($Depth + 1)), 0)
            if ($Type.Name -like 'ImmutableArray*') {
                $create = [System.Collections.Immutable.ImmutableArray].GetMethods().Where({ $_.Name -eq 'Create' -and $_.GetParameters().Count -eq 1 -and $_.GetParameters()[0].ParameterType.IsArray })[0]
                $create.MakeGenericMethod($element).Invoke($null, @(, $array))
            }
            else { , $array }
        }
        elseif ($Type.Namespace -like 'Apimart.Video*' -and $Type.IsClass -and -not $Type.IsAbstract -and $Depth -lt 3) { New-Hostile $Type ($Depth + 1) }
    }

    # An object of a type, each text in it one that acts on a terminal, whatever its constructor asks for.
    function New-Hostile([type] $Type, [int] $Depth = 0) {
        $made = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($Type)
        foreach ($field in $Type.GetFields('Instance, Public, NonPublic')) {
            $value = Get-HostileValue $field.FieldType $Depth
            if ($null -ne $value) { try { $field.SetValue($made, $value) } catch [ArgumentException] { Write-Debug "$($field.Name) stays empty." } }
        }
        , $made
    }

    function Show-Object($Value, [string] $Format, [string] $View) {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            , $Value | & $Format -View $View | Out-String -Width 2000
        }
        finally { $PSStyle.OutputRendering = $rendering }
    }

    # The module's own colours are no foreign text.
    function Get-Control([string] $Shown) { $Shown -replace '\e\[[0-9;]*m' -replace '[\r\n]' -replace '[^\p{Cc}\p{Cf}\u2028\u2029]' }
}

Describe 'The view <View>' -ForEach $views {
    It 'lets nothing through to the terminal that would act on it' {
        $type = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'Apimart.Video*' }).ForEach({ $_.GetType($Name -replace '#.*') }).Where({ $_ })[0]
        $type | Should -Not -BeNullOrEmpty
        $made = New-Hostile $type
        if ($Name -ne $type.FullName) { $made.PSObject.TypeNames.Insert(0, $Name) }

        $shown = Show-Object $made $Format $View

        $shown | Should -BeLike '*owned*'
        Get-Control $shown | Should -BeNullOrEmpty
    }

    # A column of what is not there is blank, and nothing else tells of it.
    It 'names only what the object has' {
        $type = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'Apimart.Video*' }).ForEach({ $_.GetType($Name -replace '#.*') }).Where({ $_ })[0]

        $Properties | Where-Object { -not $type.GetMember($_) } | Should -BeNullOrEmpty
    }
}

Describe 'The user''s own prompt' {
    It 'is shown harmless and kept as it is, also in a copy from another process' {
        Use-TestSimulator
        try {
            $task = New-ApimartVideo "a fox $hostile" veo3.1-fast
            $task.Prompt | Should -Be "a fox $hostile"
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($task))
            foreach ($one in $task, $copy) {
                foreach ($format in 'Format-Table', 'Format-List') {
                    $shown = Show-Object $one $format "Apimart.Video.Tasks.ApimartTask$(if ($format -eq 'Format-List') { '.List' })"
                    $shown | Should -BeLike '*a fox owned*'
                    Get-Control $shown | Should -BeNullOrEmpty
                }
            }
        }
        finally { Stop-ApimartSimulator }
    }

    It 'acts on no terminal in an error that quotes it' {
        Use-TestSimulator
        try {
            $problem = (Invoke-Collecting { [pscustomobject]@{ Prompt = 'a fox'; Model = 'sora-2'; AspectRatio = "$hostile" } | New-ApimartVideo }).Errors[0]
            $problem.ErrorDetails.Message | Should -BeLike '*owned*'
            Get-Control $problem.ErrorDetails.Message | Should -BeNullOrEmpty
            $shown = $problem | Out-String -Width 2000
            $shown | Should -BeLike 'New-ApimartVideo: Row 1 *owned*'
            Get-Control $shown | Should -BeNullOrEmpty
        }
        finally { Stop-ApimartSimulator }
    }
}
