# Makes of the pages what Get-Help reads: MAML by PlatyPS, and texts for the about topics.

Set-StrictMode -Version Latest

$width = 79
$maml = 'http://schemas.microsoft.com/maml/2004/10'
$command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'

<#
.SYNOPSIS
    Writes the MAML of all cmdlet pages and the text of all about pages.
.PARAMETER Source
    The folder of the pages.
.PARAMETER Destination
    The folder for the help files; it is made where it does not exist.
#>
function Export-ModuleHelp {
    [CmdletBinding()]
    [OutputType([System.IO.FileInfo])]
    param(
        [Parameter(Mandatory)] [string] $Source,
        [Parameter(Mandatory)] [string] $Destination
    )

    $ErrorActionPreference = 'Stop'
    if (-not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)) {
        throw 'The help needs PlatyPS. Install it with: Install-PSResource Microsoft.PowerShell.PlatyPS'
    }
    Import-Module Microsoft.PowerShell.PlatyPS
    $null = New-Item $Destination -ItemType Directory -Force
    $work = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
    $null = New-Item $work -ItemType Directory
    try {
        $pages = @(Get-ChildItem $Source -Filter *-*.md | Sort-Object Name | ForEach-Object {
                $copy = Join-Path $work $_.Name
                ConvertTo-PlainPage (Get-Content $_.FullName) | Set-Content $copy
                $copy
            })
        $help = @(Import-MarkdownCommandHelp -Path $pages)
        $made = Export-MamlCommandHelp -CommandHelp $help -OutputFolder (Join-Path $work maml) -Force
        foreach ($file in $made) {
            $target = Join-Path $Destination $file.Name
            ConvertTo-ReadableMaml $file.FullName $help | Set-Content $target -NoNewline -Encoding utf8NoBOM
            Get-Item $target
        }
    }
    finally {
        Remove-Item $work -Recurse -Force
    }
    foreach ($topic in Get-ChildItem $Source -Filter about_*.md) {
        $target = Join-Path $Destination "$($topic.BaseName).help.txt"
        ((ConvertTo-AboutText (Get-Content $topic.FullName)) -join "`n") + "`n" | Set-Content $target -NoNewline -Encoding utf8NoBOM
        Get-Item $target
    }
}

# A console shows neither comments nor wide tables well; what the tables say stands in about_Apimart.Video_Models.
function ConvertTo-PlainPage([string[]] $Line) {
    $blank = $false
    foreach ($one in $Line | Where-Object { $_ -notmatch '^(<!--|\|)' }) {
        if ($one -or -not $blank) { $one }
        $blank = -not $one
    }
}

# PlatyPS 1.0 leaves an example's code in its fences, marks blank lines with U+0080 and drops aliases and defaults.
function ConvertTo-ReadableMaml([string] $Path, [object[]] $Help) {
    $document = [System.Xml.Linq.XDocument]::Load($Path)
    foreach ($example in $document.Descendants("{$command}example")) { ConvertTo-CodeExample $example }
    foreach ($paragraph in @($document.Descendants("{$maml}para"))) {
        $texts = @($paragraph.Value -split '\n\n' | ForEach-Object { $_.Replace([string][char]0x80, '').Trim() } | Where-Object { $_ })
        $paragraph.ReplaceWith(@($texts | ForEach-Object { New-Paragraph $_ }))
    }
    foreach ($entry in $document.Root.Elements("{$command}command")) {
        $name = $entry.Element("{$command}details").Element("{$command}name").Value
        $known = ($Help | Where-Object Title -EQ $name).Parameters
        foreach ($parameter in $entry.Descendants("{$command}parameter")) {
            $page = $known | Where-Object Name -EQ $parameter.Element("{$maml}name").Value
            if (-not $page) { continue }
            if ($page.Aliases) { $parameter.SetAttributeValue('aliases', $page.Aliases -join ', ') }
            if ($page.DefaultValue) { $parameter.Add([System.Xml.Linq.XElement]::new([System.Xml.Linq.XName] "{$dev}defaultValue", $page.DefaultValue)) }
        }
        @($entry.Descendants("{$maml}navigationLink") | Where-Object { $_.Element("{$maml}linkText").Value -eq 'Online Version' }).ForEach({ $_.Remove() })
        foreach ($uri in $entry.Descendants("{$maml}uri")) { $uri.Value = '' }
    }
    ($document.Declaration.ToString() + "`n" + $document.ToString() + "`n").ReplaceLineEndings("`n")
}

function ConvertTo-CodeExample([System.Xml.Linq.XElement] $Example) {
    $text = ($Example.Element("{$maml}introduction").Elements("{$maml}para").Value -join "`n`n").Replace([string][char]0x80, '')
    $first = [regex]::Match($text, '(?s)```powershell\n(.*?)\n?```')
    $before = $text.Substring(0, $first.Index).Trim()
    $after = $text.Substring($first.Index + $first.Length).Trim() -replace '(?m)^```\w*\n?', ''
    # Get-Help shows an introduction and the code in one line, so the text follows the code.
    $Example.Element("{$maml}introduction").RemoveNodes()
    $Example.Element("{$dev}code").SetValue($first.Groups[1].Value)
    $Example.Element("{$dev}remarks").ReplaceNodes(@(ConvertTo-Paragraph "$before`n`n$after"))
    $title = $Example.Element("{$maml}title")
    $title.Value = "-- $($title.Value.Trim([char[]] '- ')) --"
}

function ConvertTo-Paragraph([string] $Text) {
    $Text -split '\n\n+' | Where-Object { $_.Trim() } | ForEach-Object { New-Paragraph $_.Trim() }
}

function New-Paragraph {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It makes an element in memory.')]
    param([string] $Text)
    [System.Xml.Linq.XElement]::new([System.Xml.Linq.XName] "{$maml}para", $Text)
}

function ConvertTo-AboutText([string[]] $Line) {
    $code = $false
    $paragraph = ''
    foreach ($one in @(ConvertTo-PlainPage $Line) + '') {
        if ($one -match '^```') { $code = -not $code; continue }
        if ($code) { "        $one".TrimEnd(); continue }
        if ($paragraph -and (-not $one -or $one -match '^(#|- )')) {
            Format-Paragraph $paragraph
            $paragraph = ''
        }
        if ($one -match '^#\s+(?<title>.*)') { 'TOPIC'; "    $($Matches.title)" }
        elseif ($one -match '^##\s+(?<title>.*)') { $Matches.title.ToUpperInvariant() }
        elseif ($one -match '^###\s+(?<title>.*)') { "  $($Matches.title)" }
        elseif ($one) { $paragraph = "$paragraph $one".Trim() }
        else { '' }
    }
}

function Format-Paragraph([string] $Text) {
    $plain = $Text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`', ''
    $indent = if ($plain.StartsWith('- ')) { ' ' * 6 } else { ' ' * 4 }
    $line = '   '
    foreach ($word in $plain -split ' ') {
        if ($line.Length + $word.Length + 1 -gt $width) { $line; $line = $indent.Substring(1) }
        $line = "$line $word"
    }
    $line
}

Export-ModuleMember -Function Export-ModuleHelp
