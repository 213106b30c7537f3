#include "app/interchange/write_edit.h"

#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/read_edit.h"
#include "app/interchange/xmeml.h"

namespace seamline::interchange {

Result<WrittenEdit> write_edit(const Edit& edit, const std::filesystem::path& file,
                               const WriteOptions& options) {
    switch (edit_format({}, file)) {
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
