BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $types = (Get-Command -Module ImapPS).OutputType.Type | Where-Object { $_.Namespace -like 'ImapPS*' } | Sort-Object -Property FullName -Unique | ForEach-Object { @{ Type = $_ } }
}

BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'The views' {
    BeforeAll {
        # What a sender or a server might send to a terminal: a title, a colour, a change of direction.
        $evil = "a`e]0;owned`a`e[31m$([char] 0x202e)b"
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        $null = $engine.Mailboxes.Inbox.Add("From: $evil <a@example.org>`nTo: $evil <b@example.org>`nSubject: $evil`nX-Note: $evil`nContent-Type: multipart/mixed; boundary=x`n`n--x`n`n$evil`n--x`nContent-Type: application/pdf; name=`"$evil`"`nContent-Disposition: attachment; filename=`"$evil`"`n`npdf`n--x--`n", $null, $null)
        $null = $engine.Mailboxes.Inbox.Add("From: c@example.org`nSubject: seen and flagged`n`nText", $null, $null)
        $session = $server | Connect-Imap
        Set-ImapMessage -Mailbox INBOX -Uid 2 -Flagged -Seen
        New-ImapMailbox $evil.Replace("`e", '').Replace("`a", '')
        $message = Get-ImapMessage INBOX -First 1 -IncludeBody -Header * -Part 1, 2
        $objects = @(
            $server, $message, $message.Attachments, $message.Parts, $message.From, $message.Headers
            Get-ImapMessage INBOX -Property Subject, From
            Get-ImapMailbox
            Measure-ImapMailbox INBOX
            Measure-ImapMailbox INBOX -By Sender
            Search-Imap INBOX { Subject -like "*b" } -Explain
            Get-ImapThread INBOX
            Copy-ImapMessage -Mailbox INBOX -Uid 1 -Destination "a*b" -PassThru
            Wait-ImapMessage INBOX -IncludeExisting -Timeout 10
            Get-ImapSession
            Get-ImapTestServerLog
            Get-ImapTestServerMailbox
            (Get-ImapTestServerMailbox INBOX).Messages
        ) | ForEach-Object { $_ }
    }

    AfterAll { . $stopMail }

    It 'are a table or a list of <Type.FullName>, and a list of its own' -ForEach $types {
        $controls = (Get-FormatData -TypeName $Type.FullName -PowerShellVersion 7.4).FormatViewDefinition.Control
        $controls.Count | Should -BeGreaterThan 0
        @($controls | Where-Object { $_ -is [Management.Automation.ListControl] }).Count | Should -BeGreaterThan 0
    }

    It 'show nothing that a stranger wrote for the terminal: <_>' -ForEach 'Format-Table', 'Format-List', 'Format-Wide', 'Out-Default' {
        $objects.Count | Should -BeGreaterThan 15
        foreach ($object in $objects) {
            $text = if ($_ -eq 'Out-Default') { $object | Out-String -Width 300 } elseif ($_ -eq 'Format-Wide' -and $object -isnot [ImapPS.ImapMessage]) { continue } else { $object | & $_ | Out-String -Width 300 }
            # Colours are the view's own; they are taken out of text.
            $text | Should -Not -Match "[`e`a$([char] 0x202e)]" -Because $object.GetType().Name
        }
    }

    It 'mark what is unread and flagged, where there is colour' {
        $shown = 'Get-ImapMessage INBOX -Session $args[0] | Out-String -Width 200'
        $shell = New-TestShell
        # It is one for the whole process.
        $rendering = $PSStyle.OutputRendering
        try {
            $coloured = "$($shell.AddScript('$PSStyle.OutputRendering = "Ansi"; ' + $shown).AddArgument($session).Invoke())" -split "`n"
            $shell.Commands.Clear()
            $plain = "$($shell.AddScript('$PSStyle.OutputRendering = "PlainText"; ' + $shown).AddArgument($session).Invoke())" -split "`n"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
            $shell.Dispose()
        }
        ($coloured -match '^ +1 ')[0] | Should -Match ([regex]::Escape("`e[1ma"))
        ($coloured -match '^ +2 ')[0] | Should -Match ([regex]::Escape("`e[93mF`e[39m"))
        ($coloured -match '^ +2 ')[0] | Should -Not -Match ([regex]::Escape("`e[1m"))
        ($plain -match '^ +1 ')[0] | Should -Not -Match "`e"
        ($plain -match '^ +2 ')[0] | Should -Match '^ +2 F '
    }

    It 'say sizes and dates as people do, and keep them typed' {
        $message.Size | Should -BeOfType [long]
        $message.InternalDate | Should -BeOfType [DateTimeOffset]
        $message | Format-List | Out-String | Should -Match 'Size +: \d+ B'
    }
}
