# The twin of ./windtunnel for PowerShell; see there for the rules.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$tool = Join-Path $root 'src/Windtunnel.Cli'
$dll = Join-Path $tool 'bin/Release/net10.0/Windtunnel.Cli.dll'
$stamp = Join-Path $tool 'obj/windtunnel.ps1.stamp'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'

function Assert-Sdk {
    # Windows PowerShell takes what a program writes to its error output for an error of ours.
    $ErrorActionPreference = 'Continue'
    $found = ''
    if (Get-Command dotnet -ErrorAction SilentlyContinue) {
        dotnet --version *> $null
        if ($LASTEXITCODE -eq 0) { return }
        $found = (dotnet --list-sdks | ForEach-Object { $_.Split(' ')[0] }) -join ' '
    }
    if (-not $found) { $found = 'no SDK' }
    $wanted = (Get-Content (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    [Console]::Error.WriteLine("windtunnel: the .NET 10 SDK that global.json asks for ($wanted or a later patch) is missing.")
    [Console]::Error.WriteLine("Found: $found.")
    [Console]::Error.WriteLine('Install it from https://dotnet.microsoft.com/download/dotnet/10.0, put dotnet on the PATH, and run this command again.')
    exit 69
}

function Get-Source {
    # Apart, because -Recurse would look for files of these names in all folders.
    Get-ChildItem (Join-Path $root 'Directory.*'), (Join-Path $root 'global.json') -File
    Get-ChildItem (Join-Path $root 'src'), (Join-Path $root 'reference') -Recurse -File |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj|TestResults)[\\/]' }
}

function Test-Changed {
    if (-not ((Test-Path $dll) -and (Test-Path $stamp))) { return $true }
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $files = Get-Source
    if ($files | Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { return $true }
    return (Get-Content $stamp -Raw -Encoding UTF8) -ne (($files.FullName | Sort-Object) -join "`n")
}

function Build-Tool {
    Assert-Sdk
    [Console]::Error.WriteLine('windtunnel: building the tool (only when its sources changed)...')
    $started = [DateTime]::UtcNow
    $list = ((Get-Source).FullName | Sort-Object) -join "`n"
    foreach ($project in 'src/Windtunnel.Cli', 'reference') {
        $log = dotnet build $project -c Release -v q --nologo
        if ($LASTEXITCODE -ne 0) { [Console]::Error.WriteLine($log -join "`n"); exit 70 }
    }
    Set-Content $stamp $list -NoNewline -Encoding UTF8
    (Get-Item $stamp).LastWriteTimeUtc = $started
}

if ($args.Count -gt 0 -and $args[0] -eq 'test') {
    Push-Location $root
    try {
        Assert-Sdk
        $rest = @($args | Select-Object -Skip 1)
        dotnet run --file eng/test.cs -- @rest
        exit $LASTEXITCODE
    }
    finally { Pop-Location }
}

if (Test-Changed) {
    Push-Location $root
    try { Build-Tool } finally { Pop-Location }
}
# Where the tool finds the reference DAGs, the test results and the benchmarks.
$before = $env:WINDTUNNEL_ROOT
$env:WINDTUNNEL_ROOT = $root
try { dotnet $dll @args } finally { $env:WINDTUNNEL_ROOT = $before }
exit $LASTEXITCODE
