# What a scheduled script does, to be killed at any moment: takes each message down in a file, one line each. The mailbox is named as the mode is.
param([string] $Module, [string] $Server, [int] $Port, [string] $Security, [string] $Authority, [string] $User, [string] $Password, [string] $Checkpoint, [string] $Mode, [string] $Log)

$ErrorActionPreference = 'Stop'
Import-Module -Name $Module
$secure = [securestring]::new()
$Password.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
$connection = @{ Server = $Server; Port = $Port; Security = $Security; Credential = [pscredential]::new($User, $secure); NoMemory = $true }
if ($Authority) { $connection.CertificateAuthority = $Authority }
$null = Connect-Imap @connection -WarningAction SilentlyContinue

# The script's own commit is the line.
$done = [Collections.Generic.HashSet[uint32]]::new()
if (Test-Path $Log) { Get-Content $Log | ForEach-Object { [void] $done.Add($_) } }
$file = [IO.FileStream]::new($Log, 'Append', 'Write', 'Read', 1)
[Console]::Out.WriteLine('ready')
Get-ImapMessage $Mode -Checkpoint $Checkpoint -CheckpointMode $Mode -Property Uid | ForEach-Object {
    if ($Mode -eq 'AtLeastOnce' -or -not $_.InDoubt -or -not $done.Contains($_.Uid)) {
        $line = [Text.Encoding]::ASCII.GetBytes("$($_.Uid)`n")
        $file.Write($line, 0, $line.Length)
    }
    if ($Mode -eq 'Manual') { $_ | Save-ImapCheckpoint }
}
$file.Dispose()
