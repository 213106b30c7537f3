#include "app/interchange/file_url.h"
#include "app/interchange/otio.h"
#include "app/interchange/otio_children.h"
#include "app/interchange/otio_nodes.h"
#include "app/interchange/otio_profile.h"
#include "app/interchange/otio_rewrite.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <set>
#include <utility>

namespace seamline::interchange {
namespace {

using otio::Json;

/// Why an edit cannot be written; empty: it can.
std::string fault_of(const Edit& edit) {
    if (edit.rate <= Rational(0)) return "its frame rate is not above 0";
    for (const Track& track : edit.tracks) {
        std::int64_t at = 0;
        for (const Event& event : track.events) {
            if (event.record_in < at || event.duration < 0)
                return "events overlap at record frame " + std::to_string(event.record_in) +
                       " of track \"" + one_line(track.name) + "\"";
            at = event.record_out();
        }
    }
    return {};
}

void name_media(MediaReference& media, bool relinked_urls) {
    if (!media.path.empty() && (relinked_urls || media.url.empty()))
        media.url = file_url(media.sequence ? media.path.parent_path() / "" : media.path);
    media.path.clear();
}

/// `edit` as a document can say it: media named by URLs, every take under a key of its own.
Edit writable(Edit edit, const OtioOptions& options) {
    for (Track& track : edit.tracks) {
        for (Event& event : track.events) {
            std::set<std::string> keys;
            for (MediaReference& media : event.media) {
                name_media(media, options.relinked_urls);
                if (media.key.empty()) media.key = "DEFAULT_MEDIA";
                const std::string wanted = media.key;
                for (int n = 2; !keys.insert(media.key).second; ++n)
                    media.key = wanted + "_" + std::to_string(n);
            }
            if (event.active >= event.media.size()) event.active = 0;
        }
    }
    return edit;
}

Json new_timeline(const Edit& edit, std::vector<EditNote>& losses) {
    Json timeline = Json::object();
    timeline["OTIO_SCHEMA"] = "Timeline.1";
    timeline["metadata"] = Json::object();
    timeline["name"] = edit.name;
    timeline["global_start_time"] = otio::make_time({Rational(edit.start_frame), edit.rate});
    Json& own = otio::object_in(timeline["metadata"], "seamline");
    if (has_drop_frame(edit.rate)) own["drop_frame"] = edit.drop_frame;
    if (edit.width > 0) own["width"] = edit.width;
    if (edit.height > 0) own["height"] = edit.height;
    Json stack = otio::make_item("Stack.1", "tracks");
    for (const EditMarker& marker : edit.markers)
        stack["markers"].push_back(
            otio::make_marker(marker, {Rational(marker.record), edit.rate}, edit.rate));
    Json tracks = Json::array();
    for (const Track& track : edit.tracks) {
        Json written = otio::make_track(track);
        written["children"] = otio::new_children(track, edit.rate, losses);
        tracks.push_back(std::move(written));
    }
    stack["children"] = std::move(tracks);
    timeline["tracks"] = std::move(stack);
    return timeline;
}

/// The document of `edit` with its timeline made to say what `edit` says.
Result<Json> rewritten(const Edit& edit, std::vector<EditNote>& losses) {
    const EditDocument& document = *edit.document;
    auto parsed = otio::parse(document.text, edit.name);
    if (!parsed) return parsed.error();
    if (parsed.value().not_numbers > 0)
        losses.push_back(
            {"", counted(parsed.value().not_numbers, "number that is", "numbers that are") +
                     " NaN or infinite: written as null"});
    Json root = std::move(parsed).value().root;
    otio::DocumentReader reader;
    auto found = reader.read(root, edit.name);
    const auto place = std::ranges::find(found.places, document.place);
    if (place == found.places.end())
        return Error{ErrorCode::Corrupt, "cannot write \"" + one_line(edit.name) +
                                             "\": its document has no timeline at \"" +
                                             one_line(document.place) + "\"; open the file again"};
    const Edit& before = found.edits[static_cast<std::size_t>(place - found.places.begin())];
    if (!otio::rewrite_timeline(root, document.place, before, edit, losses)) {
        losses.push_back({one_line(edit.name), "a single track cannot carry this cut: written as a "
                                               "new timeline without the file's foreign metadata"});
        return new_timeline(edit, losses);
    }
    return root;
}

} // namespace

Result<WrittenEdit> write_otio(const Edit& edit, const OtioOptions& options) {
    if (const std::string fault = fault_of(edit); !fault.empty())
        return Error{ErrorCode::InvalidArgument,
                     "cannot write \"" + one_line(edit.name) + "\" as OpenTimelineIO: " + fault};
    const Edit wanted = writable(edit, options);
    WrittenEdit written;
    Json root;
    const bool is_otio = edit.document && edit.document->format == EditFormat::Otio;
    if (is_otio && edit.document->place != "-") {
        auto changed = rewritten(wanted, written.losses);
        if (!changed) return changed.error();
        root = std::move(changed).value();
    } else {
        if (is_otio)
            written.losses.push_back({one_line(edit.name),
                                      "clips of a bin: written as a new timeline without the "
                                      "bin's foreign metadata"});
        root = new_timeline(wanted, written.losses);
    }
    otio::apply_profile(root, options.profile, written.losses);
    written.text = root.dump(4, ' ', false, Json::error_handler_t::replace) + "\n";
    return written;
}

} // namespace seamline::interchange
