#!/usr/bin/env bash
# Makes the Agent for customers: one trimmed, compressed file that brings everything of .NET with it.
#   scripts/publish.sh [--quick] [FOLDER]   into FOLDER/Agent (artifacts/agent/linux-x64); says its size and SHA-256
#     --quick   one file as well, but it needs .NET on the customer's machine: to try the way to a customer
# The Relay gives it to customers on /join, stamped with its own address and key: --Relay:Agent=FOLDER/Agent.
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
quick=false
if [[ "${1:-}" == --quick ]]; then
  quick=true
  shift
fi
folder=${1:-artifacts/agent/linux-x64}
publish=(dotnet publish Agent/Agent.csproj --configuration Release --output "$folder" -p:PublishSingleFile=true
  -p:PublishDocumentationFiles=false --verbosity quiet --nologo -clp:NoSummary)

if $quick; then
  # From what an ordinary release build makes, or has made.
  dotnet build Agent/Agent.csproj --configuration Release --verbosity quiet --nologo -clp:NoSummary
  "${publish[@]}" --no-build --no-self-contained -p:DebugType=none -p:AllowedReferenceRelatedFileExtensions=none
else
  # Built apart from everything else, so that a build under way beside it is not disturbed. The analysers speak in ordinary builds.
  "${publish[@]}" --runtime linux-x64 --artifacts-path artifacts/publish --self-contained -p:PublishTrimmed=true \
    -p:PublishReadyToRun=true -p:EnableCompressionInSingleFile=true -p:RunAnalyzers=false -p:DebugType=none
fi

most=25000000
size=$(stat -c %s "$folder/Agent")
echo "$folder/Agent: $size bytes, SHA-256 $(sha256sum "$folder/Agent" | cut -d ' ' -f 1)"
if (( size > most )); then
  echo "publish: that is more than $most bytes" >&2
  exit 1
fi
