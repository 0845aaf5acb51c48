#!/usr/bin/env bash
# Hands broken bytes to every parser of a peer's bytes: first those of the Agent and the Relay, then those of the page.
# Prints a table: inputs, accepted, rejected, findings, slowest input, memory growth. Findings are made smaller and kept in
# tests/Fuzz/Found, where they are tests from then on; with the seed and its number each can be made again.
#   scripts/fuzz.sh --minutes N [--target NAME] [--seed N] [--json FILE]
#     --minutes N    for so long in all, each parser for as long as the others
#     --target NAME  only this one; both languages where both have it. --list names them
#     --seed N       for other inputs (1)
#     --json FILE    writes {"seed", "inputs", "findings", "targets"}, one object for each language
# Ends 0 only where nothing was found and memory grew by at most 64 MiB for each parser. Not guided by coverage: inputs are
# made from good ones by bits, edges of lengths, cuts, pieces of others and repetition.
set -uo pipefail
usage() { sed -n '2,12s/^# \{0,1\}//p' "$0"; }
fail() { echo "fuzz: $*" >&2; exit 2; }

minutes="" target="" seed=1 json="" list=""
while (( $# > 0 )); do
  case $1 in
    --help) usage; exit 0 ;;
    --minutes) minutes=${2:?--minutes needs a number}; shift ;;
    --target) target=${2:?--target needs a name}; shift ;;
    --seed) seed=${2:?--seed needs a number}; shift ;;
    --json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
    --list) list=1 ;;
    *) echo "fuzz: what is $1?" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
[[ -n $list || $minutes =~ ^[0-9]+(\.[0-9]+)?$ ]] || { usage >&2; exit 2; }

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 1 build
scripts/prepare.sh build || exit 2
dotnet build tests/Fuzz/Fuzz.csproj -c Release --verbosity quiet --nologo -clp:NoSummary >"$work/build.log" \
  || { cat "$work/build.log" >&2; fail "tests/Fuzz does not build"; }
[[ -d Viewer/Canvas/node_modules ]] || npm --prefix Viewer/Canvas ci --silent >&2 || fail "npm ci failed"
(cd Viewer/Canvas && node --input-type=module - "$work" <<'JS') >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; fail "tests/Canvas.Tests/fuzz does not build"; }
  import { build } from 'vite';
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: '../../tests/Canvas.Tests/fuzz/run.ts', outDir: process.argv[2], target: 'node20', rolldownOptions: { output: { entryFileNames: 'run.mjs' } } },
  });
JS
program=tests/Fuzz/bin/Release/net10.0/Fuzz
page() { node --expose-gc --stack-trace-limit=20 "$work/run.mjs" "$@"; }
if [[ -n $list ]]; then
  "$program" --list
  page --list
  exit
fi

# 2 which language has the target
agent=1 canvas=1
if [[ -n $target ]]; then
  "$program" --list | grep -q "^$target:" || agent=0
  page --list | grep -qx "page: $target" || canvas=0
  (( agent + canvas > 0 )) || fail "there is no target $target; scripts/fuzz.sh --list names them"
fi
each=$(awk -v minutes="$minutes" -v by=$((agent + canvas)) 'BEGIN { print minutes / by }')

# 3 run
options=(--minutes "$each" --seed "$seed")
[[ -n $target ]] && options+=(--target "$target")
ended=0
if (( agent )); then
  "$program" "${options[@]}" --json "$work/agent.json" || ended=1
fi
if (( canvas )); then
  (( agent )) || printf '| target | inputs | accepted | rejected | findings | slowest | memory growth |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n'
  page "${options[@]}" --found "$PWD/tests/Fuzz/Found" --json "$work/canvas.json" || ended=1
fi

if [[ -n $json ]]; then
  node -e '
    const { existsSync, readFileSync } = require("node:fs");
    const reports = process.argv.slice(1).filter((path) => existsSync(path)).map((path) => JSON.parse(readFileSync(path, "utf8")));
    console.log(JSON.stringify(reports, null, 2));' "$work/agent.json" "$work/canvas.json" >"$json" || fail "$json could not be written"
fi
exit "$ended"
