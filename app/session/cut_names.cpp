#include "app/session/cut_names.h"

#include <algorithm>
#include <string>

namespace seamline::session {

std::string name_beside(const Session& session, const Source& cut) {
    const auto is_taken = [&](const std::string& wanted) {
        return std::ranges::any_of(
            session.sources, [&](const Source& other) { return display_name(other) == wanted; });
    };
    const std::string name = display_name(cut);
    if (!is_taken(name)) return cut.name;
    const std::string by_file = name + " (" + cut.path.stem().string() + ")";
    if (!is_taken(by_file)) return by_file;
    const std::string by_folder = name + " (" + cut.path.parent_path().filename().string() + "/" +
                                  cut.path.stem().string() + ")";
    std::string numbered = by_folder;
    for (int number = 2; is_taken(numbered); ++number)
        numbered = by_folder + ' ' + std::to_string(number);
    return numbered;
}

} // namespace seamline::session
