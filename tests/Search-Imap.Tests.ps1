BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $inbox = (Get-ServerEngine $server).Mailboxes.Inbox
    [void] $inbox.SetFlags($inbox.Find(1), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Seen', '\Answered'))
    [void] $inbox.SetFlags($inbox.Find(2), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Seen', '\Flagged', 'Invoice'))
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Search-Imap' {
    It 'gives the ids of INBOX, lowest UID first' {
        $ids = Search-Imap
        $ids | Should -HaveCount 32
        $ids | Should -BeOfType ImapPS.ImapMessageId
        $ids.Uid | Should -Be (1..32)
        $ids[0].Mailbox | Should -Be INBOX
        $ids[0].UidValidity | Should -Be $inbox.UidValidity
        $ids[0].Session.Id | Should -Be $session.Id
    }

    It 'finds by <Because>' -ForEach @(
        @{ Because = 'sender'; Arguments = @{ From = 'clara' }; Sent = 'FROM clara' }
        @{ Because = 'several texts of one field'; Arguments = @{ From = 'bob', 'brandt' }; Sent = 'FROM bob FROM brandt' }
        @{ Because = 'recipient'; Arguments = @{ To = 'alice' }; Sent = 'TO alice' }
        @{ Because = 'copy'; Arguments = @{ Cc = 'bob' }; Sent = 'CC bob' }
        @{ Because = 'subject'; Arguments = @{ Subject = 'invoice 2026' }; Sent = 'SUBJECT invoice 2026' }
        @{ Because = 'body'; Arguments = @{ Body = 'EUR' }; Sent = 'BODY EUR' }
        @{ Because = 'text'; Arguments = @{ Text = 'regards' }; Sent = 'TEXT regards' }
        @{ Because = 'header, by hashtable'; Arguments = @{ Header = @{ 'List-Id' = 'roses' } }; Sent = 'HEADER List-Id roses' }
        @{ Because = 'header, by text'; Arguments = @{ Header = 'List-Id: roses' }; Sent = 'HEADER List-Id roses' }
        @{ Because = 'a header that is there'; Arguments = @{ Header = 'List-Id:' }; Sent = 'HEADER List-Id ' }
        @{ Because = 'days'; Arguments = @{ Since = '2026-01-02'; Before = [datetimeoffset] '2026-02-03T23:00+14:00' }; Sent = 'SINCE 2-Jan-2026 BEFORE 3-Feb-2026' }
        @{ Because = 'flags'; Arguments = @{ Seen = $true; Flagged = $true }; Sent = 'SEEN FLAGGED' }
        @{ Because = 'flags that are not there'; Arguments = @{ Unseen = $true; Flagged = $false; Answered = $false }; Sent = 'UNSEEN UNFLAGGED UNANSWERED' }
        @{ Because = 'keywords'; Arguments = @{ Keyword = 'Invoice', '$Junk' }; Sent = 'KEYWORD Invoice KEYWORD $Junk' }
        @{ Because = 'size'; Arguments = @{ LargerThan = 1KB; SmallerThan = 1MB }; Sent = 'LARGER 1024 SMALLER 1048576' }
        @{ Because = 'UIDs'; Arguments = @{ Uid = '1:5', 9, '100:*' }; Sent = 'UID 1:5,9,100:*' }
    ) {
        (Get-ServerEngine $server).Log.Clear()
        $null = Search-Imap @Arguments
        @(Get-SentCommand $server)[-1] -replace '[()"]' -replace '^UID SEARCH RETURN ALL ' | Should -Be $Sent
    }

    It 'finds what is there' {
        (Search-Imap -Flagged).Uid | Should -Be 2
        (Search-Imap -Keyword invoice).Uid | Should -Be 2
        (Search-Imap -Seen).Uid | Should -Be 1, 2
        (Search-Imap -Seen:$false) | Should -HaveCount 30
        (Search-Imap -Subject 'Öffnungszeiten') | Should -HaveCount 1
        Search-Imap -From nobody.at.all | Should -BeNullOrEmpty
    }

    It 'gives the first ones, or their number' {
        (Search-Imap -First 3).Uid | Should -Be 1, 2, 3
        Search-Imap -Unseen -Count | Should -Be 30
        Search-Imap -Count | Should -BeOfType long
    }

    It 'takes mailboxes from the pipeline, as objects and by name' {
        Get-ImapMailbox INBOX, Sent | Search-Imap -Count | Should -Be 32, 0
        'INBOX', 'Sent' | Search-Imap -Count | Should -Be 32, 0
        Search-Imap INBOX, Sent -Count | Should -Be 32, 0
    }

    It 'does not take a session for a mailbox' {
        { $session | Search-Imap } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,ImapPS.Commands.SearchImapCommand'
    }

    It 'searches several sessions' {
        $second = $server | Connect-Imap
        Search-Imap -Count -Session $session, $second | Should -Be 32, 32
        (Search-Imap -First 1 -Session $session.Name).Session.Id | Should -Be $session.Id
        Disconnect-Imap $second
    }

    It 'reports a mailbox that is not there, and goes on' {
        $count = 'NoSuch', 'INBOX' | Search-Imap -Count -ErrorVariable failures -ErrorAction SilentlyContinue
        $count | Should -Be 32
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MailboxNotFound,ImapPS.Commands.SearchImapCommand'
        $failures[0].TargetObject | Should -Be NoSuch
    }

    It 'cannot be made to send another command: <_>' -ForEach "x`r`nA1 LOGOUT", "x`" UNSEEN", 'x) (ALL', 'x\', '{5}', '日本' {
        (Get-ServerEngine $server).Log.Clear()
        Search-Imap -Subject $_ | Should -BeNullOrEmpty
        @(Get-SentCommand $server | Where-Object { $_ -notmatch '^(UID SEARCH|NOOP$)' }) | Should -HaveCount 0
        $session.State | Should -Be Selected
    }

    It 'refuses what nobody can search for' {
        { Search-Imap -Subject "a`0b" } | Should -Throw -ErrorId 'ImapPS.InvalidSearch,ImapPS.Commands.SearchImapCommand'
        { Search-Imap -Keyword 'two words' } | Should -Throw -ErrorId 'ImapPS.InvalidSearch,*'
        { Search-Imap -Uid 0 } | Should -Throw -ErrorId 'ImapPS.InvalidSearch,*'
        { Search-Imap -Header nothing } | Should -Throw -ErrorId 'ImapPS.InvalidHeader,*'
    }

    It 'carries the server''s response code in the error' {
        (Get-ServerEngine $server).Faults.AnswerNext('UID SEARCH', '{tag} NO [SERVERBUG] later')
        $null = Search-Imap -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.SERVERBUG,ImapPS.Commands.SearchImapCommand'
        $failures[0].CategoryInfo.Category | Should -Be ResourceUnavailable
        Search-Imap -Count | Should -Be 32
    }

    It 'works on ids that crossed a process' {
        $ids = Search-Imap -First 2
        foreach ($depth in 1, 2) {
            $serializer = [Management.Automation.PSSerializer]
            $back = $serializer::Deserialize($serializer::Serialize($ids, $depth))
            ($back | Get-ImapMessage).Uid | Should -Be 1, 2
        }
        ($ids | ConvertTo-Json | ConvertFrom-Json | Get-ImapMessage).Uid | Should -Be 1, 2
        ($ids | ConvertTo-Csv | ConvertFrom-Csv | Get-ImapMessage).Uid | Should -Be 1, 2
    }

    It 'does not take another account''s session for its own' {
        $id = Search-Imap -First 1 | ConvertTo-Json | ConvertFrom-Json
        $id.Session.UserName = 'somebody else'
        { $id | Get-ImapMessage } | Should -Throw -ExpectedMessage '*belongs to somebody else@localhost*'
    }

    It 'takes a filter, behind the mailbox or by name, as a script block or a string' {
        (Search-Imap INBOX { Subject -like 'Invoice*' }).Uid | Should -Be 3
        (Search-Imap INBOX "From -like '*@billing.example'").Uid | Should -Be 3, 4
        (Search-Imap -Filter { $_.From -like '*@billing.example' -and $_.Subject -notlike 'Invoice*' }).Uid | Should -Be 4
        Search-Imap INBOX { Subject -like 'Invoice*' } -Count | Should -Be 1
        (Get-ImapMailbox INBOX, Sent | Search-Imap -Filter { Subject -like 'Invoice*' }).Uid | Should -Be 3
        (Search-Imap INBOX { HasAttachment } -First 2).Uid | Should -HaveCount 2
        (Search-Imap INBOX { Subject -like '*grüße AUS*' }).Uid | Should -Be 12
    }

    It 'has the item at hand of the caller''s pipeline, and what functions were given' {
        ('Invoice*', 'Re: Where*' | ForEach-Object { Search-Imap INBOX { Subject -like $_ } }).Uid | Should -Be 3, 22
        (Get-ImapMessage -Uid 3, 22 | ForEach-Object { Search-Imap INBOX { Subject -eq $_.Subject } }).Uid | Should -Be 3, 22
    }

    It 'takes filters that are large, and ends patterns that take too long' {
        $addresses = 1..10000 | ForEach-Object { "user$_@example.org" }
        Search-Imap INBOX { Cc -in $addresses -or From -in $addresses } -Count | Should -Be 0
        Search-Imap INBOX { $_.From -notin $addresses } -Count | Should -Be 32
        $long = 'x' * (1MB - 2)
        Search-Imap INBOX { Subject -like "*$long*" } -Count | Should -Be 0
        $null = Search-Imap INBOX { Subject -match '^(.+)+(.+)+(.+)+\u0000$' } -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.InvalidArgument,ImapPS.Commands.SearchImapCommand'
        $failures[0].Exception.Message | Should -Match 'took longer'
        foreach ($odd in "a`0b", "x`r`nA1 LOGOUT", "$([char] 0xd800)") { Search-Imap INBOX { Subject -like "*$odd*" } -Count | Should -Be 0 }
        $session.State | Should -Be Selected
    }

    It 'combines the filter with the other conditions by and' {
        (Search-Imap INBOX { Flagged -or From -like '*@billing.example' } -Seen).Uid | Should -Be 2
        (Search-Imap INBOX { Subject -match '^In' } -Uid '3:9').Uid | Should -Be 3, 9
        (Get-ServerEngine $server).Log.Clear()
        $null = Search-Imap INBOX { Flagged -or Draft } -From clara -Uid '1:5'
        @(Get-SentCommand $server)[-1] -replace '[()"]' | Should -Be 'UID SEARCH RETURN ALL UID 1:5 FROM clara OR FLAGGED DRAFT'
    }

    It 'evaluates the filter where it was called' {
        function Find-Invoice($Prefix) { Search-Imap INBOX { Subject -like "$Prefix*" } }
        $Prefix = 'nothing'
        (Find-Invoice 'Invoice').Uid | Should -Be 3
        $caller = New-Module { function Find-Reply($Start) { Search-Imap INBOX "Subject -like '$Start*'" }; function Find-By($Sender) { Search-Imap INBOX { Subject -like '*' -and From -like "*$Sender*" } } }
        (Find-Reply 'Re: Where').Uid | Should -Be 22
        (Find-By 'clara@').Uid | Should -Be (Search-Imap -From 'clara@').Uid
        Remove-Module $caller
    }

    It 'ends at a filter that cannot be understood, before anything is sent' {
        (Get-ServerEngine $server).Log.Clear()
        { Search-Imap INBOX { Fron -like 'x' } } | Should -Throw -ErrorId 'ImapPS.InvalidFilter,ImapPS.Commands.SearchImapCommand'
        { Search-Imap INBOX '' } | Should -Throw -ErrorId 'ImapPS.InvalidFilter,*'
        try { Search-Imap INBOX { Fron -like 'x' } } catch { $_.ErrorDetails.RecommendedAction | Should -Match 'From, To, Cc' }
        Get-SentCommand $server | Should -HaveCount 0
    }

    It 'explains what would be done, and does nothing' {
        $null = Search-Imap -Count
        (Get-ServerEngine $server).Log.Clear()
        $plan = Search-Imap INBOX { Subject -like 'Invoice*' -and Seen } -Explain
        Get-SentCommand $server | Should -HaveCount 0
        $plan | Should -BeOfType ImapPS.ImapSearchPlan
        $plan.Search | Should -Be 'SEEN SUBJECT "Invoice"'
        $plan.IsServerOnly | Should -BeFalse
        $plan.Left | Should -Be "Subject -like 'Invoice*'"
        $plan.Fetch | Should -BeLike 'Subject (* bytes)'
        $plan.BytesPerCandidate | Should -BeGreaterThan 0
        $plan.Terms.DecidedBy | Should -Be Client, Server
        $plan | Out-String | Should -Match 'Left +: Subject -like'
        $plan.Terms | Out-String | Should -Match 'Client +Subject'
        $all = Search-Imap INBOX { Seen } -Explain
        $all.Left | Should -BeNullOrEmpty
        $all.IsServerOnly | Should -BeTrue
        $all | Out-String | Should -Match 'the server decides all'
        Search-Imap INBOX { Uid -in @() } -Explain | Out-String | Should -Match 'nothing can match'
    }

    It 'shows plans without what a terminal would obey' {
        $plan = Search-Imap INBOX "Subject -like '*$([char] 27)]0;*$([char] 0x202e)x*'" -Explain
        ($plan | Out-String), ($plan.Terms | Out-String) | Should -Not -Match "$([char] 27)\]0|$([char] 0x202e)"
    }

    It 'leaves nothing to be checked here with -ServerOnly' {
        (Search-Imap INBOX { Seen } -ServerOnly).Uid | Should -Be 1, 2
        foreach ($more in @{}, @{ Count = $true }) {
            $null = Search-Imap INBOX { Subject -like 'Invoice*' } -ServerOnly @more -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.NotSupported,ImapPS.Commands.SearchImapCommand'
            $failures[0].ErrorDetails.RecommendedAction | Should -Match Explain
        }
    }

    It 'tells in verbose output what was sent, and what was left' {
        $verbose = Search-Imap INBOX { Subject -like 'Invoice*' -and Seen } -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -BeLike '*INBOX: UID SEARCH SEEN SUBJECT "Invoice"*Left*Subject -like*'
    }

    It 'looks for other letters itself where the server refuses the charset, and says so' {
        (Get-ServerEngine $server).Faults.AnswerNext('UID SEARCH', '{tag} NO [BADCHARSET (US-ASCII)] no')
        $output = Search-Imap INBOX { Subject -like '*Köln*' } -Verbose 4>&1
        ($output | Where-Object { $_ -is [ImapPS.ImapMessageId] }).Uid | Should -Be 12
        "$($output | Where-Object { $_ -is [Management.Automation.VerboseRecord] })" | Should -BeLike '*UTF-8*US-ASCII only*'
    }

    It 'searches mailboxes by wildcard, special use, and with those below' {
        foreach ($name in 'Tree', 'Tree/One', 'Tree/One/Two', '`[odd`]`*') { Search-Imap -Uid 3 | Copy-ImapMessage $name -CreateMailbox }
        (Search-Imap 'Tr*').Mailbox | Should -Be 'Tree', 'Tree/One', 'Tree/One/Two'
        (Search-Imap Tree -Recurse).Mailbox | Should -Be 'Tree', 'Tree/One', 'Tree/One/Two'
        (Search-Imap Tree, 'Tree/O*' { Subject -like 'Invoice*' }).Mailbox | Should -Be 'Tree', 'Tree/One', 'Tree/One/Two'
        (Search-Imap -LiteralName '[odd]*').Mailbox | Should -Be '[odd]*'
        Search-Imap '\Trash' -Count | Should -Be 0
        Search-Imap 'NoSuch*' | Should -BeNullOrEmpty
    }

    It 'says when there is no session' {
        $shell = New-TestShell
        $null = $shell.AddScript('Search-Imap').Invoke()
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'ImapPS.NoSession,ImapPS.Commands.SearchImapCommand'
        $shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -Match Connect-Imap
        $shell.Runspace.Close()
    }
}
