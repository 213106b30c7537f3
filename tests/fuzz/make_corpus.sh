#!/bin/sh
# Writes small movies of many codecs and containers into the folder given: seeds for demux_fuzz.
set -eu
folder=${1:?usage: make_corpus.sh FOLDER}
mkdir -p "$folder"
make() { # make NAME ENCODER_ARGUMENTS...
    name=$1
    shift
    [ -e "$folder/$name" ] || ffmpeg -nostdin -v error -y -f lavfi \
        -i "testsrc2=size=64x48:rate=12:duration=0.75" "$@" "$folder/$name"
}
make closed.mp4 -c:v libx264 -preset ultrafast -g 4 -bf 2
make faststart.mp4 -c:v libx264 -preset veryfast -g 4 -movflags +faststart
make fragments.mp4 -c:v libx264 -preset ultrafast -g 3 -movflags frag_keyframe+empty_moov
make open.mkv -c:v libx264 -x264-params open-gop=1:keyint=4
make bare.264 -c:v libx264 -preset ultrafast -g 4
make hevc.mp4 -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=4
make hevc.ts -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=4
make vp9.webm -c:v libvpx-vp9 -cpu-used 8 -g 4
make vp8.webm -c:v libvpx -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 8
make av1.mp4 -c:v libaom-av1 -cpu-used 8 -usage realtime -g 4
make mjpeg.avi -c:v mjpeg -q:v 20
make mpeg2.mpg -c:v mpeg2video -bf 2 -g 4
make mpeg4.avi -c:v mpeg4 -g 4
make prores.mov -c:v prores_ks -profile:v 0 -timecode 01:00:00:00
make ffv1.mkv -c:v ffv1 -pix_fmt yuv420p10le
make palette.gif -vf split[a][b]\;[a]palettegen[p]\;[b][p]paletteuse
make one.png -frames:v 1
make one.exr -frames:v 1 -pix_fmt gbrpf32le
