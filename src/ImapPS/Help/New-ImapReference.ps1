<#
.SYNOPSIS
Writes the reference pages of docs/, one for each cmdlet and an index, from the help (MAML) that New-ImapHelp.ps1 writes.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Destination
)

$ErrorActionPreference = 'Stop'
$folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
$null = New-Item -ItemType Directory -Path $folder -Force
$help = [xml] (Get-Content -LiteralPath $Path -Raw)

# What Markdown would take for markup, in running text.
function Get-PlainText([string] $Text) { $Text -replace '([\\<>*_`|\[\]])', '\$1' }

function Get-Paragraph($Node) { @($Node.para | Where-Object { $_ } | ForEach-Object { Get-PlainText $_ }) -join "`n`n" }

function Get-ParameterSyntax($Parameter) {
    $type = if ($Parameter.parameterValue) { " <$($Parameter.parameterValue.InnerText)>" } else { '' }
    $name = "-$($Parameter.name)"
    if ($Parameter.position -ne 'named' -and $type) { $name = "[$name]" }
    if ($Parameter.required -eq 'true') { "$name$type" } else { "[$name$type]" }
}

# One line of syntax, broken before it gets wider than a page.
function Get-Syntax($Item) {
    $lines = [Collections.Generic.List[string]]::new()
    $line = $Item.name
    foreach ($part in @($Item.parameter | ForEach-Object { Get-ParameterSyntax $_ }) + '[<CommonParameters>]') {
        if ($line.Length + $part.Length -ge 100) { $lines.Add($line); $line = '   ' }
        $line += " $part"
    }
    $lines.Add($line)
    $lines -join "`n"
}

function Get-ParameterPage($Parameter) {
    "### -$($Parameter.name)`n"
    "$(Get-Paragraph $Parameter.description)`n"
    $position = if ($Parameter.position -eq 'named') { 'by name only' } else { [int] $Parameter.position + 1 }
    $facts = @(
        "Type: ``$($Parameter.type.name)``"
        "required: $(if ($Parameter.required -eq 'true') { 'yes' } else { 'no' })"
        "position: $position"
        if ($Parameter.pipelineInput -ne 'False') { "from the pipeline: $($Parameter.pipelineInput -replace '^True \((.*)\)$', '$1' -replace 'ByValue', 'by value' -replace 'ByPropertyName', 'by property name')" }
        if ($Parameter.globbing -eq 'true') { 'takes wildcards' }
        if ($Parameter.aliases) { "aliases: $($Parameter.aliases)" }
        if ($Parameter.parameterValueGroup) { 'values: ' + (@($Parameter.parameterValueGroup.parameterValue | ForEach-Object { "``$($_.InnerText)``" }) -join ', ') }
    )
    "$($facts -join '; ').`n"
}

function Get-Page($Command) {
    "# $($Command.details.name)`n"
    "$(Get-Paragraph $Command.details.description)`n"
    "## Syntax`n"
    foreach ($item in $Command.syntax.syntaxItem) { "``````powershell`n$(Get-Syntax $item)`n```````n" }
    "## Description`n"
    "$(Get-Paragraph $Command.description)`n"
    "## Examples`n"
    foreach ($example in $Command.examples.example) {
        "### $($example.title.Trim('-', ' '))`n"
        "``````powershell`n$($example.code)`n```````n"
        "$(Get-Paragraph $example.remarks)`n"
    }
    "## Parameters`n"
    foreach ($parameter in $Command.parameters.parameter) { Get-ParameterPage $parameter }
    "## Output`n"
    (@($Command.returnValues.returnValue | ForEach-Object { "``$($_.type.name)``" }) -join ', ') + "`n"
}

function Write-Page([string] $Name, [string[]] $Lines) {
    [IO.File]::WriteAllText((Join-Path -Path $folder -ChildPath $Name), ($Lines -join "`n").TrimEnd() + "`n")
}

Get-ChildItem -LiteralPath $folder -Filter *-Imap*.md | Remove-Item
$commands = @($help.helpItems.command)
foreach ($command in $commands) { Write-Page "$($command.details.name).md" (Get-Page $command) }
Write-Page README.md (@(
    "# The cmdlets of ImapPS`n"
    "Made from the same source as the help in the shell; the topics are in [en-US](../en-US).`n"
    '| cmdlet | |'
    '|---|---|'
) + @($commands | ForEach-Object { "| [$($_.details.name)]($($_.details.name).md) | $(Get-Paragraph $_.details.description) |" }))
