// app/playback/audio_file.h: the AudioTrack of a media file.
#pragma once

#include "app/playback/audio_track.h"

#include <filesystem>
#include <functional>
#include <memory>

namespace seamline::playback {

/// Loads and measures the sound of `path` (stream `stream` of its audio streams) on a worker of its
/// own; returns at once. A file that cannot be opened, or has no sound, is a silent track whose
/// `progress().error` says why: look before opening whether the description lists audio at all.
/// `before`, if any, is called first on that worker.
std::shared_ptr<AudioTrack> open_audio_file(const std::filesystem::path& path, int stream = 0,
                                            AudioTrackOptions options = {},
                                            std::function<void()> before = {});

/// The sound of `path` from one of its samples on, `rate` times as fast at its own pitch, see
/// StretchedSound. `first` is asked for that sample on the worker, after `before`.
std::shared_ptr<AudioTrack> open_stretched_file(const std::filesystem::path& path, double rate,
                                                AudioTrackOptions options,
                                                std::function<void()> before,
                                                std::function<std::int64_t()> first);

/// `track` so that whoever lets go of it last does not wait for its worker, which may be reading
/// from a disk that does not answer: a thread that nobody waits for does, and ends with the
/// program.
std::shared_ptr<AudioTrack> closed_elsewhere(std::shared_ptr<AudioTrack> track);

} // namespace seamline::playback
