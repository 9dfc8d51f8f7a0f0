BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $engine = Get-ServerEngine $server
    $inbox = $engine.Mailboxes.Inbox

    function Add-Message([string] $Text) { $inbox.Add($Text, $null, $null).Uid }

    $attached = 'A' * 76 + "`n"
    $mixed = Add-Message (@'
Subject: mixed
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

gr=FCn
--a
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PGI+Z3LDvG48L2I+
--a--
--m
Content-Type: application/pdf; name="bill.pdf"
Content-Disposition: attachment; filename="bill.pdf"
Content-Transfer-Encoding: base64


'@ + $attached * 20000 + @'

--m
Content-Type: message/rfc822

Subject: inner

inner text
--m
Content-Type: text/plain; name=notes.txt
Content-Disposition: attachment

attached text
--m--
'@)
    $simple = Add-Message "Subject: simple`n`nJust text`n"
    $empty = Add-Message "Subject: empty`n`n"
    $noText = Add-Message "Subject: picture`nContent-Type: image/png`nContent-Transfer-Encoding: base64`n`niVBORw0KGgo=`n"
    $oddCharset = Add-Message "Subject: odd`nContent-Type: text/plain; charset=x-nobody-knows`nContent-Transfer-Encoding: 8bit`n`ngrün`n"
    $broken = Add-Message "Subject: broken`nContent-Type: text/plain; charset=utf-8`nContent-Transfer-Encoding: base64`n`nSGVs!!bG8g*d29ybGQ`n"
    $oddEncoding = Add-Message "Subject: odd`nContent-Type: text/plain`nContent-Transfer-Encoding: x-uuencode`n`nbegin 644`n"
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapMessage -IncludeBody' {
    BeforeEach { $engine.Log.Clear() }

    It 'reads the text and no attachment' {
        $message = Get-ImapMessage -Uid $mixed -IncludeBody
        $message.TextBody | Should -Be grün
        $message.HtmlBody | Should -Be '<b>grün</b>'
        $message.Subject | Should -Be mixed
        $message.Problems | Should -BeNullOrEmpty
        $message.Attachments | Should -HaveCount 3
        $sections = Get-SentCommand $server | Select-String 'BODY\.PEEK\[([^]]*)\]' | ForEach-Object { $_.Matches[0].Groups[1].Value }
        $sections | Sort-Object | Should -Be 1.1, 1.2
    }

    It 'reads what has one part only, and what has no text' {
        $messages = Get-ImapMessage -Uid $simple, $empty, $noText -IncludeBody
        $messages[0].TextBody | Should -Be "Just text`r`n"
        $messages[0].HtmlBody | Should -Be $null
        $messages[1].TextBody | Should -Be ''
        $messages[2].TextBody | Should -Be $null
        $messages[2].Attachments | Should -HaveCount 1
    }

    It 'gives the text that -Full gives: <_>' -ForEach 1, 2, 4, 5, 6 {
        $part = Get-ImapMessage -Uid $_ -IncludeBody -WarningAction SilentlyContinue
        $full = Get-ImapMessage -Uid $_ -Full -WarningAction SilentlyContinue
        ("$($part.TextBody)" -replace "`r") | Should -Be ("$($full.TextBody)" -replace "`r")
        $part.HtmlBody | Should -Be $full.HtmlBody
    }

    It 'keeps the order, and needs few commands' {
        $many = $engine.Mailboxes.GetOrCreate('Many')
        foreach ($number in 1..300) { $null = $many.Add("Subject: m$number`nContent-Type: multipart/alternative; boundary=b`n`n--b`n`nplain $number`n--b`nContent-Type: text/html`n`nhtml $number`n--b--`n", $null, $null) }
        $engine.Log.Clear()
        $messages = Search-Imap Many | Get-ImapMessage -IncludeBody
        $messages.Uid | Should -Be (1..300)
        $messages[255].TextBody | Should -Be 'plain 256'
        $messages[255].HtmlBody | Should -Be 'html 256'
        # Six; some more where a busy machine takes longer than two seconds for one.
        @(Get-SentCommand $server | Where-Object { $_ -match '^UID FETCH' }).Count | Should -BeLessThan 60
        $ids = Search-Imap Many -First 4
        ($ids[3], $ids[0], $ids[2], $ids[0] | Get-ImapMessage -IncludeBody | ForEach-Object TextBody) | Should -Be 'plain 4', 'plain 1', 'plain 3', 'plain 1'
        (Get-ImapMessage Many -IncludeBody | Select-Object -First 1).TextBody | Should -Be 'plain 1'
        (Get-ImapMessage Many -Last 2 -IncludeBody).TextBody | Should -Be 'plain 299', 'plain 300'
        Search-Imap -Count | Should -Be 7
    }

    It 'reads what is encoded wrongly as well as it can be, and says so: <Reason>' -ForEach @(
        @{ Name = 'oddCharset'; Text = "grün`r`n"; Reason = 'charset .x-nobody-knows. is not known' }
        @{ Name = 'broken'; Text = 'Hello world'; Reason = 'base64 is damaged' }
        @{ Name = 'oddEncoding'; Text = "begin 644`r`n"; Reason = 'encoding .x-uuencode. is not known' }
    ) {
        $message = Get-ImapMessage -Uid (Get-Variable $Name -ValueOnly) -IncludeBody -WarningVariable warnings -WarningAction SilentlyContinue
        $message.TextBody | Should -Be $Text
        $message.Problems | Should -HaveCount 1
        $message.Problems[0] | Should -Match $Reason
        $warnings[0].Message | Should -Match "UID $($message.Uid): .*$Reason"
    }

    It 'downloads the whole message where the server tells no structure' {
        $engine.Faults.AnswerNext('UID FETCH', "* 2 FETCH (UID $simple RFC822.SIZE 30 BODYSTRUCTURE NIL)`r`n{tag} OK done")
        (Get-ImapMessage -Uid $simple -IncludeBody).TextBody | Should -Be "Just text`r`n"
    }

    It 'reports a text that the server announces and does not have' {
        $engine.Faults.AnswerNext('UID FETCH', "* 2 FETCH (UID $simple RFC822.SIZE 30 BODYSTRUCTURE (""text"" ""plain"" NIL NIL NIL ""7bit"" 11 1))`r`n{tag} OK done")
        $engine.Faults.AnswerNext('UID FETCH', "* 2 FETCH (UID $simple BODY[1] NIL)`r`n{tag} OK done")
        $message = Get-ImapMessage -Uid $simple -IncludeBody -ErrorVariable failures -ErrorAction SilentlyContinue
        $message.Uid | Should -Be $simple
        $message.TextBody | Should -Be $null
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.BadContent,ImapPS.Commands.GetImapMessageCommand'
        $failures[0].TargetObject.Uid | Should -Be $simple
    }

    It 'reports a message that vanished between its structure and its text, and goes on' {
        $engine.Faults.AnswerNext('UID FETCH', "* 8 FETCH (UID 99 RFC822.SIZE 30 BODYSTRUCTURE (""text"" ""plain"" NIL NIL NIL ""7bit"" 10 1))`r`n* 2 FETCH (UID $simple RFC822.SIZE 30 BODYSTRUCTURE (""text"" ""plain"" NIL NIL NIL ""7bit"" 11 1))`r`n{tag} OK done")
        $messages = Get-ImapMessage -Uid 99, $simple -IncludeBody -ErrorVariable failures -ErrorAction SilentlyContinue
        $messages.Uid | Should -Be $simple
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MessageNotFound,ImapPS.Commands.GetImapMessageCommand'
        $failures[0].TargetObject.Uid | Should -Be 99
    }
}

