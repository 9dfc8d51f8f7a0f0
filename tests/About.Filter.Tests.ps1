BeforeDiscovery {
    $topic = Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS_Filter.help.txt') -Raw
    $examples = [regex]::Matches($topic, '(?m)^      Filter:   (.+)\r?\n      Server:   (.+)\r?\n      Checked:  (.+?)\r?$') | ForEach-Object {
        @{ Text = $_.Groups[1].Value; Server = $_.Groups[2].Value; Checked = $_.Groups[3].Value }
    }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $topic = Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS_Filter.help.txt') -Raw
    $plain = Start-ImapTestServer -Capability OBJECTID | Connect-Imap
    $gmail = Start-ImapTestServer -Capability X-GM-EXT-1 | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'The topic about filters' {
    It 'tells what goes to the server for <Text>' -ForEach $examples {
        $plan = Search-Imap INBOX $Text -Explain -Session $(if ($Text -match '^(Label|GmailRaw)') { $gmail } else { $plain })
        $plan.Search -join ' / ' | Should -BeExactly $Server
        $(if ($plan.Fetch) { $plan.Fetch -replace ' \(\d+ bytes\)' -join ', ' } else { 'nothing' }) | Should -BeExactly $Checked
    }

    It 'shows each operator and each field' {
        $shown = [regex]::Matches($topic, '(?m)^      Filter:   (.+)$').Value -join "`n"
        $names = [ImapPS.ImapFilter].Assembly.GetType('ImapPS.Filtering.FilterOperator').GetProperty('Names').GetValue($null)
        $names.Count | Should -BeGreaterThan 10
        foreach ($name in $names + '-and', '-or', '-not', '!') { $shown | Should -Match ([regex]::Escape($name) + '[ (S]') -Because $name }
        $fields = [ImapPS.ImapFilter].Assembly.GetType('ImapPS.Filtering.FilterFields').GetProperty('Names').GetValue($null)
        foreach ($field in $fields) { $shown | Should -Match ('\b' + ($field -replace '\(.*') + '\b') -Because $field }
    }
}
