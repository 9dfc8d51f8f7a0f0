# What PowerShell's cmdlet guidelines ask for (Required and Strongly Encouraged), of each cmdlet that is exported.
BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $commands = Get-Command -Module ImapPS | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    $names = (Get-Command -Module ImapPS).Parameters.Values.Name | Sort-Object -Unique | Where-Object { $_ -notin $common } | ForEach-Object { @{ Parameter = $_ } }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/ExampleSetup.ps1
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters

    # Whatever else a cmdlet's verb is: it changes mail, mailboxes, files or what is remembered, or it does not.
    $changing = 'Add', 'Copy', 'Export', 'Import', 'Invoke', 'Move', 'New', 'Remove', 'Rename', 'Save', 'Set', 'Sync'
    # A session or a server of this process comes and goes with it, and is no more than a variable that a script sets.
    $reading = 'Connect', 'ConvertFrom', 'Disconnect', 'Find', 'Get', 'Measure', 'Search', 'Start', 'Stop', 'Test', 'Wait', 'Watch'
    # What works on no session: it makes one, asks servers without one, or is about something else.
    $withoutSession = '^(Connect-Imap|Get-ImapSession|Save-ImapCheckpoint|\w+-Imap(Endpoint|Server|TestServer\w*|Transcript))$'

    function Get-Attribute($Command) { $Command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0] }

    function Test-Parameter($Command, [string] $Name) { $Command.Parameters.ContainsKey($Name) -and $Name -notin $common }

    # A parameter as each of its sets has it.
    function Get-SetParameter($Command, [string] $Name) { $Command.ParameterSets | ForEach-Object { $_.Parameters } | Where-Object Name -EQ $Name }

    function Get-PlainType([type] $Type) {
        $plain = if ($Type.IsArray) { $Type.GetElementType() } else { $Type }
        $inner = [Nullable]::GetUnderlyingType($plain)
        if ($inner) { $inner } else { $plain }
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has an approved verb, and a singular noun of ours' {
        (Get-Verb).Verb | Should -Contain $Command.Verb
        $Command.Noun | Should -MatchExactly '^Imap([A-Z][a-z]+)*$'
        $Command.Noun | Should -Not -Match '[^s]s$'
    }

    It 'is a sealed class that is called as it is' {
        $Command.ImplementingType.IsSealed | Should -BeTrue
        $Command.ImplementingType.Name | Should -BeExactly ($Command.Name.Replace('-', '') + 'Command')
    }

    It 'asks before it changes something, and only then' {
        $changing + $reading | Should -Contain $Command.Verb -Because 'it must be known whether it changes anything'
        $attribute = Get-Attribute $Command
        $attribute.SupportsShouldProcess | Should -Be ($Command.Verb -in $changing)
        # High is asked about by default, so it is for what can't be brought back.
        if ($attribute.ConfirmImpact -eq 'High') { $Command.Verb | Should -Be Remove }
        if ($attribute.ConfirmImpact -eq 'Low') { $Command.Verb | Should -Not -BeIn Remove, Move, Sync }
        if (Test-Parameter $Command Force) { $attribute.SupportsShouldProcess | Should -BeTrue }
    }

    It 'has default parameter sets where it has several, and none that cannot be told apart' {
        if ($Command.ParameterSets.Count -gt 1) {
            $Command.DefaultParameterSet | Should -Not -BeNullOrEmpty
            $Command.ParameterSets.Name | Should -Contain $Command.DefaultParameterSet
        }
    }

    It 'has no positional surprises' {
        foreach ($set in $Command.ParameterSets) {
            $positional = @($set.Parameters | Where-Object { $_.Position -ge 0 -and $_.Name -notin $common } | Sort-Object Position)
            $positional.Count | Should -BeLessOrEqual 2 -Because "$($set.Name) can be read then"
            if ($positional) { $positional.Position | Should -Be (0..($positional.Count - 1)) }
            $positional.ParameterType | Should -Not -Contain ([switch])
            # What may be left out stands behind what may not.
            $optional = $false
            foreach ($parameter in $positional) {
                if ($parameter.IsMandatory) { $optional | Should -BeFalse -Because "$($set.Name): $($parameter.Name) is mandatory" }
                else { $optional = $true }
            }
            @($set.Parameters | Where-Object ValueFromRemainingArguments).Count | Should -BeLessOrEqual 1
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1
        }
    }

    It 'takes a session, from the pipeline too, if it works on one' {
        if ($Command.Name -match $withoutSession) { Test-Parameter $Command Session | Should -BeFalse; return }
        $Command.Parameters['Session'].ParameterType.FullName | Should -Be 'ImapPS.ImapSession[]'
        $Command.Parameters['Session'].Attributes | Where-Object { $_ -is [Management.Automation.ArgumentTransformationAttribute] } | Should -Not -BeNullOrEmpty -Because 'it may be a name or a number'
        (Get-SetParameter $Command Session).Count | Should -Be $Command.ParameterSets.Count
        (Get-SetParameter $Command Session).ValueFromPipelineByPropertyName | Should -Not -Contain $false
    }

    It 'takes the identity of what comes through the pipeline by property name' {
        foreach ($name in 'Uid', 'UidValidity') {
            if ((Test-Parameter $Command $name) -and $Command.Name -ne 'Search-Imap') {
                (Get-SetParameter $Command $name).ValueFromPipelineByPropertyName | Should -Not -Contain $false -Because $name
            }
        }
        # Where UIDs come from, their mailbox comes from too.
        if ((Test-Parameter $Command Uid) -and (Test-Parameter $Command Mailbox)) {
            (Get-SetParameter $Command Mailbox).ValueFromPipelineByPropertyName | Should -Not -Contain $false
            Test-Parameter $Command UidValidity | Should -Be ($Command.Name -ne 'Search-Imap')
        }
    }

    It 'follows wildcards in names of what is there, or says which it takes as they are' {
        foreach ($name in 'Name', 'Mailbox', 'Server') {
            if (-not (Test-Parameter $Command $name) -or $Command.Parameters[$name].ParameterType -ne [string[]]) { continue }
            # What is new has its name yet to get, and a host is asked by its name.
            if ($Command.Verb -in 'New', 'Test') { continue }
            $Command.Parameters[$name].Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] } | Should -Not -BeNullOrEmpty -Because $name
        }
    }

    It 'has -LiteralPath beside -Path' {
        Test-Parameter $Command LiteralPath | Should -Be (Test-Parameter $Command Path)
        if (Test-Parameter $Command LiteralPath) {
            $Command.Parameters['LiteralPath'].ParameterType | Should -Be $Command.Parameters['Path'].ParameterType
            $Command.Parameters['LiteralPath'].Aliases | Should -Contain PSPath
            $Command.Parameters['LiteralPath'].Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] } | Should -BeNullOrEmpty
            $Command.Parameters['Path'].Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] } | Should -Not -BeNullOrEmpty
            # One or the other.
            $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains 'Path' -and $_.Parameters.Name -contains 'LiteralPath' } | Should -BeNullOrEmpty
        }
    }

    It 'is declared to give what it gives' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
        foreach ($output in $Command.OutputType) { $output.Type | Should -Not -BeNullOrEmpty -Because $output.Name }
        if (Test-Parameter $Command PassThru) { $Command.OutputType.Type | Should -Not -Contain ([void]) }
    }

    It 'validates nothing that it does not name' {
        foreach ($parameter in $Command.Parameters.Values | Where-Object { $_.Name -notin $common }) {
            $parameter.Name | Should -MatchExactly '^[A-Z][A-Za-z]+$'
            # Text, lists and objects that must be given must hold something.
            if (($parameter.ParameterSets.Values.IsMandatory -contains $true) -and -not (Get-PlainType $parameter.ParameterType).IsValueType) {
                $parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateArgumentsAttribute] -or $_ -is [Management.Automation.ArgumentTransformationAttribute] -or $_ -is [Management.Automation.AllowEmptyCollectionAttribute] } | Should -Not -BeNullOrEmpty -Because $parameter.Name
            }
        }
    }
}

