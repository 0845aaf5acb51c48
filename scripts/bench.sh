#!/usr/bin/env bash
# Measures a whole session: bytes, delay, CPU and fidelity of six workloads on a real X display, through the Relay, sealed,
# with a headless viewer and with the real page in Chromium; and what sealing alone costs. Prints Markdown.
#   scripts/bench.sh [--quick] [--peers FOLDER] [--lines] [--workloads A,B] [--seconds S] [--json FILE]
#     --quick          our own figures and the machine's limits only, and shorter: under three minutes
#     --peers FOLDER   also the peers of that harness, in turns with ours on the same drawings: x0vncserver, and noVNC in
#                      Chromium. The folder is copied; what it needs is installed. Writes tests/Benchmarks/RESULTS.md and results.svg
#     --lines          also over slow lines between Relay and viewer
#     --workloads A,B  of typing, scroll, drag, video, switch, idle
#     --seconds S      for each (12)
#     --json FILE      writes the report for programs
#   scripts/bench.sh --display :N --seconds S [--json FILE]
#     measures on a display where somebody else draws the marker (128×8 at its corner); writes when each step was seen there and decoded
#   scripts/bench.sh --input
#     from the browser's event to the customer's X server while a video plays; ends 0 where the median is at most 15 ms and p95 40 ms
#   scripts/bench.sh --log [N]
#     what an entry of the log costs until it is on disk, beside a bare 4 KiB write and sync, in TMPDIR; checking and searching N entries (1000000)
#   scripts/bench.sh --load [N]
#     100, 250, 500 and more sessions of a synthetic picture at once, up to N (1000), through one Relay: memory, CPU and forwarding
#     delay, until a session is lost or p95 is above 250 ms. Eight of ten send 300 bytes every 5 s, two send 20 KB ten times a second
#   scripts/bench.sh --recording [MINUTES]
#     records a session of that many minutes (60), the workloads in turns, and opens it as an auditor in Chromium: bytes an hour, time to
#     open, 100 seeks twice, memory of the player, and whether what is painted is what was seen live. Ends 0 where each seek took 500 ms at
#     most, the player 300 MB, and each picture at rest is the live one
#   scripts/bench.sh --codecs [OPTIONS OF BENCHMARKDOTNET]
#     each codec and the compare by themselves
#   scripts/bench.sh relay [--quick] | lines S | first N
#     one thing alone: forwarding against the smallest forwarder; S seconds of each workload over slow lines; N first pictures
# Ends 0 where every picture at rest was the screen, pixel by pixel. Leave the machine alone meanwhile: what others use is reported.
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,29s/^# \{0,1\}//p' "$0"
  exit 0
fi
words=() peers="" json="" next=""
for word in "$@"; do
  case "$next" in
    peers) peers=$(realpath "$word"); next=""; continue ;;
    json) json=$(realpath -m "$word"); next=""; continue ;;
  esac
  case "$word" in
    --peers) next=peers ;;
    --json) next=json ;;
    *) words+=("$word") ;;
  esac
done
[[ -z "$next" ]] || { echo "bench: --$next lacks its value" >&2; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/prepare.sh test
dotnet build tests/Benchmarks/Benchmarks.csproj --configuration Release --verbosity quiet --nologo -clp:NoSummary >&2
program=tests/Benchmarks/bin/Release/net10.0/Benchmarks
if [[ "${words[0]:-}" == --codecs ]]; then
  exec "$program" codecs "${words[@]:1}"
fi

if [[ "${words[0]:-}" == --input ]]; then
  exec "$program" input
fi

if [[ "${words[0]:-}" == --log ]]; then
  exec "$program" log "${words[@]:1}"
fi

if [[ "${words[0]:-}" == --recording ]]; then
  exec "$program" recording "${words[@]:1}"
fi

if [[ "${words[0]:-}" == --load ]]; then
  exec "$program" load "${words[@]:1}"
fi

if [[ -n "$json" ]]; then
  mkdir -p "$(dirname "$json")"
  words+=(--json "$json")
fi
if [[ -n "$peers" ]]; then
  built=$(mktemp -d)
  trap 'rm -rf "$built"' EXIT
  scripts/peers.sh "$peers" "$built" >&2
  words+=(--peers "$built")
fi
"$program" "${words[@]}"
