#!/usr/bin/env bash
# Builds Sluice and runs every test: the .NET suites, then the official-SDK suite against the built program.
# Ends with one line, "N passed, N failed", and exits non-zero unless everything that should run ran and passed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

configuration=Release
logs=artifacts/test-logs
passed=0
failed=0

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

# The suites start some two hundred processes that live for seconds: measuring for a later optimization is lost on them.
export DOTNET_TieredPGO=0

say() { printf '\n== %s\n' "$*"; }

finish() {
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  ((failed == 0 && passed > 0))
  exit
}

# What could not run counts as one failure: a suite that never started must not look like one that passed.
give_up() {
  printf '\n%s\n' "$1"
  failed=$((failed + 1))
  finish
}

# logged NAME SHOW COMMAND...: the command's full output goes to the log NAME, what SHOW lets through to the terminal,
# and a sign of life every half minute, so that a long silence means a hang.
logged() {
  local log=$logs/$1.log show=$2 started=$SECONDS heartbeat status
  shift 2
  tell_time "$started" &
  heartbeat=$!
  "$@" </dev/null 2>&1 | tee "$log" | "$show"
  status=$?
  kill "$heartbeat" 2>/dev/null
  wait "$heartbeat" 2>/dev/null
  return "$status"
}

# The trap takes the sleep along, which would otherwise hold the terminal or a CI's pipe open.
tell_time() {
  trap 'kill $!; exit' TERM
  while :; do
    sleep 30 &
    wait $!
    printf '   ... %d s\n' $((SECONDS - $1))
  done
}

nothing() { cat >/dev/null; }

# One line for each suite, and every failure with its text; passed tests stay in the log.
suites_and_failures() {
  awk '
    /^Test run summary/ { summary = 1 }
    summary || /^$/ || /^Running tests from / { next }
    /^(passed|failed|skipped) / { hidden = /^passed / }
    /^\// { hidden = 0; sub(/^.*\//, ""); sub(/ \(net[^)]*\)/, "") }
    !hidden { print; fflush() }'
}

# The same for the SDK suite: one line for each group of tests, and every failure.
groups_and_failures() { awk '!/^ +✔ / && !/^▶ / && !/^ℹ / { print; fflush() }'; }

# figure PATTERN LOG: the number in the last matching line, 0 when there is none.
figure() {
  local value
  value=$(grep -E "$1" "$2" | tail -n 1 | grep -oE '[0-9]+' | tail -n 1)
  echo "${value:-0}"
}

require_tools() {
  command -v dotnet >/dev/null || give_up 'The .NET 10 SDK is needed: https://dotnet.microsoft.com/download'
  command -v node >/dev/null && command -v npm >/dev/null || give_up 'Node.js 20 or newer with npm is needed: https://nodejs.org'
  local major
  major=$(node --print 'process.versions.node.split(".")[0]')
  ((major >= 20)) || give_up "Node.js 20 or newer is needed; this is $(node --version)."
}

# install_server NAME FILES WHERE: the tests start real servers. Debian and its relatives have them; elsewhere they are asked for.
install_server() {
  local name=$1 files=$2 where=$3 sudo=
  [[ -n $(compgen -G "$files") ]] || command -v "${files##*/}" >/dev/null && return
  say "Installing $name"
  ((EUID == 0)) || sudo=sudo
  command -v apt-get >/dev/null &&
    logged "$name" nothing $sudo sh -c "apt-get install -qy --no-install-recommends $name ||
      { apt-get update -q && apt-get install -qy --no-install-recommends $name; }"
  [[ -n $(compgen -G "$files") ]] || give_up "$name is needed: $where; see $logs/$name.log"
}

build() {
  say "Building ($configuration)"
  logged build nothing dotnet build Sluice.slnx -c "$configuration" -v minimal && return
  grep -E '(error|warning) [A-Z]+[0-9]+' "$logs/build.log" | sort -u | head -n 40
  give_up "The build failed; see $logs/build.log"
}

run_dotnet_suites() {
  say '.NET suites'
  local log=$logs/dotnet.log status broken=0
  logged dotnet suites_and_failures dotnet test --solution Sluice.slnx -c "$configuration" --no-build \
    --max-parallel-test-modules 2 --output Detailed --no-progress --no-ansi
  status=$?

  # "error" counts the suites that crashed or ran no test. A skipped test proves nothing, so it counts as failed.
  broken=$(($(figure '^  failed: ' "$log") + $(figure '^  error: ' "$log") + $(figure '^  skipped: ' "$log")))
  ((status != 0 && broken == 0)) && broken=1
  passed=$((passed + $(figure '^  succeeded: ' "$log")))
  failed=$((failed + broken))
}

install_sdks() {
  local installed=tests/sdk/node_modules/.installed-lock.json
  cmp --silent tests/sdk/package-lock.json "$installed" && return
  say 'Installing the SDKs'
  logged npm nothing npm ci --prefix tests/sdk --no-audit --no-fund ||
    { tail -n 20 "$logs/npm.log"; give_up "The SDKs could not be installed; see $logs/npm.log"; }
  cp tests/sdk/package-lock.json "$installed"
}

run_sdk_suite() {
  say 'Official-SDK suite'
  local log=$logs/sdk.log status broken=0 succeeded
  SLUICE_BIN=${SLUICE_BIN:-$PWD/artifacts/bin/Sluice/${configuration,,}/sluice} \
    logged sdk groups_and_failures npm test --silent --prefix tests/sdk
  status=$?

  succeeded=$(figure '^ℹ pass ' "$log")
  for outcome in fail cancelled skipped todo; do
    broken=$((broken + $(figure "^ℹ $outcome " "$log")))
  done
  ((broken == 0 && (status != 0 || succeeded == 0))) && broken=1
  passed=$((passed + succeeded))
  failed=$((failed + broken))
}

mkdir -p "$logs"
require_tools
install_server nats-server '/usr/*bin/nats-server' https://nats.io/download
install_server postgresql '/usr/lib/postgresql/*/bin/initdb' https://www.postgresql.org/download
build
run_dotnet_suites
install_sdks
run_sdk_suite
finish
