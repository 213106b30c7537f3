#include "app/interchange/write_edit.h"

#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/file_url.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/xmeml.h"

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

} // namespace

Result<WrittenEdit> write_edit(const Edit& given, const std::filesystem::path& file,
                               const WriteOptions& options) {
    // Of a file that is there, only the content tells one XML from another.
    const EditFormat format =
        file.extension() == ".xml" ? EditFormat::Xmeml : edit_format({}, file);
    const bool places_here = options.relinked_urls && format != EditFormat::Otio;
    const Edit edit = places_here ? relinked(given) : given;
    switch (format) {
    case EditFormat::Otio:
        return write_otio(edit, {options.profile, options.relinked_urls});
    case EditFormat::Cmx3600:
        return write_edl(edit);
    case EditFormat::Xmeml:
        return write_xmeml(edit);
    case EditFormat::Fcpxml:
        return write_fcpxml(edit);
    case EditFormat::None:
        break;
    }
    return Error{ErrorCode::InvalidArgument,
                 file.string() + ": an edit is written as .otio, .edl, .xml or .fcpxml; name the "
                                 "file so"};
}

} // namespace seamline::interchange
