#include "app/playback/cut_sound.h"

#include "app/playback/audio_file.h"
#include "app/playback/stretched_sound.h"
#include "decode/audio_source.h"
#include "decode/video_source.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <set>
#include <thread>
#include <utility>

namespace seamline::playback {
namespace {

using interchange::Edit;
using interchange::Event;
using interchange::Track;

constexpr double kRate = decode::kSampleRate;
constexpr std::size_t kChannels = decode::kChannels;
constexpr std::int64_t kBlock = 256; ///< Frames mixed at a time, on the stack.
constexpr double kFastest = 2;
/// Of one stretch around its playhead: 11 s, of which half lies ahead.
constexpr std::int64_t kResident = 16 * AudioTrack::kChunk;

std::int64_t sample_of(std::int64_t record, const Rational& rate) {
    return (Rational(record) / rate * Rational(decode::kSampleRate)).round();
}

float gain_at(const SoundPiece& piece, std::int64_t sample) {
    float gain = 1;
    if (sample < piece.first + piece.fade_in)
        gain =
            (static_cast<float>(sample - piece.first) + 0.5F) / static_cast<float>(piece.fade_in);
    if (sample >= piece.end - piece.fade_out)
        gain *=
            (static_cast<float>(piece.end - sample) - 0.5F) / static_cast<float>(piece.fade_out);
    return gain;
}

/// Adds frames [from, from + count) of the cut, count <= kBlock.
bool add(const SoundPiece& piece, std::int64_t from, std::int64_t count, float* out) noexcept {
    const double place = piece.source_first + static_cast<double>(from - piece.first) * piece.rate;
    const double last = place + static_cast<double>(count - 1) * piece.rate;
    const auto low = static_cast<std::int64_t>(std::floor(std::min(place, last)));
    const auto high = static_cast<std::int64_t>(std::floor(std::max(place, last))) + 1;
    std::array<float, (2 * kBlock + 4) * kChannels> read{};
    const auto frames = static_cast<std::size_t>(high - low + 1);
    const bool complete = piece.samples->read(low, std::span(read).first(frames * kChannels));
    for (std::int64_t i = 0; i < count; ++i) {
        const double at = place + static_cast<double>(i) * piece.rate - static_cast<double>(low);
        const auto whole = static_cast<std::size_t>(at);
        const auto part = static_cast<float>(at - static_cast<double>(whole));
        const float gain = gain_at(piece, from + i);
        for (std::size_t c = 0; c < kChannels; ++c) {
            const float a = read[whole * kChannels + c];
            const float b = read[(whole + 1) * kChannels + c];
            out[static_cast<std::size_t>(i) * kChannels + c] += gain * (a + part * (b - a));
        }
    }
    return complete;
}

/// The medium's sample at a piece's first one.
double medium_first(const Edit& edit, const PlannedSound& sound,
                    const std::optional<VideoDescription>& video) {
    VideoDescription sound_only; // Its own timecode is unknown: what the edit states counts.
    sound_only.duration_s = Rational(24 * 3600);
    const Rational start =
        media_start_s(event_at(edit, sound.event), video ? *video : sound_only);
    return sound.piece.source_first - start.value() * kRate;
}

/// Fills `heard_from`.
void find_beginnings(std::vector<PlannedSound>& sounds) {
    std::map<EventPlace, std::int64_t> first;
    for (const PlannedSound& sound : sounds) {
        const auto [at, is_new] = first.emplace(sound.event, sound.piece.first);
        if (!is_new) at->second = std::min(at->second, sound.piece.first);
    }
    for (PlannedSound& sound : sounds) sound.heard_from = first.at(sound.event);
}

PlannedSound planned(const Edit& edit, const EventPlace& place, std::int64_t in, std::int64_t out,
                     std::int64_t fade_in, std::int64_t fade_out) {
    const Event& event = event_at(edit, place);
    const interchange::MediaReference* take = event.active_media();
    PlannedSound sound;
    sound.event = place;
    if (take != nullptr) sound.path = take->path;
    sound.piece.first = sample_of(in, edit.rate);
    sound.piece.end = sample_of(out, edit.rate);
    sound.piece.fade_in = sample_of(fade_in, edit.rate);
    sound.piece.fade_out = sample_of(fade_out, edit.rate);
    const Rational speed = take != nullptr && take->speed ? *take->speed : event.speed;
    const Rational start = take != nullptr && take->source_start ? take->source_start->seconds()
                                                                 : event.source_start.seconds();
    sound.piece.rate = speed.value();
    sound.piece.source_first =
        (start + Rational(in - event.record_in) * speed / edit.rate).value() * kRate;
    return sound;
}

/// The events of one track with the dissolves at both ends.
void plan_track(const Edit& edit, std::size_t t, std::vector<PlannedSound>& sounds) {
    const Track& track = edit.tracks[t];
    const auto fade_at = [&](std::int64_t record) -> const interchange::Transition* {
        const auto at = std::ranges::find(track.transitions, record, &interchange::Transition::at);
        return at == track.transitions.end() ? nullptr : &*at;
    };
    for (std::size_t e = 0; e < track.events.size(); ++e) {
        const Event& event = track.events[e];
        if (event.kind == interchange::EventKind::Gap || !event.enabled) continue;
        const auto* in = fade_at(event.record_in);
        const auto* out = fade_at(event.record_out());
        const std::int64_t fade_in = in == nullptr ? 0 : in->before + in->after;
        const std::int64_t fade_out = out == nullptr ? 0 : out->before + out->after;
        sounds.push_back(planned(edit, {t, e}, event.record_in - (in == nullptr ? 0 : in->before),
                                 event.record_out() + (out == nullptr ? 0 : out->after), fade_in,
                                 fade_out));
    }
}

void plan_pictures(const CutProgram& program, std::vector<PlannedSound>& sounds) {
    const Edit& edit = program.edit();
    for (const CutSegment& segment : program.segments()) {
        const std::int64_t length = segment.end - segment.first;
        const std::int64_t fade = segment.transition != nullptr ? length : 0;
        if (segment.a)
            sounds.push_back(planned(edit, *segment.a, segment.first, segment.end, 0, fade));
        if (segment.transition != nullptr && segment.b)
            sounds.push_back(planned(edit, *segment.b, segment.first, segment.end, fade, 0));
    }
}

} // namespace

CutSamples::CutSamples(std::vector<SoundPiece> pieces) : pieces_(std::move(pieces)) {
    std::erase_if(pieces_, [](const SoundPiece& piece) {
        return !piece.samples || piece.end <= piece.first || piece.rate == 0 ||
               std::abs(piece.rate) > kFastest;
    });
    std::ranges::stable_sort(pieces_, {}, &SoundPiece::first);
    std::int64_t last = INT64_MIN;
    for (const SoundPiece& piece : pieces_) {
        last = std::max(last, piece.end);
        last_ends_.push_back(last);
    }
}

bool CutSamples::read(std::int64_t first, std::span<float> interleaved) const noexcept {
    std::ranges::fill(interleaved, 0.0F);
    const auto end = first + static_cast<std::int64_t>(interleaved.size() / kChannels);
    bool complete = true;
    const auto near = std::ranges::upper_bound(last_ends_, first) - last_ends_.begin();
    for (auto at = static_cast<std::size_t>(near); at < pieces_.size(); ++at) {
        const SoundPiece& piece = pieces_[at];
        if (piece.first >= end) break;
        const std::int64_t stop = std::min(end, piece.end);
        for (std::int64_t from = std::max(first, piece.first); from < stop; from += kBlock) {
            float* out = interleaved.data() + static_cast<std::size_t>(from - first) * kChannels;
            complete = add(piece, from, std::min(kBlock, stop - from), out) && complete;
        }
    }
    return complete;
}

std::vector<PlannedSound> planned_sounds(const CutProgram& program) {
    const Edit& edit = program.edit();
    std::vector<PlannedSound> sounds;
    bool has_audio = false;
    for (std::size_t t = 0; t < edit.tracks.size(); ++t) {
        const Track& track = edit.tracks[t];
        if (track.kind != interchange::TrackKind::Audio) continue;
        has_audio = has_audio || !track.events.empty();
        if (track.enabled) plan_track(edit, t, sounds);
    }
    if (!has_audio) plan_pictures(program, sounds);
    std::erase_if(sounds, [](const PlannedSound& sound) { return sound.path.empty(); });
    find_beginnings(sounds);
    std::ranges::stable_sort(sounds, {}, [](const PlannedSound& s) { return s.piece.first; });
    // Two tracks of one stereo file are its two channels, as editors write them: heard once.
    std::vector<PlannedSound> once;
    for (PlannedSound& sound : sounds) {
        bool known = false;
        for (auto at = once.rbegin(); at != once.rend() && !known; ++at) {
            if (at->piece.first != sound.piece.first) break;
            known = at->path == sound.path && at->piece.end == sound.piece.end &&
                    at->piece.rate == sound.piece.rate &&
                    at->piece.source_first == sound.piece.source_first;
        }
        if (!known) once.push_back(std::move(sound));
    }
    return once;
}

CutSound::CutSound(std::shared_ptr<const CutProgram> program)
    : program_(std::move(program)), planned_(planned_sounds(*program_)),
      samples_(std::make_shared<const CutSamples>(std::vector<SoundPiece>{})) {}
CutSound::~CutSound() = default;
CutSound::CutSound(CutSound&&) noexcept = default;
CutSound& CutSound::operator=(CutSound&&) noexcept = default;

CutSound::Medium CutSound::opened(std::size_t planned) const {
    const PlannedSound& sound = planned_[planned];
    Medium medium;
    medium.facts = std::make_shared<MediumFacts>();
    const auto describe = [facts = medium.facts, path = sound.path] {
        if (auto media = decode::describe(path, {})) facts->video = media.value().video;
        facts->known.store(true, std::memory_order_release);
    };
    if (!keeps_pitch(sound.piece.rate)) {
        medium.track =
            closed_elsewhere(open_audio_file(sound.path, 0, {kResident, false}, describe));
        return medium;
    }
    const auto first = [facts = medium.facts, program = program_, sound] {
        const auto before = static_cast<double>(sound.piece.first - sound.heard_from);
        return std::llround(medium_first(program->edit(), sound, facts->video) -
                            before * sound.piece.rate);
    };
    medium.track = closed_elsewhere(
        open_stretched_file(sound.path, sound.piece.rate, {kResident, false}, describe, first));
    return medium;
}

std::optional<CutSound::Reading> CutSound::reading(std::size_t planned) const {
    const auto at = media_.find(planned);
    if (at == media_.end() || !at->second.facts->known.load(std::memory_order_acquire))
        return std::nullopt;
    const PlannedSound& sound = planned_[planned];
    if (keeps_pitch(sound.piece.rate))
        return Reading{static_cast<double>(sound.piece.first - sound.heard_from), 1};
    const double first = medium_first(program_->edit(), sound, at->second.facts->video);
    // On whole samples where it can be, so that nothing is interpolated.
    return Reading{sound.piece.rate == 1 ? std::round(first) : first, sound.piece.rate};
}

void CutSound::rebuild() {
    std::vector<SoundPiece> pieces;
    for (const auto& [planned, medium] : media_) {
        const std::optional<Reading> read = reading(planned);
        if (!read) continue;
        SoundPiece piece = planned_[planned].piece;
        piece.source_first = read->first;
        piece.rate = read->rate;
        piece.samples = medium.track;
        pieces.push_back(std::move(piece));
    }
    samples_ = std::make_shared<const CutSamples>(std::move(pieces));
}

bool CutSound::follow(std::int64_t sample) {
    playhead_ = sample;
    std::set<std::size_t> wanted;
    for (std::size_t i = 0; i < planned_.size(); ++i) {
        const SoundPiece& piece = planned_[i].piece;
        if (piece.first > sample + kAhead) break;
        if (piece.end >= sample - kBehind) wanted.insert(i);
    }
    bool changed = std::erase_if(media_, [&](const auto& medium) {
                       return !wanted.contains(medium.first);
                   }) > 0;
    for (const std::size_t planned : wanted)
        if (!media_.contains(planned)) media_.emplace(planned, opened(planned));
    std::size_t known = 0;
    for (const auto& [planned, medium] : media_) {
        if (!medium.facts->known.load(std::memory_order_acquire)) continue;
        ++known;
        const SoundPiece& piece = planned_[planned].piece;
        const auto into = static_cast<double>(
            std::clamp(sample, piece.first, std::max(piece.first, piece.end - 1)) - piece.first);
        const Reading read = *reading(planned);
        medium.track->set_playhead(std::llround(read.first + into * read.rate));
    }
    changed = changed || known != known_;
    known_ = known;
    if (changed) rebuild();
    return changed;
}

bool CutSound::wait_for(std::int64_t ahead, int timeout_ms) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    const auto left_ms = [&] {
        return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                    deadline - std::chrono::steady_clock::now())
                                    .count());
    };
    follow(playhead_);
    std::vector<const Medium*> near;
    for (const auto& [planned, medium] : media_) {
        const SoundPiece& piece = planned_[planned].piece;
        if (piece.first < playhead_ + ahead && piece.end > playhead_) near.push_back(&medium);
    }
    for (const Medium* medium : near) {
        while (!medium->facts->known.load(std::memory_order_acquire)) {
            if (left_ms() <= 0) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    follow(playhead_); // Tells the tracks where they are heard.
    return std::ranges::all_of(near, [&](const Medium* medium) {
        return medium->track->wait_for(std::max(0, left_ms()));
    });
}

} // namespace seamline::playback
