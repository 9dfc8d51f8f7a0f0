BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    # A message with these parts: name, type, content, disposition.
    function New-Message([object[]] $Parts) {
        $text = "From: a@test.example`r`nSubject: s`r`nContent-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`nContent-Type: text/plain`r`n`r`nText`r`n"
        foreach ($part in $Parts) {
            $data = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($part.Content), 'InsertLineBreaks')
            $name = if ($part.Name) { "; filename=""$($part.Name.Replace('\', '\\'))""" }
            $id = if ($part.Id) { "Content-ID: <$($part.Id)>`r`n" }
            $text += "--b`r`nContent-Type: $($part.Type)`r`nContent-Disposition: $($part.Disposition ?? 'attachment')$name`r`nContent-Transfer-Encoding: base64`r`n$id`r`n$data`r`n"
        }
        $text + "--b--`r`n"
    }
}

Describe 'Save-ImapAttachment' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        $inbox = $engine.Mailboxes.Inbox
        $null = $inbox.Add((New-Message @(
                    @{ Name = 'invoice.pdf'; Type = 'application/pdf'; Content = 'PDF ' * 1000 }
                    @{ Name = 'logo.png'; Type = 'image/png'; Content = 'PNG'; Disposition = 'inline'; Id = 'x@y' }
                    @{ Name = 'notes.txt'; Type = 'text/plain'; Content = 'notes' })), $null, $null)
        $null = $server | Connect-Imap
        $engine.Log.Clear()
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'saves attachments decoded, and fetches nothing else' {
        $files = Search-Imap | Save-ImapAttachment $folder -PassThru
        $files.Name | Should -Be 'invoice.pdf', 'notes.txt'
        $files[0].Message.Uid | Should -Be 1
        Get-Content -Raw $files[0] | Should -BeExactly ('PDF ' * 1000)
        $fetched = Get-SentCommand $server | Where-Object { $_ -match '(BODY|BINARY)\S*\[' } | ForEach-Object { [regex]::Matches($_, '(BODY\.PEEK|BINARY\.PEEK|BODY)\[[^\]]*\]').Value }
        $fetched | Should -Be 'BINARY.PEEK[2]', 'BINARY.PEEK[4]'
        $inbox.Messages.Flags | ForEach-Object { "$_" | Should -Not -Match 'Seen' }
    }

    It 'takes 20 kB out of a message of 50 MB, and little beyond them' {
        $line = 'A' * 76 + "`r`n"
        $large = $engine.Mailboxes.GetOrCreate('Large')
        $null = $large.Add("Subject: s`r`nContent-Type: multipart/mixed; boundary=b`r`n" + -join (
                @{ Name = 'large.bin'; Lines = 672000 }, @{ Name = 'small.bin'; Lines = 351 } | ForEach-Object {
                    "`r`n--b`r`nContent-Type: application/octet-stream`r`nContent-Disposition: attachment; filename=$($_.Name)`r`nContent-Transfer-Encoding: base64`r`n`r`n$($line * $_.Lines)"
                }) + "`r`n--b--`r`n", $null, $null)
        $encoded = $line.Length * 351
        $ids = Search-Imap Large
        $engine.Statistics.Reset()
        ($ids | Save-ImapAttachment $folder -Include small.* -PassThru).Length | Should -Be (351 * 57)
        $engine.Statistics.OctetsSent | Should -BeLessOrEqual ($encoded + 40kb)
    }

    It 'chooses by name, type and size' {
        function Get-Saved { (Search-Imap | Save-ImapAttachment (Join-Path $TestDrive ([guid]::NewGuid())) -PassThru @args).Name }
        Get-Saved -Include *.PDF, x | Should -Be 'invoice.pdf'
        Get-Saved -Exclude *.pdf | Should -Be 'notes.txt'
        Get-Saved -ContentType text/* | Should -Be 'notes.txt'
        Get-Saved -MinimumSize 1KB | Should -Be 'invoice.pdf'
        Get-Saved -Inline -ContentType image/* | Should -Be 'logo.png'
        Get-Saved -Include nothing | Should -BeNullOrEmpty
    }

    It 'names files by template, with their own extension' {
        (Search-Imap | Save-ImapAttachment $folder -NameTemplate '{Uid}-{Index}' -PassThru).Name | Should -Be '1-1.pdf', '1-2.txt'
    }

    It 'makes names safe: <Name>' -ForEach @(
        @{ Name = '../../.bashrc'; Expected = '_bashrc' }
        @{ Name = 'C:\Windows\evil.exe'; Expected = 'evil.exe' }
        @{ Name = 'CON'; Expected = '_CON' }
        @{ Name = '..'; Expected = 'attachment.pdf' }
        @{ Name = ''; Expected = 'attachment.pdf' }
    ) {
        $message = $inbox.Add((New-Message @(@{ Name = $Name; Type = 'application/pdf'; Content = 'x' })), $null, $null)
        (Save-ImapAttachment $folder -Uid $message.Uid -PassThru).Name | Should -Be $Expected
        (Get-ChildItem $TestDrive -Recurse -Force -File).Directory.FullName | Where-Object { $_ -eq $TestDrive } | Should -BeNullOrEmpty
    }

    It 'keeps both of two attachments of one name' {
        $message = $inbox.Add((New-Message @(@{ Name = 'a.txt'; Type = 'text/plain'; Content = '1' }, @{ Name = 'A.txt'; Type = 'text/plain'; Content = '2' }, @{ Name = 'a.txt'; Type = 'text/plain'; Content = '3' })), $null, $null)
        $files = Save-ImapAttachment $folder -Uid $message.Uid -PassThru -Conflict Overwrite
        $files | Should -HaveCount 3
        $files | ForEach-Object { Get-Content -Raw $_ } | Should -Be '1', '2', '3'
    }

    It 'warns of broken base64 and saves what there is' {
        $message = $inbox.Add("Content-Type: application/pdf; name=a.pdf`r`nContent-Transfer-Encoding: base64`r`n`r`naGVs!!bG8`r`n", $null, $null)
        Save-ImapAttachment $folder -Uid $message.Uid -WarningVariable warnings -WarningAction SilentlyContinue
        Join-Path $folder 'a.pdf' | Should -Exist
    }

    It 'passes a message on only when all that was wanted of it is saved: <Rule>' -ForEach @{ Rule = 'Skip' }, @{ Rule = 'Fail' } {
        $null = $inbox.Add((New-Message @(@{ Name = 'other.txt'; Type = 'text/plain'; Content = 'other' })), $null, $null)
        $null = New-Item -ItemType Directory $folder
        Set-Content (Join-Path $folder 'notes.txt') 'there before'
        Search-Imap | Save-ImapAttachment $folder -PassThru -Conflict $Rule -ErrorVariable problems -ErrorAction SilentlyContinue | Move-ImapMessage Archive
        Join-Path $folder 'invoice.pdf' | Should -Exist
        $inbox.Messages.Uid | Should -Be 1
        $engine.Mailboxes['Archive'].Count | Should -Be 1
        $problems | Should -HaveCount ($Rule -eq 'Fail' ? 1 : 0)
        # What was not wanted holds nothing back.
        (Search-Imap -Uid 1 | Save-ImapAttachment $folder -PassThru -Conflict Rename -Include *.txt).Name | Should -Be 'notes (2).txt'
    }

    It 'names what no file can be named after: <Name>' -ForEach @(
        @{ Name = 'x' * 5000 + '.pdf' }
        @{ Name = [char]::ConvertFromUtf32(0x1F600) * 400 }
        @{ Name = "a`u{202e}fdp.exe" }
        @{ Name = 'aux.txt.' }
    ) {
        # RFC 2231, so that any name can stand in the header.
        $encoded = [uri]::EscapeDataString($Name)
        $message = $inbox.Add("Content-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`nContent-Type: application/pdf`r`nContent-Disposition: attachment; filename*=UTF-8''$encoded`r`n`r`nx`r`n--b--`r`n", $null, $null)
        $file = Save-ImapAttachment $folder -Uid $message.Uid -PassThru
        $file.FullName | Should -Exist
        [Text.Encoding]::UTF8.GetByteCount($file.Name) | Should -BeLessOrEqual 255
        $file.Name | Should -Not -Match '[\p{Cc}\u202e]|\.$|^aux\.'
        $file.DirectoryName | Should -Be (Get-Item $folder).FullName
    }

    It 'saves a part of an unknown charset or encoding as it is' {
        $message = $inbox.Add("Content-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`nContent-Type: text/plain; charset=x-nobody; name=a.txt`r`nContent-Disposition: attachment`r`n`r`ngrü`r`n--b`r`nContent-Type: text/plain; name=b.txt`r`nContent-Disposition: attachment`r`nContent-Transfer-Encoding: x-mine`r`n`r`nabc`r`n--b--`r`n", $null, $null)
        $files = Save-ImapAttachment $folder -Uid $message.Uid -PassThru -WarningAction SilentlyContinue
        $files.Name | Should -Be 'a.txt', 'b.txt'
        Get-Content -Raw $files[0] | Should -BeExactly 'grü'
        Get-Content -Raw $files[1] | Should -BeExactly 'abc'
    }

    It 'saves a message inside as .eml' {
        $message = $inbox.Add("Content-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`nContent-Type: message/rfc822`r`n`r`nSubject: Inner`r`n`r`nHello`r`n--b--`r`n", $null, $null)
        $file = Save-ImapAttachment $folder -Uid $message.Uid -PassThru
        $file.Name | Should -Be 'Inner.eml'
        Get-Content $file | Select-Object -First 1 | Should -Be 'Subject: Inner'
    }

    It 'saves, then moves' {
        Search-Imap | Save-ImapAttachment $folder -PassThru | Move-ImapMessage Archive
        $engine.Mailboxes['Archive'].Count | Should -Be 1
        $inbox.Count | Should -Be 0
    }
}