Describe '-<Parameter>' -ForEach $names {
    It 'has the type that its name lets expect' {
        $expected = @{
            AsHtml = 'String'; Attachment = 'String'; CertificateAuthority = 'String'; CertificateThumbprint = 'String'; Credential = 'PSCredential'; Depth = 'Int32'
            Descending = 'SwitchParameter'; Destination = 'String'; Exclude = 'String'; Filter = 'ImapFilter'; First = 'Int32'; Force = 'SwitchParameter'; Include = 'String'; InputObject = 'PSObject', 'ImapTestServer', 'String'
            Last = 'Int32'; LiteralName = 'String'; LiteralPath = 'String'; Mailbox = 'String'; Name = 'String'; PassThru = 'SwitchParameter'; Path = 'String'; Port = 'Int32'
            Property = 'String'; Proxy = 'Uri'; ProxyCredential = 'PSCredential'; Recurse = 'SwitchParameter'; Server = 'String'; Session = 'ImapSession'; Skip = 'Int32'; SpecialUse = 'String'
            ThrottleLimit = 'Int32'; Timeout = 'TimeSpan'; Uid = 'String'; UidValidity = 'UInt32'; UserName = 'String'
        }
        $types = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey($Parameter) } | ForEach-Object { (Get-PlainType $_.Parameters[$Parameter].ParameterType).Name } | Sort-Object -Unique)
        if ($expected.ContainsKey($Parameter)) { $types | Should -BeIn $expected[$Parameter] }
        # One name means one thing: but the limit of a search is a number, those of a connection a table; and sessions have numbers.
        elseif ($Parameter -notin 'Limit', 'Id') { $types | Should -HaveCount 1 }
        # A switch is off unless it is given; what has a third state is no bool either.
        $types | Should -Not -Contain Boolean
    }

    It 'takes the same values with every cmdlet' {
        $sets = @(foreach ($command in Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey($Parameter) }) {
            $set = $command.Parameters[$Parameter].Attributes | Where-Object { $_ -is [Management.Automation.ValidateSetAttribute] }
            if ($set) { $set.ValidValues -join ' ' }
        })
        # Each cmdlet on mailboxes has uses of its own: only what is there can be found, and INBOX can't be made.
        if ($Parameter -ne 'SpecialUse') { @($sets | Sort-Object -Unique).Count | Should -BeLessOrEqual 1 }
        if ($Parameter -eq 'Property') {
            $sets.Count | Should -Be 3
            $known = [ImapPS.ImapSession].Assembly.GetType('ImapPS.Pipeline.MessageProperties').GetField('Attributes', 'NonPublic, Static').GetValue($null).Keys
            $sets[0] | Should -BeExactly ($known -join ' ')
        }
    }

    It 'is singular' {
        # -Flags are all flags that a message has from then on, which its property of that name shows.
        if ($Parameter -ne 'Flags') { $Parameter | Should -Not -MatchExactly '(?<!s|u|Tl)s$' }
    }
}

