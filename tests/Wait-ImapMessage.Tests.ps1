BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Wait-ImapMessage' {
    BeforeAll {
        $server = Start-ImapTestServer -Path $samples
        $engine = Get-ServerEngine $server
        $session = $server | Connect-Imap
    }

    # What was given up is answered before the next test begins: one that is given up as well would cost the connection, and making it again takes time that was not meant for it.
    AfterEach { $null = Search-Imap -Count }

    AfterAll {
        Get-ImapSession | Disconnect-Imap
        $server | Stop-ImapTestServer
    }

    It 'gives the first message that comes and matches' {
        $shell = [powershell]::Create()
        [void] $shell.AddScript({
            param($engine)
            $deadline = [DateTime]::UtcNow.AddSeconds(300)
            while (@($engine.Log.Commands)[-1] -ne 'IDLE' -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 5 }
            $null = $engine.Mailboxes.Inbox.Add("Subject: other`r`n`r`nx`r`n", $null, $null)
            $null = $engine.Mailboxes.Inbox.Add("From: shop@example.org`r`nSubject: Your sign-up`r`n`r`nx`r`n", $null, $null)
        }).AddArgument($engine)
        $handle = $shell.BeginInvoke()
        $message = Wait-ImapMessage INBOX { Subject -like '*sign-up*' } -Timeout 00:05
        [void] $shell.EndInvoke($handle)
        $message | Should -BeOfType ImapPS.ImapMessage
        $message.Subject | Should -Be 'Your sign-up'
        ($message | Get-ImapMessage -IncludeBody).TextBody.Trim() | Should -Be x
    }

    It 'ends with an error that a script can catch when the time is over' {
        { Wait-ImapMessage -Filter { Subject -eq 'never' } -Timeout 0.3 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,ImapPS.Commands.WaitImapMessageCommand'
        $null = Search-Imap -Count
        try { $caught = Wait-ImapMessage -Timeout 0.1 } catch [TimeoutException] { $caught = $_.TargetObject }
        $caught | Should -Be INBOX
    }

    It 'takes no message that came before, however long the mailbox is open' {
        # A mailbox that a session has open shows what came at the end of a command.
        $null = Search-Imap -Count
        $null = $engine.Mailboxes.Inbox.Add("Subject: before`r`n`r`nx`r`n", $null, $null)
        $null = Search-Imap -Count
        { Wait-ImapMessage -Timeout 0.3 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,*'
        $null = Search-Imap -Count
        $null = $engine.Mailboxes.GetOrCreate('Empty')
        { Wait-ImapMessage Empty -Timeout 0.3 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,*'
    }

    It 'ends in time where the server says nothing more' {
        $engine.Faults.Silent = $true
        try { { Wait-ImapMessage Other -Timeout 0.3 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,*' }
        finally { $engine.Faults.Silent = $false }
    }

    It 'takes what is there already with -IncludeExisting, and looks once with a timeout of zero' {
        $null = $engine.Mailboxes.GetOrCreate('Old').Add("Subject: there`r`n`r`nx`r`n", $null, $null)
        (Wait-ImapMessage Old -IncludeExisting -Timeout 0).Subject | Should -Be there
        { Wait-ImapMessage Old -Timeout 0 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,*'
        { Wait-ImapMessage Old { Subject -eq 'not there' } -IncludeExisting -Timeout 0 } | Should -Throw -ErrorId 'ImapPS.WaitTimeout,*'
    }

    It 'refuses a filter that can not be understood' {
        { Wait-ImapMessage -Filter { Nonsense -eq 1 } } | Should -Throw -ErrorId 'ImapPS.InvalidFilter,*'
    }
}
