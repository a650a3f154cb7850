# Runs what the pages show: each snippet in a session of its own, in a folder with the files that the pages speak of, against a simulator
# that only the environment names, so that a snippet may start, connect and stop what it likes.

Import-Module "$PSScriptRoot/PostgreSqlServer.psm1"

# Stand-ins: Read-Host for a person at the keyboard; Get-Secret, Set-Secret, Register-SecretVault and Install-PSResource for a
# vault. The files shots.csv and board.csv, pictures, a clip, the choices of a gallery, two tasks of the job autumn and copies of their journal
# are there before.
$setUp = {
    param($Module, $Folder, $Key)
    Set-StrictMode -Version Latest
    Import-Module $Module
    Set-Location $Folder
    $PSDefaultParameterValues['Wait-ApimartTask:PollInterval'] = 0.02
    Set-Item function:global:Read-Host { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
    function global:Install-PSResource { }
    function global:Register-SecretVault { }
    function global:Set-Secret { }
    Set-Item function:global:Get-Credential { [pscredential]::new('maker', (ConvertTo-SecureString $env:PGPASSWORD -AsPlainText -Force)) }
    Set-Item function:global:Get-Secret { ConvertTo-SecureString $Key -AsPlainText -Force }.GetNewClosure()
    "Prompt,Model,Duration`na fox in the snow,veo3.1-fast,8`na lake at dawn,sora-2," | Set-Content shots.csv
    "Shot,After,Prompt,Model,Duration`ndawn,,a harbour at dawn,seedance-2.0,5`nboat,dawn,a boat leaves the harbour,seedance-2.0,5" | Set-Content board.csv
    $null = New-Item pictures, clips -ItemType Directory
    foreach ($name in 'boat', 'harbour', 'pictures/fox', 'pictures/hen') {
        $content = [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) + [Text.Encoding]::UTF8.GetBytes($name)
        [IO.File]::WriteAllBytes((Join-Path $Folder "$name.png"), $content)
    }
    $fox = New-ApimartVideo 'a fox' -Model veo3.1-fast -JobName autumn | Wait-ApimartTask
    $fox | Save-ApimartVideo clips -FileName picked
    Copy-Item clips/picked.mp4 intro.mp4
    "TaskId,Name,Pick,JobName,Model,Prompt`n$($fox.TaskId),picked.mp4,pick,,,`n,,reject,autumn,sora-2,a lake" | Set-Content clips/picks.csv
    New-ApimartVideo 'a lake' -Model sora-2 -JobName autumn | Out-Null
    foreach ($copy in 'shards/1', 'old-server/apimart-video') {
        $null = New-Item $copy -ItemType Directory
        Copy-Item (Join-Path $env:APIMART_JOURNAL journal.jsonl) $copy
    }
}

# What the snippets of a file need, once for all of them.
function Open-SnippetHome {
    $type = (Get-Command Start-ApimartSimulator).OutputType[0].Type
    $options = $type.Assembly.GetType('Apimart.Video.Simulator.SimulatorOptions')::new()
    $options.GetType().GetProperty('TaskDuration').SetValue($options, [timespan]::FromSeconds(0.05))
    $gap = Get-PostgreSqlGap
    @{
        ServerType  = $type
        Options     = $options
        Gap         = $gap
        Database    = if (-not $gap) { Open-PostgreSql }
        Environment = $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PGPASSWORD
    }
}

function Close-SnippetHome([hashtable] $Place) {
    Close-PostgreSql $Place.Database
}

# Runs a snippet, which must leave no error and show no column that is always empty.
function Test-Snippet([hashtable] $Place, [string] $Code) {
    $Code | Should -Not -BeNullOrEmpty
    $address = 'postgresql://\w+@db\.example\.com/shots'
    if ($Code -match $address) {
        if ($Place.Gap) {
            Set-ItResult -Skipped -Because $Place.Gap
            return
        }
        $Code = $Code -replace $address, $Place.Database.Address
        $env:PGPASSWORD = $Place.Database.Password
    }
    if ($Code -match 'Join-ApimartVideo|-Content\b' -and -not (Get-Command ffmpeg -CommandType Application -ErrorAction Ignore)) {
        Set-ItResult -Skipped -Because 'ffmpeg is not on PATH'
        return
    }
    $folder = (New-Item (Join-Path 'TestDrive:' ([guid]::NewGuid())) -ItemType Directory).FullName
    $env:APIMART_JOURNAL = Join-Path $folder .journal
    $server = $Place.ServerType::Start($Place.Options)
    $env:APIMART_BASE_URL = "$($server.BaseUri)".TrimEnd('/')
    $env:APIMART_API_KEY = $server.ApiKey
    $shell = [powershell]::Create()
    try {
        $module = Join-Path (Get-Module Apimart.Video).ModuleBase Apimart.Video.psd1
        $null = $shell.AddScript($setUp).AddArgument($module).AddArgument($folder).AddArgument($server.ApiKey).Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Commands.Clear()
        $shown = $shell.AddScript($Code).Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $selected = @($shown | Where-Object { $_.PSObject.TypeNames[0] -like 'Selected.*' })
        $columns = $selected | ForEach-Object { $_.PSObject.Properties.Name } | Select-Object -Unique
        $columns | Where-Object { $column = $_; -not @($selected | Where-Object { $null -ne $_.$column }) } | Should -BeNullOrEmpty -Because 'a column that is always empty is misnamed'
    }
    finally {
        $shell.Dispose()
        Stop-ApimartSimulator
        Disconnect-Apimart
        $server.Dispose()
        $env:APIMART_API_KEY, $env:APIMART_BASE_URL, $env:APIMART_JOURNAL, $env:PGPASSWORD = $Place.Environment
    }
}

Export-ModuleMember -Function Open-SnippetHome, Close-SnippetHome, Test-Snippet
