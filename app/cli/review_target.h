// app/cli/review_target.h: the part of a medium that a review command is about.
#pragma once

#include "app/analysis/shot_drift.h"
#include "app/cli/review_commands.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace seamline::cli {

/// As it was asked for; frames are not checked against the medium yet.
struct WantedTarget {
    review::TargetKind kind = review::TargetKind::Take;
    std::int64_t from = 0;
    std::int64_t to = -1;
    std::int64_t shot = -1; ///< From 0.
};

/// --frame, --range, --shot, --take.
std::array<Option, 4> target_options();
/// What was given of them; `part` ("review add") begins the message. Errors: InvalidArgument.
Result<WantedTarget> target_option(const Arguments& arguments, const std::string& part);

/// Threads: confined. Remembers the shots of media that were asked about.
class TargetFinder {
public:
    explicit TargetFinder(const decode::OpenOptions& open) : open_(open) {}

    /// Blocks: for a shot `file` is measured, unless it was before. Errors: InvalidArgument: the
    /// medium has no such frame or shot; those of reading it.
    Result<review::Target> find(const WantedTarget& wanted, const std::string& file,
                                const review::Medium& medium);

private:
    Result<review::Target> find_shot(const WantedTarget& wanted, const std::string& file,
                                     const review::Medium& medium);
    Result<std::vector<analysis::ShotRange>> measure_shots(const std::string& file) const;

    decode::OpenOptions open_;
    std::map<std::string, std::vector<analysis::ShotRange>> shots_; ///< By media_id.
};

} // namespace seamline::cli
