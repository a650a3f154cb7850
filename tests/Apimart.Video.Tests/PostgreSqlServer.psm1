# A PostgreSQL server of a test's own: in a temporary folder, on a free port of this machine, with passwords. PostgreSQL does not run
# as root, so there it runs as the user that Debian's package made.

function Find-PostgreSql {
    $programs = @(Get-Command initdb -CommandType Application -ErrorAction Ignore | ForEach-Object { Split-Path $_.Source }) +
        @(Get-ChildItem /usr/lib/postgresql/*/bin/initdb -ErrorAction Ignore | ForEach-Object DirectoryName)
    $programs | Select-Object -Last 1
}

# Why there is none here, or nothing.
function Get-PostgreSqlGap {
    if (-not (Find-PostgreSql)) {
        return 'PostgreSQL is not here'
    }
    if ([Environment]::UserName -eq 'root' -and -not (Get-Command runuser -ErrorAction Ignore)) {
        return 'PostgreSQL does not run as root, and runuser is not here'
    }
}

function Invoke-PostgreSql([string] $Program, [string[]] $Argument) {
    $file = Join-Path (Find-PostgreSql) $Program
    $output = if ([Environment]::UserName -eq 'root') { & runuser -u postgres -- $file @Argument 2>&1 } else { & $file @Argument 2>&1 }
    if ($LASTEXITCODE -ne 0) {
        throw "$Program ended with $LASTEXITCODE`: $($output -join "`n")"
    }
    $output
}

function Open-PostgreSql {
    $word = 'sw0rdfish'
    $root = Join-Path ([IO.Path]::GetTempPath()) "apimart-video-postgresql-$([guid]::NewGuid())"
    $null = New-Item $root -ItemType Directory
    $secret = Join-Path $root password
    Set-Content $secret $word
    if ([Environment]::UserName -eq 'root') {
        & chown -R postgres $root
    }
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    Push-Location $root
    try {
        $null = Invoke-PostgreSql initdb '-D', "$root/data", '-U', 'maker', '-A', 'scram-sha-256', '--pwfile', $secret, '-E', 'UTF8', '--locale', 'C'
        Add-Content "$root/data/postgresql.conf" "port = $port", "listen_addresses = '127.0.0.1'", "unix_socket_directories = '$root'", 'max_connections = 60'
        $null = Invoke-PostgreSql pg_ctl '-D', "$root/data", '-l', "$root/log", '-w', 'start'
    }
    finally {
        Pop-Location
    }
    [pscustomobject]@{
        Root     = $root
        Port     = $port
        Password = $word
        Address  = "postgresql://maker@127.0.0.1:$port/postgres"
    }
}

function Invoke-Sql([object] $Server, [string] $Sql) {
    $env:PGPASSWORD, $saved = $Server.Password, $env:PGPASSWORD
    try {
        & (Join-Path (Find-PostgreSql) psql) -h 127.0.0.1 -p $Server.Port -U maker -d postgres -qAtX -v ON_ERROR_STOP=1 -c $Sql
    }
    finally {
        $env:PGPASSWORD = $saved
    }
}

function Close-PostgreSql([object] $Server) {
    if ($Server) {
        try {
            Push-Location $Server.Root
            $null = Invoke-PostgreSql pg_ctl '-D', "$($Server.Root)/data", '-m', 'immediate', '-w', 'stop'
        }
        finally {
            Pop-Location
            Remove-Item $Server.Root -Recurse -Force
        }
    }
}

Export-ModuleMember -Function Get-PostgreSqlGap, Open-PostgreSql, Close-PostgreSql, Invoke-Sql
