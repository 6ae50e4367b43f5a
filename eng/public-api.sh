#!/bin/sh
# Rewrites each package's PublicAPI.Unshipped.txt to what the package exposes beyond PublicAPI.Shipped.txt. Review the diff: it is the API change.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
packages=$(dirname $(git ls-files 'src/*/PublicAPI.Shipped.txt' && git ls-files -o --exclude-standard 'src/*/PublicAPI.Shipped.txt'))
for package in $packages; do echo '#nullable enable' > "$package/PublicAPI.Unshipped.txt"; done

dotnet build Windtunnel.slnx -v q --nologo -p:TrackPublicApi=true -p:TreatWarningsAsErrors=false > "$log" || { cat "$log"; exit 1; }

for package in $packages; do
    grep -F "[$PWD/$package/" "$log" | sed -n "s/.* RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >> "$package/PublicAPI.Unshipped.txt" || true
    removed=$(grep -F "[$PWD/$package/" "$log" | sed -n "s/.* RS0017: Symbol '\(.*\)' is part of the declared API.*/*REMOVED*\1/p" | LC_ALL=C sort -u)
    [ -z "$removed" ] || printf '%s\n' "$removed" >> "$package/PublicAPI.Unshipped.txt"
    echo "$package: $(grep -vc '^#' "$package/PublicAPI.Unshipped.txt" || true) unshipped"
done
