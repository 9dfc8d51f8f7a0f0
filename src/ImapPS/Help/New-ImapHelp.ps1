<#
.SYNOPSIS
Writes the help of the cmdlets (MAML) from their documentation comments and from Examples.psd1, and the pages of docs/ from that.
.DESCRIPTION
Build the module first. The results are kept in the repository, so that a build needs no PowerShell; a test compares them.
#>
[CmdletBinding()]
param(
    [string] $Path = (Join-Path -Path $PSScriptRoot -ChildPath '../../../en-US/ImapPS.dll-Help.xml'),
    [string] $ReferencePath = (Join-Path -Path $PSScriptRoot -ChildPath '../../../docs'),
    [string] $ModulePath = (Join-Path -Path $PSScriptRoot -ChildPath '../../../out/ImapPS')
)

$ErrorActionPreference = 'Stop'
Import-Module -Name $ModulePath
$examples = Import-PowerShellDataFile -Path (Join-Path -Path $PSScriptRoot -ChildPath 'Examples.psd1')
$documentation = @{}
$documents = Get-ChildItem -Path (Join-Path -Path $PSScriptRoot -ChildPath '../bin') -Recurse -Filter ImapPS.xml | Sort-Object -Property LastWriteTime | Select-Object -Last 1
foreach ($member in ([xml] (Get-Content -LiteralPath $documents.FullName -Raw)).doc.members.member) { $documentation[$member.name] = $member }

# The paragraph of that kind in a type's or a property's comment.
function Get-Paragraph([string] $Member, [string] $Kind) {
    $found = $documentation[$Member].SelectNodes("summary/para[@type='$Kind']")
    if ($found.Count -eq 0) { throw "$Member has no $Kind." }
    ($found | ForEach-Object { $_.InnerText.Trim() -replace '\s+', ' ' }) -join ' '
}

# A type as a person would write it.
function Get-TypeName([type] $Type) {
    $plain = [Nullable]::GetUnderlyingType($Type)
    if (-not $plain) { $plain = $Type }
    if ($plain.IsArray) { return (Get-TypeName $plain.GetElementType()) + '[]' }
    switch ($plain.FullName) {
        'System.String' { 'string' }
        'System.Int32' { 'int' }
        'System.Int64' { 'long' }
        'System.UInt32' { 'uint' }
        'System.Management.Automation.SwitchParameter' { 'switch' }
        default { $plain.Name }
    }
}

# The values that can be told apart by name: of an enumeration, or of a set that the parameter is held to.
function Get-ParameterValue($Parameter) {
    $set = $Parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateSetAttribute] }
    if ($set) { return $set.ValidValues }
    $plain = [Nullable]::GetUnderlyingType($Parameter.ParameterType)
    if (-not $plain) { $plain = $Parameter.ParameterType }
    if ($plain.IsArray) { $plain = $plain.GetElementType() }
    if ($plain.IsEnum) { [Enum]::GetNames($plain) }
}

function Get-Description($Command, [string] $Name) {
    switch ($Name) {
        'WhatIf' { 'Shows what would happen, and does not do it.' }
        'Confirm' { 'Asks before anything is changed.' }
        default {
            $type = $Command.ImplementingType
            while ($type -and -not $documentation["P:$($type.FullName).$Name"]) { $type = $type.BaseType }
            Get-Paragraph "P:$($type.FullName).$Name" description
        }
    }
}

# What the parameter is if nobody says; empty where there is nothing to say that its description doesn't.
function Get-DefaultValue($Command, $Parameter) {
    $value = $instances[$Command.Name].($Parameter.Name)
    # The words for "no matter how many", "the rest decides" and "it was not said".
    if ($null -eq $value -or $value -is [Collections.ICollection] -and -not $value.Count -or "$value" -in '', '0', 'False', "$([int]::MaxValue)", '00:00:00') { return '' }
    @($value | ForEach-Object { if ($_ -is [IFormattable]) { $_.ToString($null, [cultureinfo]::InvariantCulture) } else { "$_" } }) -join ', '
}

