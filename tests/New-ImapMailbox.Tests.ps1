BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $store = (Get-ServerEngine $server).Mailboxes
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'New-ImapMailbox' {
    It 'makes <Name> and gives it' -ForEach @(
        @{ Name = 'Plain' }
        @{ Name = 'Deep/er/est' }
        @{ Name = 'Entwürfe & Pläne/日本語' }
        @{ Name = 'with "quotes" \ and *stars*' }
        @{ Name = '[Box]' }
        @{ Name = 'plain' }
    ) {
        $made = New-ImapMailbox $Name
        $made | Should -BeOfType ImapPS.ImapMailbox
        $made.Name | Should -BeExactly $Name
        $made.IsSubscribed | Should -BeFalse
        $store.Find($Name) | Should -Not -BeNullOrEmpty
    }

    It 'takes names from the pipeline and subscribes' {
        $made = 'P1', 'P2' | New-ImapMailbox -Subscribed
        $made.Name | Should -Be P1, P2
        $made.IsSubscribed | Should -Be $true, $true
        $store.Subscriptions.Name | Should -Contain P2
    }

    It 'gives a special use <How>' -ForEach @(
        @{ How = 'together with the name'; Without = @(); Expected = 'CREATE Sink (USE (\Junk))' }
        @{ How = 'as metadata'; Without = , 'CREATE-SPECIAL-USE'; Expected = 'SETMETADATA Sink (/private/specialuse "\\Junk")' }
    ) {
        $other = if ($Without) { Start-ImapTestServer -WithoutCapability $Without } else { Start-ImapTestServer }
        $there = $other | Connect-Imap
        try {
            [void] (Get-ServerEngine $other).Mailboxes.Delete([ImapPS.Protocol.Values.MailboxName]::Create('Junk'))
            $made = New-ImapMailbox Sink -SpecialUse Junk -Session $there
            $made.SpecialUse | Should -Be Junk
            $made.IsSpecialUseGuessed | Should -BeFalse
            Get-SentCommand $other | Should -Contain $Expected
        }
        finally { Disconnect-Imap $there; Stop-ImapTestServer $other }
    }

    It 'refuses a special use that can not be given, before anything is made' {
        $other = Start-ImapTestServer -WithoutCapability CREATE-SPECIAL-USE, METADATA
        $there = $other | Connect-Imap
        try {
            $failure = { New-ImapMailbox Sink -SpecialUse Junk -Session $there } | Should -Throw -PassThru -ErrorId 'ImapPS.NotSupported,ImapPS.Commands.NewImapMailboxCommand'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*guesses*'
            (Get-ServerEngine $other).Mailboxes.Find('Sink') | Should -BeNullOrEmpty
        }
        finally { Disconnect-Imap $there; Stop-ImapTestServer $other }
        { New-ImapMailbox Sink -SpecialUse Trash } | Should -Throw -ErrorId 'ImapPS.USEATTR,ImapPS.Commands.NewImapMailboxCommand'
        $store.Find('Sink') | Should -BeNullOrEmpty
    }

    It 'says that there is such a mailbox, and goes on with the next' {
        $made = New-ImapMailbox Sent, After -ErrorVariable failures -ErrorAction SilentlyContinue
        $made.Name | Should -Be After
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.ALREADYEXISTS,ImapPS.Commands.NewImapMailboxCommand'
        $failures[0].CategoryInfo.Category | Should -Be ResourceExists
    }

    It 'makes what is above where the server does not' {
        $engine = Get-ServerEngine $server
        $engine.Faults.AnswerNext('CREATE', '{tag} NO parent missing')
        (New-ImapMailbox Above/Below).Name | Should -Be Above/Below
        (Get-SentCommand $server)[-4..-2] | Where-Object { $_ -like 'CREATE*' } | Should -Be 'CREATE Above', 'CREATE Above/Below'
    }

    It 'refuses what can not be a name: <_>' -ForEach "a`r`nb", "a`0b", "$([char] 0xd800)" {
        (Get-ServerEngine $server).Log.Clear()
        { New-ImapMailbox $_ } | Should -Throw -ErrorId 'ImapPS.InvalidMailbox,ImapPS.Commands.NewImapMailboxCommand'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'makes nothing with -WhatIf' {
        New-ImapMailbox Never -WhatIf
        $store.Find('Never') | Should -BeNullOrEmpty
    }
}
