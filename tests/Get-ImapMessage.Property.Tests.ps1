BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $names = (Get-Command Get-ImapMessage).Parameters.Property.Attributes.Where({ $_ -is [ValidateSet] }).ValidValues
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer -Capability OBJECTID, X-GM-EXT-1
    $engine = Get-ServerEngine $server
    $first = $engine.Mailboxes.Inbox.Add("Message-ID: <1@example.org>`nFrom: =?utf-8?q?J=C3=BCrgen?= <j@example.org>`nTo: b@example.org`nBcc: c@example.org`nSubject: first`nList-Id: A list`n  <a.example.org>`nReceived: one`nreceived: two`nX-Odd: =?utf-8?b?w6TDtg==?=`n`nHello there`n", $null, $null)
    $first.Labels = [string[]] ('\Inbox', 'Été', "evil$([char] 0x202e)")
    $null = $engine.Mailboxes.Inbox.Add("In-Reply-To: <1@example.org>`nSubject: second`n`nText`n", $null, $null)
    $plain = Start-ImapTestServer -WithoutCapability PREVIEW, SAVEDATE, CONDSTORE
    $null = (Get-ServerEngine $plain).Mailboxes.Inbox.Add("Subject: plain`n`nText`n", $null, $null)
    $null = $plain | Connect-Imap -Name plain
    $null = $server | Connect-Imap -Name full

    # The items of the one FETCH that was sent.
    function Get-FetchItem { (Get-SentCommand $server | Where-Object { $_ -match '^UID FETCH' } | Select-Object -First 1) -replace '^UID FETCH \S+ ' }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapMessage -Property' {
    BeforeEach { $engine.Log.Clear() }

    It 'fetches for <Property> no more than <Items>' -ForEach @(
        @{ Property = 'Uid'; Items = '(UID)' }
        @{ Property = 'Subject', 'From', 'bcc'; Items = '(UID ENVELOPE)' }
        @{ Property = 'Size'; Items = '(UID RFC822.SIZE)' }
        @{ Property = 'seen', 'FLAGS'; Items = '(UID FLAGS)' }
        @{ Property = 'InternalDate'; Items = '(UID INTERNALDATE)' }
        @{ Property = 'Attachments'; Items = '(UID BODYSTRUCTURE)' }
        @{ Property = 'Preview'; Items = '(UID PREVIEW)' }
        @{ Property = 'SaveDate'; Items = '(UID SAVEDATE)' }
        @{ Property = 'ModSeq'; Items = '(UID MODSEQ)' }
        @{ Property = 'EmailId', 'ThreadId'; Items = '(UID EMAILID THREADID)' }
        @{ Property = 'Labels'; Items = '(UID X-GM-LABELS)' }
        @{ Property = 'Size', 'Date', 'Preview'; Items = '(UID RFC822.SIZE ENVELOPE PREVIEW)' }
    ) {
        Get-ImapMessage -Property $Property | Should -HaveCount 2
        Get-FetchItem | Should -Be $Items
    }

    It 'knows <_>, which is a property of a message' -ForEach $names {
        $message = Get-ImapMessage -Uid 1 -Property $_ -WarningAction Stop
        $message.PSObject.Properties.Name | Should -Contain $_
    }

    It 'gives what was asked for, and nothing for the rest' {
        $message = Get-ImapMessage -Uid 1 -Property Subject, From
        $message | Should -BeOfType ImapPS.ImapMessage
        $message.Subject | Should -Be first
        $message.From[0].DisplayName | Should -Be Jürgen
        foreach ($name in 'Size', 'Flags', 'Seen', 'Flagged', 'Answered', 'Draft', 'Deleted', 'InternalDate', 'Attachments', 'Preview', 'SaveDate', 'ModSeq', 'EmailId', 'ThreadId', 'Labels', 'Headers', 'TextBody') {
            $message.$name | Should -Be $null -Because $name
        }
        $message.Uid | Should -Be 1
        $message.UidValidity | Should -Be $engine.Mailboxes.Inbox.UidValidity
    }

    It 'gives what extensions tell' {
        $message, $answer = Get-ImapMessage -Property Preview, SaveDate, ModSeq, EmailId, ThreadId, Labels, Bcc
        $message.Preview | Should -Be 'Hello there'
        $message.SaveDate.UtcTicks | Should -BeGreaterThan ([datetimeoffset] '2024-01-01').UtcTicks
        $message.ModSeq | Should -Be 2
        $message.EmailId | Should -Match '^M\w+$'
        $message.EmailId | Should -Not -Be $answer.EmailId
        $message.ThreadId | Should -Match '^T\w+$'
        $message.ThreadId | Should -Be $answer.ThreadId
        $message.Labels | Should -Be '\Inbox', 'Été', "evil$([char] 0x202e)"
        $answer.Labels | Should -BeNullOrEmpty
        $message.Bcc[0].Address | Should -Be c@example.org
    }

    It 'takes ids of Gmail where there are no others' {
        $gmail = Start-ImapTestServer -Capability X-GM-EXT-1
        try {
            $null = (Get-ServerEngine $gmail).Mailboxes.Inbox.Add("Subject: s`n`nx`n", $null, $null)
            $message = Get-ImapMessage -Session ($gmail | Connect-Imap) -Property EmailId, ThreadId -WarningAction Stop
            $message.EmailId | Should -Match '^\d+$'
            $message.ThreadId | Should -Match '^\d+$'
        }
        finally {
            Get-ImapSession | Where-Object Port -eq $gmail.TlsPort | Disconnect-Imap
            $gmail | Stop-ImapTestServer
        }
    }

    It 'leaves <Property> empty where the server lacks <Capability>, and says so once' -ForEach @(
        @{ Property = 'Preview'; Capability = 'PREVIEW' }
        @{ Property = 'SaveDate'; Capability = 'SAVEDATE' }
        @{ Property = 'ModSeq'; Capability = 'CONDSTORE' }
        @{ Property = 'EmailId'; Capability = 'OBJECTID' }
        @{ Property = 'ThreadId'; Capability = 'OBJECTID' }
        @{ Property = 'Labels'; Capability = 'X-GM-EXT-1' }
    ) {
        $ids = Search-Imap -Session plain
        $messages = $ids, $ids | ForEach-Object { $_ } | Get-ImapMessage -Property $Property, Subject -WarningVariable warnings -WarningAction SilentlyContinue
        $messages | Should -HaveCount 2
        $messages[0].$Property | Should -Be $null
        $messages[0].Subject | Should -Be plain
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Match "does not offer $Capability`: $Property"
    }

    It 'refuses a name that is none, and says which there are' {
        { Get-ImapMessage -Property Subjekt } | Should -Throw -ExpectedMessage '*Subject*'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'completes names' {
        $line = 'Get-ImapMessage -Property Th'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be ThreadId
    }

    It 'shows what there is, safe for a terminal' {
        $view = Get-ImapMessage -Uid 1 -Property Subject, Labels, Seen | Out-String
        $view | Should -Match 'Subject\s*: first'
        $view | Should -Match 'Labels\s*: \\Inbox, Été, evil\\u202E'
        $view | Should -Not -Match 'Size|Preview|SaveDate'
        $view | Should -Not -Match "`u{202e}"
    }

    It 'works in a pipeline' {
        (Search-Imap | Get-ImapMessage -Property Size | Sort-Object Size | Copy-ImapMessage -Destination Copies -CreateMailbox -PassThru) | Should -HaveCount 2
    }
}

