# Imports the binaries for this PowerShell: .NET 8 and later have their own, all others take those for .NET Standard.
# Join-Path would load a module of PowerShell's, which takes half as long as all the rest.
$framework = if ($PSEdition -eq 'Core' -and [Environment]::Version.Major -ge 8) { 'net8.0' } else { 'netstandard2.0' }
Import-Module -Name "$PSScriptRoot/bin/$framework/ImapPS.dll" -ErrorAction Stop

# Inside -Filter { } PowerShell's own completion takes fields for commands, and asks no completer; so ours is asked first.
# The script block belongs to no module, so that what it calls sees the caller's variables and commands, as always.
if ($ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage' -and ${function:global:TabExpansion2}) {
    [ImapPS.Completion.FilterTabExpansion]::Previous = ${function:global:TabExpansion2}
    ${function:global:TabExpansion2} = [scriptblock]::Create([ImapPS.Completion.FilterTabExpansion]::Script)
    $MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = {
        if ("${function:global:TabExpansion2}" -eq [ImapPS.Completion.FilterTabExpansion]::Script) {
            ${function:global:TabExpansion2} = [ImapPS.Completion.FilterTabExpansion]::Previous
        }
    }
}
