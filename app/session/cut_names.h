// app/session/cut_names.h: names that tell open cuts apart.
#pragma once

#include "app/session/session.h"

#include <string>

namespace seamline::session {

/// The name of a cut that joins `session`: its own, with its file's where another source is called
/// so. Versions of a cut often have one name.
std::string name_beside(const Session& session, const Source& cut);

} // namespace seamline::session
