<#
.SYNOPSIS
How long a new message takes to leave Watch-ImapMailbox as an object: from its APPEND by another session, and from the server's EXISTS.
.DESCRIPTION
Medians in milliseconds, of messages that are added one after the other to a watcher in IDLE. The server is one that tests/servers started; when
EXISTS came is read in the watcher's transcript, so the time that Dovecot takes to tell of a message is in the first number only. Build the module first.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $ServerJson,
    [string] $UserName = 'alice',
    [ValidateRange(1, 10000)] [int] $Count = 50,
    [string] $ModulePath = (Join-Path -Path $PSScriptRoot -ChildPath '../../out/ImapPS')
)

$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'
$work = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "ImapPS-bench-$PID"
$env:IMAPPS_HOME = $work
Import-Module -Name $ModulePath
$server = Get-Content -LiteralPath $ServerJson -Raw | ConvertFrom-Json
$password = ($server.users | Where-Object user -EQ $UserName).password
$account = @{
    Server     = $server.host
    Port       = $server.port
    Credential = [pscredential]::new($UserName, (ConvertTo-SecureString $password -AsPlainText -Force))
    Security   = 'None'
    NoMemory   = $true
}
$null = New-Item -ItemType Directory -Path $work
$trace = Join-Path -Path $work -ChildPath 'trace.txt'
$mailbox = "$($server.prefix)bench-watch-$PID"
$adding = Connect-Imap @account -Name adding
$watching = Connect-Imap @account -Name watching -TracePath $trace
$null = New-ImapMailbox $mailbox -Session $adding
$wanted = [Threading.SemaphoreSlim]::new(1)
$sent = [Collections.Concurrent.ConcurrentQueue[DateTime]]::new()
$shell = [powershell]::Create()
[void] $shell.AddScript({
    param($ModulePath, $Session, $Mailbox, $Count, $Wanted, $Sent)
    Import-Module -Name $ModulePath
    Start-Sleep -Seconds 1
    foreach ($number in 1..$Count) {
        $Wanted.Wait()
        # The watcher is back in IDLE.
        Start-Sleep -Milliseconds 50
        $Sent.Enqueue([DateTime]::UtcNow)
        Add-ImapMessage $Mailbox -From a@example.org -Subject "Message $number" -Body Text -Session $Session | Out-Null
    }
}).AddParameters(@($ModulePath, $adding, $mailbox, $Count, $wanted, $sent))
try {
    $handle = $shell.BeginInvoke()
    $came = Watch-ImapMailbox $mailbox -Kind New -First $Count -Session $watching | ForEach-Object {
        [DateTime]::UtcNow
        $null = $wanted.Release()
    }
    $null = $shell.EndInvoke($handle)
    Remove-ImapMailbox $mailbox -Session $adding -Force -Confirm:$false
}
finally {
    Disconnect-Imap $adding, $watching
}
# The mailbox was empty when it was opened: one for each message.
$exists = @(Get-Content -LiteralPath $trace | Where-Object { $_ -match 'S: \* [1-9]\d* EXISTS$' } | ForEach-Object { ([DateTimeOffset] ($_ -split ' ')[0]).UtcDateTime })
Remove-Item -LiteralPath $work -Recurse
if ($exists.Count -ne $Count) { throw "EXISTS came $($exists.Count) times for $Count messages: the numbers would mean nothing." }
$sent = @($sent)
$took = [ordered] @{
    'from sending APPEND' = 0..($Count - 1) | ForEach-Object { ($came[$_] - $sent[$_]).TotalMilliseconds }
    'from EXISTS'         = 0..($Count - 1) | ForEach-Object { ($came[$_] - $exists[$_]).TotalMilliseconds }
}
foreach ($name in $took.Keys) {
    $sorted = @($took[$name] | Sort-Object)
    [pscustomobject] @{ To = "the object, $name"; Median = [math]::Round($sorted[[int] [math]::Floor(($Count - 1) / 2)], 2); Largest = [math]::Round($sorted[-1], 2) }
}
