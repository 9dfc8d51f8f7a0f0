BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    # Brings the server's types in.
    Start-ImapTestServer | Stop-ImapTestServer
    $credential = ConvertTo-Credential user password

    # A session with a server that plays this after the login, whatever the user asks for.
    function Connect-Transcript([string] $Transcript) {
        $options = [ImapPS.Loopback.LoopbackOptions]::new()
        $options.Tls = $false
        $options.Script = [ImapPS.Loopback.Scripts.LoopbackScript]::Parse(@"
S: * OK [CAPABILITY IMAP4rev1] ready
C: {tag} LOGIN {any}
S: {tag} OK [CAPABILITY IMAP4rev1] in
$Transcript
"@)
        $script:server = [ImapPS.Loopback.LoopbackServer]::Start($options)
        Connect-Imap localhost $credential -Security None -Port $script:server.Port -NoMemory -Timeout 300 -Reconnect Never -WarningAction SilentlyContinue
    }

    $open = @'
C: {tag} EXAMINE INBOX
S: * 3 EXISTS
S: * OK [UIDVALIDITY 7] valid
S: {tag} OK [READ-ONLY] open
'@
}

Describe 'A server with quirks' {
    AfterEach {
        $server.Options.Script.Failures | Should -BeNullOrEmpty
        # The server first: a transcript has no answer to LOGOUT.
        $server.Dispose()
        Get-ImapSession | Disconnect-Imap
    }

    It 'costs a message its bad item, with a warning, and the others nothing' {
        $session = Connect-Transcript @"
$open
C: {tag} UID FETCH 1:3 {any}
S: * 1 FETCH (UID 1 FLAGS (\Seen) RFC822.SIZE 5000000000 ENVELOPE (NIL "first" NIL NIL NIL NIL NIL NIL NIL NIL))
S: * 0 EXPUNGE
S: * 9 FETCH (UID 99 FLAGS ())
S: * 2 FETCH (UID 2 RFC822.SIZE -1 ENVELOPE (NIL "say "hello" now" NIL NIL NIL NIL NIL NIL NIL NIL))
S: * 3 FETCH (UID 3 BODYSTRUCTURE () ENVELOPE (NIL "third" NIL NIL NIL NIL NIL NIL NIL NIL))
S: {tag} OK done
"@
        $messages = Get-ImapMessage INBOX -Uid 1, 2, 3 -Session $session -WarningVariable warnings -WarningAction SilentlyContinue
        $messages.Uid | Should -Be 1, 2, 3
        $messages[0].Size | Should -Be 5000000000
        $messages[0].Subject, $messages[2].Subject | Should -Be first, third
        "$warnings" | Should -Match 'UID 2.*RFC822\.SIZE'
        $session.State | Should -Be Selected
    }

    It 'costs a listing the mailbox that can not be read, with a warning' {
        $session = Connect-Transcript @'
C: {tag} LIST "" ""
S: * LIST (\Noselect) "/" ""
S: {tag} OK done
C: {tag} LIST {any}
S: * LIST () "/" INBOX
S: * LIST (\HasNoChildren "/" lost
S: * LIST () "/" Archive
S: * LIST (\Marked) "/" Archive
S: * LIST () "/" "&bad"
S: {tag} OK done
C: {tag} LSUB {any}
S: {tag} OK done
'@
        $mailboxes = Get-ImapMailbox -Session $session -WarningVariable warnings -WarningAction SilentlyContinue
        $mailboxes.Name | Should -Be INBOX, '&bad', Archive
        "$warnings" | Should -Match "localhost sent what can't be read.*lost"
    }

    It 'does not make an empty result of an answer that can not be read' {
        $session = Connect-Transcript @"
$open
C: {tag} UID SEARCH {any}
S: * SEARCH 1 2 three
S: {tag} OK done
C: {tag} UID SEARCH {any}
S: * SEARCH 2
S: {tag} OK done
"@
        $failure = $null
        try { Search-Imap INBOX -Unseen -Session $session -WarningAction SilentlyContinue -ErrorAction Stop } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.BadContent,'
        $failure.CategoryInfo.Category | Should -Be InvalidData
        (Search-Imap INBOX -Unseen -Session $session -WarningAction SilentlyContinue).Uid | Should -Be 2
    }

    It 'is told from by its alerts, whatever else it says' {
        $session = Connect-Transcript @"
C: {tag} EXAMINE INBOX
S: * [ALERT] Quota at 95 %
S: * 3 EXISTS
S: * OK [UIDVALIDITY 7
S: * OK [UIDVALIDITY 7] valid
S: * FLAGS NIL
S: {tag} OK open
C: {tag} UID SEARCH {any}
S: * SEARCH
S: {tag} OK
"@
        Search-Imap INBOX -Unseen -Session $session -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'localhost says: Quota at 95 %'
    }
}
