#!/usr/bin/env bash
# Starts the Relay for real use and says what to do next.
#   scripts/run.sh [--url URL] [--data FOLDER] [more settings of the Relay]
#     --url URL      where it listens (http://127.0.0.1:8090). Customers and technicians need https anywhere but on
#                    this machine: --https auto or --https FILE, or a reverse proxy with a certificate in front.
#     --https auto   makes a certificate, e.g. scripts/run.sh --url https://0.0.0.0:8443 --https auto; browsers ask once,
#                    and it prints the fingerprint to compare. --https FILE.pem [--https-key FILE.pem]: one of your own.
#     --Relay:Proxies=ADDRESSES  the reverse proxies whose X-Forwarded-For, -Proto and -Host are believed (none); for
#                    one on this machine 127.0.0.1, several stand apart by semicolons.
#     --data FOLDER  where it keeps its database, keys and logs (./data)
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,10s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/prepare.sh run
dotnet build Relay/Relay.csproj --configuration Release --verbosity quiet --nologo -clp:NoSummary
agent=artifacts/agent/linux-x64
scripts/publish.sh "$agent"

url=http://127.0.0.1:8090
[[ " $* " == *" --https"* ]] && url=https://127.0.0.1:8090
for ((i = 1; i <= $#; i++)); do
  [[ "${!i}" == --url ]] && { next=$((i + 1)); url="${!next:-$url}"; }
  [[ "${!i}" == --url=* ]] && url="${!i#--url=}"
done
cat <<TEXT

What to do next
  1  On the first start, open the set-up link that the Relay prints below, and make your account.
  2  Open $url/cases, open a case, and start a session: you get a ten-digit code.
  3  Your customer opens $url/join, downloads the Agent there (one file that needs no installation and
     knows this address), starts it and types the code.
  4  Check the log whenever you like:
       Relay/bin/Release/net10.0/publish/Relay audit verify --data FOLDER
Ctrl+C ends the Relay; open sessions are ended with that reason.

TEXT
exec Relay/bin/Release/net10.0/publish/Relay --Relay:Agent="$PWD/$agent/Agent" "$@"
