BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Add-ImapMessage' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'adds files and gives their ids in order' {
        $ids = Add-ImapMessage Archive -Path (Join-Path $samples '0[1-3]*.eml') -Flag Seen, Work
        $ids | Should -BeOfType ImapPS.ImapMessageId
        $ids.Uid | Should -Be 1, 2, 3
        $bytes = [IO.File]::ReadAllBytes((Get-Item (Join-Path $samples '01*.eml')).FullName)
        $lines = [Text.Encoding]::UTF8.GetString($bytes) -replace "`r`n", "`n"
        ([Text.Encoding]::UTF8.GetString($engine.Mailboxes['Archive'].Find(1).GetBytes()) -replace "`r`n", "`n") | Should -Be $lines
        "$($engine.Mailboxes['Archive'].Find(2).Flags)" | Should -Match 'Seen.*Work'
    }

    It 'adds what Get-ChildItem gives' {
        $files = Get-ChildItem $samples -Filter *.eml | Select-Object -First 5
        ($files | Add-ImapMessage Archive).Uid | Should -Be 1, 2, 3, 4, 5
    }

    It 'adds text, bytes and streams' {
        $text = "Subject: x`n`nbody`n"
        $bytes = [Text.Encoding]::ASCII.GetBytes($text)
        $null = $text | Add-ImapMessage Archive -InternalDate '2024-02-29T12:00:00+01:00'
        $null = Add-ImapMessage Archive -Message $bytes
        $null = Add-ImapMessage Archive -Message ([IO.MemoryStream]::new($bytes))
        $engine.Mailboxes['Archive'].Messages | ForEach-Object { [Text.Encoding]::ASCII.GetString($_.GetBytes()) } | Should -Be (@("Subject: x`r`n`r`nbody`r`n") * 3)
        $engine.Mailboxes['Archive'].Find(1).InternalDate.ToString('o') | Should -Match '^2024-02-29T12:00:00'
    }

    It 'makes a message of its parts' {
        $file = New-Item TestDrive:/data.txt -Value 'attached'
        $id = Add-ImapMessage Drafts -From 'Ann Ä <ann@example.org>' -To b@example.org -Subject 'Größe' -Body 'Text' -Html '<p>Text</p>' -Attachment $file.FullName -Flag Draft
        $message = $id | Get-ImapMessage
        $message.Subject | Should -Be 'Größe'
        "$($message.From)" | Should -Match 'ann@example.org'
        $message.Attachments.Name | Should -Be data.txt
        "$($engine.Mailboxes['Drafts'].Find($id.Uid).Flags)" | Should -Match 'Draft'
    }

    It 'reports what can''t be read or is refused, and adds the rest' {
        $good = New-Item TestDrive:/good.eml -Value "Subject: x`n`nbody`n"
        $empty = New-Item TestDrive:/empty.eml -Value ''
        $gone = Join-Path $good.DirectoryName gone.eml
        $ids = Add-ImapMessage Archive -LiteralPath $empty.FullName, $gone, $good.FullName -ErrorVariable failures -ErrorAction SilentlyContinue
        $ids | Should -HaveCount 1
        $failures.FullyQualifiedErrorId | Should -Contain 'ImapPS.MessageNotUsable,ImapPS.Commands.AddImapMessageCommand'
        $failures.FullyQualifiedErrorId | Should -Contain 'ImapPS.InvalidArgument,ImapPS.Commands.AddImapMessageCommand'
        $engine.Mailboxes['Archive'].Count | Should -Be 1
    }

    It 'reports a full mailbox by its code' {
        $engine.Faults.AnswerNext('APPEND', '{tag} NO [OVERQUOTA] full', 1, $false)
        "Subject: x`n`nbody" | Add-ImapMessage Archive -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.OVERQUOTA,ImapPS.Commands.AddImapMessageCommand'
        $failures[0].CategoryInfo.Category | Should -Be LimitsExceeded
    }

    It 'makes the mailbox only when told to' {
        'a: b' | Add-ImapMessage New -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MailboxNotFound,'
        ('a: b' | Add-ImapMessage New -CreateMailbox).Uid | Should -Be 1
    }

    It 'puts a message in the place of another one' -ForEach @{ Way = 'REPLACE' }, @{ Way = 'UIDPLUS' }, @{ Way = '' } {
        $with = @{ Name = 'way' }
        $other = if ($Way -eq 'REPLACE') { Start-ImapTestServer -Capability REPLACE } elseif ($Way) { Start-ImapTestServer } else { Start-ImapTestServer -WithoutCapability UIDPLUS }
        $inbox = (Get-ServerEngine $other).Mailboxes.Inbox
        1..3 | ForEach-Object { $null = $inbox.Add("Subject: Message $_`n`nText", $null, $null) }
        $null = $other | Connect-Imap @with
        $old = Search-Imap -Uid 2
        $new = 'Subject: new' | Add-ImapMessage INBOX -Replace $old -Flag Draft -ErrorVariable failures -ErrorAction SilentlyContinue
        if ($Way) {
            $new.Uid | Should -Be 4
            $inbox.Messages.Uid | Should -Be 1, 3, 4
            'again' | Add-ImapMessage INBOX -Replace $old -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MessageNotFound,'
            $kept = $new | Select-Object Mailbox, UidValidity, Uid | ConvertTo-Json | ConvertFrom-Json
            ('Subject: newer' | Add-ImapMessage INBOX -Replace $kept).Uid | Should -Be 5
            $inbox.Messages.Uid | Should -Be 1, 3, 5
        }
        else {
            $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.NotSupported,'
            $failures[0].ErrorDetails.RecommendedAction | Should -Match 'Remove-ImapMessage'
            $inbox.Messages.Uid | Should -Be 1, 2, 3
        }
    }

    It 'replaces one message by one, and only what is a message' {
        $old = Search-Imap -Uid 2
        { 'a', 'b' | Add-ImapMessage INBOX -Replace $old } | Should -Throw -ErrorId 'ImapPS.ReplaceTakesOne,*'
        { 'a' | Add-ImapMessage INBOX -Replace 'x' } | Should -Throw -ErrorId 'ImapPS.InvalidReplace,*'
        { 'a' | Add-ImapMessage INBOX -Replace ([pscustomobject] @{ Mailbox = 'INBOX'; Uid = 0 }) } | Should -Throw -ErrorId 'ImapPS.InvalidReplace,*'
        'a' | Add-ImapMessage INBOX -Replace ([pscustomobject] @{ Mailbox = 'INBOX'; Uid = 2; UidValidity = 1 }) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.UidValidityChanged,'
        'a' | Add-ImapMessage INBOX -Replace $old -WhatIf
        $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 1, 2, 3, 4, 5
    }

    It 'adds headers in UTF-8 and binary parts as they are, where the server can' {
        $other = Start-ImapTestServer -Capability IMAP4rev2, UTF8=ACCEPT
        $inbox = (Get-ServerEngine $other).Mailboxes.Inbox
        $at = @{ Session = $other | Connect-Imap -Name rev2 }
        $text = "From: jörg@example.org`r`nSubject: Grüße`r`n`r`nHallo.`r`n"
        $null = $text | Add-ImapMessage @at INBOX
        [Text.Encoding]::UTF8.GetString($inbox.Find(1).GetBytes()) | Should -Be $text
        (Get-ImapMessage @at -Uid 1).Subject | Should -Be 'Grüße'
        $null = Add-ImapMessage @at 'Grüße & mehr' -CreateMailbox -Message ([byte[]] [char[]] "a: b`r`n`r`n`0`n")
        (Get-ImapMailbox @at).Name | Should -Contain 'Grüße & mehr'
        (Get-ServerEngine $other).Mailboxes['Grüße & mehr'].Find(1).GetBytes() | Should -Be ([byte[]] [char[]] "a: b`r`n`r`n`0`n")
        @(Get-SentCommand $other | Where-Object { $_ -match '^ENABLE' }) | Should -Be 'ENABLE IMAP4rev2 UTF8=ACCEPT'
    }

    It 'adds nothing with -WhatIf' {
        'a: b' | Add-ImapMessage Archive -WhatIf
        $engine.Mailboxes['Archive'].Count | Should -Be 0
    }
}
