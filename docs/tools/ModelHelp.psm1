# Writes into the pages what the catalogue knows of each model, between the markers that the pages hold.

Set-StrictMode -Version Latest

$begin = '<!-- models: begin -->'
$end = '<!-- models: end -->'
$page = 'New-ApimartVideo'
$planPage = 'Test-ApimartVideo'
$planOwn = 'Model', 'Offline', 'ThrottleLimit', 'ApiKey'
$about = 'about_Apimart.Video_Models'
$commonColumns = 'Duration', 'AspectRatio', 'Resolution'

<#
.SYNOPSIS
    The pages that depend on the catalogue, with the text they have to have.
.PARAMETER Folder
    The folder of the pages. What stands outside the markers is kept.
.OUTPUTS
    An object with Path and Text for each page.
#>
function Get-ModelHelp {
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param([Parameter(Mandatory)] [string] $Folder)

    $models = @(Get-ApimartModel | Where-Object Origin -EQ Curated | Sort-Object Name)
    $cmdletPath = Join-Path $Folder "$page.md"
    $text = ConvertTo-Generated (Read-Page $cmdletPath) (ConvertTo-Table $models)
    $text = Merge-Parameter $text $models
    $text = Merge-Syntax $text $models
    [pscustomobject]@{ Path = $cmdletPath; Text = $text }
    $planPath = Join-Path $Folder "$planPage.md"
    [pscustomobject]@{ Path = $planPath; Text = Merge-Shared (Read-Page $planPath) $text }

    $aboutPath = Join-Path $Folder "$about.md"
    $list = @(
        ConvertTo-Table $models
        foreach ($model in $models) { ''; ConvertTo-Section $model }
    )
    [pscustomobject]@{ Path = $aboutPath; Text = ConvertTo-Generated (Read-Page $aboutPath) $list }
}

function Read-Page([string] $Path) {
    (Get-Content -LiteralPath $Path -Raw).ReplaceLineEndings("`n")
}

function ConvertTo-Generated([string] $Text, [string[]] $Line) {
    $at = $Text.IndexOf($begin)
    $stop = $Text.IndexOf($end)
    if ($at -lt 0 -or $stop -lt $at) { throw "The page has no '$begin' with an '$end' after it." }
    $Text.Substring(0, $at) + (Join-Generated $Line) + $Text.Substring($stop + $end.Length)
}

function Join-Generated([string[]] $Line) {
    (@($begin, '') + $Line + @('', $end)) -join "`n"
}

# One row a model: what most models take in columns, the rest by name.
function ConvertTo-Table([object[]] $Model) {
    $rows = @(
        , (@('Model') + $commonColumns + 'Other parameters')
        foreach ($one in $Model) {
            $cells = foreach ($column in $commonColumns) {
                $parameter = $one.FindParameter($column)
                if ($parameter) { Get-Limit $parameter -Short } else { '' }
            }
            $rest = @($one.Parameters | ForEach-Object Name | Where-Object { $_ -notin $commonColumns })
            , (@($one.Name) + $cells + ($rest -join ', '))
        }
    )
    $widths = 0..($rows[0].Count - 1) | ForEach-Object {
        $column = $_
        ($rows | ForEach-Object { $_[$column].Length } | Measure-Object -Maximum).Maximum
    }
    for ($i = 0; $i -lt $rows.Count; $i++) {
        $cells = for ($column = 0; $column -lt $widths.Count; $column++) { $rows[$i][$column].PadRight($widths[$column]) }
        "| $($cells -join ' | ') |"
        if ($i -eq 0) { "| $(($widths | ForEach-Object { '-' * $_ }) -join ' | ') |" }
    }
}

function ConvertTo-Section([object] $Model) {
    "### $($Model.Name)"
    ''
    "$($Model.Description) Made by $($Model.Vendor)."
    ''
    if ($Model.Aliases.Length) { "- Found as well as: $($Model.Aliases -join ', ')" }
    $prompt = Get-Limit $Model.Prompt
    "- ``-Prompt``: $($prompt -replace '^text$', 'text of any length')"
    foreach ($parameter in $Model.Parameters) {
        $names = @("``$($parameter.WireName)``") + @($parameter.Aliases | ForEach-Object { "alias ``-$_``" })
        "- ``-$($parameter.Name)`` ($($names -join ', ')): $(Get-Limit $parameter)"
    }
    if ($Model.Remix) {
        $remix = $Model.Remix.Parameters | ForEach-Object { "``-$($_.Name)`` (``$($_.WireName)``): $(Get-Limit $_)" }
        "- With ``-ContinueTask``, only: $($remix -join '. ')"
    }
    foreach ($rule in $Model.Rules) {
        $text = Get-RuleText $rule
        if ($text) { "- $text" }
    }
    "- Source: $($Model.Source)"
}