Describe 'What cmdlets give' {
    BeforeAll {
        # Beside the examples, for what they don't show.
        $more = @(
            @{ Code = 'Wait-ImapMessage -IncludeExisting -Property Subject; Wait-ImapMessage -IncludeExisting' }
            @{ Code = 'Search-Imap -First 1 | Remove-ImapMessage -PassThru' }
            @{ Code = 'Search-Imap -First 1 | Save-ImapMessage . -PassThru' }
            @{ Code = 'Rename-ImapMailbox Archive Past -PassThru; Set-ImapMailbox Past -Subscribed -PassThru' }
            @{
                Code = '$adding = [powershell]::Create().AddScript({
                        param($inbox)
                        while ($true) { $null = $inbox.Add("Subject: x`n`nx", $null, $null); Start-Sleep -Milliseconds 20 }
                    }).AddArgument((Get-ServerEngine $server).Mailboxes.Inbox)
                    $null = $adding.BeginInvoke()
                    Watch-ImapMailbox -First 1 -For 600
                    $adding.Stop()'
            }
        )
        $given = @{}
        $silent = [Collections.Generic.List[string]]::new()
        $record = {
            param($Name, $HasPassThru)
            process {
                if (-not $given.ContainsKey($Name)) { $given[$Name] = [Collections.Generic.HashSet[type]]::new() }
                [void] $given[$Name].Add($_.GetType())
                if (-not $HasPassThru -and (Get-Command $Name).Parameters.ContainsKey('PassThru')) { $silent.Add($Name) }
                , $_
            }
        }
        $failed = [Collections.Generic.List[string]]::new()
        foreach ($example in $examples + $more) {
            $exampleFolder = New-Item -ItemType Directory -Path (Join-Path $TestDrive ([guid]::NewGuid()))
            . $startExample
            try {
                $null = . (ConvertTo-ExampleScript $example.Code {
                    param($call)
                    $passes = [bool] ($call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] -and $_.ParameterName -eq 'PassThru' })
                    " | & `$record '$($call.GetCommandName())' `$$passes"
                })
            }
            catch { $failed.Add("$($example.Code): $_") }
            finally { . $stopExample }
        }
    }

    It 'was looked at in every example' {
        $failed | Should -BeNullOrEmpty
    }

    It 'is what <Name> declares' -ForEach $commands {
        $declared = @($Command.OutputType.Type | Where-Object { $_ -ne [void] })
        $found = @($given[$Name] | Where-Object { $_ })
        foreach ($type in $found) { @($declared | Where-Object { $_.IsAssignableFrom($type) }) | Should -Not -BeNullOrEmpty -Because "$Name gives $type" }
        foreach ($type in $declared) { @($found | Where-Object { $type.IsAssignableFrom($_) }) | Should -Not -BeNullOrEmpty -Because "$Name declares $type, so an example or the list above shall show it" }
    }

    It 'is nothing where -PassThru could have been given' {
        $silent | Should -BeNullOrEmpty
    }
}
