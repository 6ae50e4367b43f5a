#!/usr/bin/env bash
# Installs what tests drive from npm, as locked, into out/npm: Google's client for its storage. Needs node, npm and the npm registry.
set -euo pipefail
cd "$(dirname "$0")/.."
target=out/npm/gcs
mkdir -p "$target"
cp tests/Windtunnel.Cloud.Tests/Gcs/node/package.json tests/Windtunnel.Cloud.Tests/Gcs/node/package-lock.json "$target"
cmp -s "$target/package-lock.json" "$target/.installed" && [ -d "$target/node_modules" ] && exit 0
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
cp "$target/package-lock.json" "$target/.installed"