# An example as somebody would type it: one line for each statement, and for each part of a pipeline that is too long for one.
function Format-Example([string] $Code) {
    $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null)
    $lines = foreach ($statement in $tree.EndBlock.Statements) {
        $text = $statement.Extent.Text
        $pipeline = if ($statement -is [Management.Automation.Language.AssignmentStatementAst]) { $statement.Right } else { $statement }
        if ($text.Length -gt 76 -and $pipeline -is [Management.Automation.Language.PipelineAst]) {
            $parts = $pipeline.PipelineElements.Extent.Text
            $text = $statement.Extent.Text.Substring(0, $pipeline.Extent.StartOffset - $statement.Extent.StartOffset) + ($parts -join " |`n    ")
        }
        $text
    }
    $lines -join "`n"
}

function Write-Text($Writer, [string] $Element, [string] $Text) {
    $Writer.WriteStartElement($Element)
    $Writer.WriteElementString('maml:para', $Text)
    $Writer.WriteEndElement()
}

function Write-Parameter($Writer, $Command, $Parameter) {
    $inputKinds = @()
    if ($Parameter.ValueFromPipeline) { $inputKinds += 'ByValue' }
    if ($Parameter.ValueFromPipelineByPropertyName) { $inputKinds += 'ByPropertyName' }
    $type = Get-TypeName $Parameter.ParameterType
    $Writer.WriteStartElement('command:parameter')
    $Writer.WriteAttributeString('required', "$($Parameter.IsMandatory)".ToLowerInvariant())
    $Writer.WriteAttributeString('globbing', "$([bool] ($Parameter.Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] }))".ToLowerInvariant())
    $Writer.WriteAttributeString('pipelineInput', $(if ($inputKinds) { "True ($($inputKinds -join ', '))" } else { 'False' }))
    $Writer.WriteAttributeString('position', $(if ($Parameter.Position -ge 0) { "$($Parameter.Position)" } else { 'named' }))
    if ($Parameter.Aliases) { $Writer.WriteAttributeString('aliases', $Parameter.Aliases -join ', ') }
    $Writer.WriteElementString('maml:name', $Parameter.Name)
    Write-Text $Writer 'maml:description' (Get-Description $Command $Parameter.Name)
    if ($type -ne 'switch') {
        $Writer.WriteStartElement('command:parameterValue')
        $Writer.WriteAttributeString('required', 'true')
        $Writer.WriteString($type)
        $Writer.WriteEndElement()
    }

    $values = @(Get-ParameterValue $Parameter)
    if ($values) {
        $Writer.WriteStartElement('command:parameterValueGroup')
        foreach ($value in $values) {
            $Writer.WriteStartElement('command:parameterValue')
            $Writer.WriteAttributeString('required', 'false')
            $Writer.WriteString($value)
            $Writer.WriteEndElement()
        }
        $Writer.WriteEndElement()
    }

    $Writer.WriteStartElement('dev:type')
    $Writer.WriteElementString('maml:name', $type)
    $Writer.WriteEndElement()
    $default = Get-DefaultValue $Command $Parameter
    if ($default) { $Writer.WriteElementString('dev:defaultValue', $default) }
    $Writer.WriteEndElement()
}

