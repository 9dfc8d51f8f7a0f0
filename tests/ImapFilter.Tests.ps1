BeforeDiscovery {
    # Text of a filter; what it becomes.
    $translations = @(
        # Fields and operators.
        , @("From -like '*@billing.example'", 'From Like <*@billing.example>')
        , @("from -EQ 'Bob'", 'From Equal <Bob>')
        , @("To -ne 'b@example.org'", '(not To Equal <b@example.org>)')
        , @("Cc -notlike 'a*'", '(not Cc Like <a*>)')
        , @("Bcc -contains 'a@example.org'", 'Bcc Equal <a@example.org>')
        , @("ReplyTo -notcontains 'a@example.org'", '(not ReplyTo Equal <a@example.org>)')
        , @("Sender -match '^a.b$'", 'Sender Match <^a.b$>')
        , @("Subject -notmatch 'x'", '(not Subject Match <x>)')
        , @("Body -like '*EUR*'", 'Body Like <*EUR*>')
        , @("Text -like '*Grüße*'", 'Text Like <*Grüße*>')
        , @("Header('List-Id') -like '*roses*'", 'Header[List-Id] Like <*roses*>')
        , @('Header ( "X-A" )', 'has[X-A]')
        , @("MessageId -eq '<1@example.org>'", 'MessageId Equal <<1@example.org>>')
        , @("InReplyTo -in '1@a.example', '2@a.example'", '(or InReplyTo Equal <1@a.example> InReplyTo Equal <2@a.example>)')
        , @("AttachmentName -like '*.pdf'", 'AttachmentName Like <*.pdf>')
        , @("AttachmentType -eq 'application/pdf'", 'AttachmentType Equal <application/pdf>')
        , @("Subject -ceq 'A' -and Subject -clike 'B*' -and Subject -cmatch 'C' -and Subject -cnotin 'D'", '(and Subject Equal! <A> Subject Like! <B*> Subject Match! <C> (not Subject Equal! <D>))')
        , @("Subject -ieq 'A'", 'Subject Equal <A>')
        , @('Seen', '\Seen')
        , @('Seen -eq $false', '(not \Seen)')
        , @('Flagged -ne $true', '(not \Flagged)')
        , @('Answered -and Draft -and Deleted -and Recent', '(and \Answered \Draft \Deleted \Recent)')
        , @("Keyword -eq '`$Junk' -or Keyword -contains 'Paid' -or Keyword -notin 'a', 'b'", '(or $Junk Paid (not (or a b)))')
        , @("Uid -eq 7 -or Uid -in 1, 2, '5:9', '100:*' -or Uid -ge 3", '(or Uid 7 Uid 1:2,5:9,100:* Uid GreaterOrEqual 3)')
        , @("ModSeq -gt 18446744073709551615", 'ModSeq Greater 18446744073709551615')
        , @('HasAttachment', 'attachment')
        , @('HasAttachment -eq $false', '(not attachment)')
        , @("Label -like 'Work/*'", 'Label Like <Work/*>')
        , @("ThreadId -eq 'T1' -or EmailId -in 'M1', 'M2'", '(or ThreadId <T1> EmailId <M1> EmailId <M2>)')
        , @("GmailRaw -eq 'has:drive'", 'GmailRaw <has:drive>')
        # Sizes.
        , @('Size -gt 5MB', 'Size Greater 5242880')
        , @("Size -le '5MB'", 'Size LessOrEqual 5242880')
        , @('Size -lt 1.5KB', 'Size Less 1536')
        , @('Size -gt 0.3MB', 'Size Greater 314572')
        , @('Size -ge 0.3MB', 'Size Greater 314572')
        , @('Size -lt 0.3MB', 'Size LessOrEqual 314572')
        , @('Size -eq 0.3MB', 'none')
        , @('Size -ne 0', '(not Size Equal 0)')
        , @('Size -gt 2KB + 1', 'Size Greater 2049')
        # What isn't there.
        , @('InReplyTo -eq $null', '(not has[In-Reply-To])')
        , @('ReplyTo -ne $NULL', 'has[Reply-To]')
        , @("Header('X-A') -eq `$null", '(not has[X-A])')
        , @("Subject -eq ''", 'Subject Equal <>')
        , @('To -in @()', 'none')
        , @('To -notin @()', '(not none)')
        # Precedence: -and and -or bind alike.
        , @('Seen -and Flagged -or Draft', '(or (and \Seen \Flagged) \Draft)')
        , @('Seen -or Flagged -and Draft', '(and (or \Seen \Flagged) \Draft)')
        , @('Seen -or (Flagged -and Draft)', '(or \Seen (and \Flagged \Draft))')
        , @('-not Seen -and Flagged', '(and (not \Seen) \Flagged)')
        , @('-not (Seen -and Flagged)', '(not (and \Seen \Flagged))')
        , @('-not -not Seen', '\Seen')
        , @('!Seen -and ! ( Draft )', '(and (not \Seen) (not \Draft))')
        , @('-not Seen -eq $true', '(not \Seen)')
        , @('(((Seen)))', '\Seen')
        # As PowerShell writes things.
        , @('$_.Seen -and $PSItem.Subject -eq ''x''', '(and \Seen Subject Equal <x>)')
        , @("Subject -eq 'it''s'", "Subject Equal <it's>")
        , @('Subject -eq "a ""b"" `$c"', 'Subject Equal <a "b" $c>')
        , @("Subject -eq ’a’", 'Subject Equal <a>')
        , @("Subject –eq 'a' —and Seen", '(and Subject Equal <a> \Seen)')
        , @("Seen`n# a comment's quote`n-and <# another one's #>`r`n Draft # (", '(and \Seen \Draft)')
        , @("Seen -and ```nDraft", '(and \Seen \Draft)')
        , @("Subject -eq '-and Seen -or (' -and Seen", '(and Subject Equal <-and Seen -or (> \Seen)')
        , @("Subject -eq'a'-and(Seen)", '(and Subject Equal <a> \Seen)')
        , @('Subject -like "*`r`nA1 LOGOUT*"', "Subject Like <*`r`nA1 LOGOUT*>")
        # Times: a day is a day here.
        , @("Date -ge '2026-03-01T14:30+02:00'", 'Date GreaterOrEqual 2026-03-01T12:30:00Z')
        , @("Received -lt '2026-03-01 14:30:15Z'", 'Received Less 2026-03-01T14:30:15Z')
        , @("Saved -gt '2026-03-01T14:30:15.25 -0330'", 'Saved Greater 2026-03-01T18:00:15Z')
        , @("Received -eq '2026-03-01T14:30'", "Received Equal $('{0:yyyy-MM-ddTHH:mm:ss}Z' -f [datetime]::new(2026, 3, 1, 14, 30, 0, [DateTimeKind]::Local).ToUniversalTime())")
        , @("Received -gt ([datetimeoffset] '2026-03-01T00:00Z')", 'Received Greater 2026-03-01T00:00:00Z')
        , @("Received -gt [datetimeoffset]::new(2026, 3, 1, 0, 0, 0, [timespan]::Zero).AddDays(-1)", 'Received Greater 2026-02-28T00:00:00Z')
        , @("Received -gt '$([datetimeoffset] '2026-03-01T00:00+01:00')'", 'Received Greater 2026-02-28T23:00:00Z')
        # Ages.
        , @("Age -gt '7d' -and Age -lt '2w' -or Age -ge '36h' -or Age -le '90s' -or Age -gt '30m'", '(or (and Age Greater 7.00:00:00 Age Less 14.00:00:00) Age GreaterOrEqual 1.12:00:00 Age LessOrEqual 00:01:30 Age Greater 00:30:00)')
        , @("Age -gt '1.12:00:00' -or Age -lt [timespan]::FromDays(3)", '(or Age Greater 1.12:00:00 Age Less 3.00:00:00)')
    ) | ForEach-Object { @{ Text = $_[0]; Shape = $_[1] } }

    # Text of a filter; what is wrong; the place that is marked.
    $mistakes = @(
        , @('', 'is empty', '')
        , @('   # nothing', 'is empty', '')
        , @("Fron -like 'x'", "no field 'Fron'", 'Fron')
        , @("Seen -and Fron -like 'x'", "no field 'Fron'", 'Fron')
        , @('Remove-Item x', "no field 'Remove'", 'Remove')
        , @("'x' -eq From", 'field was expected', "'x'")
        , @('$x -in To', 'field was expected', '$x')
        , @('$x = 5', 'field was expected', '$x')
        , @("From = 'x'", "operator was expected, not '='", '=')
        , @("From[0] -eq 'x'", 'operator was expected', '[0]')
        , @("Seen, Draft", 'operator was expected', ',')
        , @("Seen; Remove-Item x", 'operator was expected', ';')
        , @("Seen | Remove-Item x", 'operator was expected', '|')
        , @("Seen -xor Draft", "no operator '-xor'", '-xor')
        , @("Seen -and", 'field was expected', '')
        , @("Seen -and -or Draft", "field was expected, not '-or'", '-or')
        , @("From -is 'x'", "no operator '-is'", '-is')
        , @("From -eq 'a' -eq 'b'", "no operator '-eq' here", '-eq')
        , @('From', 'must be compared', 'From')
        , @('From -and Seen', 'must be compared', 'From')
        , @('From -eq', 'value was expected', '-eq')
        , @("From -eq -and Seen", 'value was expected', '-eq')
        , @("From -gt 'x'", "can't be asked by '-gt'", '-gt')
        , @("Subject -contains 'x'", "can't be asked by '-contains'", '-contains')
        , @("Size -like '1*'", "can't be asked by '-like'", '-like')
        , @("Received -match '2026'", "can't be asked by '-match'", '-match')
        , @("Keyword -like 'a*'", "can't be asked by '-like'", '-like')
        , @("Age -eq '7d'", "can't be asked by '-eq'", '-eq')
        , @('Seen -ceq $true', "can't be asked by '-ceq'", '-ceq')
        , @('-not Size -gt 5', 'binds tighter', '-not')
        , @('(Seen', "'(' is not closed", '(')
        , @('Seen)', 'nothing was opened', ')')
        , @('()', 'field was expected', ')')
        , @("From -eq ('a'", "'(' is not closed", '(')
        , @('From -eq "a', 'has no end', '"')
        , @("From -eq 'a", 'has no end', "'")
        , @('From -eq "$(', "'(' is not closed", '(')
        , @('From -eq $x]', 'nothing was opened', ']')
        , @("From -eq @'`na`n'@", 'here-string', "@'")
        , @('Header -eq 1', 'needs the name', 'Header')
        , @("Header('a b') -eq 'x'", 'no name of a header field', "'a b'")
        , @("Header('a' -eq 'x'", 'is not closed', '(')
        , @('From -eq foo', "'foo' is no value", 'foo')
        , @('From -eq To', "'To' is no value", 'To')
        , @('From -like *@billing.example', 'is no value', '*@billing.example')
        , @('Received -gt Get-Date', "'Get-Date' is no value", 'Get-Date')
        , @('From -eq (Remove-Item x)', 'would run something', 'Remove-Item x')
        , @('From -eq $(Remove-Item x)', 'would run something', 'Remove-Item x')
        , @('From -eq @(Remove-Item x)', 'would run something', 'Remove-Item x')
        , @('From -eq "$(Remove-Item x)"', 'would run something', 'Remove-Item x')
        , @('From -eq $x[(Remove-Item x)]', 'would run something', 'Remove-Item x')
        , @('From -eq $x.Replace((Remove-Item x))', 'would run something', 'Remove-Item x')
        , @('Received -gt (& Get-Date)', 'would run something', '& Get-Date')
        , @('Received -gt (Get-Date -OutVariable y)', 'would run something', '-OutVariable')
        , @('Received -gt (Get-Date | Remove-Item)', "can't stand for a value", 'Get-Date | Remove-Item')
        , @('Received -gt (Get-Date &)', "'Get-Date &' would run", 'Get-Date')
        , @("From -eq 'a' &", "would run", "'a'")
        , @("From -eq 'a' > x", "can't stand for a value", "'a' > x")
        , @('From -eq "$(Get-Date &)"', "'Get-Date &' would run", 'Get-Date')
        , @('Received -gt (Get-Date && Get-Date)', "can't stand for a value", 'Get-Date && Get-Date')
        , @('From -eq $x.Where({ Remove-Item x })', "can't stand for a value", '{ Remove-Item x }')
        , @('From -eq [string]::Format("{0}", (Remove-Item x))', 'would run something', 'Remove-Item x')
        , @('From -eq ($true ? 1 : 2)', "can't stand for a value", '$true ? 1 : 2')
        , @('Received -gt (Get-Date @x)', '@x can''t be used', '@x')
        , @('Received -gt (Get-Date > x)', "can't stand for a value", 'Get-Date > x')
        , @('From -eq $(1; 2 | Remove-Item)', "can't stand for a value", '2 | Remove-Item')
        , @('From -eq { x }', "can't stand for a value", '{ x }')
        , @('From -eq @{ a = 1 }', "can't stand for a value", '@{ a = 1 }')
        , @('From -eq ($x = 5)', "can't stand for a value", '$x = 5')
        , @('From -eq ($x++)', "can't stand for a value", '$x++')
        , @("From -eq 'a', (`$x = 5)", "can't stand for a value", '$x = 5')
        , @("From -eq [io.file]::ReadAllText('x')", 'type [io.file]', '[io.file]')
        , @("From -eq [scriptblock] 'x'", 'type [scriptblock]', '[scriptblock]')
        , @("From -eq 'x'.GetType().Name", "member 'GetType'", 'GetType')
        , @('From -eq $x.$y', "member '`$y'", '$y')
        , @('From -eq $ExecutionContext.Host', '$ExecutionContext can''t be used', '$ExecutionContext')
        , @('From -eq $function:prompt', '$function:prompt can''t be used', '$function:prompt')
        , @('From -eq ${c:/x}', '${c:/x} can''t be used', '${c:/x}')
        , @('From -eq $nowhere', '$nowhere has no value', '$nowhere')
        , @('From -eq $nowhere[0]', '$nowhere has no value', '$nowhere')
        , @('From -eq $nowhere.Mail', '$nowhere has no value', '$nowhere')
        , @('From -eq "a $nowhere b"', '$nowhere has no value', '$nowhere')
        , @('From -in $null', "can't be compared with `$null", '$null')
        , @('From -in ''a'', $null', 'has no value', "'a', `$null")
        , @('Size -eq $null', "can't be compared with `$null", '$null')
        , @('Body -eq $null', "can't be compared with `$null", '$null')
        , @('From -eq ''a''.Nothing', 'has no value', "'a'.Nothing")
        , @("From -eq 'a'.Substring(9)", 'failed', "'a'.Substring(9)")
        , @("From -eq 'a', 'b'", '2 values', "'a', 'b'")
        , @("Size -gt 'abc'", 'number is needed', "'abc'")
        , @('Size -gt -5', 'number is needed', '-5')
        , @('Size -gt $true', 'number is needed', '$true')
        , @('Size -gt 1e40', 'number is needed', '1e40')
        , @("Received -gt 'abc'", 'date is needed', "'abc'")
        , @("Received -gt '3/4/2026'", 'date is needed', "'3/4/2026'")
        , @('Received -gt 2026-03-01', 'date is needed', '2026-03-01')
        , @("Received -gt '2026-02-30'", 'date is needed', "'2026-02-30'")
        , @("From -eq [datetime] '2026-03-01'", 'text is needed', "[datetime] '2026-03-01'")
        , @("Seen -eq 'yes'", '$true or $false is needed', "'yes'")
        , @('Age -gt 7d', 'span of time', '7d')
        , @("Age -gt '7'", 'span of time', "'7'")
        , @("Age -gt '-7.00:00:00'", 'span of time', "'-7.00:00:00'")
        , @("Age -gt '99999999999w'", 'span of time', "'99999999999w'")
        , @('Uid -eq 0', 'UIDs are needed', '0')
        , @("Uid -in 1, 'x'", 'UIDs are needed', "1, 'x'")
        , @('Uid -gt 4294967296', 'UIDs are needed', '4294967296')
        , @("Keyword -eq 'two words'", 'no flag', "'two words'")
        , @("ThreadId -eq 'a b'", 'no id', "'a b'")
        , @("Subject -match '('", '', "'('")
        , @("GmailRaw -eq ''", 'Gmail', "''")
    ) | ForEach-Object { @{ Text = $_[0]; Message = $_[1]; Place = $_[2] } }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/FilterShape.ps1
    $describe = [ImapPS.ImapFilter].GetMethod('Describe', [Reflection.BindingFlags] 'NonPublic, Instance')

    # The error that a filter leads to.
    function Get-FilterError([ImapPS.ImapFilter] $Filter) {
        try { $null = Get-FilterQuery $Filter }
        catch { return $describe.Invoke($Filter, @($_.Exception)) }
        throw "'$Filter' was understood."
    }
}

