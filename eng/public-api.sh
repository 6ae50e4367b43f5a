#!/bin/sh
# eng/public-api.sh            rewrites each package's PublicAPI.Unshipped.txt to what it exposes beyond PublicAPI.Shipped.txt; review the diff
# eng/public-api.sh --check    changes nothing; fails, naming every symbol that is exposed but not listed, or listed but gone
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Debug, so that the Release output of `windtunnel test` stays as it is. Warnings, so that every package is compiled.
track() {
    for file in src/*/PublicAPI.Shipped.txt; do
        dotnet build "${file%/*}" -c Debug -v q --nologo -p:TrackPublicApi=true -p:TreatWarningsAsErrors=false >>"$log" || { cat "$log"; exit 1; }
    done
}

# symbols <code> <package folder>: the symbols the analyzer named.
symbols() {
    grep -F "[$PWD/$2/" "$log" | sed -n "s/.* $1: Symbol '\(.*\)' is .*part of the declared.*/\1/p" | LC_ALL=C sort -u
}

# name <code> <package folder> <what is wrong>: the first twenty of them.
name() {
    wrong=$(symbols "$1" "$2")
    [ -n "$wrong" ] || return 0
    echo "$2 $3 $(echo "$wrong" | wc -l):"
    echo "$wrong" | head -n 20 | cut -c 1-200 | sed 's/^/  /'
    found=1
}

if [ "${1-}" = --check ]; then
    track
    found=0
    for file in src/*/PublicAPI.Shipped.txt; do
        package=${file%/*}
        name RS0016 "$package" "exposes, but does not list"
        name RS0017 "$package" "lists, but does not expose"
    done
    ! grep -E ' RS00[2-6][0-9]: ' "$log" || found=1
    [ "$found" = 0 ] || echo "Run eng/public-api.sh, review the diff of the lists, and commit it."
    exit "$found"
fi

for file in src/*/PublicAPI.Shipped.txt; do echo '#nullable enable' >"${file%/*}/PublicAPI.Unshipped.txt"; done
track
for file in src/*/PublicAPI.Shipped.txt; do
    package=${file%/*}
    { symbols RS0016 "$package"; symbols RS0017 "$package" | sed 's/^/*REMOVED*/'; } >>"$package/PublicAPI.Unshipped.txt"
    echo "$package: $(sed 1d "$package/PublicAPI.Unshipped.txt" | wc -l) unshipped"
done
