BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $commands = Get-Command -Module ImapPS | ForEach-Object { @{ Command = $_ } }
    . $PSScriptRoot/ExampleSetup.ps1
}

BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'The help of <Command.Name>' -ForEach $commands {
    It 'is complete' {
        $help = Get-Help $Command.Name -Full
        $help.Synopsis | Should -Match '\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $common = [Management.Automation.Cmdlet]::CommonParameters
        foreach ($name in $Command.Parameters.Keys | Where-Object { $_ -notin $common }) {
            ($help.parameters.parameter | Where-Object name -eq $name).description.Text | Should -Not -BeNullOrEmpty -Because $name
        }
    }
}

Describe 'The help' {
    It 'is what the comments and the examples say' {
        $fresh = Join-Path $TestDrive fresh.xml
        & (Join-Path $PSScriptRoot '../src/ImapPS/Help/New-ImapHelp.ps1') -Path $fresh -ReferencePath "$TestDrive/docs"
        Get-Content $fresh -Raw | Should -BeExactly (Get-Content (Join-Path $PSScriptRoot '../en-US/ImapPS.dll-Help.xml') -Raw) -Because 'src/ImapPS/Help/New-ImapHelp.ps1 makes it'
        $kept = Join-Path $PSScriptRoot '../docs'
        (Get-ChildItem "$TestDrive/docs").Name | Should -Be (Get-ChildItem $kept).Name
        foreach ($page in Get-ChildItem "$TestDrive/docs") {
            Get-Content $page.FullName -Raw | Should -BeExactly (Get-Content (Join-Path $kept $page.Name) -Raw) -Because $page.Name
        }
    }

    It 'has a topic about the module' {
        (Get-Help about_ImapPS | Out-String) | Should -Match 'Connect-Imap'
    }
}

Describe 'The examples' {
    BeforeAll {
        . $PSScriptRoot/ExampleSetup.ps1
        $exampleFolder = $TestDrive
    }

    BeforeEach { . $startExample }

    AfterEach { . $stopExample }

    It 'work: <Name>, <Number>' -ForEach $examples {
        . (ConvertTo-ExampleScript $Code) | Out-Null
    }
}
