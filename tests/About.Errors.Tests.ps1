BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $fields = [ImapPS.ImapSession].Assembly.GetType('ImapPS.Errors.ErrorIds').GetFields().Name
    $ids = @($fields) + [enum]::GetNames([ImapPS.Client.ImapError]) | Sort-Object -Unique | ForEach-Object { @{ Id = $_ } }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $path = Join-Path $PSScriptRoot '../en-US/about_ImapPS_Errors.help.txt'
    $sources = Get-ChildItem (Join-Path $PSScriptRoot '../src/ImapPS'), (Join-Path $PSScriptRoot '../src/ImapPS.Client') -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/](obj|bin)[\\/]'
    # What the topic says of an id.
    $told = @{}
    $text = Get-Content $path -Raw
    foreach ($entry in [regex]::Matches($text, '(?m)^    (\S+)\n      Cause: ((?:.|\n      )+)\n      Remedy: ((?:.|\n      )+)')) { $told[$entry.Groups[1].Value] = $entry }
}

Describe 'The topic about errors' {
    It 'is what the resources say' {
        $fresh = Join-Path $TestDrive fresh.txt
        & (Join-Path $PSScriptRoot '../src/ImapPS/Help/New-ImapErrorTopic.ps1') -Path $fresh
        Get-Content $fresh -Raw | Should -BeExactly $text -Because 'src/ImapPS/Help/New-ImapErrorTopic.ps1 makes it'
    }

    It 'tells the cause and the remedy of <Id>' -ForEach $ids {
        $told.ContainsKey($Id) | Should -BeTrue -Because 'ErrorReference.resx shall have it'
        $told[$Id].Groups[2].Value | Should -Match '\.$'
        $told[$Id].Groups[3].Value | Should -Match '\.$'
    }

    It 'tells of each response code that is acted on' {
        # Those that an error gets a category or a hint by, and those of RFC 5530.
        $codes = $sources | Select-String -CaseSensitive -Pattern 'ResponseCode (?:is|==) ?"([A-Z-]+)"(?: or "([A-Z-]+)")*', '^ +"([A-Z-]+)"(?: or "([A-Z-]+)")* => (?:ErrorCategory|"|Hint)' | ForEach-Object { $_.Matches.Groups | Where-Object Name -NE 0 | ForEach-Object { $_.Captures.Value } } | Where-Object { $_ }
        $standard = 'UNAVAILABLE', 'AUTHENTICATIONFAILED', 'AUTHORIZATIONFAILED', 'EXPIRED', 'PRIVACYREQUIRED', 'CONTACTADMIN', 'NOPERM', 'INUSE', 'EXPUNGEISSUED', 'CORRUPTION', 'SERVERBUG', 'CLIENTBUG', 'CANNOT', 'LIMIT', 'OVERQUOTA', 'ALREADYEXISTS', 'NONEXISTENT'
        @($codes).Count | Should -BeGreaterThan 5
        foreach ($code in @($codes) + $standard | Sort-Object -Unique) { $told.Keys | Should -Contain $code }
    }

    It 'tells of nothing that there is not' {
        $known = @([ImapPS.ImapSession].Assembly.GetType('ImapPS.Errors.ErrorIds').GetFields().Name) + [enum]::GetNames([ImapPS.Client.ImapError])
        $told.Keys | Where-Object { $_ -cmatch '[a-z]' -and $_ -notin $known } | Should -BeNullOrEmpty
        $told.Count | Should -BeGreaterThan 80
    }

    It 'tells of each error that a test of ours looks for' {
        $seen = Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Select-String -Pattern "ImapPS\.(\w+),ImapPS\.Commands" -AllMatches | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        @($seen).Count | Should -BeGreaterThan 20
        foreach ($id in $seen) { $told.Keys | Should -Contain $id }
    }
}

Describe 'The error <Id>' -ForEach ($ids | Where-Object { $_.Id -in $fields }) {
    It 'is an id that somebody gets to see' {
        # Values of parameters and errors of methods have PowerShell's own ids, as the topic says.
        if ($Id -in 'OtherSession', 'InvalidTimeout', 'SessionIsNoMailbox', 'BodyNotRead') { return }
        # What the engine finds, too, is told under the engine's id of the same name.
        if ($Id -in [enum]::GetNames([ImapPS.Client.ImapError])) { return }
        @($sources | Select-String -CaseSensitive -Pattern "(?:Create|CreateAs|Refuse|Failure|ModuleException)\((?:ImapError\.\w+, )?ErrorIds\.$Id\b") | Should -Not -BeNullOrEmpty
    }

    It 'is used, and has a text' {
        @($sources | Where-Object Name -NE ErrorIds.cs | Select-String -SimpleMatch -CaseSensitive "ErrorIds.$Id") | Should -Not -BeNullOrEmpty
        [ImapPS.ImapSession].Assembly.GetType('ImapPS.Errors.Strings').GetMethod('Find').Invoke($null, @($Id)) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Messages' {
    It 'of the engine are in its resources, all that the sources have' {
        $fresh = Join-Path $TestDrive fresh.resx
        & (Join-Path $PSScriptRoot '../src/ImapPS.Client/New-ErrorTexts.ps1') -Path $fresh
        Get-Content $fresh -Raw | Should -BeExactly (Get-Content (Join-Path $PSScriptRoot '../src/ImapPS.Client/ErrorTexts.resx') -Raw) -Because 'src/ImapPS.Client/New-ErrorTexts.ps1 makes it'
    }

    It 'of the engine have the names under which they are looked up' {
        $resources = [Resources.ResourceManager]::new('ImapPS.Client.ErrorTexts', [ImapPS.Client.ImapException].Assembly)
        $names = $resources.GetResourceSet([cultureinfo]::InvariantCulture, $true, $true).Name
        $server = Start-ImapTestServer
        $null = $server | Connect-Imap
        try {
            $failures = { Search-Imap Nothing }, { Get-ImapMessage -Uid 77 -Full -ErrorAction Stop }, { [pscustomobject] @{ Mailbox = 'INBOX'; Uid = 1; UidValidity = 4 } | Get-ImapMessage }, { Rename-ImapMailbox Archive Sent } | ForEach-Object { try { $null = & $_ } catch { $_.Exception } }
            foreach ($failure in $failures | Where-Object { $_ -is [ImapPS.Client.ImapException] }) {
                $names | Where-Object { $failure.Message -match ('^' + ([regex]::Escape($_) -replace '\\\{\d[^}]*}', '(?s:.*)') + '$') } | Should -Not -BeNullOrEmpty -Because $failure.Message
            }
        }
        finally { Get-ImapSession | Disconnect-Imap; Stop-ImapTestServer }
    }

    It 'come from the resources of the language that is spoken' {
        $resources = [Resources.ResourceManager]::new('ImapPS.Errors.Strings', [ImapPS.ImapSession].Assembly)
        $names = $resources.GetResourceSet([cultureinfo]::InvariantCulture, $true, $true).Name
        $names.Count | Should -BeGreaterThan 100
        # A text that is asked for by its name and isn't there would be shown as the name.
        $asked = $sources | Where-Object FullName -Match 'ImapPS[\\/]' | Select-String -Pattern 'Strings\.(?:Format|Find)\("(\w+)"[,)]' -AllMatches | ForEach-Object { $_.Matches } | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        @($asked).Count | Should -BeGreaterThan 20
        $asked | Where-Object { $_ -notin $names } | Should -BeNullOrEmpty
    }
}
