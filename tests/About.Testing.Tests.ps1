# The example of about_ImapPS_Testing, as somebody would have it who typed it in.
BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    # What stands behind "Name.ps1:" and is indented by eight.
    $name = $null
    $files = @{}
    foreach ($line in Get-Content (Join-Path $PSScriptRoot '../en-US/about_ImapPS_Testing.help.txt')) {
        if ($line -match '^ {4}\S' -or $line -match '^\S') { $name = if ($line -match '(\S+\.ps1):$') { $Matches[1] } }
        elseif ($name) { $files[$name] = @($files[$name]) + ($line -replace '^ {8}') }
    }
    foreach ($file in $files.Keys) { Set-Content (Join-Path $TestDrive $file) $files[$file] }
}

Describe 'The example of about_ImapPS_Testing' {
    It 'is a script and its tests' {
        $files.Keys | Sort-Object | Should -Be Move-Invoice.ps1, Move-Invoice.Tests.ps1
    }

    It 'passes, and leaves no server behind' {
        $script = @"
            Import-Module '$((Get-Module Pester).Path)'
            Import-Module '$module'
            `$run = Invoke-Pester -Path '$(Join-Path $TestDrive Move-Invoice.Tests.ps1)' -PassThru -Output None
            `$run.Tests | ForEach-Object { "= `$(`$_.Result) `$(`$_.Name) `$(`$_.ErrorRecord)" }
            "= `$(@(Get-ImapTestServerMailbox).Count) left"
"@
        # -WhatIf writes to the console, too.
        $lines = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script | Where-Object { $_ -like '= *' }
        $lines | Where-Object { $_ -notlike '= Passed *' } | Should -Be '= 0 left'
        $lines.Count | Should -BeGreaterThan 6
    }
}
