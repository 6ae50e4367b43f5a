#!/bin/sh
# Fails, naming file and line, when a C# file is not laid out as .editorconfig says. `eng/check-format.sh --fix` mends them.
set -eu
cd "$(dirname "$0")/.."
verify=--verify-no-changes
[ "${1-}" != --fix ] || verify=
# By folder: reads files, loads no project, takes seconds. Style rules beyond layout are part of the build.
# shellcheck disable=SC2086
exec dotnet format whitespace . --folder $verify --exclude '**/bin/' '**/obj/' 'out/'
