#include "app/interchange/write_edit.h"

#include "app/interchange/read_edit.h"

namespace seamline::interchange {

Result<WrittenEdit> write_edit(const Edit& edit, const std::filesystem::path& file,
                               const WriteOptions& options) {
    switch (edit_format({}, file)) {
    case EditFormat::Otio:
        return write_otio(edit, {options.profile, options.relinked_urls});
    default:
        return Error{ErrorCode::InvalidArgument,
                     file.string() + ": an edit is written as .otio; name the file so"};
    }
}

} // namespace seamline::interchange
