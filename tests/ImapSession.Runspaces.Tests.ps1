# Sessions and runspaces: one session in many, many sessions in one, and what becomes of them at the end.
BeforeAll {
    . "$PSScriptRoot/TestSetup.ps1"
    # How long a server may take to say goodbye, on a busy machine too; in other processes by the same words.
    $patience = '[ImapPS.ImapSession].Assembly.GetType("ImapPS.Sessions.ImapSessionStore").GetProperty("ClosingTime").SetValue($null, [timespan]::FromMinutes(1))'
    & ([scriptblock]::Create($patience))
    [ImapPS.Commands.DisconnectImapCommand].GetProperty('Patience', [Reflection.BindingFlags] 'NonPublic, Static').SetValue($null, [timespan]::FromMinutes(1))
}

Describe 'One session in many runspaces' {
    BeforeAll {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        foreach ($n in 1..8) {
            $box = $engine.Mailboxes.GetOrCreate("Box$n")
            $null = $engine.Mailboxes.GetOrCreate("Done$n")
            1..20 | ForEach-Object { $null = $box.Add("Subject: Box$n message $_`nMessage-ID: <$n.$_@example.org>`n`nText of Box$n, $_", $null, $null) }
        }
        $session = $server | Connect-Imap -Name shared
    }
    AfterAll {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'serves ForEach-Object -Parallel over mailboxes, and mixes nothing up' {
        $found = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:module
            $n = $_
            foreach ($round in 1..3) {
                $messages = Get-ImapMessage "Box$n" -Session $using:session -IncludeBody
                foreach ($message in $messages) {
                    if ($message.Subject -notlike "Box$n message *" -or $message.TextBody -notlike "Text of Box$n, *") { throw "Box$n has '$($message.Subject)'." }
                }
                $some = $messages | Where-Object { $_.Uid % 3 -eq $round % 3 } | Select-Object -First 4
                $some | Set-ImapMessage -Flagged:$true
                $moved = $some | Move-ImapMessage "Done$n" -PassThru
                foreach ($id in $moved) {
                    $there = $id | Get-ImapMessage
                    if ($there.Mailbox -ne "Done$n" -or $there.Subject -notlike "Box$n message *") { throw "Done$n has '$($there.Subject)'." }
                }
                [pscustomobject] @{ Box = $n; Read = @($messages).Count; Moved = @($moved).Count }
            }
        }
        $found | Should -HaveCount 24
        ($found.Moved | Measure-Object -Sum).Sum | Should -Be (8 * 3 * 4)
        foreach ($n in 1..8) {
            $all = @(Get-ImapMessage "Box$n" -Session shared) + @(Get-ImapMessage "Done$n" -Session shared)
            $all.Subject | Sort-Object -Unique | Should -HaveCount 20
            $all | Should -HaveCount 20
        }
        Get-LoginCount $server | Should -Be 1
    }
}

Describe 'Sessions at the end of their runspace' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
    }
    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'are closed, with LOGOUT' {
        $sessions = foreach ($i in 1..3) {
            $shell = New-TestShell
            $shell.AddScript('param($server) $server | Connect-Imap').AddArgument($server).Invoke()
            $shell.Runspace.Dispose()
        }
        $sessions.State | Should -Be Closed, Closed, Closed
        (Get-SentCommand $server) -eq 'LOGOUT' | Should -HaveCount 3
    }

    It 'are closed when the workers of ForEach-Object -Parallel are done, so that more accounts than connections can be worked on' {
        $counts = 1..12 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:module
            $null = $using:server | Connect-Imap
            Search-Imap -Count
            Get-ImapSession | Disconnect-Imap
        }
        $counts | Should -HaveCount 12
        (Get-SentCommand $server) -eq 'LOGOUT' | Should -HaveCount 12
    }

    It 'are closed when pwsh exits: <How>' -ForEach @(
        @{ How = 'at its end'; Last = '' }
        @{ How = 'by exit'; Last = 'exit 3' }
        @{ How = 'by an error'; Last = "throw 'enough'" }
    ) {
        $way = "-Server 127.0.0.1 -Port $($server.Port) -Security None -NoMemory -WarningAction SilentlyContinue"
        $script = "Import-Module '$module'; $patience; `$s = [securestring]::new(); 'password'.ToCharArray() | ForEach-Object { `$s.AppendChar(`$_) }; `$null = Connect-Imap $way -Credential ([pscredential]::new('user', `$s)); $Last"
        $null = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script 2>&1
        Wait-Until { (Get-SentCommand $server) -contains 'LOGOUT' }
    }
}

Describe 'Many sessions in one runspace' {
    BeforeAll {
        $servers = 1..2 | ForEach-Object { Start-ImapTestServer }
        $sessions = foreach ($i in 0, 1) {
            $inbox = (Get-ServerEngine $servers[$i]).Mailboxes.Inbox
            1..3 | ForEach-Object { $null = $inbox.Add("Subject: Account $i message $_`n`nText", $null, $null) }
            $null = (Get-ServerEngine $servers[$i]).Mailboxes.GetOrCreate('Archive')
            $servers[$i] | Connect-Imap -Name "account$i"
        }
    }
    AfterAll {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'reads, finds and lists over many accounts, each object with its session' {
        $messages = Get-ImapMessage INBOX -Session $sessions
        $messages | Should -HaveCount 6
        foreach ($message in $messages) { $message.Subject | Should -BeLike "Account $($message.Session.Name[-1]) *" }
        (Search-Imap -Session account0, account1).Session.Name | Sort-Object -Unique | Should -Be account0, account1
        (Get-ImapMailbox INBOX -Session account0, account1).Session.Name | Sort-Object | Should -Be account0, account1
        (Measure-ImapMailbox INBOX -Session account0, account1).Messages | Should -Be 3, 3
        (Get-ImapThread INBOX -Session account0, account1 | Select-Object -ExpandProperty Session).Name | Sort-Object -Unique | Should -Be account0, account1
    }

    It 'changes messages over many accounts: each goes to its own' {
        $moved = Search-Imap -Session $sessions | Get-ImapMessage | Where-Object Subject -like '*message 2' | Move-ImapMessage Archive -PassThru
        $moved.Session.Name | Sort-Object | Should -Be account0, account1
        foreach ($i in 0, 1) { (Get-ImapMessage Archive -Session "account$i").Subject | Should -Be "Account $i message 2" }
    }

    It 'makes, renames and removes mailboxes in many accounts' {
        (New-ImapMailbox Projects -Session account0, account1).Session.Name | Should -Be account0, account1
        Rename-ImapMailbox Projects Plans -Session account0, account1
        (Get-ImapMailbox Plans -Session account0, account1) | Should -HaveCount 2
        Remove-ImapMailbox Plans -Session account0, account1 -Confirm:$false
        Get-ImapMailbox Plans -Session account0, account1 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'adds a message to many accounts' {
        Add-ImapMessage Archive -Session account0, account1 -Subject 'To all' -From a@example.org -To b@example.org -Body 'Text'
        Search-Imap Archive -Subject 'To all' -Session account0, account1 -Count | Should -Be 1, 1
    }

    It 'takes UIDs that were typed as those of one session only' {
        { Move-ImapMessage Archive -Mailbox INBOX -Uid 1 -Session account0, account1 } | Should -Throw -ErrorId 'ImapPS.SessionAmbiguous,*'
    }
}
