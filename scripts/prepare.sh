#!/usr/bin/env bash
# Installs what is missing on this machine to build, run and test RemoteAssist. Says nothing where all is there.
#   scripts/prepare.sh build   what a build needs: the .NET SDK 10 (checked), Node.js 20 or newer with npm
#   scripts/prepare.sh run     the same
#   scripts/prepare.sh test    that, and a virtual X display with real programs, a browser, and CJK fonts
set -euo pipefail

if [[ "${1:-}" != build && "${1:-}" != run && "${1:-}" != test ]]; then
  sed -n '2,5s/^# \{0,1\}//p' "$0"
  [[ "${1:-}" == --help ]] && exit 0 || exit 2
fi

fail() { echo "prepare: $*" >&2; exit 1; }

wanted=() wished=()
want() { # want COMMAND PACKAGE…
  command -v "$1" >/dev/null 2>&1 || wanted+=("${@:2}")
}
wish() { # wish COMMAND PACKAGE, which not every distribution has
  command -v "$1" >/dev/null 2>&1 || wished+=("$2")
}
want_file() { # want_file FILE-OF-A-PACKAGE PACKAGE…
  compgen -G "$1" >/dev/null || wanted+=("${@:2}")
}

want node nodejs npm
want npm npm
if [[ $1 == test ]]; then
  want Xvfb xvfb
  want openbox openbox
  want xterm xterm
  want xdotool xdotool
  want xwd x11-apps
  want xprop x11-utils
  want xrdb x11-xserver-utils
  want mousepad mousepad
  want feh feh
  want xtrace xtrace
  want cc gcc libc6-dev
  want chromium chromium
  wish chromium-headless-shell chromium-headless-shell
  want_file '/usr/lib/*/libgtk-3.so.0' libgtk-3-0
  want_file '/usr/lib/*/libXdamage.so.1' libxdamage1
  want_file '/usr/lib/*/libturbojpeg.so.0' libturbojpeg0
  want_file '/usr/share/fonts/opentype/noto/NotoSansCJK*' fonts-noto-cjk
  want_file '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf' fonts-dejavu-core
fi

known() { apt-cache show "$1" >/dev/null 2>&1; }
for package in "${wished[@]}"; do
  # Where nothing else is missing, lists of packages are not fetched for it.
  (( ${#wanted[@]} == 0 )) && known "$package" && wanted+=("$package")
done
if (( ${#wanted[@]} > 0 )); then
  command -v apt-get >/dev/null || fail "these packages are missing, and there is no apt-get to install them: ${wanted[*]}"
  as_root=()
  if (( EUID != 0 )); then
    command -v sudo >/dev/null || fail "these packages are missing; install them as root: ${wanted[*]}"
    as_root=(sudo)
  fi
  echo "prepare: installing ${wanted[*]}"
  "${as_root[@]}" apt-get update -qq
  for package in "${wished[@]}"; do
    known "$package" && wanted+=("$package")
  done
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
fi

command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; install it from https://dotnet.microsoft.com/download/dotnet/10.0"
dotnet --list-sdks | grep -q '^10\.' || fail "the .NET SDK 10 is missing (there is: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' '))"
node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
(( node_major >= 20 )) || fail "Node.js 20 or newer is needed; this one is $(node --version). See https://nodejs.org/en/download"
