# The examples of the help, as it shows them, on a server that stands in for imap.example.org; dot-sourced behind TestSetup.ps1.
$shownHelp = [xml] (Get-Content -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath '../en-US/ImapPS.dll-Help.xml') -Raw)
$examples = foreach ($command in $shownHelp.helpItems.command) {
    $number = 0
    foreach ($example in $command.examples.example) { $number++; @{ Name = $command.details.name; Number = $number; Code = $example.code } }
}

# What each example begins and ends with: BeforeEach { . $startExample }, AfterEach { . $stopExample }. $exampleFolder is where it writes.
$startExample = {
    $server = Start-ImapTestServer $samples
    $credential = $server.Credential
    function Get-Credential { $credential }
    function Get-Secret { $credential }
    $null = $server | Connect-Imap
    $PSDefaultParameterValues = @{
        '*-Imap*:ImplicitTlsPort' = $server.TlsPort
        '*-Imap*:StartTlsPort' = $server.Port
        '*-Imap*:CertificateAuthority' = $server.CertificateAuthority
        'Connect-Imap:Stagger' = 60
        'Test-ImapServer:Timeout' = 300
    }
    Push-Location $exampleFolder
}
$stopExample = {
    Pop-Location
    $PSDefaultParameterValues = @{}
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

# The example as a script, for this server; $Change gets each call of one of our cmdlets (CommandAst), and gives what is put behind it.
function ConvertTo-ExampleScript([string] $Code, [scriptblock] $Change) {
    $text = $Code.Replace('imap.example.org', 'localhost')
    if ($Change) {
        $tree = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $null)
        $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -match '^\w+-Imap' }, $true)
        # From the end, so that places before it stay what they are; of two that end at one place the inner one first.
        foreach ($call in $calls | Sort-Object -Descending { $_.Extent.EndOffset }, { $_.Extent.StartOffset }) {
            $text = $text.Insert($call.Extent.EndOffset, (& $Change $call))
        }
    }
    [scriptblock]::Create($text)
}
