BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    $skip = -not (Test-Path (Join-Path (Split-Path $module) 'bin/net8.0/MimeKit/MimeKit*.dll'))
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $ours = Get-ChildItem (Join-Path (Split-Path $module) 'bin/net8.0/MimeKit') -Filter MimeKit*.dll -ErrorAction Ignore | Select-Object -First 1

    # A module that brings a MimeKit of its own and loads it the plain way, as most do.
    function New-OtherModule([string] $Name, [string] $Library) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
        Copy-Item -LiteralPath $Library -Destination $folder
        Set-Content (Join-Path $folder "$Name.psm1") @"
`$library = Add-Type -Path (Join-Path `$PSScriptRoot '$(Split-Path $Library -Leaf)') -PassThru | Where-Object FullName -eq MimeKit.MimeMessage
function Get-OtherMessage {
    `$message = `$library::new()
    `$message.Subject = 'theirs'
    `$message
}
"@
        Join-Path $folder "$Name.psm1"
    }

    # Another version, of another content: what it must not be taken for.
    function New-OtherVersion([string] $Version) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive "lib-$Version")
        $path = Join-Path $folder $ours.Name
        # The compiler is told in a process of its own, which then has no such assembly loaded.
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command {
            param($path, $version)
            Add-Type -OutputAssembly $path -TypeDefinition "[assembly: System.Reflection.AssemblyVersion(`"$version`")] namespace MimeKit { public class MimeMessage { public string Subject { get; set; } } }"
        } -args $path, $Version
        $path
    }

    $versions = @{ older = New-OtherVersion '1.0.0.0'; newer = New-OtherVersion '99.0.0.0'; same = $ours.FullName }

    # Uses both modules in one PowerShell, which they come into in the order given.
    function Use-Both([string[]] $Path) {
        $script = {
            param($paths)
            $ErrorActionPreference = 'Stop'
            $env:IMAPPS_HOME = Join-Path ([IO.Path]::GetTempPath()) "ImapPS-isolation-$PID"
            foreach ($path in $paths) {
                Import-Module $path
                # Each is at work before the other comes.
                if (Get-Command Get-OtherMessage -ErrorAction Ignore) { $theirs = Get-OtherMessage }
                if (Get-Command Connect-Imap -ErrorAction Ignore) {
                    if (-not $session) {
                        $server = Start-ImapTestServer
                        $engine = $server.GetType().GetProperty('Engine', [Reflection.BindingFlags] 'NonPublic, Instance').GetValue($server)
                        $null = $engine.Mailboxes.Inbox.Add("From: a@example.org`nSubject: ours`n`nText", $null, $null)
                        $session = $server | Connect-Imap
                    }
                    $mine = (Get-ImapMessage INBOX -Full).GetMimeMessage()
                }
            }
            $theirs = Get-OtherMessage
            [pscustomobject] @{
                Theirs = $theirs.Subject
                TheirVersion = "$($theirs.GetType().Assembly.GetName().Version)"
                Ours = $mine.Subject
                OurVersion = "$($mine.GetType().Assembly.GetName().Version)"
                OurPath = $mine.GetType().Assembly.Location
                IsSame = $theirs.GetType() -eq $mine.GetType()
                Error = "$($Error[0])"
            } | ConvertTo-Json
            Get-ImapSession | Disconnect-Imap
            Stop-ImapTestServer
        }
        $json = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script -args (, $Path) 2>&1
        try { $json | ConvertFrom-Json } catch { throw "$json" }
    }
}

Describe 'A module with a MimeKit of its own' -Skip:$skip {
    It 'works beside this one: <Version>, <Order>' -ForEach @(
        foreach ($version in 'older', 'newer', 'same') { @{ Version = $version; Order = 'first' }; @{ Version = $version; Order = 'last' } }
    ) {
        $other = New-OtherModule "Other$Version$Order" $versions[$Version]
        $result = Use-Both $(if ($Order -eq 'first') { $other, $module } else { $module, $other })
        $result.Theirs | Should -Be 'theirs'
        $result.TheirVersion | Should -Be ([Reflection.AssemblyName]::GetAssemblyName($versions[$Version]).Version)
        $result.Ours | Should -Be 'ours'
        $result.OurVersion | Should -Be ([Reflection.AssemblyName]::GetAssemblyName($ours.FullName).Version)
        $result.OurPath | Should -Be $ours.FullName
        $result.IsSame | Should -BeFalse
        $result.Error | Should -BeNullOrEmpty
    }
}
