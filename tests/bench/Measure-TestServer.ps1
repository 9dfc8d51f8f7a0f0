<#
.SYNOPSIS
How long Start-ImapTestServer takes: the first of a process, and further ones; empty, and with 100 messages from a table.
.DESCRIPTION
Medians in milliseconds, each first start in a fresh PowerShell with the module imported. Build the module first.
#>
[CmdletBinding()]
param(
    [ValidateRange(1, 1000)] [int] $Count = 20,
    [string] $ModulePath = (Join-Path -Path $PSScriptRoot -ChildPath '../../out/ImapPS')
)

$ErrorActionPreference = 'Stop'
$script = {
    param($ModulePath)
    Import-Module -Name $ModulePath
    $mail = @{ INBOX = 1..100 | ForEach-Object { @{ From = 'a@example.org'; Subject = "Message $_"; Body = 'Text' } } }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = Start-ImapTestServer
    $first = $watch.Elapsed.TotalMilliseconds
    $watch.Restart()
    $null = Start-ImapTestServer
    $second = $watch.Elapsed.TotalMilliseconds
    $watch.Restart()
    $null = Start-ImapTestServer -Mail $mail
    [pscustomobject] @{ First = $first; Second = $second; WithMail = $watch.Elapsed.TotalMilliseconds } | ConvertTo-Json -Compress
}
$runs = 1..$Count | ForEach-Object { & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script -args $ModulePath | ConvertFrom-Json }
foreach ($name in 'First', 'Second', 'WithMail') {
    $sorted = @($runs.$name | Sort-Object)
    [pscustomobject] @{ Start = $name; Median = [math]::Round($sorted[[int] [math]::Floor(($sorted.Count - 1) / 2)], 1); Largest = [math]::Round($sorted[-1], 1) }
}
