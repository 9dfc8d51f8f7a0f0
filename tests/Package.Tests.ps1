BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..')).Path
    $isWithMimeKit = Test-Path (Join-Path (Split-Path $module) 'bin/net8.0/MimeKit/MimeKit*.dll')
    # Nothing stays behind that would keep the output open. What was built without MimeKit is packed without it by name alone.
    $environment = @{ MSBUILDDISABLENODEREUSE = '1'; UseSharedCompilation = 'false' }
    if (-not $isWithMimeKit) { $environment.IMAPPS_MIMEKIT = 'none' }
    foreach ($name in $environment.Keys) { Set-Item "env:$name" $environment[$name] }
    $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path $root 'build.ps1') Package 2>&1
    if ($LASTEXITCODE) { throw ($said | Out-String) }

    $manifest = Import-PowerShellDataFile (Join-Path $root 'ImapPS.psd1')
    $package = Join-Path $root "artifacts/ImapPS.$($manifest.ModuleVersion).nupkg"
    $folder = Join-Path $TestDrive 'modules/ImapPS'
    [IO.Compression.ZipFile]::ExtractToDirectory($package, $folder)
    $nuspec = ([xml] (Get-Content -LiteralPath (Join-Path $folder 'ImapPS.nuspec') -Raw)).package.metadata
}