Describe 'Get-ImapMessage -Part' {
    BeforeEach { $engine.Log.Clear() }

    It 'reads text as a string' {
        $part = (Get-ImapMessage -Uid $mixed -Part 1.1).Parts
        $part.Section | Should -Be 1.1
        $part.ContentType | Should -Be text/plain
        $part.Charset | Should -Be iso-8859-1
        $part.Content | Should -BeOfType string
        $part.Content | Should -Be grün
        $part.Problems | Should -BeNullOrEmpty
    }

    It 'reads anything else as bytes, decoded' {
        $part = (Get-ImapMessage -Uid $noText -Part 1).Parts[0]
        , $part.Content | Should -BeOfType byte[]
        $part.Content | Should -Be 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a
        $part.Size | Should -Be 8
        (Get-ImapMessage -Uid $mixed -Part 2).Parts[0].Name | Should -Be bill.pdf
    }

    It 'takes several, and gives them in their order' {
        $parts = (Get-ImapMessage -Uid $mixed -Part 4, 1.2, 3.HEADER, 3.1, 1.1.MIME, TEXT).Parts
        $parts.Section | Should -Be 4, 1.2, 3.HEADER, 3.1, 1.1.MIME, TEXT
        $parts[0].Content | Should -Be 'attached text'
        $parts[1].Content | Should -Be '<b>grün</b>'
        $parts[2].Content | Should -Match '^Subject: inner'
        $parts[3].Content | Should -Be 'inner text'
        $parts[4].Content | Should -Match 'quoted-printable'
        $parts[5].Content | Should -Match 'boundary|--m'
    }

    It 'goes together with -IncludeBody, -Full and -Header' {
        $message = Get-ImapMessage -Uid $mixed -Part 4 -IncludeBody -Header Subject
        $message.TextBody | Should -Be grün
        $message.Parts[0].Content | Should -Be 'attached text'
        $message.Headers['Subject'] | Should -Be mixed
        $message = Get-ImapMessage -Uid $mixed -Part 4 -Full
        $message.GetBytes().Length | Should -Be $message.Size
        $message.Parts[0].Content | Should -Be 'attached text'
    }

    It 'reports each message that has no such part, and reads the others' {
        $messages = Get-ImapMessage -Uid $simple, $mixed -Part 1.2 -ErrorVariable failures -ErrorAction SilentlyContinue
        $messages | Should -HaveCount 2
        $messages[0].Parts | Should -BeNullOrEmpty
        $messages[1].Parts[0].Content | Should -Be '<b>grün</b>'
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.PartNotFound,ImapPS.Commands.GetImapMessageCommand'
        $failures[0].TargetObject.Uid | Should -Be $simple
        $failures[0].ErrorDetails.RecommendedAction | Should -Match Attachments
    }

    It 'notes what is damaged' {
        $part = (Get-ImapMessage -Uid $broken -Part 1 -WarningAction SilentlyContinue).Parts[0]
        $part.Content | Should -Be 'Hello world'
        $part.Problems[0] | Should -Match 'base64 is damaged'
    }

    It 'refuses what is no part: <_>' -ForEach '', '0', '1.', 'x', '1.MIME.2', "1`r`n", '*', '-1' {
        { Get-ImapMessage -Part $_ } | Should -Throw
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'names the remedy' {
        { Get-ImapMessage -Part 1.x } | Should -Throw -ErrorId 'ImapPS.InvalidPart,ImapPS.Commands.GetImapMessageCommand'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match '1\.2'
    }

    It 'is shown safe for a terminal' {
        $null = $engine.Mailboxes.GetOrCreate('Evil').Add("Subject: e`nContent-Type: text/plain; charset=utf-8`nContent-Transfer-Encoding: base64`n`nG1szMW1yZWTigK4=`n", $null, $null)
        $view = (Get-ImapMessage Evil -Part 1).Parts | Out-String
        $view | Should -Match '\\u001B\[31mred\\u202E'
    }
}

Describe 'Get-ImapMessage -Full' {
    BeforeEach { $engine.Log.Clear() }

    It 'needs one command' {
        $message = Get-ImapMessage -Uid $simple -Full
        $message.TextBody | Should -Be "Just text`r`n"
        $message.Headers['subject'] | Should -Be simple
        @(Get-SentCommand $server | Where-Object { $_ -match '^UID FETCH' }) | Should -HaveCount 1
    }

    It 'notes an unknown charset' {
        (Get-ImapMessage -Uid $oddCharset -Full).Problems | Should -Match 'x-nobody-knows'
    }
}

Describe 'Get-ImapMessage -MaxSize' {
    BeforeEach { $engine.Log.Clear() }

    It 'leaves out <Switches.Keys> over the limit and says so; the rest comes' -ForEach @(
        @{ Switches = @{ Full = $true } }
        @{ Switches = @{ Part = '2' } }
    ) {
        $messages = Get-ImapMessage -Uid $mixed -MaxSize 10KB @Switches -WarningVariable warnings -WarningAction SilentlyContinue
        $messages.Subject | Should -Be mixed
        $messages.Problems | Should -Match 'MaxSize'
        $messages.Parts | Should -BeNullOrEmpty
        $warnings[0].Message | Should -Match "UID $mixed`: \d+ bytes are more than 10240 \(-MaxSize\)"
        { $messages.GetBytes() } | Should -Throw
        Get-SentCommand $server | Where-Object { $_ -match 'BODY\.PEEK' } | Should -BeNullOrEmpty
    }

    It 'takes what is exactly as large' {
        $size = (Get-ImapMessage -Uid $simple).Size
        (Get-ImapMessage -Uid $simple -Full -MaxSize $size -WarningAction Stop).TextBody | Should -Be "Just text`r`n"
        (Get-ImapMessage -Uid $simple -Full -MaxSize ($size - 1) -WarningAction SilentlyContinue).TextBody | Should -Be $null
    }

    It 'is about the text where only that is downloaded' {
        (Get-ImapMessage -Uid $mixed -IncludeBody -MaxSize 10KB -WarningAction Stop).TextBody | Should -Be grün
        $message = Get-ImapMessage -Uid $mixed -IncludeBody -MaxSize 10 -WarningAction SilentlyContinue
        $message.TextBody | Should -Be $null
        $message.Problems | Should -HaveCount 1
    }

    It 'does not believe a size that the server tells wrongly' {
        $engine.Faults.AnswerNext('UID FETCH', "* 1 FETCH (UID $mixed RFC822.SIZE 30 BODYSTRUCTURE (""text"" ""plain"" NIL NIL NIL ""7bit"" 10 1))`r`n{tag} OK done")
        $message = Get-ImapMessage -Uid $mixed -Full -MaxSize 10KB -ErrorVariable failures -ErrorAction SilentlyContinue
        $message.Uid | Should -Be $mixed
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.BadContent,'
        $failures[0].Exception.Message | Should -Match 10240
        Search-Imap -Count | Should -BeGreaterThan 6
    }

    It 'keeps messages of all sizes in their order' {
        (Get-ImapMessage -Full -MaxSize 1KB -WarningAction SilentlyContinue).Uid | Should -Be (Search-Imap).Uid
    }

    It 'refuses <_>' -ForEach 0, -1, 3GB {
        { Get-ImapMessage -Full -MaxSize $_ } | Should -Throw
    }
}
