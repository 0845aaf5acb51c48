#!/usr/bin/env bash
# Photographs every window of the customer's: both languages, light and dark, at 100 % and 200 %, on small and large screens.
# Fails where a control hangs over the screen's edge or a text is cut short.
#   scripts/screenshots.sh [--out FOLDER] [--only PATTERN]
#     --out FOLDER    where the pictures go (artifacts/screens)
#     --only PATTERN  only the sets whose name holds this, such as en-light
set -euo pipefail
if [[ "${1:-}" == --help ]]; then
  sed -n '2,6s/^# \{0,1\}//p' "$0"
  exit 0
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=artifacts/screens
only=
while (($#)); do
  case "$1" in
    --out) out=$2 ;;
    --only) only=$2 ;;
    *) echo "See $0 --help" >&2; exit 2 ;;
  esac
  shift 2
done

scripts/prepare.sh test
dotnet build tests/Screens/Screens.csproj --verbosity quiet --nologo -clp:NoSummary
mkdir -p "$out"

# name, screen, GDK_SCALE, Xft.dpi: a desktop says "200 %" in one way or the other.
sets=(
  "100 1280x720 1 96"
  "200 2048x1536 2 96"
  "200-text 1280x720 1 192"
)

photograph() { # language theme set
  local language=$1 theme=$2 name size scale dpi server manager number
  read -r name size scale dpi <<<"$3"
  local suffix="$language-$theme-$name"
  [[ "$suffix" == *"$only"* ]] || return 0
  coproc XVFB { exec Xvfb -displayfd 1 -screen 0 "${size}x24" -nolisten tcp -noreset 2>/dev/null; }
  server=$XVFB_PID
  read -r number <&"${XVFB[0]}"
  DISPLAY=":$number" openbox >/dev/null 2>&1 &
  manager=$!
  until DISPLAY=":$number" xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q "window id"; do :; done
  DISPLAY=":$number" xsetroot -solid "#5b7083"
  echo "Xft.dpi: $dpi" | DISPLAY=":$number" xrdb -merge -
  local outcome=0
  env GDK_SCALE="$scale" DISPLAY=":$number" NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory LC_ALL=C.UTF-8 TZ=UTC \
    tests/Screens/bin/Debug/net10.0/Screens ":$number" "$language" "$theme" "$out" "$suffix" || outcome=$?
  kill "$manager" "$server" 2>/dev/null || true
  wait "$manager" "$server" 2>/dev/null || true
  return "$outcome"
}

for language in en zh-Hans; do
  for theme in light dark; do
    for set in "${sets[@]}"; do
      photograph "$language" "$theme" "$set"
    done
  done
done
echo "$(find "$out" -name '*.png' | wc -l) pictures in $out"
