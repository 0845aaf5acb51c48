#!/usr/bin/env bash
# Makes a film of a recording: Relay recording export opens and decodes it, ffmpeg at the other end of a pipe packs it.
#   scripts/export.sh FILE --key KEYFILE OUT.mp4|OUT.webm [--rate N] [--from TIME] [--to TIME] [--passphrase-file FILE] [--data DIR]
#     FILE      a recording, such as data/recordings/….rarec
#     KEYFILE   the backup file of an auditor's key; its passphrase is asked for
#     OUT       where the film goes; a file that is there is not replaced. mp4 is H.264, webm is VP9
# Ends 0, or 1 where the film ends before a damaged chunk, or 2 where there is none.
set -uo pipefail
usage() { sed -n '2,7s/^# \{0,1\}//p' "$0"; }
fail() { echo "export: $*" >&2; exit 2; }

out="" arguments=()
while (( $# > 0 )); do
  case $1 in
    --help) usage; exit 0 ;;
    --*=*) arguments+=("$1") ;;
    --*) (( $# > 1 )) || fail "$1 needs a value"; arguments+=("$1" "$2"); shift ;;
    *.mp4|*.webm) [[ -z $out ]] || fail "one film at a time"; out=$1 ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
[[ -n $out ]] || { usage >&2; exit 2; }
[[ ! -e $out ]] || fail "$out is there already; choose another name"
command -v ffmpeg >/dev/null || fail "ffmpeg is missing, which packs the film; install it (Debian: apt install ffmpeg)"

relay=$(dirname "${BASH_SOURCE[0]}")/../Relay/bin/Release/net10.0/publish/Relay
[[ -x $relay ]] || fail "the Relay is not built: dotnet build Relay -c Release"

# What players expect: BT.709 and said so, a quarter of the colour, even sides.
picture='pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=in_color_matrix=bt601:in_range=tv:out_color_matrix=bt709:out_range=tv,format=yuv420p'
codec=(-c:v libx264 -preset veryfast -crf 20 -movflags +faststart)
[[ $out == *.webm ]] && codec=(-c:v libvpx-vp9 -deadline realtime -cpu-used 5 -crf 28 -b:v 0 -row-mt 1)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$relay" recording export "${arguments[@]}" | ffmpeg -nostdin -loglevel error -n -f yuv4mpegpipe -i pipe:0 -vf "$picture" \
  "${codec[@]}" -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv "file:$out" 2>"$work/ffmpeg"
ended=("${PIPESTATUS[@]}")
if (( ended[0] > 1 )); then
  rm -f "$out"
  grep -v 'yuv4mpegpipe\|^pipe:0' "$work/ffmpeg" >&2 # of a pipe with nothing in it
  exit 2
fi
if (( ended[1] != 0 )); then
  rm -f "$out"
  (( ended[0] == 1 )) || cat "$work/ffmpeg" >&2
  exit 2
fi
exit "${ended[0]}"
