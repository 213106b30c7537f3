#include "app/interchange/write_edit.h"

#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/file_url.h"
#include "app/interchange/foreign_content.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/xmeml.h"
#include "decode/media/counted.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace seamline::interchange {

namespace {

/// `edit` with the places of what was found instead of the places that it came with.
Edit relinked(const Edit& edit) {
    Edit copy = edit;
    for (Track& track : copy.tracks)
        for (Event& event : track.events)
            for (MediaReference& take : event.media)
                if (!take.path.empty() && !take.sequence) take.url = file_url(take.path);
    return copy;
}

/// Most formats know one source time, speed and placing of an event: those of the shown take become
/// the event's, and takes that shared the event's until now keep them as their own.
void bring_up_shown(Event& event) {
    if (event.active >= event.media.size()) return;
    const MediaReference shown = event.media[event.active];
    if (!shown.source_start && !shown.speed && !shown.reframe) return;
    for (MediaReference& take : event.media) {
        if (shown.source_start && !take.source_start) take.source_start = event.source_start;
        if (shown.speed && !take.speed) take.speed = event.speed;
        if (shown.reframe && !take.reframe) take.reframe = event.reframe;
    }
    event.source_start = shown.source_start.value_or(event.source_start);
    event.speed = shown.speed.value_or(event.speed);
    event.reframe = shown.reframe.value_or(event.reframe);
    MediaReference& take = event.media[event.active];
    take.source_start.reset();
    take.speed.reset();
    take.reframe.reset();
}

/// Events of which other takes have values of their own, which only OpenTimelineIO and FCPXML
/// carry.
void tell_left_out(const Edit& edit, std::vector<EditNote>& losses) {
    for (const Track& track : edit.tracks)
        for (const Event& event : track.events) {
            std::size_t count = 0;
            for (const MediaReference& take : event.media)
                count += take.source_start || take.speed || take.reframe ? 1U : 0U;
            if (count > 0)
                losses.push_back({event.name, "own slip, speed or placing of " +
                                                  counted(count, "take that is", "takes that are") +
                                                  " not shown: left out"});
        }
}

/// What a person or metadata says of who made it, which lists and xmeml have no words for.
void tell_marks(const Edit& edit, std::vector<EditNote>& losses) {
    for (const Track& track : edit.tracks) {
        if (track.kind != TrackKind::Video) continue;
        for (const Event& event : track.events)
            if (event.kind == EventKind::Clip &&
                (event.origin != Origin::Unknown || event.placement != PlacementMark::None))
                losses.push_back(
                    {edit.name, "mark of a clip as generated or live action: left out"});
    }
}

Result<WrittenEdit> with_losses(Result<WrittenEdit> written, const Edit& edit) {
    if (!written) return written;
    tell_left_out(edit, written.value().losses);
    tell_marks(edit, written.value().losses);
    return written;
}

/// Equal losses once, with how often: sound and picture of one clip lose the same.
void merge(std::vector<EditNote>& losses) {
    std::vector<std::pair<EditNote, std::size_t>> kinds;
    std::map<std::pair<std::string, std::string>, std::size_t> known;
    for (EditNote& loss : losses) {
        const auto [at, is_new] = known.emplace(std::pair(loss.where, loss.what), kinds.size());
        if (is_new)
            kinds.emplace_back(std::move(loss), 1);
        else
            ++kinds[at->second].second;
    }
    losses.clear();
    for (auto& [loss, count] : kinds) {
        loss.what = repeated(std::move(loss.what), count);
        losses.push_back(std::move(loss));
    }
}

/// What only the file that the edit was read from holds. FCPXML is always written anew.
Result<WrittenEdit> with_foreign(Result<WrittenEdit> written, const Edit& edit, EditFormat format) {
    const bool in_place =
        edit.document && edit.document->format == format && format != EditFormat::Fcpxml;
    if (!written) return written;
    merge(written.value().losses);
    if (!edit.document || in_place) return written;
    for (EditNote& note : foreign_content(*edit.document, edit.name))
        written.value().losses.push_back(std::move(note));
    return written;
}

/// A list does not state its rate: when a reader would guess another one, that is a loss.
Result<WrittenEdit> list_of(const Edit& edit) {
    Result<WrittenEdit> written = write_edl(edit);
    if (!written) return written;
    const auto read = read_edl(written.value().text, "the list");
    if (read && !read.value().empty() && read.value().front().rate != edit.rate)
        written.value().losses.push_back(
            {edit.name, "its rate of " + edit.rate.text() +
                            " frames per second: a list states none, and it would be read at " +
                            read.value().front().rate.text()});
    return written;
}

Result<WrittenEdit> written_as(EditFormat format, const Edit& edit,
                               const std::filesystem::path& file, const WriteOptions& options) {
    switch (format) {
    case EditFormat::Otio:
        return write_otio(edit, {options.profile, options.relinked_urls});
    case EditFormat::Cmx3600:
        return with_losses(list_of(edit), edit);
    case EditFormat::Xmeml:
        return with_losses(write_xmeml(edit), edit);
    case EditFormat::Fcpxml:
        return write_fcpxml(edit);
    case EditFormat::None:
        break;
    }
    return Error{ErrorCode::InvalidArgument,
                 file.string() + ": an edit is written as .otio, .edl, .xml or .fcpxml; name the "
                                 "file so"};
}

} // namespace

Result<WrittenEdit> write_edit(const Edit& given, const std::filesystem::path& file,
                               const WriteOptions& options) {
    // Of a file that is there, only the content tells one XML from another.
    const EditFormat format =
        file.extension() == ".xml" ? EditFormat::Xmeml : edit_format({}, file);
    const bool places_here = options.relinked_urls && format != EditFormat::Otio;
    Edit edit = places_here ? relinked(given) : given;
    for (Track& track : edit.tracks)
        for (Event& event : track.events) bring_up_shown(event);
    return with_foreign(written_as(format, edit, file, options), edit, format);
}

} // namespace seamline::interchange
