// app/interchange/otio_profile.h: a document made readable by the versions that a profile names.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/otio.h"
#include "app/interchange/otio_json.h"

#include <vector>

namespace seamline::interchange::otio {

/// Brings every clip and marker below `object` to the profile's versions. What is not carried is
/// added to `losses`.
void apply_profile(Json& object, OtioProfile profile, std::vector<EditNote>& losses);

} // namespace seamline::interchange::otio
