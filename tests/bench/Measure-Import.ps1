<#
.SYNOPSIS
Measures what Import-Module and the first cmdlet add to the start of PowerShell: medians, by hyperfine.
.DESCRIPTION
Builds the module as it is shipped (Release) into artifacts/import, unless it is told another. Needs hyperfine on the PATH.
.PARAMETER Module
The manifest of a module that was built already.
.PARAMETER Runs
How often each is measured. Default: 20.
#>
param([string] $Module, [int] $Runs = 20)

$ErrorActionPreference = 'Stop'
if (-not $Module) {
    $folder = Join-Path $PSScriptRoot '../../artifacts/import/ImapPS'
    & dotnet build (Join-Path $PSScriptRoot '../../src/ImapPS') --configuration Release --nologo --verbosity quiet "-p:ModuleOutput=$folder/"
    if ($LASTEXITCODE) { throw "dotnet build ended with $LASTEXITCODE." }
    $Module = Join-Path $folder 'ImapPS.psd1'
}

$shell = (Get-Process -Id $PID).Path
$commands = [ordered] @{
    'bare' = "$shell -NoProfile -NonInteractive -c 1"
    'Import-Module' = "$shell -NoProfile -NonInteractive -c `"Import-Module '$Module'`""
    'Import-Module and Get-ImapSession' = "$shell -NoProfile -NonInteractive -c `"Import-Module '$Module'; Get-ImapSession`""
}
$report = [IO.Path]::GetTempFileName()
try {
    & hyperfine --shell=none --warmup 3 --runs $Runs --style none --export-json $report @($commands.Values)
    if ($LASTEXITCODE) { throw "hyperfine ended with $LASTEXITCODE." }
    $results = (Get-Content -LiteralPath $report -Raw | ConvertFrom-Json).results
}
finally { Remove-Item -LiteralPath $report }

$names = @($commands.Keys)
for ($i = 0; $i -lt $results.Count; $i++) {
    [pscustomobject] @{
        Command = $names[$i]
        MedianMs = [Math]::Round($results[$i].median * 1000)
        OverBareMs = [Math]::Round(($results[$i].median - $results[0].median) * 1000)
        CpuMs = [Math]::Round(($results[$i].user + $results[$i].system) * 1000)
    }
}