Describe 'A filter' {
    It 'becomes a query: <Text>' -ForEach $translations {
        Get-QueryShape (Get-FilterQuery $Text) | Should -BeExactly $Shape
    }

    It 'is refused at the place: <Text>' -ForEach $mistakes {
        $x = 'a'
        $record = Get-FilterError $Text
        Get-Job | Should -BeNullOrEmpty
        $x | Should -Be a
        $record.FullyQualifiedErrorId | Should -Be ImapPS.InvalidFilter
        $record.CategoryInfo.Category | Should -Be InvalidArgument
        $record.TargetObject | Should -Be $Text
        $lines = $record.Exception.Message -split "`n"
        $lines[0] | Should -BeLike ('*at line * column *' + [wildcardpattern]::Escape($Message) + '*')
        $marks = $lines[2] | Select-String '~+' | ForEach-Object Matches
        $lines[1].PadRight($lines[2].Length).Substring($marks.Index, $marks.Length).Trim() | Should -BeExactly ($Place -replace '(?s)\n.*')
    }

    It 'takes a script block' {
        Get-QueryShape (Get-FilterQuery { Received -gt '2026-03-01T00:00Z' -and From -like '*@billing.example' -and -not Seen -and Size -gt 5MB }) |
            Should -Be '(and Received Greater 2026-03-01T00:00:00Z From Like <*@billing.example> (not \Seen) Size Greater 5242880)'
        Get-QueryShape (Get-FilterQuery { ($_.From -eq 'a' -or $_.To -eq 'b') -and -not $_.Seen }) | Should -Be '(and (or From Equal <a> To Equal <b>) (not \Seen))'
        Get-QueryShape (Get-FilterQuery { (From -eq 'a') }) | Should -Be 'From Equal <a>'
    }

    It 'means a local day by a date without time, whatever the operator' {
        $start = [datetimeoffset] [datetime]::new(2026, 3, 1)
        $next = [datetimeoffset] [datetime]::new(2026, 3, 2)
        $show = { param($comparison, $moment) 'Received {0} {1:yyyy-MM-ddTHH:mm:ss}Z' -f $comparison, $moment.UtcDateTime }
        Get-QueryShape (Get-FilterQuery "Received -ge '2026-03-01'") | Should -Be (& $show GreaterOrEqual $start)
        Get-QueryShape (Get-FilterQuery "Received -gt '2026-03-01'") | Should -Be (& $show GreaterOrEqual $next)
        Get-QueryShape (Get-FilterQuery "Received -lt '2026-03-01'") | Should -Be (& $show Less $start)
        Get-QueryShape (Get-FilterQuery "Received -le '2026-03-01'") | Should -Be (& $show Less $next)
        Get-QueryShape (Get-FilterQuery "Received -eq '2026-03-01'") | Should -Be "(and $(& $show GreaterOrEqual $start) $(& $show Less $next))"
        Get-QueryShape (Get-FilterQuery "Received -ne '2026-03-01'") | Should -Be "(not (and $(& $show GreaterOrEqual $start) $(& $show Less $next)))"
    }

    It 'reads dates alike in every culture' {
        $thread = [Threading.Thread]::CurrentThread
        $before = $thread.CurrentCulture
        $moment = [datetime]::new(2026, 3, 4, 15, 6, 7)
        $expected = "Received Greater $($moment.ToUniversalTime().ToString('s'))Z"
        try {
            foreach ($culture in 'de-DE', 'ar-SA', 'th-TH', 'fa-IR', '') {
                $thread.CurrentCulture = $culture
                Get-QueryShape (Get-FilterQuery 'Received -gt $moment') | Should -Be $expected -Because $culture
                Get-QueryShape (Get-FilterQuery "Received -gt '$moment'") | Should -Be $expected -Because $culture
                Get-QueryShape (Get-FilterQuery 'Received -gt "$moment"') | Should -Be $expected -Because $culture
                Get-QueryShape (Get-FilterQuery 'Size -gt "1.5" -and Size -gt 2.5') | Should -Be '(and Size Greater 1 Size Greater 2)' -Because $culture
            }
        }
        finally { $thread.CurrentCulture = $before }
    }

    It 'asks for the date when it is read' {
        $before = [datetimeoffset] [datetime]::Now.AddDays(-7)
        $query = Get-FilterQuery 'Received -gt (Get-Date).AddDays(-7)'
        $query.Value | Should -BeGreaterOrEqual $before
        $query.Value | Should -BeLessOrEqual ([datetimeoffset] [datetime]::Now.AddDays(-7))
        Get-QueryShape (Get-FilterQuery "Received -gt (Get-Date 2026-03-01T00:00Z).AddDays(1) -or Received -gt (Get-Date -UnixTimeSeconds 0)") |
            Should -Be '(or Received Greater 2026-03-02T00:00:00Z Received Greater 1970-01-01T00:00:00Z)'
    }

    It 'knows the caller''s variables, their members and their methods' {
        $name = 'a'
        $list = [Collections.Generic.List[string]] ('a', 'b')
        $person = [pscustomobject] @{ Mail = 'Bob@example.org'; Number = 7; More = @{ key = 'deep' } }
        $person | Add-Member -MemberType ScriptMethod -Name Domain -Value { 'example.org' }
        $yes = $true
        $script:ofScript = 's'
        $env:IMAPPS_FILTER_TEST = 'e'
        $address = [ImapPS.Client.Mime.MimeAddress]::new('Bob', 'bob@example.org')
        foreach ($case in @(
                , @('From -eq $name', 'From Equal <a>')
                , @('From -in $list', '(or From Equal <a> From Equal <b>)')
                , @('From -in $name, $person.Mail', '(or From Equal <a> From Equal <Bob@example.org>)')
                , @('From -eq $list[1]', 'From Equal <b>')
                , @('From -eq $person.Mail.ToLower()', 'From Equal <bob@example.org>')
                , @('From -eq $person.More.key', 'From Equal <deep>')
                , @("From -eq `$person.More['key']", 'From Equal <deep>')
                , @('From -like "*@$($person.Domain())"', 'From Like <*@example.org>')
                , @('From -like ("*@" + $person.Domain())', 'From Like <*@example.org>')
                , @("From -eq ('{0}@{1}' -f `$name, 'b')", 'From Equal <a@b>')
                , @('Size -gt $person.Number * 1KB', 'Size Greater 7168')
                , @('Seen -eq $yes', '\Seen')
                , @('From -eq $script:ofScript', 'From Equal <s>')
                , @('From -eq ${name}', 'From Equal <a>')
                , @('From -eq $env:IMAPPS_FILTER_TEST', 'From Equal <e>')
                , @('From -eq $address', 'From Equal <Bob <bob@example.org>>')
                , @("Header(`$name) -eq 'x'", 'Header[a] Equal <x>')
            )) {
            Get-QueryShape (Get-FilterQuery $case[0]) | Should -BeExactly $case[1] -Because $case[0]
        }
        Remove-Item env:IMAPPS_FILTER_TEST
    }

    It 'evaluates each value once' {
        $counter = [pscustomobject] @{ Calls = 0 }
        $counter | Add-Member -MemberType ScriptMethod -Name Next -Value { $this.Calls++; "n$($this.Calls)" }
        Get-QueryShape (Get-FilterQuery 'From -eq $counter.Next() -and Subject -eq $counter.Next()') | Should -Be '(and From Equal <n1> Subject Equal <n2>)'
        $counter.Calls | Should -Be 2
    }

    It 'has the variables of the module that its script block was written in' {
        $inside = New-Module { $place = 'inside'; function Get-Block { { Subject -eq $place } } }
        $place = 'outside'
        Get-QueryShape (Get-FilterQuery (& $inside { Get-Block })) | Should -Be 'Subject Equal <inside>'
        Get-QueryShape (Get-FilterQuery { Subject -eq $place }) | Should -Be 'Subject Equal <outside>'
        Remove-Module $inside
    }

    It 'can have ten thousand terms, but not any number' {
        $many = (1..10000 | ForEach-Object { "Subject -like '*x$_*'" }) -join ' -or '
        (Get-FilterQuery $many).Terms.Count | Should -Be 10000
        (Get-FilterError "Subject -in $((1..60000) -join ',')").Exception.Message | Should -BeLike '*limit is*'
    }

    It 'can have long text, but not any length' {
        $long = 'x' * 1MB
        (Get-FilterQuery "Subject -like '$long'").Value.Length | Should -Be 1MB
        (Get-FilterError "Subject -like '${long}x'").Exception.Message.Length | Should -BeLessThan 1000
        (Get-FilterError ('x' * 9MB)).Exception.Message | Should -BeLike '*more than*'
    }

    It 'is refused when it nests too deep: <_>' -ForEach '(', '-not (', 'Subject -eq (', 'Subject -eq "$(', 'Subject -eq $x[', 'Subject -eq [int]', 'Subject -eq $x.Length', 'Subject -eq 1' {
        $x = 'a'
        $unit = $_ -replace '.* '
        $deep = $_ + ($(if ($unit -eq '1') { '+1' } elseif ($unit -like '$x.*') { '.Length' } elseif ($_ -eq '-not (') { $_ } else { $unit }) * 3000)
        (Get-FilterError $deep).Exception.Message | Should -Match 'deeper than|no value'
    }

    It 'can turn a term round any number of times' {
        Get-QueryShape (Get-FilterQuery (('-not ' * 10001) + 'Seen')) | Should -Be '(not \Seen)'
    }

    It 'shows what is around a mistake, and nothing that a terminal would obey' {
        $message = (Get-FilterError ("Seen -and`n Subject -eq '" + ('x' * 500) + "$([char] 27)[31m' -and Fron`t-eq '" + ('y' * 500) + "'")).Exception.Message
        $message | Should -BeLike '*line 2*'
        $message.Length | Should -BeLessThan 500
        $message | Should -Not -Match "$([char] 27)"
        $lines = $message -split "`n"
        $lines[1].Substring($lines[2].IndexOf('~'), 4) | Should -Be Fron
    }

    It 'has a text for everything that can be wrong with it' {
        $strings = [ImapPS.ImapSession].Assembly.GetType('ImapPS.Errors.Strings')
        foreach ($fault in [ImapPS.ImapSession].Assembly.GetType('ImapPS.Filtering.FilterFault').GetEnumNames()) {
            $strings.GetMethod('Find').Invoke($null, @("Filter$fault")) | Should -Not -BeNullOrEmpty -Because $fault
        }
    }
}

