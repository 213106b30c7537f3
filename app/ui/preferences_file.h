// app/ui/preferences_file.h: where a user's preferences lie.
#pragma once

#include "app/session/preferences.h"
#include "decode/media/result.h"

#include <filesystem>

namespace seamline::ui {

std::filesystem::path preferences_file();
/// Makes the folder where there is none. Errors: Io.
Result<Done> keep_preferences(const session::Preferences& preferences);

} // namespace seamline::ui
