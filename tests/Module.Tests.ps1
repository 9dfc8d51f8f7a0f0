BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $folder = Split-Path $module
    $manifest = Import-PowerShellDataFile $module
}

Describe 'The module' {
    It 'has a manifest of plain data that lists exactly its cmdlets' {
        $declared = Get-ChildItem (Join-Path $PSScriptRoot '../src/ImapPS/Commands') -Filter *.cs | Select-String '\[Cmdlet\(Verbs\w+\.(\w+), "(\w+)"' | ForEach-Object { $_.Matches[0].Groups[1].Value + '-' + $_.Matches[0].Groups[2].Value }
        $manifest.CmdletsToExport | Should -Be ($declared | Sort-Object)
        (Get-Command -Module ImapPS).Name | Sort-Object | Should -Be $manifest.CmdletsToExport
        @($manifest.FunctionsToExport) + @($manifest.AliasesToExport) + @($manifest.VariablesToExport) | Should -HaveCount 0
        { Test-ModuleManifest $module } | Should -Not -Throw
    }

    It 'has binaries for both editions, and no PowerShell of its own' {
        foreach ($framework in 'net8.0', 'netstandard2.0') {
            Join-Path $folder "bin/$framework/ImapPS.dll" | Should -Exist
            Join-Path $folder "bin/$framework/ImapPS.Client.dll" | Should -Exist
        }
        Join-Path $folder 'bin/netstandard2.0/System.Memory.dll' | Should -Exist
        Get-ChildItem $folder -Recurse -Filter System.Management.Automation* | Should -BeNullOrEmpty
    }

    It 'has each library in the version that the others ask for, as .NET Framework wants it' {
        $files = Get-ChildItem (Join-Path $folder 'bin/netstandard2.0') -Filter *.dll
        $versions = @{}
        foreach ($file in $files) { $versions[$file.BaseName] = [Reflection.AssemblyName]::GetAssemblyName($file.FullName).Version }
        $wrong = foreach ($file in $files) {
            $stream = [IO.File]::OpenRead($file.FullName)
            $image = [Reflection.PortableExecutable.PEReader]::new($stream)
            try {
                $reader = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
                foreach ($handle in $reader.AssemblyReferences) {
                    $reference = $reader.GetAssemblyReference($handle)
                    $name = $reader.GetString($reference.Name)
                    if ($versions[$name] -and $versions[$name] -ne $reference.Version) { "$($file.Name) wants $name $($reference.Version), there is $($versions[$name])" }
                }
            }
            finally { $image.Dispose() }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'loads itself and nothing else, neither MIME nor cryptography nor the network, before there is something to do' {
        $script = {
            param($module)
            function Get-Loaded { [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name }
            # What PowerShell loads in the background as it starts is there before.
            $null = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')::Get
            $before = Get-Loaded
            Import-Module $module
            if (Get-ImapSession) { throw 'There is a session.' }
            Get-Loaded | Where-Object { $_ -notin $before }
        }
        # Telemetry would bring the network in, at some time.
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
        $loaded = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script -args $module
        # Microsoft.CSharp is PowerShell's own wish.
        $loaded | Where-Object { $_ -ne 'Microsoft.CSharp' } | Sort-Object | Should -Be 'ImapPS', 'ImapPS.Client', 'ImapPS.Protocol'
    }
}
