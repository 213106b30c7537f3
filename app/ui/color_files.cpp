#include "app/ui/color_files.h"

#include <algorithm>
#include <set>

namespace seamline::ui {

void ColorFiles::follow(const session::Session& session, const std::filesystem::path& config) {
    std::set<std::filesystem::path> named;
    const auto name = [&](const std::filesystem::path& file, bool is_config) {
        if (file.empty() || !named.insert(file).second || known_.contains(file)) return;
        known_[file] = {next_key_, is_config};
        watch_.watch(next_key_++, file);
    };
    name(config, true);
    for (const session::Source& source : session.sources) {
        name(source.source_color.cdl_file, false);
        name(source.source_color.lut_file, false);
        if (!source.cut) continue;
        for (const auto& [path, settings] : source.cut->media) {
            name(settings.source_color.cdl_file, false);
            name(settings.source_color.lut_file, false);
        }
    }
    name(session.view_color.calibration_lut, false);
    name(session.second_view_color.calibration_lut, false);
    std::erase_if(known_, [&](const auto& entry) {
        if (named.contains(entry.first)) return false;
        watch_.forget(entry.second.key);
        return true;
    });
}

ColorFiles::Changes ColorFiles::poll(const session::Session& session,
                                     const std::filesystem::path& config, Clock::time_point now) {
    follow(session, config);
    Changes changes;
    for (const session::FileEvent& event : watch_.poll(now)) {
        const auto at = std::ranges::find_if(
            known_, [&](const auto& entry) { return entry.second.key == event.key; });
        if (at == known_.end()) continue;
        (at->second.is_config ? changes.config : changes.grades) = true;
    }
    return changes;
}

} // namespace seamline::ui
