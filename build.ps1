<#
.SYNOPSIS
Builds, tests, shows, measures and packs ImapPS.
.DESCRIPTION
A thin caller of dotnet and of the module's own scripts; whatever it does can be done without it.
.PARAMETER Task
Build lays the module in out/ImapPS. Test runs all tests. Demo shows the cmdlets at work on an embedded server. Bench
measures the engine. Package makes the .nupkg for a PowerShell repository, for Publish-PSResource
-NupkgPath; without MimeKit it is refused unless IMAPPS_MIMEKIT=none asks for that. Clean removes what all of them made.
.PARAMETER Configuration
Debug or Release. Default: Release for Bench and Package, otherwise Debug.
.PARAMETER Argument
Handed on to dotnet test or to the benchmark.
.EXAMPLE
./build.ps1 Demo
.EXAMPLE
./build.ps1 Build, Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Package', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    [Parameter(ValueFromRemainingArguments = $true)]
    [string[]] $Argument = @()
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$module = Join-Path -Path $root -ChildPath 'out/ImapPS'
$artifacts = Join-Path -Path $root -ChildPath 'artifacts'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with $LASTEXITCODE." }
}

function Get-Configuration([string] $Default) {
    if ($Configuration) { $Configuration } else { $Default }
}

function Build-Module([string] $In, [string[]] $Property = @()) {
    Invoke-DotNet build (Join-Path -Path $root -ChildPath 'src/ImapPS') --configuration $In --nologo --verbosity quiet @Property
}

# What a PowerShell repository looks for in a package, from the manifest: tags say what kind of package it is and what is in it.
function New-Nuspec([hashtable] $Manifest) {
    $nuspec = [xml] (Get-Content -LiteralPath (Join-Path -Path $root -ChildPath 'src/ImapPS/ImapPS.nuspec') -Raw)
    $metadata = $nuspec.package.metadata
    $metadata.version = $Manifest.ModuleVersion
    $metadata.authors = $Manifest.Author
    $metadata.description = $Manifest.Description
    $metadata.releaseNotes = $Manifest.PrivateData.PSData.ReleaseNotes
    $metadata.copyright = $Manifest.Copyright
    $kinds = 'PSModule', 'PSIncludes_Cmdlet'
    $names = $Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
    $metadata.tags = ($Manifest.PrivateData.PSData.Tags + $kinds + $names) -join ' '
    $path = Join-Path -Path $artifacts -ChildPath 'ImapPS.nuspec'
    $nuspec.Save($path)
    $path
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Build-Module (Get-Configuration Debug) }
        'Test' { Invoke-DotNet test (Join-Path -Path $root -ChildPath 'ImapPS.slnx') --configuration (Get-Configuration Debug) @Argument }
        'Demo' {
            Build-Module (Get-Configuration Debug)
            # In a PowerShell of its own: one that has loaded the module keeps its files open on Windows.
            & (Get-Process -Id $PID).Path -NoProfile -File (Join-Path -Path $root -ChildPath 'src/ImapPS.Demo/Demo.ps1')
            if ($LASTEXITCODE -ne 0) { throw "The demo ended with $LASTEXITCODE." }
        }
        'Bench' { Invoke-DotNet run --project (Join-Path -Path $root -ChildPath 'tests/bench') --configuration (Get-Configuration Release) '--' @Argument }
        'Package' {
            # In a folder of its own: nothing that an earlier build left behind is packed, and out/ImapPS stays as it is.
            $staging = Join-Path -Path $artifacts -ChildPath 'module/ImapPS'
            if (Test-Path -LiteralPath $staging) { Remove-Item -LiteralPath $staging -Recurse -Force }
            Build-Module (Get-Configuration Release) "-p:ModuleOutput=$staging/"
            if ($env:IMAPPS_MIMEKIT -ne 'none' -and -not (Test-Path -Path (Join-Path -Path $staging -ChildPath 'bin/*/MimeKit/MimeKit*.dll'))) {
                throw 'This build is without MimeKit, so there is no package: the package feed has neither MimeKit nor MimeKitLite. To pack it with the built-in engine alone, set IMAPPS_MIMEKIT=none.'
            }
            $nuspec = New-Nuspec (Import-PowerShellDataFile -Path (Join-Path -Path $staging -ChildPath 'ImapPS.psd1'))
            Invoke-DotNet pack (Join-Path -Path $root -ChildPath 'src/ImapPS') --no-build --nologo --verbosity quiet --configuration (Get-Configuration Release) --output $artifacts "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$staging"
            Get-ChildItem -Path $artifacts -Filter 'ImapPS.*.nupkg'
        }
        'Clean' {
            Invoke-DotNet clean (Join-Path -Path $root -ChildPath 'ImapPS.slnx') --nologo --verbosity quiet
            foreach ($folder in 'out', 'artifacts') {
                $path = Join-Path -Path $root -ChildPath $folder
                if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
            }
        }
    }
}
