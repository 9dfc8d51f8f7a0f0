# Runs one Pester file and writes what became of each test as JSON. Exit code 3: there is no Pester 5 here.
param([string] $Path, [string] $ResultPath)

$ErrorActionPreference = 'Stop'
$pester = Get-Module -Name Pester -ListAvailable | Where-Object Version -ge 5.3 | Sort-Object -Property Version | Select-Object -Last 1
if (-not $pester) { exit 3 }
Import-Module -Name $pester.Path

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
# How far it got is told if it never ends.
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

$results = @(
    # What fails outside a test, in BeforeAll or while the tests are looked for, fails the file.
    $run.Containers + $run.FailedBlocks | Where-Object { $_.ErrorRecord } | ForEach-Object {
        [pscustomobject] @{ Name = "$_"; Result = 'Failed'; Milliseconds = 0; Message = $_.ErrorRecord | Out-String }
    }
    $run.Tests | ForEach-Object {
        [pscustomobject] @{ Name = $_.ExpandedPath; Result = $_.Result; Milliseconds = [int] $_.Duration.TotalMilliseconds; Message = $_.ErrorRecord | Out-String }
    }
)
ConvertTo-Json -InputObject $results -Depth 3 | Set-Content -LiteralPath $ResultPath -Encoding utf8
