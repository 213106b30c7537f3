// renderer/color/config_files.h: the LUT and CDL files that a configuration names.
#pragma once

#include "renderer/color/ocio.h"

#include <filesystem>
#include <mutex>
#include <set>
#include <string>

namespace seamline::color {

/// Whether every file that `config`, read from `file`, names is there. Error: NotFound,
/// "CONFIG:LINE: ..." for the first that is not. Looks at names only, opens nothing.
Result<Done> check_named_files(const OCIO::Config& config, const std::filesystem::path& file);

/// Why OpenColorIO finds `config` not valid, which it does not always say; `file` as above.
Error validation_error(const OCIO::Config& config, const std::filesystem::path& file,
                       const std::exception& failure);

/// What OpenColorIO's `failure` to make a processor comes from: the first named file that it speaks
/// of and that check_lut refuses, "LUT:LINE: reason", else OpenColorIO's words about `file`.
Error processor_error(const OCIO::Config& config, const std::string& file,
                      const std::exception& failure);

/// Remembers which files of a configuration were found to be sound; any thread.
class CheckedFiles {
public:
    /// check_lut of each file that `processor` was made of; each is read once.
    Result<Done> check(const OCIO::Processor& processor);

private:
    std::mutex mutex_;
    std::set<std::string> sound_;
};

} // namespace seamline::color
