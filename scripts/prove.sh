#!/usr/bin/env bash
# Runs the tests that stand for the numbered promises of tests/PROMISES.md and prints one line each: promise, what was
# tried, how many, result. The counts come from the tests themselves (tests/Tried.cs, tests/Canvas.Tests/tried.ts).
#   scripts/prove.sh [NUMBER…] [--quick|--long] [--json FILE] [--table]
#     NUMBER…      1 to 42 (all)
#     --quick      a tenth of the counts that the promises name (the default)
#     --long       all of them
#     --json FILE  a list of {"promise", "tried", "failed", "result": "holds" | "falls short" | "not yet", "seconds"}
#     --table      the promises that have tests as the table of tests/PROMISES.md
# Ends 0 only where no promise falls short; one without a test says "not yet" and is not held against it.
set -uo pipefail
usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }
fail() { echo "prove: $*" >&2; exit 2; }

numbers=() json="" format=line
export REMOTEASSIST_PROVE=quick
while (( $# > 0 )); do
  case $1 in
    --help) usage; exit 0 ;;
    --quick) REMOTEASSIST_PROVE=quick ;;
    --long) REMOTEASSIST_PROVE=long ;;
    --table) format=table ;;
    --json) json=$(realpath -m "${2:?--json needs a file}"); shift ;;
    [1-9]|[1-3][0-9]|4[0-2]) numbers+=("$1") ;;
    *) echo "prove: what is $1?" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
(( ${#numbers[@]} > 0 )) || mapfile -t numbers < <(seq 42)
mapfile -t numbers < <(printf '%s\n' "${numbers[@]}" | sort -nu)

cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The xunit projects, and Canvas.Tests, that hold tests for a promise.
projects_of() {
  {
    grep -rlF --include='*.cs' --exclude-dir={bin,obj,node_modules} "Trait(\"Promise\", \"$1\")" tests/*.Tests
    grep -rlF --include='*.test.ts' "[promise $1]" tests/Canvas.Tests
  } | cut -d/ -f2 | sort -u
}

# 1 build what is needed
mapfile -t needed < <(for number in "${numbers[@]}"; do projects_of "$number"; done | sort -u)
if (( ${#needed[@]} > 0 )); then
  scripts/prepare.sh test || exit 2
fi
for project in "${needed[@]}"; do
  if [[ $project == Canvas.Tests ]]; then
    [[ -d Viewer/Canvas/node_modules ]] || npm --prefix Viewer/Canvas ci --silent >&2 || fail "npm ci failed"
  else
    dotnet build "tests/$project/$project.csproj" -c Release --verbosity quiet --nologo -clp:NoSummary >"$work/build.log" \
      || { cat "$work/build.log" >&2; fail "$project does not build"; }
  fi
done

# 2 run: tests add what they tried to $work/N.tried; how many passed and failed goes to $work/N.outcomes
run_xunit() { # run_xunit NUMBER PROJECT
  local trx=$work/$1-$2.trx log=$work/$1-$2.log
  REMOTEASSIST_TRIED=$work/$1.tried dotnet test "tests/$2/bin/Release/net10.0/$2.dll" --filter "Promise=$1" \
    --results-directory "$work" --logger "trx;LogFileName=$1-$2.trx" >"$log" 2>&1
  local ended=$? counters total passed
  counters=$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null)
  total=$(sed -n 's/.* total="\([0-9]*\)".*/\1/p' <<<"$counters")
  passed=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counters")
  # A test that was skipped proves nothing; a host that crashed may have counted only what it finished.
  local bad=$(( ${total:-1} - ${passed:-0} ))
  (( ended != 0 && bad == 0 )) && bad=1
  echo "${passed:-0} $bad" >>"$work/$1.outcomes"
  (( bad == 0 )) || cat "$log" >&2
}

run_canvas() { # run_canvas NUMBER
  local report=$work/$1-Canvas.json log=$work/$1-Canvas.log
  (cd Viewer/Canvas && npx --no-install vitest run --testNamePattern "\\[promise $1\\]" --reporter=default \
    --reporter=json --outputFile="$report") >"$log" 2>&1
  node - "$report" "$work/$1" <<'JS' || { echo "0 1" >>"$work/$1.outcomes"; cat "$log" >&2; }
    const { appendFileSync, readFileSync } = require('node:fs');
    const [report, target] = process.argv.slice(2);
    const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap((file) => file.assertionResults);
    const ran = tests.filter((test) => test.status === 'passed' || test.status === 'failed');
    for (const count of ran.flatMap((test) => test.meta.tried ?? [])) {
      appendFileSync(`${target}.tried`, `${JSON.stringify(count)}\n`);
    }
    const failed = ran.filter((test) => test.status === 'failed').length;
    appendFileSync(`${target}.outcomes`, `${ran.length - failed} ${failed}\n`);
    if (failed > 0) {
      console.error(readFileSync(`${target}-Canvas.log`, 'utf8'));
    }
JS
}

# 3 conclude: a promise holds where something was tried, no try failed and no test failed
conclude() { # conclude NUMBER SECONDS
  node - "$1" "$2" "$work" "$format" <<'JS'
    const { appendFileSync, existsSync, readFileSync } = require('node:fs');
    const [number, seconds, work, format] = process.argv.slice(2);
    const promise = Number(number);
    const lines = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : []);
    const what = new Map();
    let [tried, failed, failedTests] = [0, 0, 0];
    for (const count of lines(`${work}/${number}.tried`).map((line) => JSON.parse(line)).filter((each) => each.promise === promise)) {
      what.set(count.what, (what.get(count.what) ?? 0) + count.tried);
      tried += count.tried;
      failed += count.failed;
    }
    const outcomes = lines(`${work}/${number}.outcomes`);
    for (const line of outcomes) {
      failedTests += Number(line.split(' ')[1]);
    }
    failed = Math.max(failed, failedTests);
    const result = outcomes.length === 0 ? 'not yet' : failed === 0 && tried > 0 ? 'holds' : 'falls short';
    appendFileSync(`${work}/all`, `${JSON.stringify({ promise, tried, failed, result, seconds: Number(seconds) })}\n`);

    const said = (count) => count.toLocaleString('en-US');
    const each = [...what].sort().map(([name, count]) => `${said(count)} ${name}`).join('; ');
    if (format === 'table') {
      if (result !== 'not yet') {
        console.log(`| ${promise} | ${each} | ${said(failed)} of ${said(tried)} | ${result} | ${seconds} s |`);
      }
    } else {
      console.log(result === 'not yet'
        ? `promise ${promise}: not yet`
        : `promise ${promise}: ${each || 'nothing'}: ${said(tried)} tried, ${said(failed)} failed: ${result} (${seconds} s)`);
    }
JS
}

[[ $format == table ]] && printf '| | tried | failed | result | time |\n| --- | --- | --- | --- | --- |\n'
for number in "${numbers[@]}"; do
  began=$(date +%s.%N)
  for project in $(projects_of "$number"); do
    if [[ $project == Canvas.Tests ]]; then run_canvas "$number"; else run_xunit "$number" "$project"; fi
  done
  seconds=0
  [[ -e $work/$number.outcomes ]] && seconds=$(LC_ALL=C awk -v from="$began" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }')
  conclude "$number" "$seconds"
done

if [[ -n $json ]]; then
  node -e '
    const lines = require("node:fs").readFileSync(process.argv[1], "utf8").trim().split("\n");
    console.log(`[\n  ${lines.join(",\n  ")}\n]`);' "$work/all" >"$json" || fail "$json could not be written"
fi
! grep -q '"falls short"' "$work/all"
