# -WhatIf and -Confirm on every cmdlet that changes something, by the examples of the help: what goes over the wire, and what is there afterwards.
BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/ExampleSetup.ps1
    $changing = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name)
    # Beside the examples: each way that a cmdlet has to change something.
    $more = @(
        @{ Name = 'Add-ImapMessage'; Code = "'Subject: x' | Add-ImapMessage New/Box -CreateMailbox" }
        @{ Name = 'Add-ImapMessage'; Code = "'Subject: x' | Add-ImapMessage INBOX -Replace (Search-Imap -First 1)" }
        @{ Name = 'Copy-ImapMessage'; Code = 'Search-Imap -First 2 | Copy-ImapMessage New/Box -CreateMailbox' }
        @{ Name = 'Invoke-ImapCommand'; Code = "Invoke-ImapCommand CREATE New" }
        @{ Name = 'Invoke-ImapCommand'; Code = "Invoke-ImapCommand 'UID STORE' 1 +FLAGS ([ImapPS.ImapAtom] '(\Seen)') -Mailbox INBOX -Writable" }
        @{ Name = 'Move-ImapMessage'; Code = 'Search-Imap -First 2 | Move-ImapMessage New/Box -CreateMailbox' }
        @{ Name = 'Move-ImapMessage'; Code = "[pscustomobject] @{ Mailbox = 'INBOX'; Uid = 3; UidValidity = (Search-Imap -First 1).UidValidity; Source = [pscustomobject] @{ Mailbox = 'Archive' } } | Move-ImapMessage -Undo" }
        @{ Name = 'New-ImapMailbox'; Code = 'New-ImapMailbox a, b/c -Subscribed' }
        @{ Name = 'Remove-ImapEndpoint'; Code = 'Remove-ImapEndpoint *' }
        @{ Name = 'Remove-ImapMailbox'; Code = 'Remove-ImapMailbox Archive, Sent -Recurse -Force' }
        @{ Name = 'Remove-ImapMailbox'; Code = 'Remove-ImapMailbox -LiteralName Junk' }
        @{ Name = 'Remove-ImapMessage'; Code = 'Search-Imap -First 2 | Remove-ImapMessage' }
        @{ Name = 'Remove-ImapMessage'; Code = 'Search-Imap -First 2 | Remove-ImapMessage -Permanent -Force' }
        @{ Name = 'Rename-ImapMailbox'; Code = 'Rename-ImapMailbox Archive Past/Archive' }
        @{ Name = 'Save-ImapAttachment'; Code = 'Search-Imap | Save-ImapAttachment . -Inline' }
        @{ Name = 'Set-ImapMailbox'; Code = 'Set-ImapMailbox Archive -Subscribed:$false; Set-ImapMailbox Archive -SpecialUse None' }
        @{ Name = 'Set-ImapMessage'; Code = "Search-Imap -First 2 | Set-ImapMessage -Flags '\Seen', Paid" }
    )
    $runs = @($examples | Where-Object { $_.Name -in $changing }) + $more
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/ExampleSetup.ps1
    Add-Type -Path $PSScriptRoot/RecordingHost.cs
    $changing = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name)
    $recording = [RecordingHost]::new()
    $runspace = [runspacefactory]::CreateRunspace($recording)
    $runspace.Open()
    $asked = @{}

    # Runs an example with something put behind each call that would change something; gives what it did.
    function Invoke-Example([string] $Code, [string] $Append, [string] $Folder) {
        $recording.Questions.Clear()
        $recording.Lines.Clear()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $result = $shell.AddScript({
                param($tests, $code, $append, $exampleFolder)
                . $tests/TestSetup.ps1
                . $tests/ExampleSetup.ps1
                $changing = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name)
                # What is in the server: mailboxes, subscriptions and messages with their flags.
                function Get-Picture($Server) {
                    $store = (Get-ServerEngine $Server).Mailboxes
                    "Subscribed: $($store.Subscriptions.Name | Sort-Object)"
                    foreach ($mailbox in $store.Mailboxes | Sort-Object Name) {
                        "$($mailbox.Name) $($mailbox.UidValidity) $($mailbox.SpecialUse)"
                        foreach ($message in $mailbox.Messages) { " $($message.Uid) $($message.Flags)" }
                    }
                }
                $only = [Collections.Generic.HashSet[string]]::new()
                $script = ConvertTo-ExampleScript $code {
                    param($call)
                    if ($call.GetCommandName() -notin $changing) { return '' }
                    [void] $only.Add($call.GetCommandName())
                    $given = $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName
                    if ($append.Trim().TrimStart('-') -in $given) { '' } else { $append }
                }
                . $startExample
                $engine = Get-ServerEngine $server
                # Something that Remove-ImapEndpoint can find.
                Connect-Imap localhost $credential | Disconnect-Imap
                $remembered = (Get-ImapEndpoint | Out-String)
                $before = Get-Picture $server
                $engine.Log.Clear()
                $failure = $null
                try { $null = . $script } catch { $failure = "$_" }
                [pscustomobject] @{
                    Commands = @($engine.Log.Commands); Before = $before; After = Get-Picture $server; Failure = $failure; Cmdlets = @($only)
                    # What the example itself names is written by what reads: a checkpoint, a list of what was done.
                    Files = @(Get-ChildItem $exampleFolder -Recurse -File -Force | ForEach-Object Name | Where-Object { -not $code.Contains(($_ -replace '\.lock$')) }); Remembered = $remembered -eq (Get-ImapEndpoint | Out-String)
                }
                . $stopExample
            }).AddArgument($PSScriptRoot).AddArgument($Code).AddArgument($Append).AddArgument($Folder).Invoke()
            if (-not $result) { throw $shell.Streams.Error[0] }
            if ($result[0].Failure) { throw $result[0].Failure }
            $result[0]
        }
        finally { $shell.Dispose() }
    }

    # What only reads. CLOSE is none of these: it removes messages that are marked as deleted; FETCH without PEEK marks as read.
    $reads = '^(CAPABILITY|NOOP|LOGIN|AUTHENTICATE|STARTTLS|COMPRESS|ID|ENABLE|NAMESPACE|LIST|LSUB|STATUS|EXAMINE|UNSELECT|IDLE|DONE|LOGOUT|GETQUOTA|GETQUOTAROOT|GETMETADATA|GETACL|MYRIGHTS|LISTRIGHTS|UID (SEARCH|SORT|THREAD|FETCH))\b'
    $marks = '\b(BODY|BINARY)\[|\bRFC822(?!\.(SIZE|HEADER))'
}

