BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $store = (Get-ServerEngine $server).Mailboxes
    $null = 'One', 'Two', 'Lists/PowerShell' | ForEach-Object { $store.GetOrCreate($_) }
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Set-ImapMailbox' {
    It 'subscribes and ends the subscription' {
        Set-ImapMailbox One, Lists/* -Subscribed | Should -BeNullOrEmpty
        $store.Subscriptions.Name | Should -Contain One
        $store.Subscriptions.Name | Should -Contain Lists/PowerShell
        (Get-ImapMailbox One | Set-ImapMailbox -Subscribed:$false -PassThru).IsSubscribed | Should -BeFalse
        $store.Subscriptions.Name | Should -Not -Contain One
    }

    It 'sets and takes away a special use' {
        Set-ImapMailbox '\Junk' -SpecialUse None
        $store['Junk'].SpecialUse | Should -BeNullOrEmpty
        (Set-ImapMailbox Two -SpecialUse Junk -PassThru).SpecialUse | Should -Be Junk
        $store['Two'].SpecialUse | Should -Be '\Junk'
        { Set-ImapMailbox One -SpecialUse Junk } | Should -Throw -ErrorId 'ImapPS.USEATTR,ImapPS.Commands.SetImapMailboxCommand'
    }

    It 'refuses clearly where the server can not, and leaves the subscription alone' {
        $other = Start-ImapTestServer -WithoutCapability METADATA
        $there = $other | Connect-Imap
        try {
            $failure = { Set-ImapMailbox Sent -SpecialUse Junk -Subscribed:$false -Session $there } | Should -Throw -PassThru -ErrorId 'ImapPS.NotSupported,ImapPS.Commands.SetImapMailboxCommand'
            $failure.Exception.Message | Should -BeLike '*lacks METADATA*'
            (Get-ServerEngine $other).Mailboxes.Subscriptions.Name | Should -Contain Sent
        }
        finally { Disconnect-Imap $there; Stop-ImapTestServer $other }
    }

    It 'wants something to set, and a mailbox that is there' {
        { Set-ImapMailbox One } | Should -Throw -ErrorId 'ImapPS.NothingToSetOnMailbox,ImapPS.Commands.SetImapMailboxCommand'
        { Set-ImapMailbox Nowhere -Subscribed } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.SetImapMailboxCommand'
    }

    It 'only reads with -WhatIf' {
        (Get-ServerEngine $server).Log.Clear()
        Set-ImapMailbox * -Subscribed -SpecialUse None -WhatIf
        Get-SentCommand $server | Where-Object { $_ -notlike 'LIST*' -and $_ -notlike 'NAMESPACE*' } | Should -BeNullOrEmpty
    }
}
