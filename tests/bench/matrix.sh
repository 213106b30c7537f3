#!/usr/bin/env bash
# Makes footage, plays it with 1, 2, 4 and 9 sources with scopes and maps off and on through the player's own
# path in real time, and prints one table. In a build:  tests/bench/matrix.sh
# From a pack on a machine with only a driver (tests/bench/pack.sh):  bench/matrix.sh
# The environment may narrow it: CODECS="hevc hevc_pq" SIZES="3840x2160" RATES="60" COUNTS="4"
#   SCOPES="all" MAPS="none" DECODE="auto software" SECONDS_EACH=10 FOOTAGE=/somewhere BANDWIDTH_GBS=2970
# Per row: ticks asked for are rate x seconds; "floor" is what memory alone would need per tick for the
# composite and the scopes (all planes of all sources, once each, and the target), where
# BANDWIDTH_GBS, the rate at which a shader copies there, is given (gpu_passes_bench tells it). Maps are
# made of the first two sources, on the CPU, as many per second as there is time for.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
if [ -x "$here/run" ]; then
  seamline() { "$here/run" seamline "$@"; }
  encode() { "$here/run" ffmpeg "$@"; }
else
  seamline() { "$here/../../build/release/seamline" "$@"; }
  encode() { ffmpeg "$@"; }
fi
codecs=${CODECS:-h264 hevc av1 prores hevc_pq} sizes=${SIZES:-1920x1080 3840x2160} rates=${RATES:-24 60}
counts=${COUNTS:-1 2 4 9} scopes=${SCOPES:-none all} maps=${MAPS:-none delta-e-graded} decode=${DECODE:-auto} seconds=${SECONDS_EACH:-5}
footage=${FOOTAGE:-$(mktemp -d)}
[ -n "${FOOTAGE:-}" ] || trap 'rm -rf "$footage"' EXIT
mkdir -p "$footage"

encoder() { # encoder(codec): arguments of ffmpeg
  case "$1" in
    h264) echo "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2 -g 48" ;;
    hevc) echo "-pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=48" ;;
    av1) echo "-pix_fmt yuv420p -c:v libaom-av1 -cpu-used 8 -row-mt 1 -usage realtime -b:v 20M -g 48" ;;
    prores) echo "-pix_fmt yuv422p10le -c:v prores_ks -profile:v 2" ;;
    hevc_pq) echo "-pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -color_primaries bt2020 -color_trc smpte2084
      -colorspace bt2020nc -x265-params log-level=none:keyint=48:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc" ;;
    *) echo "matrix.sh: no codec $1" >&2; return 1 ;;
  esac
}

make_clip() { # make_clip(codec, size, rate): prints the file
  local suffix=mp4 file
  [ "$1" != prores ] || suffix=mov
  file=$footage/$1_$2_$3.$suffix
  if [ ! -s "$file" ]; then
    # shellcheck disable=SC2046 # Words are wanted.
    encode -nostdin -v error -y -f lavfi -i "testsrc2=s=$2:r=$3,noise=alls=4:allf=t" \
      -frames:v $((seconds * $3)) $(encoder "$1") "$file.part.$suffix"
    mv "$file.part.$suffix" "$file"
  fi
  echo "$file"
}

value() { sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}$/\1/p" "$2" | head -1; }

failed=0
result=$(mktemp)
seamline doctor | sed -n 's/^  \(used\|decode\) /\1/p'
printf '%-9s %-9s %4s %2s %-6s %-9s %6s %7s %7s %7s %7s %9s %9s %9s %8s %6s %8s %8s %6s\n' codec size fps n scopes path \
  dropped stalls p50 p99 p99.9 ingest composite scopes floor maps/s MB_RSS MB_GPU dec_fps
for codec in $codecs; do for size in $sizes; do for rate in $rates; do
  clip=$(make_clip "$codec" "$size" "$rate")
  for count in $counts; do for scope in $scopes; do for map in $maps; do for path in $decode; do
    [ "$map" = none ] || [ "$count" -gt 1 ] || continue # Of one there is none.
    mapping=(); [ "$map" = none ] || mapping=(--difference-map "$map")
    files=()
    for ((i = 1; i <= count; ++i)); do
      ln -sf "$clip" "$footage/$i-$(basename "$clip")"
      files+=("$footage/$i-$(basename "$clip")")
    done
    view=row; [ "$count" -le 4 ] || view=grid; [ "$count" -gt 1 ] || view=single
    if ! seamline bench "${files[@]}" --realtime --view $view --scopes "$scope" "${mapping[@]}" --decode "$path" --json > "$result"; then
      echo "$codec $size $rate n=$count: failed" >&2; failed=1; continue
    fi
    bytes=3; [ "$codec" != prores ] || bytes=8; [ "$codec" != hevc_pq ] || bytes=6
    floor=$(awk -v s="$size" -v n="$count" -v b="$bytes" -v all="$scope" -v bw="${BANDWIDTH_GBS:-0}" 'BEGIN {
      split(s, wh, "x"); planes = wh[1] * wh[2] * b / 2 * n
      moved = planes * (all == "none" ? 1 : 2) + 1920 * 1080 * 4
      if (bw > 0) printf "%.4f", moved / bw / 1e6; else printf "-" }')
    awk -v c="$codec" -v s="$size" -v r="$rate" -v n="$count" -v sc="$scope" -v p="$(value path "$result")" \
      -v d="$(value dropped "$result")" -v st="$(value stalls "$result")" -v a="$(value p50 "$result")" \
      -v b="$(value p99 "$result")" -v e="$(value p999 "$result")" -v i="$(value ingest "$result")" \
      -v k="$(value composite "$result")" -v q="$(sed -n '/"gpu_ms"/,/}/s/^ *"scopes": \(.*\)$/\1/p' "$result")" -v f="$floor" \
      -v m="$(value peak_rss_bytes "$result")" -v g="$(value gpu_bytes "$result")" -v df="$(value decode_fps "$result")" \
      -v ms="$(value per_second "$result")" \
      'BEGIN { printf "%-9s %-9s %4s %2s %-6s %-9s %6s %7s %7.2f %7.2f %7.2f %9.4f %9.4f %9.4f %8s %6s %8.0f %8.0f %6.0f\n",
               c, s, r, n, sc, p, d, st, a, b, e, i, k, q, f, ms == "" ? "-" : sprintf("%.1f", ms), m / 1e6, g / 1e6, df }'
  done; done; done; done
done; done; done
rm -f "$result"
exit $failed