AfterAll { $runspace.Dispose() }

Describe 'With -WhatIf' {
    # Files that are there afterwards may be checkpoints of reading, and what an example writes by itself.
    It '<Name> sends nothing but reads, changes nothing, and says what it would do: <Code>' -ForEach $runs {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $done = Invoke-Example $Code ' -WhatIf' $folder
        $done.Commands | Where-Object { $_ -notmatch $reads -or $_ -match $marks } | Should -BeNullOrEmpty
        $done.After | Should -Be $done.Before
        $done.Files | Where-Object { -not $Code.Contains("-Checkpoint ./$($_ -replace '\.lock$')") -and -not $Code.Contains("Add-Content ./$_") } | Should -BeNullOrEmpty
        $done.Remembered | Should -BeTrue
        if ($recording.Lines -match '^What if:' -and @($done.Cmdlets).Count -eq 1) { $asked[$done.Cmdlets[0]] = $true }
        $recording.Questions | Should -BeNullOrEmpty
    }

    It 'Save-ImapCheckpoint leaves the checkpoint where it is' {
        $server = Start-ImapTestServer $samples
        $null = $server | Connect-Imap
        $file = Join-Path $TestDrive whatif.json
        try {
            Get-ImapMessage -Checkpoint $file -CheckpointMode Manual | Save-ImapCheckpoint -WhatIf
            $again = Get-ImapMessage -Checkpoint $file -CheckpointMode Manual
            $again.Count | Should -BeGreaterThan 20
            $again.InDoubt | Should -Not -Contain $false
        }
        finally { Get-ImapSession | Disconnect-Imap; Stop-ImapTestServer }
    }

    It 'each cmdlet was asked what it would do' {
        $changing | Where-Object { -not $asked[$_] } | Should -BeNullOrEmpty
    }
}

Describe 'With -Confirm, and No for an answer' {
    BeforeAll { $asked.Clear() }

    It '<Name> sends nothing but reads and changes nothing: <Code>' -ForEach ($runs | Where-Object { $_.Code -notmatch '-WhatIf|-Confirm' }) {
        $recording.Answer = 2
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $done = Invoke-Example $Code ' -Confirm' $folder
        $done.Commands | Where-Object { $_ -notmatch $reads -or $_ -match $marks } | Should -BeNullOrEmpty
        $done.After | Should -Be $done.Before
        $done.Files | Where-Object { -not $Code.Contains("-Checkpoint ./$($_ -replace '\.lock$')") -and -not $Code.Contains("Add-Content ./$_") } | Should -BeNullOrEmpty
        $done.Remembered | Should -BeTrue
        if ($recording.Questions.Count -and @($done.Cmdlets).Count -eq 1) { $asked[$done.Cmdlets[0]] = $true }
    }

    It 'each cmdlet asked' {
        $changing | Where-Object { -not $asked[$_] } | Should -BeNullOrEmpty
    }
}

Describe 'Without -Confirm' {
    It 'asks about nothing but what cannot be brought back: <Code>' -ForEach ($runs | Where-Object { $_.Code -notmatch '-WhatIf|-Confirm' }) {
        $recording.Answer = 2
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $null = Invoke-Example $Code '' $folder
        [bool] $recording.Questions.Count | Should -Be ($Code -match 'Remove-ImapMailbox|-Permanent(?! -Force)')
    }

    It 'asks once for all if so answered' {
        $recording.Answer = 1
        $null = Invoke-Example 'Remove-ImapMailbox Archive, Junk' '' $TestDrive
        $recording.Questions | Should -HaveCount 1
    }

    It 'does what was asked about once it is answered' {
        $recording.Answer = 0
        $done = Invoke-Example 'Remove-ImapMailbox Archive, Junk' '' $TestDrive
        $recording.Questions | Should -HaveCount 2
        @($done.Commands -match '^DELETE') | Should -HaveCount 2
        $done = Invoke-Example 'Search-Imap -First 2 | Remove-ImapMessage -Permanent' '' $TestDrive
        @($done.Before).Count - @($done.After).Count | Should -Be 2
    }
}