function Get-RuleText([object] $Rule) {
    $has = $Rule.PSObject.Properties
    $text = if ($has['When'] -and $has['With']) { "Not together: $($Rule.When) and $($Rule.With)" }
    elseif ($has['When'] -and $has['Needs']) { "$($Rule.When) needs $($Rule.Needs)" }
    elseif ($has['Advice']) { $Rule.Advice }
    if ($text) { "$text$(if ("$($Rule.Severity)" -eq 'Warning') { '; else it is sent with a warning' })" }
}

# What the parameter takes, such as "6 to 30; default 6"; in a table's cell only its values or range.
function Get-Limit([object] $Parameter, [switch] $Short) {
    $rules = @($Parameter.Rules | Where-Object { -not $Short -or $_.GetType().Name -in 'OneOfRule', 'RangeRule' })
    $texts = @(
        foreach ($rule in $rules) {
            $allowed = if ($Short -and $rule.GetType().Name -eq 'OneOfRule') { $rule.Values -join ' ' } else { $rule.Allowed }
            if ("$($rule.Severity)" -eq 'Error') { $allowed } else { "better $allowed" }
        }
    )
    if (-not $texts) { $texts = @(Get-TypeText $Parameter.Type) }
    if ($Short) { return $texts -join '; ' }
    if ($Parameter.Default) { $texts += "default $($Parameter.Default)" }
    if ($Parameter.Required -and $Parameter.Name -ne 'Prompt') { $texts += 'must be given' }
    $standing = switch ("$($Parameter.Standing)") {
        'VendorClient' { "known from the vendor's own client" }
        'Integrator' { 'known from other programs only' }
        'Uncertain' { 'uncertain' }
    }
    if ($standing) { $texts += $standing }
    $texts -join '; '
}

function Get-TypeText([object] $Type) {
    switch ("$Type") {
        'Integer' { 'whole number' }
        'Number' { 'number' }
        'Boolean' { '$true or $false' }
        'StringArray' { 'list of texts' }
        'Object' { 'hashtable' }
        'ObjectArray' { 'list of hashtables' }
        default { 'text' }
    }
}

function Get-TypeName([object[]] $Parameter) {
    $names = @($Parameter | ForEach-Object { $_.Type } | ForEach-Object {
            switch ("$_") {
                'Integer' { 'System.Int32' }
                'Number' { 'System.Double' }
                'Boolean' { 'System.Boolean' }
                { $_ -in 'StringArray', 'SingleString' } { 'System.String[]' }
                'Object' { 'System.Collections.Hashtable' }
                'ObjectArray' { 'System.Collections.Hashtable[]' }
                default { 'System.String' }
            }
        } | Select-Object -Unique)
    if ($names.Count -eq 1) { $names[0] } else { 'System.Object' }
}

# Each parameter of the catalogue has a section among the others: a first paragraph that a person may write, then what each model
# takes. The sections of the other parameters, such as those for paths, are a person's.
function Merge-Parameter([string] $Text, [object[]] $Model) {
    $known = (Get-Command $page).Parameters.Keys
    $heading = "## PARAMETERS`n"
    $start = $Text.IndexOf($heading) + $heading.Length
    $stop = $Text.IndexOf('### CommonParameters', $start)
    $sections = [System.Collections.Generic.SortedDictionary[string, string]]::new([StringComparer]::OrdinalIgnoreCase)
    foreach ($section in $Text.Substring($start, $stop - $start) -split '(?m)^(?=### -)' | Where-Object { $_.Trim() }) {
        $sections[[regex]::Match($section, '^### -(\w+)').Groups[1].Value] = $section.Trim()
    }
    $groups = @($Model | ForEach-Object { $_.Parameters } | Group-Object Name)
    foreach ($name in @($sections.Keys)) {
        if ($name -notin $known) { $null = $sections.Remove($name) }
    }
    foreach ($group in $groups) {
        $former = if ($sections.ContainsKey($group.Name)) { $sections[$group.Name] }
        $sections[$group.Name] = ConvertTo-ParameterSection -Name $group.Name -Parameter $group.Group -Model $Model -Former $former
    }
    $Text.Substring(0, $start) + "`n" + ($sections.Values -join "`n`n") + "`n`n" + $Text.Substring($stop)
}

