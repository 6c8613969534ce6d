#!/usr/bin/env bash
# Kills, freezes and cuts off the nodes of a real cluster on PostgreSQL under load, and audits what is left; the long form of the
# suite's chaos test. Ends with 1 and the findings when a promise was broken.
#   bench/chaos.sh [--kills N] [--seed S] [--nodes 3] [--callers N] [--minutes M] [--late MS]
set -euo pipefail
cd "$(dirname "$0")/.."
exec dotnet run --configuration Release --project tests/Sluice.Chaos -- "$@"
