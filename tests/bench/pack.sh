#!/usr/bin/env bash
# Packs programs with the shared libraries that they need into one archive, for a machine that has
# only a driver, the Vulkan loader and a C library at least as new as this one's:
#   tests/bench/pack.sh ARCHIVE.tar.xz PROGRAM...
# There: tar xJf ARCHIVE.tar.xz && bench/run seamline doctor
# Libraries of which no function is ever called (speech, a radio codec, SVG, Unicode tables)
# are replaced by stand-ins that stop the program should that be wrong: the real ones are 30 MB.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
archive=$(realpath -m "$1"); shift
most_bytes=$((60 * 1000 * 1000))
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/bench/lib" "$folder/bench/bin"

is_of_the_system() { # The C library and what belongs to the driver.
  case "$1" in
    libc.so*|libm.so*|libdl.so*|libpthread.so*|librt.so*|libresolv.so*|ld-linux*|libvulkan.so*|libcuda.so*) return 0 ;;
  esac
  return 1
}

is_never_called() {
  case "$1" in
    libflite*|libcodec2.so*|libicudata.so*|librsvg-2.so*) return 0 ;;
    libpocketsphinx.so*|libsphinxbase.so*|liblapack.so*|libblas.so*) return 0 ;;
  esac
  return 1
}

make_stand_in() { # make_stand_in LIBRARY TARGET
  nm -D --defined-only "$1" | awk '
    $2 ~ /[TtWi]/ { print "void " $3 "(void) { __builtin_trap(); }" }
    $2 ~ /[DdBbRrVuG]/ { print "const char " $3 "[64] = {0};" }' |
    gcc -shared -fPIC -w -x c - -o "$2" -Wl,-soname,"$(basename "$2")"
}

for program in "$@"; do
  cp "$program" "$folder/bench/bin/"
  ldd "$program" | awk '$3 ~ /^\// { print $3 }'
done | sort -u | while read -r library; do
  name=$(basename "$library")
  is_of_the_system "$name" && continue
  if is_never_called "$name"; then
    make_stand_in "$library" "$folder/bench/lib/$name"
  else
    cp -L "$library" "$folder/bench/lib/"
  fi
done
strip --strip-unneeded "$folder"/bench/bin/* "$folder"/bench/lib/* 2>/dev/null || true
cat > "$folder/bench/run" <<'RUN'
#!/bin/sh
# run PROGRAM ARGUMENTS...: with the libraries beside it.
here=$(dirname "$(readlink -f "$0")")
program=$1; shift
LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/bin/$program" "$@"
RUN
chmod +x "$folder/bench/run"
cp "$(dirname "$0")"/*.sh "$folder/bench/"
tar c --sort=name --owner=0 --group=0 -C "$folder" bench |
  xz --x86 --lzma2="preset=${SEAMLINE_PACK_PRESET:-9},dict=192MiB" -T1 > "$archive"
bytes=$(stat -c %s "$archive")
echo "$archive: $bytes bytes"
[ "$bytes" -le $most_bytes ] || { echo "pack.sh: over $most_bytes bytes: name fewer programs" >&2; exit 1; }
