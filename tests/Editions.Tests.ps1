BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $folder = Split-Path $module
    $scripts = @(
        Get-ChildItem $folder -Recurse -Include *.ps1, *.psm1, *.psd1 | ForEach-Object { @{ Name = $_.Name; Scripts = @(Get-Content -LiteralPath $_ -Raw) } }
        Get-ChildItem $folder -Filter *.ps1xml | ForEach-Object {
            $nodes = ([xml] (Get-Content -LiteralPath $_ -Raw)).SelectNodes('//ScriptBlock | //GetScriptBlock | //SetScriptBlock | //Script')
            @{ Name = $_.Name; Scripts = @($nodes.InnerText) }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $folder = Split-Path $module

    # What Windows PowerShell 5.1 can't read, or would misunderstand, in a script.
    function Find-NewerSyntax([string] $Text) {
        $tokens = $errors = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
        $errors.Message
        foreach ($token in $tokens) {
            if ("$($token.Kind)" -in 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean') { "$($token.Kind) at $($token.Extent.StartLineNumber)" }
            if ("$($token.Kind)" -eq 'Number' -and $token.Text -match '^0b|(u|y|s|n|us|uy|ul)$' -and $token.Text -notmatch '^0x') { "$($token.Text) at $($token.Extent.StartLineNumber)" }
        }
        $guarded = $Text -match 'PSVersionTable|variable:PSStyle|Get-Variable'
        foreach ($node in $ast.FindAll({ $true }, $true)) {
            $is = switch ($node.GetType().Name) {
                'TernaryExpressionAst' { $true }
                'PipelineChainAst' { $true }
                'PipelineAst' { $node.Background }
                'MemberExpressionAst' { $node.NullConditional }
                'InvokeMemberExpressionAst' { $node.NullConditional -or $node.GenericTypeArguments }
                'CommandParameterAst' { $node.ParameterName -in 'Parallel', 'AsHashtable', 'ProgressAction', 'NoProxy' }
                'VariableExpressionAst' { $node.VariablePath.UserPath -in 'PSStyle', 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR' -and -not $guarded }
            }
            if ($is) { "$($node.GetType().Name) at $($node.Extent.StartLineNumber): $($node.Extent.Text)" }
        }
    }
}

Describe 'Windows PowerShell 5.1' {
    It 'can read <Name>' -ForEach $scripts {
        $Scripts | Should -Not -BeNullOrEmpty
        foreach ($script in $Scripts) { Find-NewerSyntax $script | Should -BeNullOrEmpty }
    }

    It 'is what this test would tell apart: <_>' -ForEach '$a ?? 1', '$a ??= 1', '${a}?.b', '${a}?[0]', 'a && b', 'a || b', '$a ? 1 : 2', '1 | ForEach-Object -Parallel { 1 }', '$PSStyle.Reset', 'a &', '$IsWindows', '0b101', '[a]::b[int](1)' {
        Find-NewerSyntax $_ | Should -Not -BeNullOrEmpty
    }

    It 'is let in by the manifest, which any edition reads as data' {
        $manifest = Import-PowerShellDataFile $module
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
        $manifest.DotNetFrameworkVersion | Should -Be '4.7.2'
        (Test-ModuleManifest $module).CompatiblePSEditions | Should -Be 'Desktop', 'Core'
    }

    It 'reads each text as it is meant, without being told its encoding' {
        # Without a mark it takes scripts and topics for the machine's own code page.
        $wrong = Get-ChildItem $folder -Recurse -Include *.ps1, *.psm1, *.psd1, *.help.txt | Where-Object {
            $bytes = [IO.File]::ReadAllBytes($_)
            $bytes -ge 0x80 -and -not ($bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF)
        }
        $wrong.Name | Should -BeNullOrEmpty
    }
}

Describe 'The build for Windows PowerShell' {
    It 'works in a PowerShell that takes it' {
        $script = {
            param($folder)
            $ErrorActionPreference = 'Stop'
            Import-Module (Join-Path $folder 'bin/netstandard2.0/ImapPS.dll')
            Update-TypeData -PrependPath (Join-Path $folder 'ImapPS.Types.ps1xml')
            Update-FormatData -PrependPath (Join-Path $folder 'ImapPS.Format.ps1xml')
            $env:IMAPPS_HOME = Join-Path ([IO.Path]::GetTempPath()) "ImapPS-desktop-$PID"
            $server = Start-ImapTestServer
            try {
                $engine = $server.GetType().GetProperty('Engine', [Reflection.BindingFlags] 'NonPublic, Instance').GetValue($server)
                $null = $engine.Mailboxes.Inbox.Add("From: a@example.org`nSubject: One`n`nText", $null, $null)
                $null = $engine.Mailboxes.Inbox.Add("From: b@example.org`nSubject: Two`n`nText", $null, $null)
                $session = $server | Connect-Imap
                $found = @(Search-Imap INBOX { Subject -eq 'Two' } | Get-ImapMessage -Full)
                $found | Move-ImapMessage Archive -CreateMailbox
                [pscustomobject] @{
                    Framework = [ImapPS.ImapSession].Assembly.GetCustomAttributes([Runtime.Versioning.TargetFrameworkAttribute], $false).FrameworkName
                    Subject = $found.Subject
                    Mime = $found[0].GetMimeMessage()?.Subject
                    Mailboxes = (Get-ImapMailbox).Name
                    CipherSuite = $session.CipherSuite
                    Note = $session.CipherSuiteNote
                    View = ($session | Out-String).Trim()
                } | ConvertTo-Json
            }
            finally {
                Get-ImapSession | Disconnect-Imap
                Stop-ImapTestServer
            }
        }
        $json = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script -args $folder
        $result = $json | ConvertFrom-Json
        $result.Framework | Should -Be '.NETStandard,Version=v2.0'
        $result.Subject | Should -Be 'Two'
        $result.Mailboxes | Should -Contain 'Archive'
        $result.CipherSuite | Should -BeNullOrEmpty
        $result.Note | Should -BeLike '*Windows PowerShell tells only the cipher: *'
        $result.View | Should -Match 'ImplicitTls'
        if (Test-Path (Join-Path $folder 'bin/netstandard2.0/MimeKit/MimeKit*.dll')) { $result.Mime | Should -Be 'Two' }
    }
}
