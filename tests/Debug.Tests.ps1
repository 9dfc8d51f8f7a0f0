# -Debug shows the conversation, and -Verbose what is sent and why, whatever cmdlet talks to a server.
BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $calls = @(
        @{ Name = 'Get-ImapMailbox'; Code = { Get-ImapMailbox }; Sent = 'LIST' }
        @{ Name = 'Search-Imap'; Code = { Search-Imap }; Sent = 'UID SEARCH' }
        @{ Name = 'Get-ImapMessage'; Code = { Get-ImapMessage -First 1 }; Sent = 'UID FETCH' }
        @{ Name = 'Get-ImapThread'; Code = { Get-ImapThread }; Sent = 'UID FETCH' }
        @{ Name = 'Measure-ImapMailbox'; Code = { Measure-ImapMailbox INBOX -By Sender }; Sent = 'UID FETCH' }
        @{ Name = 'Add-ImapMessage'; Code = { "Subject: x`n`nx" | Add-ImapMessage Drafts -CreateMailbox }; Sent = 'APPEND' }
        @{ Name = 'Set-ImapMessage'; Code = { Set-ImapMessage -Mailbox INBOX -Uid 1 -Flagged }; Sent = 'UID STORE' }
        @{ Name = 'Copy-ImapMessage'; Code = { Copy-ImapMessage Copies -Mailbox INBOX -Uid 1 -CreateMailbox }; Sent = 'UID COPY' }
        @{ Name = 'Move-ImapMessage'; Code = { Move-ImapMessage Moved -Mailbox INBOX -Uid 2 -CreateMailbox }; Sent = 'UID MOVE' }
        @{ Name = 'Remove-ImapMessage'; Code = { Remove-ImapMessage -Mailbox INBOX -Uid 3 -Permanent -Confirm:$false }; Sent = 'UID EXPUNGE' }
        @{ Name = 'Save-ImapMessage'; Code = { Save-ImapMessage $TestDrive/mail -Uid 4 }; Sent = 'UID FETCH' }
        @{ Name = 'Save-ImapAttachment'; Code = { Save-ImapAttachment $TestDrive/files -Uid 4 }; Sent = 'UID FETCH' }
        @{ Name = 'New-ImapMailbox'; Code = { New-ImapMailbox New }; Sent = 'CREATE' }
        @{ Name = 'Set-ImapMailbox'; Code = { Set-ImapMailbox New -Subscribed }; Sent = 'SUBSCRIBE' }
        @{ Name = 'Rename-ImapMailbox'; Code = { Rename-ImapMailbox New Old }; Sent = 'RENAME' }
        @{ Name = 'Remove-ImapMailbox'; Code = { Remove-ImapMailbox Old -Confirm:$false }; Sent = 'DELETE' }
        @{ Name = 'Invoke-ImapCommand'; Code = { Invoke-ImapCommand NOOP }; Sent = 'NOOP' }
        @{ Name = 'Wait-ImapMessage'; Code = { Wait-ImapMessage -IncludeExisting }; Sent = 'UID SEARCH' }
        # On a slow machine a short time is over before there is anything to tell.
        @{ Name = 'Watch-ImapMailbox'; Code = { foreach ($try in 1..60) { $told = @(Watch-ImapMailbox -For (0.5 * $try) 4>&1 5>&1); $told; if ($told -match 'C: \S+ UID SEARCH' -and $told -match 'S: \S+ OK') { break } } }; Sent = 'UID SEARCH' }
        @{ Name = 'Disconnect-Imap'; Code = { Disconnect-Imap }; Sent = 'LOGOUT' }
        @{ Name = 'Connect-Imap'; Code = { $server | Connect-Imap }; Sent = 'AUTHENTICATE' }
    )
    $names = $calls.Name + 'Test-ImapServer'
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    . $startMail
}

AfterAll { . $stopMail }

Describe 'The conversation' {
    It 'is shown by <Name> with -Debug, and told with -Verbose' -ForEach $calls {
        # -Debug itself asks before each message where somebody is there to answer.
        $DebugPreference = 'Continue'
        $VerbosePreference = 'Continue'
        $shown = @(. $Code 4>&1 5>&1)
        $debug = @($shown | Where-Object { $_ -is [Management.Automation.DebugRecord] })
        $debug -match " C: \S+ $Sent" | Should -Not -BeNullOrEmpty
        $debug -match ' S: \S+ OK' | Should -Not -BeNullOrEmpty
        @($shown | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) -match $(if ($Name -eq 'Connect-Imap') { 'logged in' } else { $Sent }) | Should -Not -BeNullOrEmpty
    }

    It 'is shown by Test-ImapServer, of each connection that it makes' {
        $DebugPreference = 'Continue'
        $shown = @(Test-ImapServer localhost -StartTlsPort $server.Port -ImplicitTlsPort $server.TlsPort -CertificateAuthority $server.CertificateAuthority -Credential $server.Credential -Timeout 300 5>&1)
        $debug = @($shown | Where-Object { $_ -is [Management.Automation.DebugRecord] })
        $debug -match ' -- connected to ' | Should -Not -BeNullOrEmpty
        $debug -match ' -- TLS started' | Should -Not -BeNullOrEmpty
        $debug -match ' S: \* OK' | Should -Not -BeNullOrEmpty
        $debug -match ' C: \w+ CAPABILITY' | Should -Not -BeNullOrEmpty
        $debug -match ' C: \w+ STARTTLS' | Should -Not -BeNullOrEmpty
        $debug -match ' C: \w+ NOOP' | Should -Not -BeNullOrEmpty
        $debug -match ' C: \w+ AUTHENTICATE' | Should -Not -BeNullOrEmpty
        "$debug" | Should -Not -Match ([regex]::Escape($server.Credential.GetNetworkCredential().Password))
        # Without it nothing is shown.
        $DebugPreference = 'SilentlyContinue'
        @(Test-ImapServer localhost -StartTlsPort $server.Port -ImplicitTlsPort $server.TlsPort -Timeout 300 5>&1) | Should -HaveCount 1
    }

    It 'is looked at of each cmdlet that talks to a server' -ForEach @{ Names = $names } {
        $talking = Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('Session') -or $_.Name -in 'Connect-Imap', 'Test-ImapServer' }
        $talking.Name | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
    }
}
