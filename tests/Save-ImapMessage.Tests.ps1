BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

Describe 'Save-ImapMessage' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        $inbox = $engine.Mailboxes.Inbox
        $received = [DateTimeOffset]::new(2024, 2, 29, 12, 30, 0, [TimeSpan]::FromHours(1))
        $texts = 1..3 | ForEach-Object { "From: Ann <ann@test.example>`r`nSubject: Re: a/b $_`r`nDate: Thu, 29 Feb 2024 1${_}:00:00 +0100`r`n`r`nText $_`r`n" }
        $texts | ForEach-Object { $null = $inbox.Add($_, $null, $received) }
        $null = $server | Connect-Imap
        $engine.Log.Clear()
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'saves each message octet for octet, silently, under a safe name and with the time of its arrival' {
        Search-Imap | Save-ImapMessage $folder | Should -BeNullOrEmpty
        (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be (1..3 | ForEach-Object { "2024-02-29 Ann Re_ a_b $_.eml" })
        Get-Content -Raw (Join-Path $folder '2024-02-29 Ann Re_ a_b 2.eml') | Should -BeExactly $texts[1]
        (Get-Item (Join-Path $folder '2024-02-29 Ann Re_ a_b 2.eml')).LastWriteTimeUtc | Should -Be $received.UtcDateTime
        $inbox.Messages.Flags | ForEach-Object { "$_" | Should -Not -Match 'Seen' }
    }

    It 'follows wildcards to the one folder that is meant, and takes -LiteralPath as it is' {
        $null = New-Item -ItemType Directory $folder, "$folder/mail1", "$folder/mail2"
        Search-Imap -Uid 1 | Save-ImapMessage "$folder/*1" -NameTemplate '{Uid}'
        Search-Imap -Uid 2 | Save-ImapMessage -LiteralPath "$folder/mail[1]" -NameTemplate '{Uid}'
        Search-Imap -Uid 3 | Save-ImapMessage "$folder/new[3]" -NameTemplate '{Uid}'
        (Get-ChildItem -LiteralPath "$folder/mail1").Name | Should -Be 1.eml
        (Get-ChildItem -LiteralPath "$folder/mail[1]").Name | Should -Be 2.eml
        (Get-ChildItem -LiteralPath "$folder/new[3]").Name | Should -Be 3.eml
        { Search-Imap | Save-ImapMessage "$folder/mail?" } | Should -Throw -ErrorId 'ImapPS.FolderAmbiguous,ImapPS.Commands.SaveImapMessageCommand'
    }

    It 'needs few commands for many messages' {
        4..200 | ForEach-Object { $null = $inbox.Add("Subject: $_`n`nx", $null, $null) }
        Search-Imap | Save-ImapMessage $folder
        Get-ChildItem $folder | Should -HaveCount 200
        # Four; some more where a busy machine takes longer than two seconds for one.
        @(Get-SentCommand $server | Where-Object { $_ -match 'FETCH' }).Count | Should -BeLessThan 40
    }

    It 'gives files in the order of the input, with their message, and they can be piped on' {
        $files = Search-Imap -Uid 1, 2, 3 | Sort-Object Uid -Descending | Save-ImapMessage $folder -NameTemplate '{Uid}' -PassThru
        $files | Should -BeOfType System.IO.FileInfo
        $files.Name | Should -Be '3.eml', '2.eml', '1.eml'
        $files[0].Message.Subject | Should -Be 'Re: a/b 3'
        $files | Move-ImapMessage Archive
        $engine.Mailboxes['Archive'].Count | Should -Be 3
    }

    It 'keeps, skips, replaces or reports what was there: <Rule>' -ForEach @(
        @{ Rule = 'Rename'; Names = '1 (2).eml', '1.eml'; Content = 'old'; Failures = 0 }
        @{ Rule = 'Skip'; Names = '1.eml'; Content = 'old'; Failures = 0 }
        @{ Rule = 'Overwrite'; Names = '1.eml'; Content = 'From: Ann'; Failures = 0 }
        @{ Rule = 'Fail'; Names = '1.eml'; Content = 'old'; Failures = 1 }
    ) {
        $null = New-Item -ItemType Directory $folder
        Set-Content (Join-Path $folder '1.eml') 'old'
        Save-ImapMessage $folder -Uid 1 -NameTemplate '{Uid}' -Conflict $Rule -ErrorVariable problems -ErrorAction SilentlyContinue
        (Get-ChildItem $folder -Force).Name | Sort-Object | Should -Be $Names
        Get-Content -Raw (Join-Path $folder '1.eml') | Should -Match "^$Content"
        $problems | Should -HaveCount $Failures
        if ($Failures -gt 0) {
            $problems[0].FullyQualifiedErrorId | Should -Be 'ImapPS.FileExists,ImapPS.Commands.SaveImapMessageCommand'
            $problems[0].CategoryInfo.Category | Should -Be ResourceExists
        }
        # Nothing is passed on that was not saved: a file of the same name need not be the same message.
        Save-ImapMessage $folder -Uid 2 -NameTemplate '1' -Conflict $Rule -PassThru -ErrorAction SilentlyContinue | Should -HaveCount ($Rule -in 'Skip', 'Fail' ? 0 : 1)
        if ($Rule -in 'Skip', 'Fail') {
            Get-SentCommand $server | Where-Object { $_ -match 'BODY' } | Should -BeNullOrEmpty -Because 'nothing needs fetching'
        }
    }

    It 'never lets two messages of one name replace or hide each other: <_>' -ForEach 'Overwrite', 'Skip', 'Rename' {
        Search-Imap | Save-ImapMessage $folder -NameTemplate 'same' -Conflict $_
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be 'same (2).eml', 'same (3).eml', 'same.eml'
    }

    It 'reports a message that is gone, and saves the others' {
        $ids = Search-Imap
        [void] $inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] $inbox.Find(2))
        $ids | Save-ImapMessage $folder -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Match '^ImapPS.MessageNotFound'
        Get-ChildItem $folder | Should -HaveCount 2
    }

    It 'writes nothing with -WhatIf' {
        $shell = New-TestShell
        $null = $shell.AddScript({ param($server, $folder) $null = $server | Connect-Imap; Search-Imap | Save-ImapMessage $folder -WhatIf }).AddArgument($server).AddArgument($folder).Invoke()
        $shell.Runspace.Close()
        $folder | Should -Not -Exist
    }

    It 'refuses a template that can not name files: <_>' -ForEach '{Nothing}', '{Subject', 'a/{Subject}', 'a}b', '{Date:%}' {
        { Save-ImapMessage $folder -Uid 1 -NameTemplate $_ } | Should -Throw -ErrorId 'ImapPS.InvalidNameTemplate,ImapPS.Commands.SaveImapMessageCommand'
        $folder | Should -Not -Exist
    }

    It 'tells that the folder is a file' {
        Set-Content $folder 'x'
        { Save-ImapMessage $folder -Uid 1 } | Should -Throw -ErrorId 'ImapPS.FileNotUsable,ImapPS.Commands.SaveImapMessageCommand'
    }

    It 'leaves no half files, and the session usable, when it is stopped' {
        $null = $inbox.Add("Subject: big`r`n`r`n" + ('x' * 3000000), $null, $null)
        $files = Search-Imap | Save-ImapMessage $folder -NameTemplate '{Uid}' -PassThru | Select-Object -First 1
        $files.Name | Should -Be '1.eml'
        (Get-ChildItem $folder -Force).Name | Should -Not -Match '\.part$'
        (Search-Imap).Count | Should -Be 4
    }

    It 'goes on in the middle of a message when the connection is lost' {
        $text = "Subject: big`r`n`r`n" + ('x' * 900000)
        $null = $inbox.Add($text, $null, $null)
        $engine.Options.Faults.CutAfterSent(300000)
        $file = Search-Imap -Uid 4 | Save-ImapMessage $folder -PassThru
        (Get-Content $file -Raw) -eq $text | Should -BeTrue
        (Get-ImapSession).Reconnects | Should -Be 1
        (Get-ChildItem $folder -Force).Name | Should -Be $file.Name
    }

    It 'leaves no half files when the connection is lost for good' {
        $null = $inbox.Add("Subject: big`r`n`r`n" + ('x' * 900000), $null, $null)
        Get-ImapSession | Disconnect-Imap
        $null = $server | Connect-Imap -Reconnect Never
        $ids = Search-Imap -Uid 4
        $engine.Options.Faults.CutAfterSent(300000)
        { $ids | Save-ImapMessage $folder } | Should -Throw
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }
}
