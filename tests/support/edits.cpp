#include "tests/support/edits.h"

#include <utility>

namespace seamline::test {

interchange::Event& add_clip(interchange::Track& track, const std::filesystem::path& file,
                             Rational media_rate, std::int64_t source_in, std::int64_t duration,
                             Rational speed) {
    interchange::Event event;
    event.name = file.stem().string();
    event.record_in = track.events.empty() ? 0 : track.events.back().record_out();
    event.duration = duration;
    event.source_start = {Rational(source_in), media_rate};
    event.speed = speed;
    interchange::MediaReference reference;
    reference.key = "DEFAULT_MEDIA";
    reference.path = file;
    event.media.push_back(std::move(reference));
    track.events.push_back(std::move(event));
    return track.events.back();
}

interchange::Event& add_gap(interchange::Track& track, std::int64_t duration) {
    interchange::Event gap;
    gap.kind = interchange::EventKind::Gap;
    gap.record_in = track.events.empty() ? 0 : track.events.back().record_out();
    gap.duration = duration;
    track.events.push_back(std::move(gap));
    return track.events.back();
}

session::Source cut_source(interchange::Edit edit) {
    session::Source source;
    source.name = edit.name.empty() ? "cut" : edit.name;
    auto cut = std::make_shared<session::Cut>();
    cut->edit = std::move(edit);
    source.cut = std::move(cut);
    return source;
}

} // namespace seamline::test
