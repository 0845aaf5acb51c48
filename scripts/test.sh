#!/usr/bin/env bash
# Builds everything and runs every test: xunit, TypeScript, and end to end in a real browser on a real X display.
# The last line adds up all runners: N passed, N failed, N skipped. Ends 0 only where none failed.
set -uo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,3s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passed=0 failed=0 skipped=0
add() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); }
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Hundreds of short-lived programs: none lives long enough to earn back what it costs to watch its own hot paths.
export DOTNET_TieredPGO=0

scripts/prepare.sh test || exit 1
# One compiler process for all projects, also where the machine is set up to begin a new one for each; it takes half the time.
dotnet build RemoteAssist.sln -c Release --verbosity quiet --nologo -clp:NoSummary -p:UseSharedCompilation=true \
  || { echo "test: the build failed"; exit 1; }
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

# For the same reason only what is really hot is compiled a second time, after 8,192 calls (hexadecimal here) instead of 30: a
# third of what a Relay of half a minute costs.
export DOTNET_TC_CallCountThreshold=2000

# Runs one xunit project and leaves its output and its counters in $results.
run_xunit() {
  local name=$1
  dotnet test "tests/$name/$name.csproj" -c Release --no-build --nologo --verbosity quiet --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" --blame-hang-timeout 3m >"$results/$name.log" 2>&1
  echo $? >"$results/$name.exit"
}

run_canvas() {
  npm --prefix Viewer/Canvas test --silent -- --reporter=default --reporter=json --outputFile="$results/Canvas.Tests.json" \
    >"$results/Canvas.Tests.log" 2>&1
  echo $? >"$results/Canvas.Tests.exit"
}

# Two rows at once, as many as there are processors. End-to-end tests mostly wait for a desktop and a browser: they go in the
# one row, all others in the other, the longest first, and whichever is free takes what is next.
names=(Agent.Tests Relay.Tests Viewer.Tests Shared.Tests)
for project in tests/*.Tests/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  [[ " EndToEnd.Tests ${names[*]} " == *" $name "* ]] || names+=("$name")
done
run_next() {
  local name
  for name in "${names[@]:0:3}" Canvas.Tests "${names[@]:3}"; do
    mkdir "$results/$name.taken" 2>/dev/null || continue
    if [[ $name == Canvas.Tests ]]; then run_canvas; else run_xunit "$name"; fi
  done
}
{
  run_xunit EndToEnd.Tests
  run_next
} &
run_next
wait

for name in "${names[@]}" EndToEnd.Tests; do
  echo "== $name"
  cat "$results/$name.log"
  exit_code=$(<"$results/$name.exit")
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null || true)
  if [[ -z "$counters" ]]; then
    echo "test: $name left no result (exit $exit_code)"
    add 0 1 0
    continue
  fi
  count() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  ran=$(count executed) total=$(count total) good=$(count passed)
  add "$good" "$((ran - good))" "$((total - ran))"
  # A host that crashed may have counted only what it finished.
  (( exit_code != 0 && ran == good )) && add 0 1 0
done

echo "== Canvas.Tests"
cat "$results/Canvas.Tests.log"
if [[ -s "$results/Canvas.Tests.json" ]]; then
  read -r good bad pending < <(node -e '
    const r = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(r.numPassedTests, r.numFailedTests, r.numPendingTests + r.numTodoTests);' "$results/Canvas.Tests.json")
  add "$good" "$bad" "$pending"
  (( $(<"$results/Canvas.Tests.exit") != 0 && bad == 0 )) && add 0 1 0
else
  echo "test: Canvas.Tests left no result"
  add 0 1 0
fi

# Once more what failed, at the end, where it is seen.
node -e '
  const fs = require("node:fs"), path = require("node:path"), folder = process.argv[1];
  const plain = text => text.replace(/&#x([0-9a-fA-F]+);/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&amp;/g, "&");
  const say = (name, why) => console.log(`FAILED ${name}\n${why.split("\n").slice(0, 12).map(line => `  ${line}`).join("\n")}`);
  for (const file of fs.readdirSync(folder)) {
    const text = /\.(trx|json)$/.test(file) ? fs.readFileSync(path.join(folder, file), "utf8") : "";
    if (file.endsWith(".trx")) {
      for (const [, attributes, body] of text.matchAll(/<UnitTestResult ([^>]*outcome="Failed"[^>]*)>(.*?)<\/UnitTestResult>/gs)) {
        const part = which => plain(body.match(new RegExp(`<${which}>(.*?)</${which}>`, "s"))?.[1] ?? "");
        say(plain(attributes.match(/testName="([^"]*)"/)[1]), `${part("Message").trim()}\n${part("StackTrace").trim()}`);
      }
    } else if (text) {
      JSON.parse(text).testResults.flatMap(result => result.assertionResults).filter(test => test.status === "failed")
        .forEach(test => say(test.fullName, test.failureMessages.join("\n")));
    }
  }' "$results"

echo "$passed passed, $failed failed, $skipped skipped"
(( failed == 0 && passed > 0 ))
