# The examples of about_ImapPS_Testing, as somebody would have them who typed them in.
BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    # What stands behind "Name.ps1:" and is indented by eight.
    $files = @{}
    foreach ($topic in 'Testing', 'Unattended') {
        $name = $null
        foreach ($line in Get-Content (Join-Path $PSScriptRoot "../en-US/about_ImapPS_$topic.help.txt")) {
            if ($line -match '^ {4}\S' -or $line -match '^\S') { $name = if ($line -match '(\S+\.ps1)(:| saves the .*:)$') { $Matches[1] } }
            elseif ($name) { $files[$name] = @($files[$name]) + ($line -replace '^ {8}') }
        }
    }
    foreach ($file in $files.Keys) { Set-Content (Join-Path $TestDrive $file) $files[$file] }
}

Describe 'The examples of about_ImapPS_Testing' {
    It 'are scripts and their tests' {
        $files.Keys | Sort-Object | Should -Be Invoices.ps1, Invoices.Tests.ps1, Move-Invoice.ps1, Move-Invoice.Tests.ps1
    }

    It 'pass, and leave no server behind: <_>' -ForEach Move-Invoice.Tests.ps1, Invoices.Tests.ps1 {
        $script = @"
            Import-Module '$((Get-Module Pester).Path)'
            Import-Module '$module'
            `$run = Invoke-Pester -Path '$(Join-Path $TestDrive $_)' -PassThru -Output None
            `$run.Tests | ForEach-Object { "= `$(`$_.Result) `$(`$_.Name) `$(`$_.ErrorRecord)" }
            "= `$(@(Get-ImapTestServerMailbox).Count) left"
"@
        # -WhatIf writes to the console, too.
        $lines = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script | Where-Object { $_ -like '= *' }
        $lines | Where-Object { $_ -notlike '= Passed *' } | Should -Be '= 0 left'
        $lines.Count | Should -BeGreaterThan 2
    }
}
