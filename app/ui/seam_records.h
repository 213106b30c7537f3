// app/ui/seam_records.h: where the frames of an edit's media lie on its record, as far as its
// measured cuts tell; pure.
#pragma once

#include "app/playback/measuring.h"

#include <cstdint>
#include <vector>

namespace seamline::ui {

/// Record frames [record, end) that show frames of one medium at normal speed.
struct RecordShot {
    std::int64_t record = 0;
    std::int64_t end = 0;
    std::size_t medium = 0; ///< In SourceFindings::media.
    std::int64_t first = 0; ///< The medium's frame at `record`.

    friend bool operator==(const RecordShot&, const RecordShot&) = default;
};

/// Whether the findings are of an edit: its cuts lie on a record.
bool is_of_edit(const playback::SourceFindings& findings);
/// Ascending, without overlap. Retimed and reversed shots are left out, and what lies beside gaps.
std::vector<RecordShot> record_shots(const playback::SourceFindings& findings);

} // namespace seamline::ui