Describe 'Any query' {
    BeforeAll {
        $random = [Random]::new(2026)
        $write = [ImapPS.ImapFilter].Assembly.GetType('ImapPS.Filtering.FilterWriter').GetMethod('Write')
        $search = 'ImapPS.Client.Search'
        $query = ("$search.Query" -as [type])

        function Select-Any($From) { $From[$random.Next($From.Count)] }

        # Text as a filter may have it, and as it is meant.
        function New-Text {
            $text = -join (1..$random.Next(1, 12) | ForEach-Object { Select-Any 'a', 'B', '7', ' ', "'", '"', '$', '`', '(', ')', '-and ', '#', '*', 'ü', '日', "`r`n", "$([char] 0x2019)", "$([char] 0x201d)", '{', ']', '\' })
            $written = if ($random.Next(2)) { "'" + ($text -replace "['\u2019]", '$0$0') + "'" } else { '"' + ($text -replace '[`$"\u201d]', '`$0') + '"' }
            $written, $text
        }

        # A filter's text and the query that it should become.
        function New-Term([int] $Depth) {
            $kind = $random.Next($(if ($Depth -gt 0) { 12 } else { 9 }))
            switch ($kind) {
                { $_ -in 0, 1 } {
                    $written, $text = New-Text
                    $field = Select-Any From, To, Cc, Subject, Body, AttachmentName
                    $case = $random.Next(2)
                    "$field -$(('', 'c')[$case])eq $written", ("$search.TextTerm" -as [type])::new($field, [NullString]::Value, 'Equal', $text, [bool] $case)
                }
                2 {
                    $written, $text = New-Text
                    "Header('X-Test') -like $written", ("$search.TextTerm" -as [type])::new('Header', 'X-Test', 'Like', $text, $false)
                }
                3 {
                    $moment = [datetimeoffset]::new(2026, $random.Next(1, 13), $random.Next(1, 29), $random.Next(24), $random.Next(60), $random.Next(60), [timespan]::FromMinutes(15 * $random.Next(-48, 49)))
                    $operator = Select-Any @(@('gt', 'Greater'), @('le', 'LessOrEqual'), @('eq', 'Equal'))
                    $field = Select-Any Date, Received, Saved
                    "$field -$($operator[0]) '$($moment.ToString((Select-Any 'o', 'yyyy-MM-dd HH:mm:sszzz')))'", ("$search.TimeTerm" -as [type])::new($field, $operator[1], $moment)
                }
                4 {
                    $number = $random.Next()
                    "$(Select-Any Size, size, SIZE) -lt $number", ("$search.NumberTerm" -as [type])::new('Size', 'Less', $number)
                }
                5 { $flag = Select-Any Seen, Flagged, Draft; $flag, ("$search.FlagTerm" -as [type])::new("\$flag") }
                6 { 'HasAttachment -eq $false', $query::Not(("$search.AttachmentTerm" -as [type])::new()) }
                7 { $hours = $random.Next(1, 999); "Age -ge '${hours}h'", ("$search.AgeTerm" -as [type])::new('GreaterOrEqual', [timespan]::FromHours($hours)) }
                8 {
                    $uids = 1..$random.Next(1, 5) | ForEach-Object { $random.Next(1, 100) }
                    "Uid -in $($uids -join ', ')", ("$search.UidTerm" -as [type])::new([ImapPS.Protocol.Values.UidSet]::From([uint[]] $uids))
                }
                9 { $term = New-Term ($Depth - 1); "$(Select-Any '-not ', '!', '-NOT')($($term[0]))", $query::Not($term[1]) }
                default {
                    $terms = 1..$random.Next(2, 4) | ForEach-Object { , (New-Term ($Depth - 1)) }
                    $name = ('and', 'or')[$kind - 10]
                    $written = ($terms | ForEach-Object { "($($_[0]))" }) -join (Select-Any " -$name ", "`n-$name`t", "-$name")
                    $written, $query::$name([ImapPS.Client.Search.Query[]] @($terms | ForEach-Object { $_[1] }))
                }
            }
        }
    }

    It 'can be written as a filter and read back equal' {
        foreach ($i in 1..500) {
            $text, $expected = New-Term 4
            $read = Get-FilterQuery $text
            if (-not $read.Equals($expected)) { throw "Number $i, $text, is read as $(Get-QueryShape $read)." }
            $written = $write.Invoke($null, @($read))
            if (-not (Get-FilterQuery $written).Equals($expected)) { throw "Number $i, $text, is written as $written." }
        }
    }
}
