# What every test file begins with: the built module, and a server with the sample mail.
$ErrorActionPreference = 'Stop'
$module = Join-Path -Path $PSScriptRoot -ChildPath '../out/ImapPS/ImapPS.psd1'
$samples = Join-Path -Path $PSScriptRoot -ChildPath '../src/ImapPS.Demo/Samples'
Import-Module -Name $module
# What tests connect to is nothing for the memory of the one who runs them, nor what an earlier process of this number connected to for this one.
$env:IMAPPS_HOME = Join-Path -Path ([IO.Path]::GetTempPath()) -ChildPath "ImapPS-tests-$PID-$((Get-Process -Id $PID).StartTime.Ticks)"
# The first way in is taken, however late a busy machine is to connect: a second attempt beside it would be one more connection in the servers' logs.
$PSDefaultParameterValues['Connect-Imap:Stagger'] = 60

function ConvertTo-Credential([string] $UserName, [string] $Password) {
    $secure = [securestring]::new()
    $Password.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
    [pscredential]::new($UserName, $secure)
}

# The server behind the object, for what its cmdlets don't show yet: faults, mailboxes, log.
function Get-ServerEngine($Server) {
    $Server.GetType().GetProperty('Engine', [Reflection.BindingFlags] 'NonPublic, Instance').GetValue($Server)
}

# The commands that a server saw since the log was cleared, without their tags.
function Get-SentCommand($Server) {
    @((Get-ServerEngine $Server).Log.Commands)
}

# How often somebody has logged in to a server: of several addresses of a host more than one may be connected to, and one is used.
function Get-LoginCount($Server) {
    @((Get-ServerEngine $Server).Log.Exchanges | Where-Object Name -In 'LOGIN', 'AUTHENTICATE').Count
}

# Waits for what happens soon elsewhere.
function Wait-Until([scriptblock] $Condition) {
    $deadline = [DateTime]::UtcNow.AddMinutes(2)
    while (-not (& $Condition) -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
    & $Condition | Should -BeTrue -Because "$Condition"
}

# Runs a script in a runspace of its own, which has the module.
function New-TestShell {
    $shell = [powershell]::Create()
    [void] $shell.AddScript("Import-Module '$module'; `$PSDefaultParameterValues['Connect-Imap:Stagger'] = 60").Invoke()
    $shell.Commands.Clear()
    $shell
}

# What most tests of message cmdlets begin and end with: BeforeEach { . $startMail }, AfterEach { . $stopMail }.
$startMail = {
    $server = Start-ImapTestServer
    $engine = Get-ServerEngine $server
    1..5 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
    $session = $server | Connect-Imap
    $engine.Log.Clear()
}
$stopMail = {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}
