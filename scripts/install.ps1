#Requires -Version 5.1
# SPDX-License-Identifier: Apache-2.0
<#
.SYNOPSIS
    Installs docker-secaudit as a plugin of the docker command line on Windows.
.DESCRIPTION
    Takes a release archive, verifies its SHA-256 checksum against the file SHA256SUMS beside it, unpacks the program,
    asks it for its plugin metadata, and moves it to where the docker command finds its plugins. WSL has its own home
    folder: install there with install.sh.
.PARAMETER From
    A release archive (.zip, with SHA256SUMS in the same folder), a folder that holds docker-secaudit.exe, or the
    program itself.
.PARAMETER BaseUri
    Folder of the release to download from when -From is not given, for example the address of a release page's files.
.PARAMETER Version
    Version to download, without "v".
.PARAMETER System
    Install for every user, into %ProgramFiles%\Docker\cli-plugins. Needs an elevated PowerShell.
.PARAMETER Prefix
    Install into this folder's cli-plugins folder instead.
.PARAMETER Uninstall
    Remove the plugin from the place that the other parameters name.
.PARAMETER Demo
    Afterwards audit examples\finance-tracker-before, with the engine if one answers.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File scripts\install.ps1 -From docker-secaudit-0.1.0-windows-x86_64.zip -Demo
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string] $From = '',
    [string] $BaseUri = '',
    [string] $Version = '0.1.0',
    [switch] $System,
    [string] $Prefix = '',
    [switch] $Uninstall,
    [switch] $Demo
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Get-TargetFolder {
    if ($System -and $Prefix) {
        throw 'Parameters -System and -Prefix exclude each other.'
    }
    if ($Prefix) {
        return (Join-Path $Prefix 'cli-plugins')
    }
    if ($System) {
        return (Join-Path $env:ProgramFiles 'Docker\cli-plugins')
    }
    if ($env:DOCKER_CONFIG) {
        return (Join-Path $env:DOCKER_CONFIG 'cli-plugins')
    }
    return (Join-Path $HOME '.docker\cli-plugins')
}

function Get-ReleaseArchive {
    param([string] $Folder)
    if (-not $BaseUri) {
        throw 'Give -From with a release archive, or -BaseUri with the folder to download it from.'
    }
    $name = "docker-secaudit-${Version}-windows-x86_64.zip"
    # Added, not replaced: Windows PowerShell 5.1 does not offer TLS 1.2 by itself everywhere.
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
    foreach ($file in @($name, 'SHA256SUMS')) {
        $uri = $BaseUri.TrimEnd('/') + '/' + $file
        Invoke-WebRequest -UseBasicParsing -Uri $uri -OutFile (Join-Path $Folder $file)
    }
    return (Join-Path $Folder $name)
}

function Test-Checksum {
    param([string] $Archive)
    $name = Split-Path -Leaf $Archive
    $sums = Join-Path (Split-Path -Parent $Archive) 'SHA256SUMS'
    if (-not (Test-Path -LiteralPath $sums -PathType Leaf)) {
        throw "No SHA256SUMS beside $Archive; an archive without its checksum is not installed."
    }
    $expected = ''
    foreach ($line in (Get-Content -LiteralPath $sums)) {
        if ($line -match '^([0-9a-fA-F]{64})\s+\*?(\S.*)$') {
            $digest = $Matches[1]
            if ($Matches[2] -ceq $name) {
                $expected = $digest
            }
        }
    }
    if (-not $expected) {
        throw "SHA256SUMS does not list $name."
    }
    $actual = (Get-FileHash -LiteralPath $Archive -Algorithm SHA256).Hash
    if ($actual -ine $expected) {
        throw "The checksum of $name is $actual, SHA256SUMS says ${expected}: not installed."
    }
}

function Find-Program {
    param([string] $Source, [string] $Scratch)
    if (Test-Path -LiteralPath $Source -PathType Container) {
        $found = @(Get-ChildItem -LiteralPath $Source -Recurse -File -Filter 'docker-secaudit.exe')
        if ($found.Count -lt 1) {
            throw "No docker-secaudit.exe in $Source."
        }
        return $found[0].FullName
    }
    if (-not (Test-Path -LiteralPath $Source -PathType Leaf)) {
        throw "$Source does not exist."
    }
    if ([IO.Path]::GetExtension($Source) -ieq '.zip') {
        Test-Checksum -Archive $Source
        $unpacked = Join-Path $Scratch 'unpacked'
        Expand-Archive -LiteralPath $Source -DestinationPath $unpacked
        return (Find-Program -Source $unpacked -Scratch $Scratch)
    }
    return $Source
}

