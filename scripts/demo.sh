#!/usr/bin/env bash
# A whole real session, unattended: a desktop with real programs, the Relay, the Agent, a technician in Chromium.
# The code is typed, the question is answered, the picture is compared pixel by pixel, the log is verified.
#   scripts/demo.sh [--json FILE] [--artifacts FOLDER] [--language en|zh-Hans] [--keep]
#     --json FILE         writes the report for programs
#     --artifacts FOLDER  where screenshots go (artifacts)
#     --language LANGUAGE of both ends' screens (en)
#     --keep              leaves the session running and prints the addresses, until Ctrl+C
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

now() { date +%s.%N; }
since() { LC_ALL=C awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.1f", to - from }'; }

started=$(now)
scripts/prepare.sh test
dotnet restore RemoteAssist.sln -p:Configuration=Release --verbosity quiet
install_seconds=$(since "$started")

started=$(now)
dotnet build tests/Demo/Demo.csproj -c Release --no-restore --verbosity quiet --nologo -clp:NoSummary
build_seconds=$(since "$started")

exec tests/Demo/bin/Release/net10.0/Demo --install-seconds "$install_seconds" --build-seconds "$build_seconds" "$@"
