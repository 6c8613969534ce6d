#!/usr/bin/env bash
# Kills the server and the sandbox under load, many times, and audits what is left; the long form of the suite's crash test.
#   bench/crash.sh --kills 1000 [--seed N] [--callers N] [--configuration Release]
set -euo pipefail

configuration=Release
while [[ $# -gt 0 ]]; do
  case "$1" in
    --kills) export SLUICE_CRASH_KILLS="$2" ;;
    --seed) export SLUICE_CRASH_SEED="$2" ;;
    --callers) export SLUICE_CRASH_CALLERS="$2" ;;
    --configuration) configuration="$2" ;;
    *) sed -n '2,3p' "$0" >&2; exit 2 ;;
  esac
  shift 2
done

cd "$(dirname "$0")/.."
exec dotnet run --configuration "$configuration" --project tests/Sluice.EndToEnd.Tests -- \
  --filter-class '*.CrashTests' --show-live-output on --progress off