function Test-Plugin {
    param([string] $Program)
    $answer = & $Program 'docker-cli-plugin-metadata'
    if ($LASTEXITCODE -ne 0) {
        throw "$Program ended with exit code $LASTEXITCODE when asked for its metadata; nothing was changed."
    }
    $metadata = ($answer -join "`n") | ConvertFrom-Json
    if ($metadata.SchemaVersion -cne '0.1.0') {
        throw "$Program does not answer like a docker plugin; nothing was changed."
    }
}

function Install-Program {
    param([string] $Program, [string] $Plugin)
    $folder = Split-Path -Parent $Plugin
    $null = New-Item -ItemType Directory -Force -Path $folder
    $fresh = Join-Path $folder ('.secaudit-' + [Guid]::NewGuid().ToString('N') + '.exe')
    try {
        Copy-Item -LiteralPath $Program -Destination $fresh
        Unblock-File -LiteralPath $fresh
        Test-Plugin -Program $fresh
        # A program that runs cannot be overwritten, but it can be renamed.
        $old = $Plugin + '.old'
        if (Test-Path -LiteralPath $old) {
            Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
        }
        if (Test-Path -LiteralPath $Plugin) {
            Move-Item -LiteralPath $Plugin -Destination $old -Force
        }
        Move-Item -LiteralPath $fresh -Destination $Plugin
        Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
    }
    finally {
        if (Test-Path -LiteralPath $fresh) {
            Remove-Item -LiteralPath $fresh -Force
        }
    }
}

function Invoke-Audit {
    param([string] $Plugin, [string[]] $Arguments)
    Write-Output ('install: docker secaudit ' + ($Arguments -join ' '))
    & $Plugin @Arguments
    # 1: findings, 2: something could not be checked; both are what a demonstration shows.
    if ($LASTEXITCODE -gt 2) {
        throw "The audit ended with exit code $LASTEXITCODE."
    }
}

function Test-Engine {
    if (-not (Get-Command 'docker' -CommandType Application -ErrorAction SilentlyContinue)) {
        return $false
    }
    try {
        $null = & docker version --format '{{.Server.Version}}' 2>&1
        return ($LASTEXITCODE -eq 0)
    }
    catch {
        return $false
    }
}

function Invoke-Demonstration {
    param([string] $Plugin)
    $top = Split-Path -Parent $PSScriptRoot
    $example = Join-Path $top 'examples\finance-tracker-before'
    $reports = Join-Path $top 'security-reports'
    if (Test-Engine) {
        Write-Output 'install: demo: an engine answers, so the images of the example are built, saved and audited'
        Invoke-Audit -Plugin $Plugin -Arguments @('compose', '--project-directory', $example, '--reports', $reports)
        return
    }
    Write-Output 'install: demo: no engine answers, so the files of the example and an image archive beside it are audited'
    Invoke-Audit -Plugin $Plugin -Arguments @('compose', '--project-directory', $example, '--no-images', '--reports', $reports)
    Invoke-Audit -Plugin $Plugin -Arguments @('image', (Join-Path $top 'examples\images\finance-tracker-before-backend.tar'))
}

function Invoke-Installation {
    $plugin = Join-Path (Get-TargetFolder) 'docker-secaudit.exe'
    if ($Uninstall) {
        if (-not (Test-Path -LiteralPath $plugin)) {
            Write-Output "install: nothing to remove: $plugin does not exist"
        }
        elseif ($PSCmdlet.ShouldProcess($plugin, 'Remove')) {
            Remove-Item -LiteralPath $plugin -Force
            Write-Output "install: removed $plugin"
        }
        return
    }
    if (-not $PSCmdlet.ShouldProcess($plugin, 'Install')) {
        return
    }
    $scratch = Join-Path ([IO.Path]::GetTempPath()) ('secaudit-' + [Guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory -Path $scratch
    try {
        if ($From) {
            $source = (Resolve-Path -LiteralPath $From).ProviderPath
        }
        else {
            $source = Get-ReleaseArchive -Folder $scratch
        }
        $program = Find-Program -Source $source -Scratch $scratch
        Install-Program -Program $program -Plugin $plugin
    }
    finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
    Write-Output "install: installed $plugin"
    if ($Demo) {
        Invoke-Demonstration -Plugin $plugin
    }
}

Invoke-Installation
