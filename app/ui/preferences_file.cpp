#include "app/ui/preferences_file.h"

#include "app/session/xdg.h"

namespace seamline::ui {

std::filesystem::path preferences_file() {
    return session::xdg_path(session::XdgFolder::Config) / "preferences.json";
}

Result<Done> keep_preferences(const session::Preferences& preferences) {
    const auto folder = session::xdg_folder(session::XdgFolder::Config);
    return folder ? session::save_preferences(preferences, preferences_file())
                  : Result<Done>(folder.error());
}

} // namespace seamline::ui