Describe 'The package' {
    It 'holds the module and nothing else' {
        $expected = @(
            'ImapPS.psd1', 'ImapPS.psm1', 'ImapPS.Format.ps1xml', 'ImapPS.Types.ps1xml', 'CHANGELOG.md', 'LICENSE', 'ThirdPartyNotices.txt'
            'en-US/ImapPS.dll-Help.xml'
            (Get-ChildItem (Join-Path $root 'en-US') -Filter about_*.help.txt).Name | ForEach-Object { "en-US/$_" }
            foreach ($framework in 'net8.0', 'netstandard2.0') {
                'ImapPS', 'ImapPS.Client', 'ImapPS.Loopback', 'ImapPS.Protocol' | ForEach-Object { "bin/$framework/$_.dll" }
                if ($isWithMimeKit) { 'ImapPS.MimeKit.dll', 'ImapPS.MimeKit.deps.json' | ForEach-Object { "bin/$framework/MimeKit/$_" } }
            }
            'Microsoft.Bcl.AsyncInterfaces', 'System.Buffers', 'System.Memory', 'System.Numerics.Vectors', 'System.Runtime.CompilerServices.Unsafe', 'System.Threading.Channels', 'System.Threading.Tasks.Extensions' | ForEach-Object { "bin/netstandard2.0/$_.dll" }
        )
        # What NuGet itself puts into each package.
        $expected += 'ImapPS.nuspec', '[[]Content_Types].xml', '_rels/.rels', 'package/services/metadata/core-properties/*.psmdcp'
        # MimeKit or MimeKitLite, and what they need, as the feed has it.
        $libraries = 'MimeKit', 'MimeKitLite', 'BouncyCastle.Cryptography', 'Microsoft.Bcl.AsyncInterfaces', 'System.*' | ForEach-Object { "bin/*/MimeKit/$_.dll" }

        $zip = [IO.Compression.ZipFile]::OpenRead($package)
        try { $found = $zip.Entries.FullName } finally { $zip.Dispose() }
        foreach ($name in $expected) { @($found -like $name) | Should -HaveCount 1 -Because "$name is part of it" }
        if ($isWithMimeKit) {
            foreach ($framework in 'net8.0', 'netstandard2.0') { @($found -like "bin/$framework/MimeKit/MimeKit*.dll") | Should -HaveCount 1 }
        }
        $found | Where-Object { $name = $_; -not ($expected + $libraries | Where-Object { $name -like $_ }) } | Should -BeNullOrEmpty
    }

    It 'has the version of the manifest, which is the newest in the change log' {
        $nuspec.version | Should -Be $manifest.ModuleVersion
        (Import-PowerShellDataFile (Join-Path $folder 'ImapPS.psd1')).ModuleVersion | Should -Be $manifest.ModuleVersion
        $newest = Get-Content -LiteralPath (Join-Path $root 'CHANGELOG.md') | Select-String '^## \[(.+?)\]' | Select-Object -First 1
        $newest.Matches[0].Groups[1].Value | Should -Be $manifest.ModuleVersion
        foreach ($file in Get-ChildItem (Join-Path $folder 'bin') -Recurse -Filter ImapPS*.dll) {
            [Diagnostics.FileVersionInfo]::GetVersionInfo($file).ProductVersion | Should -BeLike "$($manifest.ModuleVersion)*"
        }
    }

    It 'tells a PowerShell repository what it is, and needs no other package' {
        $nuspec.id | Should -Be 'ImapPS'
        $nuspec.authors | Should -Be $manifest.Author
        $nuspec.description | Should -Be $manifest.Description
        $nuspec.license.InnerText | Should -Be 'MIT'
        $nuspec.releaseNotes | Should -Be $manifest.PrivateData.PSData.ReleaseNotes
        $nuspec.releaseNotes | Should -Not -BeNullOrEmpty
        $manifest.PrivateData.PSData.LicenseUri | Should -Match '^https://'
        { Test-ModuleManifest (Join-Path $folder 'ImapPS.psd1') -ErrorAction Stop } | Should -Not -Throw
        # PowerShell resolves each entry at each import, which takes 10 ms and more for what the package itself says.
        $manifest.Keys | Should -Not -Contain FileList
        $tags = -split $nuspec.tags
        $tags | Should -Contain 'PSModule'
        $tags | Should -Contain 'PSEdition_Desktop'
        $tags | Should -Contain 'PSEdition_Core'
        $tags | Should -Contain 'PSCmdlet_Connect-Imap'
        $nuspec.dependencies | Should -BeNullOrEmpty
        $manifest.RequiredModules | Should -BeNullOrEmpty
    }

    It 'says nothing of the machine that it was built on' {
        foreach ($file in Get-ChildItem $folder -Recurse -File) {
            $bytes = [IO.File]::ReadAllBytes($file)
            foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
                $encoding.GetString($bytes).Contains($root) | Should -BeFalse -Because $file.Name
            }
        }
        foreach ($file in Get-ChildItem (Join-Path $folder 'bin') -Recurse -Filter ImapPS*.dll) {
            $image = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($file))
            try {
                $entries = $image.ReadDebugDirectory()
                # Symbols are within; the names of sources with them.
                $symbols = $entries | Where-Object Type -EQ EmbeddedPortablePdb
                $provider = $image.ReadEmbeddedPortablePdbDebugDirectoryData($symbols)
                $reader = $provider.GetMetadataReader([Reflection.Metadata.MetadataReaderOptions]::Default, $null)
                $sources = foreach ($document in $reader.Documents) { $reader.GetString($reader.GetDocument($document).Name) }
                $sources | Should -Not -BeNullOrEmpty
                $sources -notlike '/_/*' | Should -BeNullOrEmpty
                $provider.Dispose()
            }
            finally { $image.Dispose() }
        }
    }

    It 'works, unpacked to a folder of modules' {
        $script = {
            param($modules)
            $ErrorActionPreference = 'Stop'
            $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
            $env:IMAPPS_HOME = Join-Path ([IO.Path]::GetTempPath()) "ImapPS-package-$PID"
            $server = Start-ImapTestServer
            try {
                $null = $server | Connect-Imap
                [pscustomobject] @{
                    Base = (Get-Module ImapPS).ModuleBase
                    Version = "$((Get-Module ImapPS).Version)"
                    Mailboxes = @((Get-ImapMailbox).Name)
                    Help = (Get-Help Connect-Imap).Synopsis
                    Topic = "$(Get-Help about_ImapPS)"
                } | ConvertTo-Json
            }
            finally {
                Get-ImapSession | Disconnect-Imap
                Stop-ImapTestServer
            }
        }
        $result = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script -args (Split-Path $folder) | ConvertFrom-Json
        $result.Base | Should -Be $folder
        $result.Version | Should -Be $manifest.ModuleVersion
        $result.Mailboxes | Should -Contain 'INBOX'
        $result.Help | Should -BeLike 'Connects*'
        $result.Topic | Should -BeLike '*about_ImapPS*'
    }
}
