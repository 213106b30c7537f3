// app/ui/color_files.h: notices that files which colours are read from changed on disk.
#pragma once

#include "app/session/file_watch.h"
#include "app/session/session.h"

#include <filesystem>
#include <map>

namespace seamline::ui {

/// Of the sources' CDLs and LUTs, the second window's calibration and the OpenColorIO
/// configuration. LUTs that a configuration names by itself are not watched.
///
/// Threads: confined; see FileWatch.
class ColorFiles {
public:
    using Clock = session::FileWatch::Clock;

    explicit ColorFiles(std::chrono::milliseconds settling = std::chrono::milliseconds(500))
        : watch_(settling) {}

    struct Changes {
        bool grades = false; ///< A CDL, LUT or calibration.
        bool config = false;
    };
    /// What changed and has settled. Files that are named for the first time count as known.
    /// `config`: empty when the configuration is no file.
    Changes poll(const session::Session& session, const std::filesystem::path& config,
                 Clock::time_point now);

private:
    struct Known {
        session::SourceKey key = 0;
        bool is_config = false;
    };
    void follow(const session::Session& session, const std::filesystem::path& config);

    session::FileWatch watch_;
    std::map<std::filesystem::path, Known> known_;
    session::SourceKey next_key_ = 1;
};

} // namespace seamline::ui