Describe 'Get-ImapMessage -Header' {
    BeforeEach { $engine.Log.Clear() }

    It 'fetches these fields and no others' {
        $message = Get-ImapMessage -Uid 1 -Header List-Id, RECEIVED, list-id, X-None -Property Uid
        Get-FetchItem | Should -Be '(UID BODY.PEEK[HEADER.FIELDS (List-Id RECEIVED X-None)])'
        $message.Headers | Should -HaveCount 3
        $message.Headers['list-ID'] | Should -Be 'A list  <a.example.org>'
        $message.Headers.GetValues('Received') | Should -Be one, two
        $message.Headers['Received'] | Should -Be one
        $message.Headers['X-None'] | Should -Be $null
        $message.Headers[0].Name | Should -Be List-Id
        $message.Headers.Name | Should -Be List-Id, Received, received
    }

    It 'decodes values' {
        (Get-ImapMessage -Uid 1 -Header x-odd).Headers['X-Odd'] | Should -Be äö
    }

    It 'gives the usual properties too' {
        $message = Get-ImapMessage -Uid 1 -Header X-Odd
        $message.Subject | Should -Be first
        $message.Seen | Should -Be $false
    }

    It 'gives the whole header for *' {
        $headers = (Get-ImapMessage -Uid 1 -Header * -Property Uid).Headers
        Get-FetchItem | Should -Be '(UID BODY.PEEK[HEADER])'
        $headers['Subject'] | Should -Be first
        $headers.Count | Should -Be 9
    }

    It 'gives none where the message has none of them' {
        (Get-ImapMessage -Uid 2 -Header X-None).Headers.Count | Should -Be 0
    }

    It 'refuses what is no name: <_>' -ForEach 'a b', 'a:', "a`r`nb", 'ä', '', ('x' * 5000), 'a)' {
        { Get-ImapMessage -Header $_ } | Should -Throw
        { Get-ImapMessage -Header Subject, $_ } | Should -Throw
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'names the remedy' {
        { Get-ImapMessage -Header 'a b' } | Should -Throw -ErrorId 'ImapPS.InvalidHeaderName,ImapPS.Commands.GetImapMessageCommand'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'List-Id'
    }
}
