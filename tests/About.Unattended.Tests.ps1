# The scripts of the topic are run as a scheduler would run them.
BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $lines = Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS_Unattended.help.txt')
    # Each run of lines that are indented by eight is a script.
    $scripts = ($lines -join "`n") -split '(?m)^ {0,7}\S.*$' | ForEach-Object { ($_ -split "`n" -replace '^ {8}').Trim("`n") -join "`n" } | Where-Object { $_.Trim() }
    $invoices, $orders, $task = $scripts
    $plain = 'From: a@billing.example
Subject: Your invoice {0}
Message-ID: <{0}@billing.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Text
--b
Content-Type: application/pdf; name=invoice.pdf
Content-Disposition: attachment; filename=invoice.pdf

PDF {0}
--b--
'
}

Describe 'about_ImapPS_Unattended' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        $PSDefaultParameterValues = @{ 'Connect-Imap:ImplicitTlsPort' = $server.TlsPort; 'Connect-Imap:StartTlsPort' = $server.Port; 'Connect-Imap:CertificateAuthority' = $server.CertificateAuthority }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $secret = $server.Credential
        function Get-Secret { $secret }
        function Add-Invoice([int] $Number) { $null = $engine.Mailboxes.Inbox.Add(($plain -f $Number), $null, $null) }
        function Invoke-Script([string] $Text, [hashtable] $Parameters) {
            $path = Join-Path $folder script.ps1
            Set-Content -LiteralPath $path $Text
            $global:LASTEXITCODE = $null
            & $path @Parameters
        }
        $parameters = @{ Server = 'localhost'; Folder = "$folder" }
    }

    AfterEach {
        $PSDefaultParameterValues = @{}
        $env:CREDENTIALS_DIRECTORY = $null
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'shows three scripts' { @($scripts).Count | Should -Be 3 }

    It 'files each invoice once' {
        1..3 | ForEach-Object { Add-Invoice $_ }
        $null = $engine.Mailboxes.Inbox.Add("Subject: other`n`nText", $null, $null)
        Invoke-Script $invoices $parameters
        $LASTEXITCODE | Should -Be 0
        @(Get-ChildItem $folder/invoices -Recurse -File).Count | Should -Be 3
        $engine.Mailboxes.Inbox.Count | Should -Be 1
        $engine.Mailboxes.GetOrCreate('Archive').Count | Should -Be 3
        Add-Invoice 4
        Invoke-Script $invoices $parameters
        @(Get-ChildItem $folder/invoices -Recurse -File).Count | Should -Be 4
        @(Get-Content $folder/invoices.log) -match 'filed Your invoice' | Should -HaveCount 4
        Get-ImapSession | Should -BeNullOrEmpty
    }

    It 'goes on at the message that failed' {
        1..3 | ForEach-Object { Add-Invoice $_ }
        $engine.Faults.AnswerNext('UID MOVE', '{tag} NO [LIMIT] not now')
        Invoke-Script $invoices $parameters
        $LASTEXITCODE | Should -Be 1
        Get-Content -Raw $folder/invoices.log | Should -Match 'LIMIT'
        $engine.Mailboxes.Inbox.Count | Should -Be 3
        Invoke-Script $invoices $parameters
        $LASTEXITCODE | Should -Be 0
        $engine.Mailboxes.Inbox.Count | Should -Be 0
        @(Get-ChildItem $folder/invoices -Recurse -File).Count | Should -Be 3
    }

    It 'ends with 75 while another run goes on' {
        Add-Invoice 1
        $lock = [IO.File]::Open("$folder/invoices.json.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { Invoke-Script $invoices $parameters }
        finally { $lock.Dispose() }
        $LASTEXITCODE | Should -Be 75
        $engine.Mailboxes.Inbox.Count | Should -Be 1
    }

    It 'writes down what to do about an error' {
        $parameters.Server = 'nowhere.invalid'
        # Where there is no network the look-up takes its time.
        $PSDefaultParameterValues['Connect-Imap:Timeout'] = 120
        Invoke-Script $invoices $parameters
        $LASTEXITCODE | Should -Be 1
        Get-Content -Raw $folder/invoices.log | Should -Match 'ImapPS\..* Check the spelling'
    }

    It 'runs as cron starts it: without a profile, a terminal, or more of an environment than must be' -Skip:(-not $IsLinux) {
        $modules = New-Item -ItemType Directory "$folder/home/.local/share/powershell/Modules"
        $null = New-Item -ItemType SymbolicLink "$modules/ImapPS" -Target (Split-Path (Resolve-Path $module))
        $null = New-Item -ItemType Directory "$folder/secrets", "$folder/state"
        $password = $secret.GetNetworkCredential().Password
        Set-Content "$folder/secrets/invoices" $password
        # All that is changed about the script is the port; OpenSSL's variable names the certificate.
        Set-Content "$folder/home/Invoices.ps1" $invoices.Replace('Connect-Imap $Server', "Connect-Imap `$Server -ImplicitTlsPort $($server.TlsPort)")
        Add-Invoice 1
        $line = "'$((Get-Process -Id $PID).Path)' -NoProfile -NonInteractive -File `$HOME/Invoices.ps1 -Server localhost -UserName $($secret.UserName) -Folder $folder/state >> `$HOME/invoices.out 2>&1"
        & env -i "HOME=$folder/home" "SSL_CERT_FILE=$($server.CertificateAuthority)" "CREDENTIALS_DIRECTORY=$folder/secrets" PATH=/usr/bin:/bin sh -c "$line < /dev/null"
        $LASTEXITCODE | Should -Be 0 -Because "$(Get-Content "$folder/home/invoices.out", "$folder/state/invoices.log" -ErrorAction Ignore)"
        Get-Content "$folder/home/invoices.out" | Should -BeNullOrEmpty
        @(Get-ChildItem "$folder/state/invoices" -Recurse -File).Count | Should -Be 1
        $engine.Mailboxes.Inbox.Count | Should -Be 0
    }

    It 'has units that systemd takes' -Skip:(-not (Get-Command systemd-analyze -ErrorAction Ignore)) {
        $text = $lines -join "`n"
        foreach ($kind in 'service', 'timer') {
            $unit = [regex]::Match($text, "(?s)/etc/systemd/system/invoices\.${kind}:\n\n(.*?)\n {4}\S").Groups[1].Value -replace '(?m)^ {6}'
            $unit | Should -Not -BeNullOrEmpty
            Set-Content "$folder/invoices.$kind" $unit.Replace('/usr/bin/pwsh', (Get-Process -Id $PID).Path)
        }
        $said = & systemd-analyze verify "$folder/invoices.timer" "$folder/invoices.service" 2>&1
        # Of other units of the machine it may say what it likes.
        $said -match 'invoices' | Should -BeNullOrEmpty
    }

    It 'takes its password from systemd' {
        Stop-ImapTestServer
        $server = Start-ImapTestServer -Credential (ConvertTo-Credential invoices@example.org secret)
        $PSDefaultParameterValues['Connect-Imap:ImplicitTlsPort'] = $server.TlsPort
        $PSDefaultParameterValues['Connect-Imap:StartTlsPort'] = $server.Port
        $PSDefaultParameterValues['Connect-Imap:CertificateAuthority'] = $server.CertificateAuthority
        $env:CREDENTIALS_DIRECTORY = "$folder"
        Set-Content "$folder/invoices" secret
        $parameters.Folder = (New-Item -ItemType Directory "$folder/state").FullName
        Invoke-Script $invoices $parameters
        $LASTEXITCODE | Should -Be 0
        "$($parameters.Folder)/invoices.json" | Should -Exist
    }

    It 'takes each order exactly once' {
        $null = $server | Connect-Imap
        $box = $engine.Mailboxes.GetOrCreate('Orders')
        1..3 | ForEach-Object { $null = $box.Add("Subject: $_`n`nText", $null, $null) }
        Invoke-Script $orders @{ Folder = "$folder" }
        @(Get-ChildItem $folder -Filter *.eml).Count | Should -Be 3
        # As if it had been killed behind the commit of the second: that is not made again.
        $state = (Get-Content -Raw "$folder/orders.json") -replace '"inDoubt": ""', '"inDoubt": "2:3"'
        Set-Content "$folder/orders.json" $state
        $second, $third = (Get-ChildItem $folder -Filter *.eml | Sort-Object Name)[1, 2]
        Set-Content $second.FullName mine
        Remove-Item $third.FullName
        Invoke-Script $orders @{ Folder = "$folder" }
        Get-Content $second.FullName | Should -Be mine
        $third.FullName | Should -Exist
        Get-Content -Raw "$folder/orders.json" | Should -Match '"inDoubt": ""'
    }

    It 'registers a task that starts the script, and never twice at a time' {
        $seen = @{}
        function New-ScheduledTaskAction($Execute, $Argument) { $seen.Action = "$Execute $Argument"; 'action' }
        function New-ScheduledTaskTrigger([switch] $Once, [DateTime] $At, [timespan] $RepetitionInterval) { $seen.Every = $RepetitionInterval; 'trigger' }
        function New-ScheduledTaskSettingsSet($MultipleInstances, [switch] $StartWhenAvailable, [timespan] $ExecutionTimeLimit) { $seen.Instances = $MultipleInstances; 'settings' }
        function Get-Secret($Name, [switch] $AsPlainText) { "$Name" }
        function Register-ScheduledTask($TaskName, $Action, $Trigger, $Settings, $User, $Password) { $seen.Task = "$TaskName $Action $Trigger $Settings $User $Password" }
        . ([scriptblock]::Create($task))
        $seen.Action | Should -Be 'pwsh.exe -NoProfile -NonInteractive -File C:\Scripts\Invoices.ps1'
        $seen.Every | Should -Be ([timespan]::FromMinutes(5))
        $seen.Instances | Should -Be IgnoreNew
        $seen.Task | Should -Be 'Invoices action trigger settings DOMAIN\invoices invoices-logon'
    }
}