# The plan takes the line that is planned: what its parameters are stands in that cmdlet's page, but for the few of its own.
function Merge-Shared([string] $Text, [string] $From) {
    $sections = [System.Collections.Generic.SortedDictionary[string, string]]::new([StringComparer]::OrdinalIgnoreCase)
    $known = (Get-Command $planPage).Parameters.Keys
    foreach ($name in Get-SectionName $From | Where-Object { $_ -in $known -and $_ -notin $planOwn }) { $sections[$name] = Get-Section $From $name }
    foreach ($name in $planOwn) { $sections[$name] = Get-Section $Text $name }
    $start = $Text.IndexOf("## PARAMETERS`n") + "## PARAMETERS`n".Length
    $stop = $Text.IndexOf('### CommonParameters', $start)
    $Text = $Text.Substring(0, $start) + "`n" + ($sections.Values -join "`n`n") + "`n`n" + $Text.Substring($stop)
    $syntax = [regex]::Match($From, '(?s)## SYNTAX\n.*?(?=## ALIASES)').Value -replace $page, $planPage -replace '(-Model\]?) <string>', '$1 <string[]>' -replace
        '\s*\[-WhatIf\]\s*\[-Confirm\]', ' [-Offline]'
    [regex]::Replace($Text, '(?s)## SYNTAX\n.*?(?=## ALIASES)', { $syntax })
}

function Get-SectionName([string] $Text) {
    [regex]::Matches($Text, '(?m)^### -(\w+)') | ForEach-Object { $_.Groups[1].Value }
}

function Get-Section([string] $Text, [string] $Name) {
    [regex]::Match($Text, "(?ms)^### -$Name\n.*?(?=^### |\z)").Value.Trim()
}

function ConvertTo-ParameterSection([string] $Name, [object[]] $Parameter, [object[]] $Model, [string] $Former) {
    $intro = [regex]::Match("$Former", "(?s)^### -\w+\n(.*?)$([regex]::Escape($begin))").Groups[1].Value.Trim()
    if (-not $intro) { $intro = ($Parameter | Group-Object Description | Sort-Object Count -Descending -Stable)[0].Name }
    $limits = [ordered]@{}
    foreach ($one in $Model) {
        $own = $one.FindParameter($Name)
        if ($own -and $own.Name -eq $Name) {
            $limit = Get-Limit $own
            $limits[$limit] = @($limits[$limit] | Where-Object { $_ }) + $one.Name
        }
    }
    $aliases = @($Parameter | ForEach-Object { $_.Aliases } | Sort-Object -Unique)
    $lines = @(
        "### -$Name"
        ''
        $intro
        ''
        Join-Generated @($limits.Keys | ForEach-Object { "- $($limits[$_] -join ', '): $_" })
        ''
        '```yaml'
        "Type: $(Get-TypeName $Parameter)"
        "DefaultValue: ''"
        'SupportsWildcards: false'
        if ($aliases) { 'Aliases:'; $aliases | ForEach-Object { "- $_" } } else { 'Aliases: []' }
        'ParameterSets:'
        '- Name: (All)'
        '  Position: Named'
        '  IsRequired: false'
        '  ValueFromPipeline: false'
        '  ValueFromPipelineByPropertyName: true'
        '  ValueFromRemainingArguments: false'
        'DontShow: false'
        'AcceptedValues: []'
        "HelpMessage: ''"
        '```'
    )
    $lines -join "`n"
}

# The cmdlet's own parameters come first, as Get-Command shows them; they end with -Confirm.
function Merge-Syntax([string] $Text, [object[]] $Model) {
    $syntax = [regex]::Match($Text, "(?s)## SYNTAX\n.*?``````\n(.*?)``````")
    $own = ($syntax.Groups[1].Value -replace '\s+', ' ') -replace '(?<=\[-Confirm\]).*'
    $words = @($Model | ForEach-Object { $_.Parameters } | Group-Object Name | ForEach-Object {
            $type = (Get-TypeName $_.Group) -replace '^.*\.', '' -replace '^Int32$', 'int' -replace '^Boolean$', 'bool'
            "[-$($_.Name) <$($type.ToLowerInvariant())>]"
        })
    $catalogued = $Model | ForEach-Object { $_.Parameters } | ForEach-Object Name
    $beside = @((Get-Command $page).Parameters.Values | Where-Object { $_.IsDynamic -and $_.Name -notin $catalogued } | ForEach-Object {
            "[-$($_.Name) <$(if ($_.ParameterType -eq [object]) { 'bool' } else { $_.ParameterType.Name.ToLowerInvariant() })>]"
        })
    $words = @($words + $beside | Sort-Object)
    $lines = [System.Collections.Generic.List[string]]::new()
    $line = ''
    foreach ($word in @($own -split ' (?=\[)') + $words) {
        if ($line.Length + $word.Length + 1 -gt 99) { $lines.Add($line); $line = '' }
        $line = if ($line -or $lines.Count) { "$line $word" } else { $word }
    }
    $lines.Add($line)
    $block = $syntax.Groups[1]
    $Text.Substring(0, $block.Index) + ($lines -join "`n") + "`n" + $Text.Substring($block.Index + $block.Length)
}

Export-ModuleMember -Function Get-ModelHelp
