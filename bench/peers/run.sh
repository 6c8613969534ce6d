#!/usr/bin/env bash
# Measures Sluice beside Restate and DBOS in one run on this machine and prints the tables.
#   bench/peers/run.sh [--seconds 8] [--rounds 1] [--warmup 5] [--clients 1,64,256] [--work noop,calls,event,sleep] [--sleepers 100000]
#                      [--systems sluice-sqlite,sluice-postgres,restate,dbos] [--json FILE] [--markdown FILE]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# Scripts of packages are of no use to the measurement: the server, the SDKs and the runtime come as files.
if [[ ! $here/node_modules/.package-lock.json -nt $here/package-lock.json ]]; then
  npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund >&2
fi

dotnet build --configuration Release --verbosity quiet "$here/../Sluice.Peers" >&2
exec "$here/../../artifacts/bin/Sluice.Peers/release/Sluice.Peers" --packages "$here" "$@"