function Write-Command($Writer, $Command) {
    $type = "T:$($Command.ImplementingType.FullName)"
    $common = [Management.Automation.Cmdlet]::CommonParameters
    $Writer.WriteStartElement('command:command')
    $Writer.WriteAttributeString('xmlns:maml', 'http://schemas.microsoft.com/maml/2004/10')
    $Writer.WriteAttributeString('xmlns:command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $Writer.WriteAttributeString('xmlns:dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    $Writer.WriteStartElement('command:details')
    $Writer.WriteElementString('command:name', $Command.Name)
    Write-Text $Writer 'maml:description' (Get-Paragraph $type synopsis)
    $Writer.WriteElementString('command:verb', $Command.Verb)
    $Writer.WriteElementString('command:noun', $Command.Noun)
    $Writer.WriteEndElement()
    Write-Text $Writer 'maml:description' (Get-Paragraph $type description)

    $seen = [ordered] @{}
    $Writer.WriteStartElement('command:syntax')
    foreach ($set in $Command.ParameterSets | Sort-Object -Property @{ Expression = 'IsDefault'; Descending = $true }, Name) {
        $Writer.WriteStartElement('command:syntaxItem')
        $Writer.WriteElementString('maml:name', $Command.Name)
        $ordered = $set.Parameters | Where-Object { $common -notcontains $_.Name } | Sort-Object -Property @{ Expression = { if ($_.Position -ge 0) { $_.Position } else { 1000 } } }, @{ Expression = 'IsMandatory'; Descending = $true }, Name
        foreach ($parameter in $ordered) {
            if (-not $seen.Contains($parameter.Name)) { $seen[$parameter.Name] = $parameter }
            Write-Parameter $Writer $Command $parameter
        }
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()

    $Writer.WriteStartElement('command:parameters')
    foreach ($name in $seen.Keys | Sort-Object) { Write-Parameter $Writer $Command $seen[$name] }
    $Writer.WriteEndElement()

    $Writer.WriteStartElement('command:inputTypes')
    foreach ($parameter in $seen.Values | Where-Object ValueFromPipeline) {
        $Writer.WriteStartElement('command:inputType')
        $Writer.WriteStartElement('dev:type')
        $Writer.WriteElementString('maml:name', (Get-TypeName $parameter.ParameterType))
        $Writer.WriteEndElement()
        Write-Text $Writer 'maml:description' (Get-Description $Command $parameter.Name)
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()

    $Writer.WriteStartElement('command:returnValues')
    foreach ($output in $Command.OutputType) {
        $Writer.WriteStartElement('command:returnValue')
        $Writer.WriteStartElement('dev:type')
        $Writer.WriteElementString('maml:name', $(if ($output.Type -eq [void]) { 'None' } else { $output.Name }))
        $Writer.WriteEndElement()
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()

    $Writer.WriteStartElement('command:examples')
    $number = 0
    foreach ($example in $examples[$Command.Name]) {
        $number++
        $Writer.WriteStartElement('command:example')
        # The view of PowerShell puts nothing between two examples.
        $Writer.WriteElementString('maml:title', "---------- Example $number ----------")
        $Writer.WriteElementString('dev:code', (Format-Example $example.Code))
        $Writer.WriteStartElement('dev:remarks')
        $Writer.WriteElementString('maml:para', $example.Text)
        $Writer.WriteElementString('maml:para', '')
        $Writer.WriteEndElement()
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()

    $texts = @(Get-Paragraph $type description) + @($seen.Keys | ForEach-Object { Get-Description $Command $_ })
    $topics = @([regex]::Matches("$texts", 'about_ImapPS_\w+').Value | Sort-Object -Unique) + 'about_ImapPS'
    $Writer.WriteStartElement('command:relatedLinks')
    foreach ($topic in $topics | Where-Object { $_ }) {
        $Writer.WriteStartElement('maml:navigationLink')
        $Writer.WriteElementString('maml:linkText', $topic)
        $Writer.WriteElementString('maml:uri', '')
        $Writer.WriteEndElement()
    }
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
}

$text = [Text.StringBuilder]::new()
# The prefixes are declared on each command, as PowerShell reads the commands one by one; so the writer takes them as they are.
$plain = [Xml.XmlTextWriter]::new([IO.StringWriter]::new($text))
$plain.Formatting = 'Indented'
$plain.Namespaces = $false
$plain.WriteStartElement('helpItems')
$plain.WriteAttributeString('schema', 'maml')
$plain.WriteAttributeString('xmlns', 'http://msh')
$commands = Get-Command -Module ImapPS | Sort-Object -Property Name
$instances = @{}
foreach ($command in $commands) { $instances[$command.Name] = $command.ImplementingType::new() }
foreach ($command in $commands) { Write-Command $plain $command }
$plain.WriteEndElement()
$plain.Flush()
$content = "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n" + $text.ToString().Replace("`r`n", "`n") + "`n"
$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
[IO.File]::WriteAllText($file, $content)
& (Join-Path -Path $PSScriptRoot -ChildPath New-ImapReference.ps1) -Path $file -Destination $ReferencePath
