#include "app/ui/compared_pair.h"

#include "app/ui/inspector_sections.h"

#include <algorithm>

namespace seamline::ui {
namespace {

using playback::ComparedPicture;
using session::Source;

/// A medium, whose settings are `source`'s and whose tags the file's.
ComparedPicture picture_from(const ViewModel& model, const Source& source,
                             const MediaDescription* media, std::int64_t frame) {
    ComparedPicture picture;
    picture.path = source.path;
    picture.color.source = source.source_color;
    picture.color.view = model.session.view_color;
    if (source.color != session::ColorOverrides{} && media != nullptr && media->video)
        picture.color.tags = session::overridden(media->video->color, source.color);
    picture.sequence_rate = source.sequence_rate;
    picture.frame = frame;
    return picture;
}

/// The source, or the medium of its event, that shows a picture now, with its frame.
struct Shown {
    Source medium;
    const MediaDescription* media = nullptr;
    std::int64_t frame = 0;
};

std::optional<Shown> shown_medium(const ViewModel& model, const Source& source,
                                  std::string& why_not) {
    const playback::FrameChoice* choice = model.choice(source.key);
    if (choice == nullptr) {
        why_not = '"' + display_name(source) + "\" is not on the screen";
        return std::nullopt;
    }
    if (source.cut) {
        if (!choice->event || !choice->event->slate.empty() || !choice->event->media) {
            why_not = '"' + display_name(source) + "\" shows no picture here";
            return std::nullopt;
        }
        return Shown{choice->event->medium, choice->event->media.get(), choice->event->frame};
    }
    const bool is_black =
        (choice->before_start || choice->past_end) && source.past_end == session::PastEnd::Black;
    const playback::SourceReport* report = model.report(source.key);
    if (is_black || report == nullptr || report->status != playback::SourceStatus::Ready) {
        why_not = '"' + display_name(source) + "\" shows no picture here";
        return std::nullopt;
    }
    return Shown{source, &report->media, choice->frame};
}

bool is_medium_of(const Source& source, const std::filesystem::path& path) {
    return !source.cut && source.path == path;
}

} // namespace

ComparedSide compared_side(const ViewModel& model, session::SourceKey key) {
    ComparedSide side;
    const Source* source = model.session.find(key);
    if (source == nullptr) {
        side.why_not = "there is no such take";
        return side;
    }
    side.key = key;
    side.name = display_name(*source);
    const auto shown = shown_medium(model, *source, side.why_not);
    if (!shown) return side;
    if (source->cut && !shown->medium.name.empty()) side.name = shown->medium.name;
    side.is_matched = has_match(shown->medium);
    side.picture = picture_from(model, shown->medium, shown->media, shown->frame);
    return side;
}

std::string ComparedPair::why_not(const PairKeys& keys) const {
    if (a.key == 0) return "nothing is open";
    const auto named = [](const std::string& key) { return key.empty() ? "" : " (" + key + ")"; };
    if (b.key == 0)
        return "there is only one take. Show the two sides of its nearest cut" +
               named(keys.seam_view) + ", hold this frame while it plays on" + named(keys.hold) +
               ", or open another take";
    return !a.why_not.empty() ? a.why_not : b.why_not;
}

std::optional<playback::MapRequest> ComparedPair::request(analysis::SeamMapKind kind) const {
    if (!a.picture || !b.picture) return std::nullopt;
    return playback::MapRequest{*a.picture, *b.picture, kind};
}

ComparedPair compared_pair(const ViewModel& model) {
    ComparedPair pair;
    if (const Source* a = model.session.source_a()) pair.a = compared_side(model, a->key);
    if (const Source* b = model.session.source_b()) pair.b = compared_side(model, b->key);
    return pair;
}

std::optional<session::MediumFrame> medium_frame(const ViewModel& model, session::SourceKey key) {
    const Source* source = model.session.find(key);
    std::string why_not;
    const auto shown = source != nullptr ? shown_medium(model, *source, why_not) : std::nullopt;
    if (!shown) return std::nullopt;
    const Source& medium = shown->medium;
    session::MediumFrame kept;
    kept.path = medium.path;
    kept.name = session::display_name(medium);
    kept.frame = shown->frame;
    kept.sequence_rate = medium.sequence_rate;
    kept.color = medium.color;
    kept.source_color = medium.source_color;
    return kept;
}

playback::ComparedPicture picture_of(const ViewModel& model, const session::MediumFrame& kept) {
    Source medium;
    medium.path = kept.path;
    medium.sequence_rate = kept.sequence_rate;
    medium.color = kept.color;
    medium.source_color = kept.source_color;
    const MediaDescription* media = nullptr;
    for (const Source& source : model.session.sources) {
        const playback::SourceReport* report = model.report(source.key);
        if (is_medium_of(source, kept.path)) {
            medium.color = source.color;
            medium.source_color = source.source_color;
            if (report != nullptr) media = &report->media;
            break;
        }
        const playback::FrameChoice* choice = model.choice(source.key);
        if (choice != nullptr && choice->event && choice->event->medium.path == kept.path) {
            medium.color = choice->event->medium.color;
            medium.source_color = choice->event->medium.source_color;
            media = choice->event->media.get();
        }
    }
    return picture_from(model, medium, media, kept.frame);
}

std::string frame_words(const playback::MapRequest& request, int frame_base) {
    const std::string out = std::to_string(request.outgoing.frame + frame_base);
    const std::string in = std::to_string(request.incoming.frame + frame_base);
    return "frames " + out + " / " + in;
}

} // namespace seamline::ui
