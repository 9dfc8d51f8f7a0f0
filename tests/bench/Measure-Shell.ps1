# Reads the INBOX of one user as often as a line comes in, and writes how many messages there were and how long it took.
param([string] $ServerJson, [string] $UserName)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$env:IMAPPS_HOME = Join-Path ([IO.Path]::GetTempPath()) "ImapPS-bench-$PID"
Import-Module (Join-Path $PSScriptRoot '../../../../../out/ImapPS/ImapPS.psd1')
$server = Get-Content -LiteralPath $ServerJson -Raw | ConvertFrom-Json
$password = ($server.users | Where-Object user -EQ $UserName).password
$credential = [pscredential]::new($UserName, (ConvertTo-SecureString $password -AsPlainText -Force))
$session = Connect-Imap $server.host -Port $server.port -Credential $credential -Security None -NoMemory
try {
    while ($null -ne [Console]::In.ReadLine()) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $count = (Get-ImapMessage INBOX | Measure-Object).Count
        [Console]::Out.WriteLine("$count $([string]::Format([cultureinfo]::InvariantCulture, '{0:0.0}', $watch.Elapsed.TotalMilliseconds))")
    }
}
finally { Disconnect-Imap $session }
