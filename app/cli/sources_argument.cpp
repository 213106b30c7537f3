#include "app/cli/sources_argument.h"

#include "app/session/session_file.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seamline::cli {

Result<session::Session> session_named(const Arguments& arguments, Rational sequence_rate) {
    const std::vector<std::string>& files = arguments.files();
    if (files.size() == 1 &&
        std::filesystem::path(files.front()).extension() == session::kSessionExtension) {
        if (arguments.has("--sequence-rate"))
            return Error{ErrorCode::InvalidArgument,
                         "a session has its own rates: leave out --sequence-rate"};
        return session::load_session(files.front());
    }
    session::Session made;
    made.compare.mode = files.size() > 1 ? session::CompareMode::Row : session::CompareMode::Single;
    made.compare.labels = false;
    for (const std::string& file : files) {
        session::Source source;
        source.key = static_cast<session::SourceKey>(made.sources.size() + 1);
        source.path = file;
        source.sequence_rate = sequence_rate;
        made.sources.push_back(std::move(source));
    }
    return made;
}

} // namespace seamline::cli
