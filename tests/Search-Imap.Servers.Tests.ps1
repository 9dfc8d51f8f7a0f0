# The same filters have the same answers on every server. Real servers run on Linux, as root, with the packages that
# tests/servers/install installs; where one can't run, its tests are skipped unless IMAPPS_REQUIRE_SERVERS is set.
BeforeDiscovery {
    $servers = 'loopback', 'dovecot', 'cyrus', 'courier' | ForEach-Object { @{ Server = $_ } }
    # A filter; the samples that it finds in alice's INBOX, in the order of tests/servers/seed.tsv.
    $filters = @(
        # Flags.
        , @('Seen', '01 03 02 06 07 10 15 20 21 22 25 27')
        , @('-not Seen -and Flagged', '09 18 28')
        , @('Flagged -or Answered', '03 06 09 15 18 28')
        , @('Deleted', '29')
        , @('Draft', '')
        , @("Keyword -contains 'invoice'", '03 04')
        , @("Flagged -and Keyword -notin 'Invoice', '`$Important'", '09 18')
        , @("Keyword -eq '`$Forwarded' -or Keyword -eq '`$Label1'", '07 04')
        , @('-not (Seen -or Flagged -or Deleted) -and Size -gt 1500', '19 04 05')
        # Addresses.
        , @("From -like '*@billing.example'", '03 04')
        , @("From -like '*@BILLING*'", '03 04')
        , @("From -eq 'bob@example.org'", '07 18 21 23 27')
        , @("From -eq 'bob brandt'", '07 18 21 23 27')
        , @("From -eq 'Bob Brandt <bob@example.org>' -and Seen", '07 21 27')
        , @("From -like 'Clara*'", '01 09 15 22 24')
        , @("From -like '*überlingen*'", '04')
        , @("From -like 'JÜRGEN*'", '05')
        , @("From -like '*花子*'", '10')
        , @("From -like '李*' -or From -like 'Катя *'", '14 29')
        , @("From -cmatch '^Bob '", '07 18 21 23 27')
        , @("From -notlike '*@example.org' -and Seen", '03 02 06 10 20 25')
        , @("To -contains 'zoe@example.org'", '05')
        , @("To -like 'Zoë*' -and Subject -like 'Mess*'", '05')
        , @("To -like '*La Voûte*'", '11')
        , @("To -eq 'bela@example.org'", '15')
        , @("Cc -in 'bob@example.org', 'alice@example.org'", '03 22 23 28')
        , @("To -eq `$null", '16 17')
        , @("ReplyTo -like 'editors@*'", '02')
        , @("Sender -eq 'planner@example.org'", '09')
        # Texts.
        , @("Subject -eq 'welcome to the team'", '01 24')
        , @("Subject -ceq 'welcome to the team'", '')
        , @("Subject -like '*Rechnung*März*'", '04')
        , @("Subject -like '*ÜBERSICHT'", '05')
        , @("Subject -like '*会議*'", '10')
        , @("Subject -like '*парков*'", '14')
        , @("Subject -like '*na?ve idée*'", '11')
        , @("Subject -like '* – *' -and From -like '*@news.example'", '02')
        , @("Subject -like '``[alert``]*'", '28')
        , @("Subject -like 're:*' -or Subject -clike 'Fwd:*'", '07 22')
        , @("Subject -match '\d{4}-?\d{4}'", '03')
        , @("Subject -notmatch '[a-z]' -and Subject -ne ''", '10 14 29')
        , @("Subject -eq ''", '16 17')
        , @("Body -like '*EUR*'", '03 11 04')
        , @("Body -like '*grüße*' -and Size -gt 1KB", '04')
        , @("Text -like '*roses*'", '08')
        , @("Header('List-Id') -like '*roses*'", '08')
        , @("Header('List-Id') -and Seen", '02')
        , @('InReplyTo -ne $null', '22 23 27')
        , @("MessageId -eq '<friday.1@example.org>' -or MessageId -eq 'friday.2@example.org'", '21 22')
        , @("Header('References') -like '*friday.1@example.org*'", '22 23')
        # Times.
        , @("Received -gt '2026-05-04T08:10:11Z'", '28 29')
        , @("Received -ge '2026-05-04T08:10:11Z'", '27 28 29')
        , @("Received -ge '2026-03-27T23:00:00Z' -and Received -lt '2026-03-29T01:30:00Z'", '18')
        , @("Received -eq '2026-03-21T20:15:50+01:00'", '11')
        , @("Received -ne '2026-01-05T08:15:03+01:00' -and Received -le '2026-01-13T06:00:21Z'", '03 02')
        , @("Date -lt '2026-01-07T13:22:31Z'", '01 24')
        , @("Date -lt '2026-02-01T00:00Z' -and Received -gt '2026-02-01T00:00Z'", '24')
        , @("Age -lt '36500d' -and Flagged", '03 09 18 28')
        # Sizes, UIDs, attachments. What is attached to 26, whose MIME is broken, each server sees in its own way.
        , @('Size -gt 50KB', '25')
        , @('Size -lt 200', '16 17')
        , @('Uid -in 1, ''3:4'', 29 -and -not Answered', '01 02 29')
        , @('HasAttachment -and Uid -ne 26', '03 07 08 09 19 20 04 05 25 27')
        , @("AttachmentName -like '*.PDF' -and Uid -ne 26", '03 04')
        , @("AttachmentName -like '*übersicht*'", '05')
        , @("AttachmentType -like 'image/*' -or AttachmentType -eq 'text/csv'", '04')
        # Together.
        , @("(From -like '*@example.org' -and -not Seen) -or (Size -gt 50KB -and HasAttachment)", '09 18 23 24 25')
        , @("-not (From -like '*@example.org' -or Received -lt '2026-04-01T00:00Z') -and Subject -notlike '*Ü*'", '25 26 28 29')
        , @("Uid -in @() -or Subject -like '*Bürg*' -and Size -lt 1", '')
    ) | ForEach-Object { @{ Text = $_[0]; Samples = $_[1] } }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $rows = Get-Content (Join-Path $PSScriptRoot servers/seed.tsv) -Encoding utf8 | Where-Object { $_ -like "alice`tINBOX`t*" } | ForEach-Object { , ($_ -split "`t") }

    # Starts a server with that mail, and connects. What can't be had here is the reason to skip.
    function Connect-SeededServer($Name, $Folder) {
        if ($Name -eq 'loopback') {
            $session = Start-ImapTestServer | Connect-Imap
            foreach ($row in $rows) {
                $flags = @($row[3] -split ' ' -ne '-')
                $when = [datetimeoffset]::ParseExact(($row[4] -replace '(\d\d)$', ':$1'), 'dd-MMM-yyyy HH:mm:ss zzz', [cultureinfo]::InvariantCulture)
                $arguments = if ($flags) { @{ Flag = $flags } } else { @{} }
                $null = Add-ImapMessage INBOX (Join-Path $samples "$($row[2]).eml") -InternalDate $when @arguments
            }

            return $session
        }

        $script = Join-Path $PSScriptRoot "servers/$Name"
        if (-not $IsLinux) { return 'The real servers run on Linux only.' }
        $output = & $script start $Folder 2>&1
        if ($LASTEXITCODE -eq 77 -and -not $env:IMAPPS_REQUIRE_SERVERS) { return "$output" }
        if ($LASTEXITCODE) { throw "$Name did not start: $output" }
        $description = Get-Content (Join-Path $Folder server.json) -Raw | ConvertFrom-Json
        Connect-Imap $description.host -Credential (ConvertTo-Credential $description.user $description.password) -ImplicitTlsPort $description.tlsPort -CertificateAuthority $description.caFile
    }
}

Describe 'A filter on <Server>' -ForEach $servers {
    BeforeAll {
        $folder = Join-Path ([IO.Path]::GetTempPath()) "imapps-$Server-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        $session = Connect-SeededServer $Server $folder
        $names = @{}
        if ($session -isnot [string]) {
            $uids = (Search-Imap INBOX -Session $session).Uid
            for ($i = 0; $i -lt $uids.Count; $i++) { $names[$uids[$i]] = $rows[$i][2].Substring(0, 2) }
        }
    }

    AfterAll {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
        if ($Server -ne 'loopback' -and $session -isnot [string]) { & (Join-Path $PSScriptRoot "servers/$Server") stop $folder }
    }

    It 'finds what it says: <Text>' -ForEach $filters {
        if ($session -is [string]) { Set-ItResult -Skipped -Because $session; return }
        $names.Count | Should -Be $rows.Count
        (Search-Imap INBOX $Text -Session $session | ForEach-Object { $names[$_.Uid] }) -join ' ' | Should -Be $Samples
    }
}
