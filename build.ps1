<#
.SYNOPSIS
Builds, tests, shows, measures and packs ImapPS.
.DESCRIPTION
A thin caller of dotnet and of the module's own scripts; whatever it does can be done without it.
.PARAMETER Task
Build lays the module in out/ImapPS. Test runs all tests. Demo shows the cmdlets at work on an embedded server. Bench
measures the engine. Package makes the .nupkg for a PowerShell repository. Clean removes what all of them made.
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

function Build-Module([string] $In) {
    Invoke-DotNet build (Join-Path -Path $root -ChildPath 'src/ImapPS') --configuration $In --nologo --verbosity quiet
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
            Build-Module (Get-Configuration Release)
            $manifest = Import-PowerShellDataFile -Path (Join-Path -Path $module -ChildPath 'ImapPS.psd1')
            Invoke-DotNet pack (Join-Path -Path $root -ChildPath 'src/ImapPS') --no-build --nologo --configuration (Get-Configuration Release) --output $artifacts '-p:NuspecFile=ImapPS.nuspec' "-p:NuspecBasePath=$module" "-p:NuspecProperties=version=$($manifest.ModuleVersion)"
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
