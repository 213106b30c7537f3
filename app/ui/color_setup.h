// app/ui/color_setup.h: which OpenColorIO configuration is used, and reading another one.
#pragma once

#include "app/session/preferences.h"
#include "app/ui/errand.h"
#include "decode/media/result.h"
#include "renderer/color/color_config.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace seamline::ui {

/// Where a configuration comes from.
struct ConfigChoice {
    session::ColorConfigOrigin origin = session::ColorConfigOrigin::Environment;
    std::filesystem::path file; ///< With ColorConfigOrigin::File only.

    friend bool operator==(const ConfigChoice&, const ConfigChoice&) = default;
};

/// $OCIO; empty when it is not set.
std::string environment_config();
/// The configuration of a choice. Environment without $OCIO: the built-in one. Blocks: reads the
/// file. Errors: as ColorConfig::load, saying where the file was named.
Result<color::ColorConfig> read_config(const ConfigChoice& choice);

/// Reads configurations on a thread that nobody waits for: the file may lie on a network.
///
/// Threads: confined.
class ColorSetup {
public:
    ~ColorSetup() { reading_.settle(std::chrono::seconds(2)); }

    struct Answer {
        ConfigChoice choice;
        Result<color::ColorConfig> config;
    };
    /// What is used already, without reading it again.
    void start_with(const ConfigChoice& choice) { choice_ = choice; }
    /// Begins to read; what was asked for before is forgotten. False: too much hangs already.
    bool ask(const ConfigChoice& choice);
    bool is_reading() const { return reading_.is_running(); }
    /// The answer, once. A configuration is used and `choice` changes only when it could be read.
    std::optional<Answer> take();

    const ConfigChoice& choice() const { return choice_; } ///< Of what is used.
    const std::string& error() const { return error_; }    ///< Of the last reading; empty: none.
    /// Why the file of `choice` cannot be read any more, while what it said before is used.
    const std::string& broken() const { return broken_; }

private:
    Errand<Answer> reading_;
    ConfigChoice choice_{session::ColorConfigOrigin::BuiltIn, {}};
    std::string error_;
    std::string broken_;
};

} // namespace seamline::ui
