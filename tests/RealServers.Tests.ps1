# The cmdlets on Dovecot, Cyrus and Courier. Where these can't run (see tests/servers), the tests are skipped.
BeforeDiscovery {
    $names = 'dovecot', 'cyrus', 'courier'
    $possible = $IsLinux -and (id -u) -eq '0'
    if ($possible) {
        & "$PSScriptRoot/servers/install" --check *> $null
        $possible = $LASTEXITCODE -eq 0
    }

    if (-not $possible -and $env:IMAPPS_REQUIRE_SERVERS) { throw 'The servers are required, but can not run here.' }
}

Describe 'The cmdlets on <_>' -ForEach $names -Skip:(-not $possible) {
    BeforeAll {
        . $PSScriptRoot/TestSetup.ps1
        $place = "/tmp/imapps-pester-$_-$PID"
        $script = "$PSScriptRoot/servers/$_"
        $server = & $script start $place --parent $PID | ConvertFrom-Json
        $credential = ConvertTo-Credential $server.user $server.password
        function Connect-Server($Name, $As = $credential) {
            Connect-Imap $server.host -Port $server.port -Security StartTls -CertificateAuthority $server.caFile -Credential $As -Name $Name
        }
        $session = Connect-Server main
        $work = "$($server.prefix)Größe & 漢字"
        $parts = "From: Jörg <j@example.org>`r`nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= {0}`r`nMIME-Version: 1.0`r`nContent-Type: multipart/mixed; boundary=b`r`n`r`n--b`r`nContent-Type: text/plain`r`n`r`nText`r`n" +
            "--b`r`nContent-Type: application/pdf; name=`"../../.bashrc`"`r`nContent-Disposition: attachment; filename=`"../../.bashrc`"`r`nContent-Transfer-Encoding: base64`r`n`r`nUERG`r`n" +
            "--b`r`nContent-Type: text/plain; name=same.txt`r`nContent-Disposition: attachment; filename=same.txt`r`n`r`none`r`n--b`r`nContent-Type: text/plain; name=same.txt`r`nContent-Disposition: attachment; filename=same.txt`r`n`r`ntwo`r`n--b--`r`n"
        $texts = 1..3 | ForEach-Object { $parts.Replace('Jörg', 'Joerg') -f $_ }
    }

    AfterAll {
        Get-ImapSession | Disconnect-Imap
        & $script stop $place
    }

    It 'adds, finds and saves messages' {
        $ids = $texts | Add-ImapMessage $work -CreateMailbox -Flag Flagged
        $ids.Uid | Should -Be 1, 2, 3
        (Get-ImapMailbox).Name | Should -Contain $work
        $found = Search-Imap $work
        $found.Uid | Should -Be 1, 2, 3
        $files = $found | Save-ImapMessage (Join-Path $TestDrive $_) -NameTemplate '{Uid} {Subject}' -PassThru
        $files.Name | Should -Be '1 Grüße 1.eml', '2 Grüße 2.eml', '3 Grüße 3.eml'
        Get-Content -Raw $files[1] | Should -BeExactly $texts[1]
        ($found | Get-ImapMessage).Flags | ForEach-Object { "$_" | Should -Not -Match 'Seen' }
    }

    It 'saves attachments under safe names, and passes their message on' {
        $folder = Join-Path $TestDrive "$_-attachments"
        $files = Search-Imap $work -Uid 1 | Save-ImapAttachment $folder -PassThru
        $files.Name | Should -Be '_bashrc', 'same.txt', 'same (2).txt'
        Get-Content -Raw $files[0] | Should -BeExactly 'PDF'
        Get-Content -Raw $files[2] | Should -BeExactly 'two'
        $moved = $files | Move-ImapMessage "$work done" -CreateMailbox -PassThru
        @($moved).Source.Uid | Should -Be 1
        (Search-Imap $work).Uid | Should -Be 2, 3
        $moved | Move-ImapMessage -Undo
        (Search-Imap $work).Uid | Should -Be 2, 3, 4
    }

    It 'flags, copies and replaces' {
        $id = (Search-Imap $work -Uid 2 | Set-ImapMessage -Seen -Flagged:$false -AddKeyword '$Work' -PassThru)
        $id.Uid | Should -Be 2
        "$((Get-ImapMessage $work -Uid 2).Flags)" | Should -Match 'Seen'
        $copy = Search-Imap $work -Uid 2 | Copy-ImapMessage "$work copies" -CreateMailbox -PassThru
        @($copy).Count | Should -Be 1
        $new = $texts[0] | Add-ImapMessage $work -Replace $id
        (Search-Imap $work).Uid | Should -Be 3, 4, $new.Uid
        (Search-Imap "$work copies").Count | Should -Be 1
    }

    It 'goes on where a checkpoint is, and tells what changed' {
        $box = "$($server.prefix)Checked"
        $file = Join-Path $TestDrive "$_.json"
        $ids = 1..4 | ForEach-Object { "Message-ID: <$_@example.org>`nSubject: $_`n`nText" } | Add-ImapMessage $box -CreateMailbox
        (Get-ImapMessage $box -Checkpoint $file -Changed | Select-Object -First 3).Uid | Should -Be $ids[0..2].Uid
        (Get-ImapMessage $box -Checkpoint $file -Changed).Uid | Should -Be $ids[3].Uid
        Get-ImapMessage $box -Checkpoint $file -Changed | Should -BeNullOrEmpty
        $ids[1] | Set-ImapMessage -Flagged
        $ids[2] | Remove-ImapMessage -Permanent -Confirm:$false
        $new = "Subject: 5`n`nText" | Add-ImapMessage $box
        $second = Connect-Server second
        $changes = Get-ImapMessage $box -Checkpoint $file -Changed -Session $second
        "$($changes | ForEach-Object { "$($_.Kind) $($_.Uid)" })" | Should -Be "Removed $($ids[2].Uid) Flags $($ids[1].Uid) New $($new.Uid)"
        $later = "Subject: 6`n`nText" | Add-ImapMessage $box
        $watched = Watch-ImapMailbox $box -Checkpoint $file -First 1 -For 300 -Session $second
        "$($watched.Kind) $($watched.Uid)" | Should -Be "New $($later.Uid)"
        Search-Imap $box -Checkpoint $file | Should -BeNullOrEmpty
        Rename-ImapMailbox $box "$box before"
        $again = "Subject: 7`n`nText" | Add-ImapMessage $box -CreateMailbox
        if ($again.UidValidity -ne $ids[0].UidValidity) {
            { Get-ImapMessage $box -Checkpoint $file } | Should -Throw -ErrorId 'ImapPS.UidValidityChanged,*'
        }
        (Get-ImapMessage $box -Checkpoint $file -OnUidValidityChange Restart).Uid | Should -Be $again.Uid
    }

    It 'removes what is named and nothing else' {
        Search-Imap $work -Uid 3 | Set-ImapMessage -Flags '\Deleted'
        Search-Imap $work -Uid 4 | Remove-ImapMessage -Permanent -Confirm:$false
        (Search-Imap $work).Uid | Should -Contain 3
        (Search-Imap $work).Uid | Should -Not -Contain 4
    }

    It 'tells what is refused' {
        $id = Search-Imap $work -Uid 3
        $id | Move-ImapMessage "$work nowhere" -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MailboxNotFound,'
        $id | Set-ImapMessage -AddLabel x -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.NotSupported,'
        $null = Connect-Server cramped (ConvertTo-Credential cramped Cramped-3)
        "Subject: big`n`n" + ("0123456789abcdef`n" * 8000) | Add-ImapMessage INBOX -Session cramped -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        "$($problems[0])" | Should -Match 'quota'
        (Search-Imap $work -Session main).Uid | Should -Contain 3
    }
}
