BeforeDiscovery {
    $topics = Get-ChildItem (Join-Path $PSScriptRoot '../en-US') -Filter about_*.help.txt | ForEach-Object { @{ Name = $_.Name -replace '\.help\.txt$'; Path = $_.FullName } }
}

BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe '<Name>' -ForEach $topics {
    It 'has examples that parse, with parameters that exist' {
        # What is indented by eight is code.
        $code = (Get-Content $Path | Where-Object { $_ -match '^ {8}\S|^ {8} +' } | ForEach-Object { $_.Substring(8) }) -join "`n"
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $name = $call.GetCommandName()
            if ($name -notmatch '-Imap') { continue }
            $command = Get-Command $name -Module ImapPS
            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                { $command.ResolveParameter($parameter.ParameterName) } | Should -Not -Throw -Because "$call"
            }
        }
    }

    It 'fits a console' {
        Get-Content $Path | Where-Object Length -gt 80 | Should -BeNullOrEmpty
    }

    It 'is found by Get-Help' {
        Get-Help $Name | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}

Describe 'about_ImapPS' {
    It 'begins with steps that work as they stand' {
        $text = Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS.help.txt') -Raw
        $steps = [regex]::Match($text, '(?s)First steps(.*?) {8}Stop-ImapTestServer').Groups[1].Value -split "`n" -match '^ {8}' -join "`n"
        try {
            $shown = . ([scriptblock]::Create($steps))
            @($shown | Where-Object { $_ -is [ImapPS.ImapMailbox] }).Name | Should -Contain INBOX
            ($shown | Where-Object { $_ -is [ImapPS.ImapMessage] }).Subject | Should -Be 'Invoice 7', 'Lunch?', 'Invoice 7'
        }
        finally { Stop-ImapTestServer }
    }

    It 'names each other topic' {
        $text = Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS.help.txt') -Raw
        foreach ($topic in Get-ChildItem (Join-Path $PSScriptRoot '../en-US') -Filter about_ImapPS_*.help.txt) { $text | Should -Match "(?m)^    $($topic.Name -replace '\.help\.txt$') " }
    }
}

Describe 'about_ImapPS_Security' {
    It 'tells each limit and its default' {
        $told = @{}
        Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS_Security.help.txt') | Where-Object { $_ -match '^ {4}(Max\w+|LiteralThreshold) +(\d+(?:KB|MB)?) ' } | ForEach-Object { $told[$Matches[1]] = [long] $Matches[2] }
        $limits = [ImapPS.Protocol.Limits.LimitRange]::All
        $told.Keys | Sort-Object | Should -Be ($limits.Name | Sort-Object)
        foreach ($limit in $limits) {
            $told[$limit.Name] | Should -Be $limit.Get.Invoke([ImapPS.Protocol.Limits.ProtocolLimits]::Default) -Because $limit.Name
        }
    }
}
