# Imports the binaries for this PowerShell: .NET 8 and later have their own, all others take those for .NET Standard.
$framework = if ($PSEdition -eq 'Core' -and [Environment]::Version.Major -ge 8) { 'net8.0' } else { 'netstandard2.0' }
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath "bin/$framework/ImapPS.dll") -ErrorAction Stop
