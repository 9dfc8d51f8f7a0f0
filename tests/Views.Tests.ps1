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
        $null = $engine.Mailboxes.Inbox.Add("From: $evil <a`ex@example.org>`nTo: $evil <b@example.org>`nSubject: $evil`nMessage-ID: <a`eb@example.org>`nIn-Reply-To: <c`ed@example.org>`nX-Note: $evil`nContent-Type: multipart/mixed; boundary=x`n`n--x`n`n$evil`n--x`nContent-Type: application/p`edf; name=`"$evil`"`nContent-Disposition: attach`ement; filename=`"$evil`"`n`npdf`n--x--`n", $null, $null)
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
            Wait-ImapMessage INBOX -IncludeExisting -Timeout 300
            Get-ImapSession
            (Get-ImapSession).Tls
            Invoke-ImapCommand 'UID FETCH' ([ImapPS.ImapAtom] '1') @([ImapPS.ImapAtom] 'ENVELOPE', [ImapPS.ImapAtom] 'BODYSTRUCTURE') -Mailbox INBOX
            Invoke-ImapCommand LIST '' '*'
            ConvertFrom-ImapTranscript -InputObject "S: * OK $evil", 'C: a NOOP', "S: a OK $evil"
            Test-ImapServer localhost -StartTlsPort $server.Port -ImplicitTlsPort $server.TlsPort -CertificateAuthority $server.CertificateAuthority -Timeout 300
            Get-ImapTestServerLog
            Get-ImapTestServerMailbox
            (Get-ImapTestServerMailbox INBOX).Messages
        ) | ForEach-Object { $_ }
        # What is inside them, too, however deep, with the way there.
        $known = [Collections.Generic.HashSet[object]]::new([Collections.Generic.ReferenceEqualityComparer]::Instance)
        function Get-Inside($Value, [string] $Way, [int] $Depth) {
            if ($Value -is [string]) { [pscustomobject] @{ Way = $Way; Value = $Value } }
            elseif ($null -eq $Value -or $Depth -gt 6) { return }
            elseif ($Value.GetType().Namespace -like 'ImapPS*' -and -not $Value.GetType().IsEnum) {
                if (-not $known.Add($Value)) { return }
                [pscustomobject] @{ Way = $Way; Value = $Value }
                foreach ($property in $Value.PSObject.Properties) { Get-Inside $property.Value "$Way.$($property.Name)" ($Depth + 1) }
            }
            if ($Value -is [Collections.IEnumerable] -and $Value -isnot [string] -and $Value -isnot [byte[]]) { foreach ($item in $Value) { Get-Inside $item $Way ($Depth + 1) } }
        }
        $inside = foreach ($object in $objects) { Get-Inside $object $object.GetType().Name 0 }
        $terminal = "[`e`a$([char] 0x202e)]"
        $views = @{}
        foreach ($data in Get-FormatData -TypeName ImapPS.* -PowerShellVersion 7.4) { foreach ($name in $data.TypeNames) { $views[$name] = $data } }
    }

    AfterAll { . $stopMail }

    It 'are a table and a list of <Type.FullName>' -ForEach $types {
        # A view of the base type's shows it, too.
        $controls = for ($of = $Type; $of; $of = $of.BaseType) { $views[$of.FullName].FormatViewDefinition.Control }
        @($controls | Where-Object { $_ -is [Management.Automation.ListControl] }).Count | Should -BeGreaterThan 0
        @($controls | Where-Object { $_ -is [Management.Automation.TableControl] }).Count | Should -BeGreaterThan 0
    }

    It 'are there for whatever a server can answer to Invoke-ImapCommand' {
        $protocol = [ImapPS.Protocol.Responses.Response].Assembly
        $exported = $protocol.GetExportedTypes()
        $left = [Collections.Generic.Queue[type]]::new()
        $seen = [Collections.Generic.HashSet[type]]::new()
        $left.Enqueue([ImapPS.Protocol.Responses.Response])
        while ($left.Count) {
            $type = $left.Dequeue()
            if ($type.IsGenericType) { foreach ($argument in $type.GetGenericArguments()) { $left.Enqueue($argument) } }
            if ($type.Assembly -ne $protocol -or $type.IsValueType -or -not $seen.Add($type)) { continue }
            foreach ($derived in $exported) { if ($type.IsAssignableFrom($derived)) { $left.Enqueue($derived) } }
            foreach ($property in $type.GetProperties()) { $left.Enqueue($property.PropertyType) }
        }
        $seen.Count | Should -BeGreaterThan 30
        foreach ($type in $seen | Where-Object { -not [Collections.IEnumerable].IsAssignableFrom($_) }) {
            $found = for ($of = $type; $of; $of = $of.BaseType) { $views[$of.FullName] }
            $found | Should -Not -BeNullOrEmpty -Because $type.FullName
        }
    }

    It 'show nothing of it for what is inside an object either' {
        @($inside | Where-Object Value -Match $terminal).Count | Should -BeGreaterThan 20 -Because 'there must be something to hide'
        foreach ($type in $inside | Where-Object { $_.Value -isnot [string] } | Group-Object { $_.Value.GetType() }) {
            $some = $type.Group.Value | Select-Object -First 12
            foreach ($form in 'Out-Default', 'Format-Table', 'Format-List') {
                # An object that is a list is shown as what it is, not as what is in it.
                $text = if ($form -eq 'Out-Default') { Write-Output -NoEnumerate $some | Out-String -Width 300 } else { Write-Output -NoEnumerate $some | & $form | Out-String -Width 300 }
                $text | Should -Not -Match $terminal -Because "$($type.Name) at $($type.Group[0].Way) by $form"
            }
        }
    }

    It 'show what comes back from a job or another computer as well' {
        function Get-Back { process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, 2)) } }
        $Error.Clear()
        foreach ($type in $objects | Group-Object { $_.GetType() }) {
            $back = @($type.Group | Select-Object -First 3 | Get-Back)
            foreach ($form in 'Out-Default', 'Format-Table', 'Format-List') {
                $text = if ($form -eq 'Out-Default') { $back | Out-String -Width 300 } else { $back | & $form | Out-String -Width 300 }
                $text | Should -Not -Match $terminal -Because "$($type.Name) by $form"
                $text.Trim() | Should -Not -BeNullOrEmpty
            }
            # A value that a view can't make anything of is an error, and an empty place.
            $Error | Should -BeNullOrEmpty -Because $type.Name
        }
        $message | Get-Back | Out-String | Should -Be ($message | Out-String)
        Get-ImapMailbox | Get-Back | Out-String | Should -Be (Get-ImapMailbox | Out-String)
        (Invoke-ImapCommand LIST '' INBOX).Responses | Get-Back | Out-String -Width 300 | Should -Match 'ListResponse +.*Mailbox: INBOX'
    }

    It 'put together what is of one session' {
        $second = $server | Connect-Imap -Name second
        $shown = Get-ImapMailbox INBOX, Sent -Session $session, $second -ThrottleLimit 1 | Out-String
        [regex]::Matches($shown, 'Session: ').Count | Should -Be 2
        Disconnect-Imap $second
    }

    It 'are not needed for what stands in one line of a message: no control character is in it' {
        $lines = @($inside | Where-Object { $_.Way -match '^Imap(Partial)?Message\.|^ImapThread\.|^ImapAttachment|^Mime' -and $_.Way -notmatch '\.(TextBody|HtmlBody|Content|Session\.Tls\..*)$' -and $_.Value -is [string] })
        $lines.Count | Should -BeGreaterThan 20
        $lines | Where-Object Value -Match '\p{Cc}' | ForEach-Object Way | Should -BeNullOrEmpty
        # Chosen columns go past the views.
        $message | Format-Table Subject, From, To, MessageId, InReplyTo, Attachments | Out-String -Width 400 | Should -Not -Match "[`e`a]"
        $message | Format-Table From, To, Attachments | Out-String -Width 400 | Should -Not -Match $terminal
        "$message $($message.From) $($message.Attachments) $($message.Headers)" | Should -Not -Match $terminal
    }

    It 'name a group of addresses as it is meant' {
        $null = $engine.Mailboxes.Inbox.Add("From: c@example.org`nTo: =?utf-8?q?caf=C3=A9?=: d@example.org;`n`nText", $null, $null)
        # The first command after it tells of the new message.
        $null = Invoke-ImapCommand NOOP -Mailbox INBOX
        $to = (Get-ImapMessage INBOX -Last 1).To
        $to.Group | Should -Be 'café'
        $to | Format-List | Out-String | Should -Match 'Group\s+: café'
    }

    It 'have a text of several lines for the terminal' {
        [ImapPS.Output.ViewText]::CleanLines("a`tb`r`n$evil`nc") | Should -Be (@("a`tb", 'a\u001B]0;owned\u0007\u001B[31m\u202Eb', 'c') -join [Environment]::NewLine)
        [ImapPS.Output.ViewText]::CleanLines($null) | Should -BeNullOrEmpty
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
