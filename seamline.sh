#!/usr/bin/env bash
# The two commands of Seamline, on Debian 12/13 and Ubuntu 24.04:
#   ./seamline.sh            installs what is missing, builds, opens the player on the demo review
#                            (with no display: renders the demo's pictures and prints where they are)
#   ./seamline.sh test       installs, builds, runs all tests headless (arguments go to ctest)
# And: ./seamline.sh build, ./seamline.sh run ARGS... (any command of the program), ./seamline.sh install-deps
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

build_packages=(build-essential cmake ninja-build pkg-config glslc libvulkan-dev libglfw3-dev libimgui-dev
  libstb-dev libavformat-dev libavcodec-dev libavfilter-dev libavutil-dev libswscale-dev libswresample-dev libglm-dev
  libpulse-dev libebur128-dev nlohmann-json3-dev libpugixml-dev libxxhash-dev libsqlite3-dev libgtest-dev libopencolorio-dev
  libshaderc-dev libffmpeg-nvenc-dev)
run_packages=(mesa-vulkan-drivers fonts-inter fonts-jetbrains-mono fonts-wqy-microhei)
# Of tests that skip without them; not every system has them under this name.
optional_test_packages=(chromium libxml2-utils)
test_packages=(ffmpeg vulkan-validationlayers pulseaudio xvfb xauth xdotool)

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

known_packages() {
  local package
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then echo "$package"; fi
  done
}

install_missing() {
  command -v apt-get >/dev/null || { echo "seamline.sh: needs apt-get (Debian or Ubuntu); install yourself: $*" >&2; exit 1; }
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  local root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "seamline.sh: run as root or install sudo; missing: ${missing[*]}" >&2; exit 1; }
    root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${root[@]}" apt-get update -qq
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build() { # build(with tests: ON or OFF, [target])
  cmake --preset release -DSEAMLINE_TESTS="$1" >/dev/null
  cmake --build build/release -j "$(nproc)" --target "${2:-all}"
}

case "${1:-}" in
  install-deps) install_missing "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}" ;;
  build)
    install_missing "${build_packages[@]}" "${run_packages[@]}"
    build OFF ;;
  test)
    shift
    install_missing "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
    mapfile -t optional < <(known_packages "${optional_test_packages[@]}")
    [ ${#optional[@]} -eq 0 ] || install_missing "${optional[@]}"
    build ON
    # Tests never touch the user's own files, and every GPU test must really run.
    state=$(mktemp -d); trap 'rm -rf "$state"' EXIT
    export XDG_CONFIG_HOME=$state/config XDG_STATE_HOME=$state/state XDG_DATA_HOME=$state/data
    export XDG_CACHE_HOME=$state/cache SEAMLINE_REQUIRE_GPU=1
    # A display of its own, so that window tests run and nothing flashes on the user's.
    xvfb-run -a -s "-screen 0 1920x1080x24" \
      ctest --test-dir build/release --output-on-failure -j "$(nproc)" "$@" ;;
  run)
    shift
    install_missing "${build_packages[@]}" "${run_packages[@]}"
    build OFF seamline
    exec build/release/seamline "$@" ;;
  "")
    install_missing "${build_packages[@]}" "${run_packages[@]}"
    build OFF seamline
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then exec build/release/seamline play --demo; fi
    echo "No display: rendering the demo review instead of opening the window."
    exec build/release/seamline demo ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
