<#
.SYNOPSIS
Goes through many accounts with 1, 4 and 16 workers, and shows how the time scales.
.DESCRIPTION
Each account is connected to, searched, read, flagged and closed again. What is shown: accounts a second, how much faster
than with one worker, and errors, of which there are to be none. Make the accounts with tests/servers/dovecot fleet.
#>
param(
    [Parameter(Mandatory)] [string] $ServerJson,
    [int] $Accounts = 200,
    [int[]] $Workers = (1, 4, 16)
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot '../../out/ImapPS/ImapPS.psd1'
$env:IMAPPS_HOME = Join-Path ([IO.Path]::GetTempPath()) "ImapPS-bench-$PID"
$server = Get-Content -LiteralPath $ServerJson -Raw | ConvertFrom-Json
$password = ConvertTo-SecureString Fleet-6 -AsPlainText -Force
$first = 0
foreach ($count in $Workers) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $errors = @()
    $results = 1..$Accounts | ForEach-Object -ThrottleLimit $count -ErrorVariable errors -Parallel {
        $ErrorActionPreference = 'Stop'
        Import-Module $using:module
        $server = $using:server
        $session = Connect-Imap $server.host -Port $server.port -Security StartTls -CertificateAuthority $server.caFile -Credential ([pscredential]::new("fleet$_", $using:password))
        try {
            $read = Search-Imap INBOX -Subject 1 -Session $session | Get-ImapMessage
            $read | Select-Object -First 20 | Set-ImapMessage -Flagged
            $read.Count
        }
        finally { Disconnect-Imap $session }
    }
    $seconds = $watch.Elapsed.TotalSeconds
    if (-not $first) { $first = $seconds }
    [pscustomobject] @{
        Workers = $count
        Accounts = @($results).Count
        Messages = ($results | Measure-Object -Sum).Sum
        Errors = $errors.Count
        Seconds = [Math]::Round($seconds, 1)
        AccountsPerSecond = [Math]::Round($Accounts / $seconds, 1)
        TimesOneWorker = [Math]::Round($first / $seconds, 2)
    }
}
