BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Get-ImapTestServerMailbox' {
    BeforeEach {
        $server = Start-ImapTestServer -User @{ bob = @{ Password = 'x'; Mail = @{ INBOX = @{ Subject = 'his' } } } } -Mail @{
            INBOX = @{ From = 'a@example.org'; To = 'b@example.org'; Subject = 'Grüße'; Body = 'Text'; Flags = 'Seen'; Attachments = @{ Name = 'a.txt'; Content = 'x' } }, @{ Subject = 'two' }
            'Archive/2026' = @()
        }
        $session = $server | Connect-Imap
    }

    AfterEach { . $stopMail }

    It 'tells what is in each mailbox' {
        $all = Get-ImapTestServerMailbox
        $all.Name | Should -Be INBOX, Archive, Archive/2026, Drafts, Junk, Sent, Trash
        $inbox = $all[0]
        $inbox | Should -BeOfType ImapPS.ImapTestServerMailbox
        $inbox.Count | Should -Be 2
        $inbox.Unseen | Should -Be 1
        $inbox.UidNext | Should -Be 3
        $inbox.UidValidity | Should -Be (Search-Imap INBOX -First 1).UidValidity
        $inbox.Size | Should -Be ($inbox.Messages | Measure-Object Size -Sum).Sum
        $inbox.UserName | Should -Be user
        $inbox.Server | Should -Be "$server"
        ($all | Where-Object Name -EQ Trash).SpecialUse | Should -Be '\Trash'
        ($all | Where-Object Name -EQ Trash).Subscribed | Should -BeTrue
        $one = $inbox.Messages[0]
        $one.Uid | Should -Be 1
        $one.Flags | Should -Be '\Seen'
        $one.Subject | Should -Be 'Grüße'
        $one.From | ForEach-Object Address | Should -Be a@example.org
        $one.To | ForEach-Object Address | Should -Be b@example.org
        $one.TextBody.Trim() | Should -Be Text
        $one.Attachments | Should -Be a.txt
        $one.Headers['MIME-Version'] | Should -Be 1.0
        $one.Size | Should -Be $one.GetBytes().Length
    }

    It 'tells the state of its moment, and marks nothing as read' {
        $before = Get-ImapTestServerMailbox INBOX
        Search-Imap INBOX -Uid 2 | Set-ImapMessage -Flagged -Seen
        Move-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive/2026
        $before.Messages.Uid | Should -Be 1, 2
        $before.Messages[1].Flags | Should -BeNullOrEmpty
        (Get-ImapTestServerMailbox INBOX).Messages.Flags | Should -Be '\Seen', '\Flagged'
        (Get-ImapTestServerMailbox Archive/*).Messages.Subject | Should -Be 'Grüße'
    }

    It 'takes a user' {
        (Get-ImapTestServerMailbox INBOX -UserName bob).Messages.Subject | Should -Be his
        { Get-ImapTestServerMailbox -UserName eve -ErrorAction Stop } | Should -Throw "*no user 'eve'*bob*" -ErrorId 'ImapPS.NoSuchTestUser,*'
    }

    It 'says what is not there, and nothing of a pattern' {
        { Get-ImapTestServerMailbox Nowhere -ErrorAction Stop } | Should -Throw "*no mailbox 'Nowhere'*" -ErrorId 'ImapPS.TestMailboxNotFound,*'
        Get-ImapTestServerMailbox No* | Should -BeNullOrEmpty
    }

    It 'gives messages that the other cmdlets take' {
        (Get-ImapTestServerMailbox INBOX).Messages[1] | Get-ImapMessage | ForEach-Object Subject | Should -Be two
    }

    It 'completes mailboxes and users' {
        (TabExpansion2 'Get-ImapTestServerMailbox Arch' 30).CompletionMatches.CompletionText | Should -Be Archive, Archive/2026
        (TabExpansion2 'Get-ImapTestServerMailbox -UserName b' 37).CompletionMatches.CompletionText | Should -Be bob
        (TabExpansion2 'Get-ImapTestServerMailbox -UserName bob -Name Arch' 50).CompletionMatches.CompletionText | Should -Be Archive
    }

    It 'fits a console' {
        Get-ImapTestServerMailbox | Out-String -Width 100 | Should -Match 'INBOX +2 +1 +\d+ B'
        (Get-ImapTestServerMailbox INBOX).Messages | Out-String -Width 120 | Should -Match '1 \d{4}-\d\d-\d\d \d\d:\d\d \\Seen +a@example\.org +\d+ B +Grüße'
    }
}
