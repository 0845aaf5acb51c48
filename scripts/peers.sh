#!/usr/bin/env bash
# Copies the peers' harness, installs what it needs (Debian), and builds it. Called by scripts/bench.sh --peers.
#   scripts/peers.sh FROM TO
set -euo pipefail
if [[ $# -ne 2 || ! -x "$1/bench.py" ]]; then
  sed -n '2,3s/^# \{0,1\}//p' "$0"
  [[ "${1:-}" == --help ]] && exit 0 || exit 2
fi

packages=(
  xvfb xauth x11-utils x11-apps x11-xserver-utils xdotool tigervnc-standalone-server tigervnc-scraping-server tigervnc-common
  ffmpeg python3-numpy fonts-dejavu fonts-dejavu-extra mate-backgrounds libvncserver-dev libvncclient1 libx11-dev libxext-dev
  libxft-dev libturbojpeg0-dev libzstd-dev liblz4-dev zlib1g-dev gcc pkg-config iproute2 chromium novnc websockify)
missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if (( ${#missing[@]} > 0 )); then
  as_root=()
  (( EUID == 0 )) || as_root=(sudo)
  echo "peers: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

cp -r "$1/." "$2"
chmod -R u+w "$2"
"$2/build.sh" >/dev/null
