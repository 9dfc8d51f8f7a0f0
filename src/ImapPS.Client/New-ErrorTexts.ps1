<#
.SYNOPSIS
Gathers the texts of the engine's errors, and their hints, from the sources into ErrorTexts.resx, which translations begin with.
.DESCRIPTION
A text's name is the English text itself, with {0}, {1} for what is filled in (see ErrorText). A translation is a file beside it,
such as ErrorTexts.de.resx, with the same names. The result is kept in the repository; a test compares it.
#>
[CmdletBinding()]
param([string] $Path = (Join-Path -Path $PSScriptRoot -ChildPath 'ErrorTexts.resx'))

$ErrorActionPreference = 'Stop'

# Reads the string literals that begin at a place, put together by +, as the compiler hands them over; nothing for anything else.
function Read-Text([string] $Code, [int] $At) {
    $text = [Text.StringBuilder]::new()
    $count = 0
    while ($true) {
        $start = [regex]::new('\G\s*(\$?)"(?!"")').Match($Code, $At)
        if (-not $start.Success) { return }
        $filled = $start.Groups[1].Length -gt 0
        $At = $start.Index + $start.Length
        for (; $Code[$At] -ne '"'; $At++) {
            if ($Code[$At] -eq '\') {
                $At++
                [void] $text.Append($(switch -CaseSensitive ($Code[$At]) { 'n' { "`n" } default { $_ } }))
            }
            elseif ($filled -and $Code[$At] -eq '{' -and $Code[$At + 1] -ne '{') {
                # Up to the brace that closes it; a colon outside all brackets and quotes begins a format.
                $depth = 0
                $format = ''
                for ($At++; $depth -gt 0 -or $Code[$At] -ne '}'; $At++) {
                    if ($Code[$At] -in '(', '[', '{') { $depth++ }
                    elseif ($Code[$At] -in ')', ']', '}') { $depth-- }
                    elseif ($Code[$At] -eq '"') { for ($At++; $Code[$At] -ne '"'; $At++) { if ($Code[$At] -eq '\') { $At++ } } }
                    elseif ($Code[$At] -eq "'") { $At += $(if ($Code[$At + 1] -eq '\') { 3 } else { 2 }) }
                    elseif ($depth -eq 0 -and $Code[$At] -eq ':') {
                        $end = $Code.IndexOf('}', $At)
                        $format = $Code.Substring($At, $end - $At)
                        $At = $end - 1
                    }
                }
                [void] $text.Append("{$count$format}")
                $count++
            }
            elseif ($Code[$At] -in '{', '}') {
                [void] $text.Append("$($Code[$At])$($Code[$At])")
                if ($filled) { $At++ }
            }
            else { [void] $text.Append($Code[$At]) }
        }
        $more = [regex]::new('\G"\s*\+(?=\s*\$?")').Match($Code, $At)
        if (-not $more.Success) { break }
        $At = $more.Index + $more.Length
    }
    # What is put together with something else at run time has no name.
    if ([regex]::new('\G"\s*[,)};:]').Match($Code, $At).Success) { $text.ToString() }
}

$texts = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]') {
    $code = [IO.File]::ReadAllText($file.FullName)
    foreach ($place in [regex]::Matches($code, 'ImapException\(\s*[^",]+,|new\(ImapError\.\w+,|Hint = (?:[^";]*\? )?|Hint = [^";]*"[^"]*"\s*:')) {
        $text = Read-Text $code ($place.Index + $place.Length)
        if ($text) { [void] $texts.Add($text) }
    }
}

$lines = @(
    '<?xml version="1.0" encoding="utf-8"?>'
    '<!-- Made by New-ErrorTexts.ps1 from the sources. -->'
    '<root>'
    '  <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>'
    '  <resheader name="version"><value>2.0</value></resheader>'
    '  <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089</value></resheader>'
    '  <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089</value></resheader>'
    foreach ($text in $texts) {
        $escaped = [Security.SecurityElement]::Escape($text)
        "  <data name=`"$escaped`" xml:space=`"preserve`"><value>$escaped</value></data>"
    }
    '</root>'
)
[IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path), ($lines -join "`n") + "`n")
