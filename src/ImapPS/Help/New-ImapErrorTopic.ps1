<#
.SYNOPSIS
Writes about_ImapPS_Errors, a table of all error ids, from the resources.
.DESCRIPTION
Causes are in Errors/ErrorReference.resx; so are remedies, unless the hint in Errors/Strings.resx says the same. The result is
kept in the repository, so that a build needs no PowerShell; a test compares it.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path -Path $PSScriptRoot -ChildPath '../../../en-US/about_ImapPS_Errors.help.txt')
)

$ErrorActionPreference = 'Stop'
# The languages of the texts and of what stands around them are one: another language is another pair of files.
$introduction = @'
TOPIC
    about_ImapPS_Errors

SHORT DESCRIPTION
    What each error of ImapPS means, and what to do about it.

LONG DESCRIPTION
    Each error has an id that never changes, whatever language its message is
    in: the first part of FullyQualifiedErrorId, behind it the cmdlet.

        try { Get-ImapMailbox Invoices -ErrorAction Stop }
        catch {
            if ($_.FullyQualifiedErrorId -like 'ImapPS.MailboxNotFound,*') {
                New-ImapMailbox Invoices
            }
            else { throw }
        }

    What concerns one object alone, such as one mailbox of several, is an
    error that does not end the cmdlet (-ErrorAction decides); TargetObject
    says which object it was. The end of a session ends the cmdlet.

    Where a value given to a parameter is not of its kind, PowerShell's own id
    ParameterArgumentTransformationError stands in the place of the id, with
    the same message; so does InvalidOperationException where a method of an
    object fails (BodyNotRead).

ERROR IDS
    Each with its cause and its remedy. "ImapPS." stands before each.

'@
$codes = @'

ANSWERS OF SERVERS
    Where a server says by a response code why it refused something (RFC 9051
    section 7.1, RFC 5530), the code is the id. Codes that are not in this
    list are the server's own; the message has its words.

'@

function Read-Resource([string] $Name) {
    $texts = @{}
    $file = Join-Path -Path $PSScriptRoot -ChildPath "../Errors/$Name.resx"
    foreach ($data in ([xml] (Get-Content -LiteralPath $file -Raw -Encoding utf8)).root.data) { $texts[$data.name] = $data.value }
    $texts
}

# Lines of at most 79 characters; more than six blanks before them would make them code.
function Format-Text([string] $Label, [string] $Text) {
    $line = "      $($Label):"
    foreach ($word in $Text -split '\s+') {
        if ($line.Length + 1 + $word.Length -gt 79) {
            $line
            $line = "      $word"
        }
        else { $line += " $word" }
    }
    $line
}

$reference = Read-Resource ErrorReference
$strings = Read-Resource Strings
# In a hint that is formatted, braces are doubled; one with blanks to fill in can't stand here.
function Find-Remedy([string] $Id) {
    if ($reference["${Id}Remedy"]) { return $reference["${Id}Remedy"] }
    $hint = $strings["${Id}Hint"]
    if (-not $hint -or $hint -match '(?<!\{)\{\d') { throw "$Id has no remedy: put ${Id}Remedy into ErrorReference.resx." }
    $hint.Replace('{{', '{').Replace('}}', '}')
}

function Format-Error([string] $Id) {
    "    $Id"
    Format-Text 'Cause' $reference[$Id]
    Format-Text 'Remedy' (Find-Remedy $Id)
    ''
}

$ids = @($reference.Keys | Where-Object { $_ -notmatch 'Remedy$' })
[Array]::Sort($ids, [StringComparer]::Ordinal)
$lines = @($introduction -split "`r?`n") + @($ids | Where-Object { $_ -cmatch '[a-z]' } | ForEach-Object { Format-Error $_ } | Select-Object -SkipLast 1) +
    @($codes -split "`r?`n") + @($ids | Where-Object { $_ -cnotmatch '[a-z]' } | ForEach-Object { Format-Error $_ } | Select-Object -SkipLast 1)
[IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), ($lines -join "`n") + "`n")
