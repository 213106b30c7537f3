#include "app/cli/arguments.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/decode_option.h"
#include "app/cli/demo_session.h"
#include "app/cli/sources_argument.h"
#include "app/interchange/read_edit.h"
#include "app/ui/window.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 7> kOptions{{
    {"--demo", nullptr, "open the demo review (rendered once, about a minute without a GPU)"},
    {"--cache-mb", "N",
     "memory budget of the frame cache (default: half the GPU's, a quarter of free RAM)"},
    {"--decode", "P",
     "what decodes: auto (default), software, nvdec, vaapi or vulkan"},
    {"--output", "8bit|10bit|hdr10|scrgb",
     "what the window takes where its screen offers it (default: as chosen last)"},
    {"--paused", nullptr, "do not start playing"},
    {"--validation", nullptr, "turn on Vulkan's validation layers"},
    {"--help", nullptr, "this text"},
}};

/// The window reads the file, too, and says what is wrong with it.
void tell_rate_guess_of(const std::string& file) {
    if (!interchange::is_edit_name(file)) return;
    const auto edits = interchange::read_edit(file);
    if (edits) tell_rate_guess(file, edits.value().front());
}

} // namespace

int play(std::span<const std::string> words) {
    const std::vector<Option> accepted = with_edit_options(with_color_options(kOptions));
    const Result<Arguments> arguments = Arguments::parse(words, accepted);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "play [SOURCES...]",
                "Opens the window. Sources are movies, stills, image sequences (shot.%04d.exr, "
                "shot.1001-1100#.exr,\nor any one file), timelines (.otio, .edl, .xml of Final Cut "
                "Pro 7, .fcpxml), or one "
                ".seamline session. With none: "
                "the last session, else the demo review.\nPress ? in the window for its keys.\n"
                "View > Colour says which outputs the screen offers. SDI cards are not "
                "supported: "
                "a picture alone\non a second display goes through the graphics card.",
                accepted)
                .c_str(),
            stdout);
        return kOk;
    }
    const Result<std::int64_t> cache_mb = arguments.value().integer("--cache-mb", 0, 0, 1 << 22);
    if (!cache_mb) return report(cache_mb.error());
    const Result<color::ColorConfig> config = color_config(arguments.value());
    if (!config) return report(config.error());
    const auto checked =
        check_color(arguments.value(), config.value(), arguments.value().files().size());
    if (!checked) return report(checked.error());
    const Result<decode::DecodeChoice> decode = decode_option(arguments.value());
    if (!decode) return report(decode.error());
    const char* asked = std::getenv("SEAMLINE_FAIL_GPU");
    const Result<renderer::DeviceFaults> faults =
        renderer::device_faults(asked != nullptr ? asked : "");
    if (!faults) return report(faults.error());
    ui::WindowOptions options;
    options.faults = faults.value();
    options.decode = decode.value();
    if (const auto given = arguments.value().text("--output")) {
        options.output = renderer::window_output_from(*given);
        if (!options.output)
            return report({ErrorCode::InvalidArgument,
                           "--output " + *given + ": choose 8bit, 10bit, hdr10 or scrgb"});
    }
    if (arguments.value().has("--ocio")) options.color_config = config.value();
    options.color = [given = arguments.value()](session::Session& session) {
        return apply_color(given, session);
    };
    options.cache_bytes = static_cast<std::uint64_t>(cache_mb.value()) << 20;
    options.validation = arguments.value().has("--validation");
    options.play = !arguments.value().has("--paused");
    if (arguments.value().has("--as-cut") || arguments.value().has("--search") ||
        arguments.value().has("--map") || arguments.value().has("--rate")) {
        // Linked here, as it was asked for; else the window does it, with proposals.
        Result<session::Session> named = session_named(arguments.value(), Rational(24));
        if (!named) return report(named.error());
        named.value().compare.labels = true;
        options.review = {std::move(named).value(), {}, nullptr};
    } else {
        for (const std::string& file : arguments.value().files()) {
            options.sources.emplace_back(file);
            tell_rate_guess_of(file);
        }
    }
    if (options.sources.empty() && !options.review && !arguments.value().has("--demo"))
        options.review = ui::resumable_review(options.note);
    if (options.sources.empty() && !options.review) {
        const renderer::Device device;
        const Result<session::DemoReview> review = prepare_demo(device);
        if (!review) return report(review.error());
        options.review = {demo_session(review.value()), {}, nullptr};
    }
    return ui::run_window(options);
}

} // namespace seamline::cli
