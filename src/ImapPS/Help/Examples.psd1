# The examples of the help, by cmdlet. A test runs each of them on a test server that stands in for imap.example.org.
@{
    'Add-ImapMessage' = @(
        @{
            Code = '"Subject: Note`n`nRemember the milk." | Add-ImapMessage Drafts -Flag Draft'
            Text = 'A message from text. Line ends become what mail wants.'
        }
        @{
            Code = 'Add-ImapMessage Drafts -From me@example.org -To you@example.org -Subject Plan -Body ''See you at ten.'''
            Text = 'A draft made from its parts. Nothing is sent to anybody.'
        }
    )
    'Connect-Imap' = @(
        @{
            Code = 'Connect-Imap imap.example.org -Credential (Get-Credential)'
            Text = 'Finds a way to connect with TLS, logs in, and shows the session, which the other cmdlets use from then on.'
        }
        @{
            Code = 'Connect-Imap imap.example.org -Credential (Get-Secret MailOfAlice) -Name work; Search-Imap -Session work -Unseen'
            Text = 'Takes user name and password from a vault (the module Microsoft.PowerShell.SecretManagement, or any command that gives a credential), and uses the session by its name.'
        }
        @{
            Code = '$work = Connect-Imap imap.example.org -Credential $credential -Name work; $work.AuthenticationDecision'
            Text = 'Names the session, and shows which mechanisms the server offered and why one was chosen.'
        }
        @{
            Code = 'Start-ImapTestServer | Connect-Imap -Compress On -Limit @{ MaxAlerts = 10 }'
            Text = 'Compresses although the server is near, and shows no more than ten of its alerts.'
        }
        @{
            Code = 'Start-ImapTestServer | Connect-Imap -TracePath ./imap.log'
            Text = 'Tries things out on a server in this process, and writes the conversation to a file, without the password.'
        }
    )
    'ConvertFrom-ImapTranscript' = @(
        @{
            Code = 'Start-ImapTestServer | Connect-Imap -TracePath ./imap.log; Get-ImapMailbox; Disconnect-Imap; ConvertFrom-ImapTranscript ./imap.log | Sort-Object Duration -Descending | Select-Object -First 3'
            Text = 'Writes down a conversation, and shows which commands took longest.'
        }
        @{
            Code = "'S: * OK ready', 'C: a1 LOGIN joe secret', 'S: a1 NO [UNAVAILABLE] Try later' | ConvertFrom-ImapTranscript | Where-Object Status -eq NO | Format-List Command, Arguments, Code, Text"
            Text = 'What a server refused, from lines of a log. The password is not shown.'
        }
    )
    'Copy-ImapMessage' = @(
        @{
            Code = 'Search-Imap -Subject invoice | Copy-ImapMessage Archive'
            Text = 'The server copies; nothing is transferred.'
        }
        @{
            Code = 'Search-Imap -Unseen | Copy-ImapMessage Later -CreateMailbox -PassThru | Set-ImapMessage -Flagged'
            Text = 'Copies into a mailbox that is made if need be, and flags the copies.'
        }
    )
    'Disconnect-Imap' = @(
        @{
            Code = 'Disconnect-Imap'
            Text = 'Closes the session that was connected last.'
        }
        @{
            Code = 'Get-ImapSession | Disconnect-Imap'
            Text = 'Closes all sessions.'
        }
    )
    'Get-ImapEndpoint' = @(
        @{
            Code = 'Get-ImapEndpoint'
            Text = 'What Connect-Imap remembers of the servers that it found a way to.'
        }
        @{
            Code = 'Get-ImapEndpoint *.example.org'
            Text = 'The same of some servers only.'
        }
    )
    'Get-ImapMailbox' = @(
        @{
            Code = 'Get-ImapMailbox -Status | Sort-Object Size -Descending | Select-Object -First 5'
            Text = 'The five largest mailboxes.'
        }
        @{
            Code = 'Get-ImapMailbox Archive*, INBOX'
            Text = 'Mailboxes by name, with wildcards.'
        }
        @{
            Code = 'Get-ImapMailbox \Trash, \Sent'
            Text = 'Mailboxes by what they are for, whatever they are called.'
        }
    )
    'Get-ImapMessage' = @(
        @{
            Code = 'Get-ImapMessage -Last 10'
            Text = 'The newest ten messages of INBOX. They stay unread.'
        }
        @{
            Code = 'Search-Imap -Subject invoice | Get-ImapMessage -IncludeBody | ForEach-Object TextBody'
            Text = 'The text of the messages that a search found. Attachments are not downloaded.'
        }
        @{
            Code = '$ids = Search-Imap -Subject invoice; $ids | Get-ImapMessage -Full | ForEach-Object { $_.Subject }'
            Text = 'Whole messages, one after the other. One call for all ids reads ahead while the loop works; foreach ($id in $ids) { Get-ImapMessage $id -Full } waits for the server at each message.'
        }
        @{
            Code = 'Get-ImapMessage -Property Subject, From, Size | Sort-Object Size -Descending | Select-Object -First 5'
            Text = 'The five largest messages. No more is transferred than these three properties need.'
        }
        @{
            Code = 'Get-ImapMessage -Last 10 -Property Subject, Preview'
            Text = 'How the newest messages begin, where the server offers PREVIEW.'
        }
        @{
            Code = "Get-ImapMessage -Last 10 -Header List-Id, Received | ForEach-Object { `$_.Headers['List-Id'] }"
            Text = 'Fields of the header that are not among the usual properties, decoded.'
        }
        @{
            Code = '(Search-Imap -Subject invoice | Get-ImapMessage -Part 1).Parts'
            Text = 'The first part of each message: Content is a string for text, else an array of bytes.'
        }
        @{
            Code = 'Get-ImapMessage -Last 10 -Full -MaxSize 1MB | ForEach-Object { $_.GetMimeMessage() }'
            Text = 'Whole messages as MimeKit objects, those over 1 MB left out with a warning.'
        }
        @{
            Code = 'Get-ImapMessage | Where-Object Attachments | Select-Object Date, Subject, Attachments'
            Text = 'What is attached to the messages of INBOX. Nothing but the structure of the messages is transferred.'
        }
        @{
            Code = 'Get-ImapMessage INBOX -Checkpoint ./invoices.json | Save-ImapAttachment ./invoices'
            Text = 'Saves the attachments of what is new since the last run, which the file keeps: each message once, and after a crash the last one once more.'
        }
        @{
            Code = 'Get-ImapMessage INBOX -Checkpoint ./mirror.json -Changed'
            Text = 'Tells of what came, changed and went since the last run.'
        }
    )
    'Get-ImapSession' = @(
        @{
            Code = 'Get-ImapSession'
            Text = 'The sessions of this runspace.'
        }
        @{
            Code = 'Get-ImapSession | Where-Object State -eq Broken | Disconnect-Imap'
            Text = 'Forgets the sessions whose connection was lost.'
        }
    )
    'Get-ImapTestServerLog' = @(
        @{
            Code = 'Get-ImapTestServerLog | Sort-Object BytesSent -Descending | Select-Object -First 5'
            Text = 'The five commands with the largest answers.'
        }
        @{
            Code = "`$server.ClearLog(); Search-Imap | Move-ImapMessage Archive -WhatIf; if (Get-ImapTestServerLog MOVE, COPY, STORE, EXPUNGE) { throw '-WhatIf changed something.' }"
            Text = 'What a test checks: that nothing was asked for that changes mail.'
        }
    )
    'Get-ImapTestServerMailbox' = @(
        @{
            Code = 'Get-ImapTestServerMailbox'
            Text = 'All mailboxes, and how much is in each.'
        }
        @{
            Code = "(Get-ImapTestServerMailbox INBOX).Messages | Where-Object { -not `$_.Seen } | Select-Object Uid, Subject, Flags"
            Text = 'What is unread in INBOX, without a session and without marking anything as read.'
        }
    )
    'Get-ImapThread' = @(
        @{
            Code = 'Get-ImapThread -IncludeSubject'
            Text = 'The conversations of INBOX, with their subjects and trees.'
        }
        @{
            Code = 'Get-ImapThread INBOX { Received -gt (Get-Date).AddDays(-7) } | Where-Object Count -gt 3 | Get-ImapMessage'
            Text = 'Reads the messages of the longer conversations of the last week, each before the replies to it.'
        }
        @{
            Code = 'Search-Imap -Subject plan | Get-ImapThread -Algorithm OrderedSubject'
            Text = 'Puts messages that were found before together, by subject alone.'
        }
    )
    'Invoke-ImapCommand' = @(
        @{
            Code = 'Invoke-ImapCommand STATUS INBOX ([ImapPS.ImapAtom] ''(MESSAGES UIDNEXT)'')'
            Text = 'A string is encoded as it needs to be; an ImapAtom is sent as it stands.'
        }
        @{
            Code = '(Invoke-ImapCommand NOOP).Raw'
            Text = 'What the server answered, line by line.'
        }
    )
    'Measure-ImapMailbox' = @(
        @{
            Code = 'Measure-ImapMailbox * | Sort-Object Size -Descending | Select-Object -First 5'
            Text = 'The five largest mailboxes, with their oldest, newest and largest messages.'
        }
        @{
            Code = 'Measure-ImapMailbox INBOX -By Sender | Select-Object -First 10'
            Text = 'The ten senders whose messages take the most room, with bars.'
        }
        @{
            Code = 'Measure-ImapMailbox * -By Month -Total | Export-Csv ./months.csv'
            Text = 'How much came in each month, in all mailboxes together, for a spreadsheet.'
        }
    )
    'Move-ImapMessage' = @(
        @{
            Code = 'Search-Imap -From billing.example | Get-ImapMessage | Move-ImapMessage -Destination Archive -WhatIf'
            Text = 'Shows what would be moved. Get-ImapMessage is there for the subjects only.'
        }
        @{
            Code = 'Search-Imap -From billing.example | Move-ImapMessage -Destination Archive -PassThru | Get-ImapMessage'
            Text = 'Moves messages, and reads them where they are now.'
        }
        @{
            Code = '$moved = Search-Imap -Subject invoice | Move-ImapMessage -Destination Archive -PassThru; $moved | Move-ImapMessage -Undo'
            Text = 'Moves messages, and each back to where it came from.'
        }
    )
    'New-ImapMailbox' = @(
        @{
            Code = 'New-ImapMailbox Projects/2026/May -Subscribed'
            Text = 'A mailbox and those above it.'
        }
        @{
            Code = 'New-ImapMailbox Receipts -SpecialUse Important'
            Text = 'A mailbox of a special use, where the server lets it be given.'
        }
    )
    'Remove-ImapMailbox' = @(
        @{
            Code = 'Remove-ImapMailbox Archive -Recurse -WhatIf'
            Text = 'Shows how many mailboxes and messages would go.'
        }
        @{
            Code = 'New-ImapMailbox Temporary | Remove-ImapMailbox -Confirm:$false'
            Text = 'Removes an empty mailbox without asking.'
        }
    )
    'Remove-ImapMessage' = @(
        @{
            Code = 'Search-Imap -Subject newsletter | Remove-ImapMessage'
            Text = 'Moves messages into the trash.'
        }
        @{
            Code = 'Search-Imap -Subject newsletter | Remove-ImapMessage -PassThru | Move-ImapMessage -Undo'
            Text = 'Brings them back.'
        }
        @{
            Code = 'Search-Imap -Subject newsletter | Remove-ImapMessage -Permanent -WhatIf'
            Text = 'Shows what would be deleted for good.'
        }
    )
    'Remove-ImapEndpoint' = @(
        @{
            Code = 'Remove-ImapEndpoint *.example.org -WhatIf'
            Text = 'Shows which servers would be forgotten.'
        }
        @{
            Code = 'Get-ImapEndpoint | Remove-ImapEndpoint'
            Text = 'Forgets all servers.'
        }
    )
    'Rename-ImapMailbox' = @(
        @{
            Code = 'New-ImapMailbox Projects | Rename-ImapMailbox -NewName Work/Projects'
            Text = 'Moves a mailbox below another one.'
        }
        @{
            Code = 'Get-ImapMailbox Archive/* | Rename-ImapMailbox -NewName { $_.Name -replace ''^Archive'', ''Past'' } -WhatIf'
            Text = 'A new name for each of many mailboxes.'
        }
    )
    'Save-ImapAttachment' = @(
        @{
            Code = 'Search-Imap | Save-ImapAttachment ./invoices -Include *.pdf'
            Text = 'Saves the PDF files of all messages of INBOX.'
        }
        @{
            Code = 'Search-Imap | Save-ImapAttachment ./new -PassThru | Select-Object -First 3'
            Text = 'Saves attachments, and shows the first three files.'
        }
    )
    'Save-ImapCheckpoint' = @(
        @{
            Code = 'Get-ImapMessage INBOX -Checkpoint ./work.json -CheckpointMode Manual | ForEach-Object { if (-not $_.InDoubt -or $_.MessageId -notin (Get-Content ./done.txt -ErrorAction Ignore)) { $_.MessageId | Add-Content ./done.txt }; $_ | Save-ImapCheckpoint -PassThru }'
            Text = 'Takes down each Message-ID exactly once, however often the script is killed: what an earlier run was given and did not save is looked for first.'
        }
        @{
            Code = 'Search-Imap INBOX -Unseen -Checkpoint ./unseen.json -CheckpointMode Manual | Save-ImapCheckpoint -PassThru'
            Text = 'Says of all unseen messages that they are done. The checkpoint is that of the ids.'
        }
        @{
            Code = 'Get-ImapMessage INBOX -Checkpoint ./mirror.json -CheckpointMode Manual -Changed | Save-ImapCheckpoint -PassThru'
            Text = 'The same with what changed in the mailbox.'
        }
    )
    'Save-ImapMessage' = @(
        @{
            Code = 'Search-Imap -From billing.example | Save-ImapMessage ./mail'
            Text = 'Saves messages as .eml files.'
        }
        @{
            Code = 'Search-Imap | Select-Object -First 2 | Save-ImapMessage ./mail -WhatIf'
            Text = 'Shows what would be saved.'
        }
    )
    'Search-Imap' = @(
        @{
            Code = "Search-Imap INBOX { Received -gt '2026-01-01' -and From -like '*@billing.example' -and HasAttachment }"
            Text = 'A filter in PowerShell''s own syntax: the server does what it can, the rest is checked here.'
        }
        @{
            Code = "Search-Imap * -Filter { Size -gt 5MB -and Received -lt (Get-Date).AddYears(-1) } -Explain"
            Text = 'Shows for each mailbox what the server would be asked, what would be left to be checked here, and what that would cost.'
        }
        @{
            Code = 'Search-Imap INBOX -From billing.example -Since 2026-01-01 -LargerThan 10KB'
            Text = 'Messages that meet all three conditions.'
        }
        @{
            Code = 'Get-ImapMailbox Archive* | Search-Imap -Unseen -Count'
            Text = 'How many unread messages each of the mailboxes has.'
        }
        @{
            Code = "Search-Imap -Header @{ 'List-Id' = 'lists.example' } -First 100"
            Text = 'At most 100 messages whose List-Id field holds this text.'
        }
        @{
            Code = 'Search-Imap -Last 10 | Get-ImapMessage'
            Text = 'The ten newest messages, the newest first.'
        }
        @{
            Code = 'Search-Imap -Sort Size -Descending -First 20 | Get-ImapMessage | Select-Object Subject, Size'
            Text = 'The twenty largest messages. Where the server sorts, nothing else is transferred.'
        }
        @{
            Code = 'Search-Imap -Unseen -Sort Subject, Received | Get-ImapMessage'
            Text = 'Unread messages by subject, Re: and the like left out, those of one subject in the order in which they arrived.'
        }
        @{
            Code = 'Search-Imap INBOX { $_.From -like ''*@billing.example'' } -Checkpoint ./billing.json | Move-ImapMessage Archive'
            Text = 'Moves only what came since the last run, and looks at no message twice.'
        }
    )
    'Set-ImapMailbox' = @(
        @{
            Code = 'Set-ImapMailbox Archive* -Subscribed'
            Text = 'Subscribes to mailboxes, so that mail programs show them.'
        }
        @{
            Code = 'Get-ImapMailbox -SpecialUse Junk | Set-ImapMailbox -SpecialUse None'
            Text = 'Takes a special use away, where the server lets that be done.'
        }
    )
    'Set-ImapMessage' = @(
        @{
            Code = 'Search-Imap -Subject invoice | Set-ImapMessage -Seen -AddKeyword Paid'
            Text = 'Marks as read and adds a keyword, by one command for each mailbox.'
        }
        @{
            Code = 'Search-Imap -Unseen | Set-ImapMessage -Flagged:$false -PassThru | Get-ImapMessage'
            Text = 'Takes a mark away, and reads what was changed.'
        }
    )
    'Start-ImapTestServer' = @(
        @{
            Code = '$server = Start-ImapTestServer; $session = $server | Connect-Imap'
            Text = 'Starts an empty server and connects to it, with TLS.'
        }
        @{
            Code = 'Start-ImapTestServer -WithoutCapability MOVE, UIDPLUS'
            Text = 'A server as old ones are: to see what a script does there.'
        }
        @{
            Code = "`$server = Start-ImapTestServer -Mail @{ INBOX = @{ From = 'pay@billing.example'; Subject = 'Invoice 7'; Date = '2026-03-01T10:00Z'; Flags = 'Seen'; Attachments = @{ Name = '7.pdf'; Content = 'PDF' } }, @{ Subject = 'Lunch?' }; 'Archive/2026' = @() }"
            Text = 'Two messages in INBOX, and an empty mailbox. A path in place of a message loads a folder, an .eml file or an mbox.'
        }
        @{
            Code = "Start-ImapTestServer -MessageQuota 100 -Fault @{ No = '[NOPERM] Not you'; Command = 'MOVE'; Nth = 2 }, @{ CutAfter = 100; Command = 'FETCH' }, @{ Delay = 0.2; Command = 'SEARCH' }"
            Text = 'Refuses the second MOVE, loses the connection in the answer to a FETCH, thinks about each SEARCH, and takes no more than 100 messages.'
        }
        @{
            Code = "`$server = Start-ImapTestServer -User @{ bob = 'secret'; eve = @{ Password = 'secret'; Mail = @{ INBOX = @{ Subject = 'For Eve' } } } }; `$credential = `$server.GetCredential('eve')"
            Text = 'Two more users, one with mail of her own, and what she logs in with.'
        }
        @{
            Code = 'Start-ImapTestServer | Connect-Imap -TracePath ./work.log; Get-ImapMailbox; Disconnect-Imap; Start-ImapTestServer -Transcript ./work.log | Connect-Imap; Get-ImapMailbox'
            Text = 'Writes down a conversation, names and contents replaced, and starts a server that answers from it.'
        }
    )
    'Stop-ImapTestServer' = @(
        @{
            Code = 'Stop-ImapTestServer'
            Text = 'Stops all test servers that were started in this runspace.'
        }
        @{
            Code = '$server = Start-ImapTestServer; $server | Stop-ImapTestServer'
            Text = 'Stops one.'
        }
    )
    'Test-ImapServer' = @(
        @{
            Code = 'Test-ImapServer imap.example.org | Format-List'
            Text = 'All that can be found out without logging in, the findings and their remedies first.'
        }
        @{
            Code = 'Test-ImapServer imap.example.org -Require Tls12, StartTls, Trusted, NotExpiring7, Move -ErrorAction Stop'
            Text = 'A check for a scheduled script: an error ends it if one of these does not hold.'
        }
        @{
            Code = "'imap.example.org', 'localhost' | Test-ImapServer -Credential `$credential -AsHtml ./report.html"
            Text = 'Tests several servers at a time, shows which mechanisms work for a user and what is announced after login, and writes everything as one web page.'
        }
    )
    'Wait-ImapMessage' = @(
        @{
            Code = "Wait-ImapMessage INBOX { Subject -like '*invoice*' } -IncludeExisting -Timeout 00:01"
            Text = 'Gives the newest such message, or the first that comes within a minute; if none does it ends with an error.'
        }
        @{
            Code = "try { Wait-ImapMessage INBOX { Subject -like '*sign-up*' } -Timeout 0.5 } catch { 'It did not come.' }"
            Text = 'What a test does: only a message that comes from now on counts.'
        }
    )
    'Watch-ImapMailbox' = @(
        @{
            Code = 'Watch-ImapMailbox INBOX -For 0.5'
            Text = 'Tells for half a second what comes, goes and changes.'
        }
        @{
            Code = "Watch-ImapMailbox INBOX { Subject -like 'Invoice*' } -Kind New -For 0.5 | Move-ImapMessage Archive"
            Text = 'Moves each invoice away as it comes. Without -For it goes on until it is stopped.'
        }
        @{
            Code = 'Watch-ImapMailbox INBOX -Checkpoint ./watch.json -For 0.5'
            Text = 'Tells first what happened since the last time that it ran.'
        }
    )
}
