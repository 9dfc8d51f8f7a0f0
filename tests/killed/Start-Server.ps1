# A test server in a process of its own, with so many messages in each of two mailboxes.
param([string] $Tests, [int] $Count)

. $Tests/TestSetup.ps1
$server = Start-ImapTestServer
foreach ($name in 'AtLeastOnce', 'Manual') {
    $mailbox = (Get-ServerEngine $server).Mailboxes.GetOrCreate($name)
    1..$Count | ForEach-Object { $null = $mailbox.Add("Message-ID: <$_@example.org>`nSubject: Message $_`n`nText", $null, $null) }
}
[Console]::Out.WriteLine($server.Port)
$null = [Console]::In.ReadLine()
