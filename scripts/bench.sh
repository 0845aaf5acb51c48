#!/usr/bin/env bash
# Measures: what sealing costs on a scrolling page, in CPU and delay, and how long one part takes to seal.
# A display of its own, the Agent's own capture and encoding, a receiving process. Prints Markdown.
#   scripts/bench.sh [--quick] [--json FILE]
#     --quick      fewer and shorter rounds: under three minutes, and less certain
#     --json FILE  writes the report for programs
# Ends 0 where every picture received was the screen. Leave the machine alone meanwhile: what others use is reported.
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/prepare.sh test
dotnet build tests/Benchmarks/Benchmarks.csproj --configuration Release --verbosity quiet --nologo -clp:NoSummary >&2
exec tests/Benchmarks/bin/Release/net10.0/Benchmarks "$@"
