Describe 'The demo' {
    It 'runs to its end without an error' {
        $demo = Join-Path $PSScriptRoot '../src/ImapPS.Demo/Demo.ps1'
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $demo 2>&1
        $LASTEXITCODE | Should -Be 0 -Because ($output | Out-String)
        ($output | Out-String) | Should -Match 'Move 2 messages to Archive'
        $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
    }
}
