#include "app/cli/arguments.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/scope_options.h"
#include "app/cli/scope_pictures.h"
#include "app/cli/scope_report.h"
#include "app/cli/source_frame.h"
#include "app/cli/sources_argument.h"
#include "app/playback/view_signals.h"
#include "app/session/scope_settings.h"
#include "decode/picture_writer.h"
#include "renderer/scopes/cpu_scopes.h"
#include "renderer/scopes/frame_readback.h"
#include "renderer/scopes/row_team.h"
#include "renderer/scopes/view_signal.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace seamline::cli {
namespace {

using namespace shared;

constexpr std::array<Option, 15> kOptions{{
    {"--at", "N", "the frame, from 0 (default 0)"},
    {"--backend", "B", "auto vulkan cpu (default auto: cpu where the Vulkan device is one)"},
    {"--out", "DIR", "write a PNG of each scope there"},
    {"--region", "X,Y,WxH", "count only this rectangle of the picture"},
    {"--scopes", "LIST",
     "all or some of histogram,parade,waveform,chroma,vectorscope,cie (default all and cie)"},
    {"--columns", "N", "waveform columns, 1 to 16384 (default 512, at most one per pixel)"},
    {"--scale", "S", "of levels in the PNGs: percent code mv nits (PQ and HLG only)"},
    {"--gain", "G", "of traces: log sqrt linear (default log)"},
    {"--zoom", "Z", "of the vectorscope's PNG: 1 (default), 2, 4 or 8"},
    {"--signal", "S", "source (default), or view: what the display is fed with"},
    {"--mark", "X,Y", "marks this pixel's values in the PNGs and prints them"},
    {"--size", "WxH", "of the PNGs (default 960x540)"},
    {"--sequence-rate", "R", "frames per second of image sequences (default 24)"},
    {"--json", nullptr, "print one JSON object (schema seamline.scopes/1)"},
    {"--help", nullptr, "this text"},
}};

constexpr std::uint32_t kDefaultScopes =
    kScopeHistogram | kScopeParade | kScopeLuma | kScopeVector | kScopeXy;
/// JSON has these keys whatever is drawn.
constexpr std::uint32_t kPromisedScopes =
    kScopeHistogram | kScopeParade | kScopeLuma | kScopeVector;

struct Options {
    std::int64_t at = 0;
    renderer::ScopeBackend backend = renderer::ScopeBackend::Auto;
    renderer::ScopeRequest request;
    std::uint32_t drawn = kDefaultScopes;
    std::optional<std::string> out;
    std::optional<std::array<int, 2>> mark;
    ScopePictureStyle style;
    Rational sequence_rate{24};
    session::ScopeSignal signal = session::ScopeSignal::Source;
};

Result<std::optional<std::array<int, 2>>> mark_option(const Arguments& arguments) {
    const auto given = arguments.text("--mark");
    if (!given) return std::optional<std::array<int, 2>>{};
    std::array<int, 2> place{};
    int used = 0;
    if (std::sscanf(given->c_str(), "%6d,%6d%n", place.data(), &place[1], &used) != 2 ||
        static_cast<std::size_t>(used) != given->size())
        return Error{ErrorCode::InvalidArgument, "--mark needs X,Y, not '" + *given + "'"};
    return std::optional(place);
}

Result<Done> read_style(const Arguments& arguments, ScopePictureStyle& style) {
    using renderer::LevelScale;
    using renderer::TraceGain;
    const Result<LevelScale> scale = choice_option<LevelScale>(arguments, "--scale",
                                                               {{"percent", LevelScale::Percent},
                                                                {"code", LevelScale::Code},
                                                                {"mv", LevelScale::Millivolt},
                                                                {"nits", LevelScale::Nits}},
                                                               LevelScale::Percent);
    if (!scale) return scale.error();
    const Result<TraceGain> gain = choice_option<TraceGain>(
        arguments, "--gain",
        {{"log", TraceGain::Log}, {"sqrt", TraceGain::Sqrt}, {"linear", TraceGain::Linear}},
        TraceGain::Log);
    if (!gain) return gain.error();
    const Result<int> zoom =
        choice_option<int>(arguments, "--zoom", {{"1", 1}, {"2", 2}, {"4", 4}, {"8", 8}}, 1);
    if (!zoom) return zoom.error();
    const Result<Extent> size = arguments.size("--size", {960, 540});
    if (!size) return size.error();
    if (size.value().width < 160 || size.value().height < 120)
        return Error{ErrorCode::InvalidArgument, "--size of scopes is at least 160x120"};
    style.scale = scale.value();
    style.gain = gain.value();
    style.zoom = zoom.value();
    style.size = size.value();
    return Done{};
}

Result<Options> scopes_options(const Arguments& arguments) {
    Options options;
    const Result<std::int64_t> at = arguments.integer("--at", 0, 0, INT64_MAX / 4);
    if (!at) return at.error();
    const Result<renderer::ScopeBackend> backend = backend_option(arguments);
    if (!backend) return backend.error();
    const Result<Rect> region = region_option(arguments, "--region");
    if (!region) return region.error();
    const Result<std::uint32_t> scopes = scopes_option(arguments, "--scopes", kDefaultScopes);
    if (!scopes) return scopes.error();
    const Result<std::int64_t> columns = arguments.integer("--columns", 512, 1, 16384);
    if (!columns) return columns.error();
    const Result<Rational> rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return rate.error();
    const Result<std::optional<std::array<int, 2>>> mark = mark_option(arguments);
    if (!mark) return mark.error();
    const Result<Done> style = read_style(arguments, options.style);
    if (!style) return style.error();
    const Result<session::ScopeSignal> signal = signal_option(arguments);
    if (!signal) return signal.error();
    options.signal = signal.value();
    options.at = at.value();
    options.backend = backend.value();
    options.drawn = scopes.value();
    options.request.scopes = scopes.value() | kPromisedScopes;
    options.request.region = region.value();
    options.request.columns = static_cast<int>(columns.value());
    options.out = arguments.text("--out");
    options.mark = mark.value();
    options.sequence_rate = rate.value();
    return options;
}

/// What lies outside is an error here: whoever types a rectangle wants all of it.
Result<Done> check_places(const Options& options, const renderer::CachedFrame& frame) {
    const Rect& visible = frame.visible;
    const std::string size = std::to_string(visible.width) + "x" + std::to_string(visible.height);
    const Rect& r = options.request.region;
    const bool whole = r.width == 0;
    const auto ends_within = [](int start, int length, int limit) {
        return start >= 0 && std::int64_t{start} + length <= limit;
    };
    if (!whole &&
        (!ends_within(r.x, r.width, visible.width) || !ends_within(r.y, r.height, visible.height)))
        return Error{ErrorCode::InvalidArgument,
                     "--region reaches beyond the picture, which has " + size + " pixels"};
    if (!options.mark) return Done{};
    const auto [x, y] = *options.mark;
    const Rect inside = whole ? Rect{0, 0, visible.width, visible.height} : r;
    if (x < inside.x || y < inside.y || x >= inside.x + inside.width ||
        y >= inside.y + inside.height)
        return Error{ErrorCode::InvalidArgument,
                     "--mark lies outside the counted pixels of the picture, which has " + size};
    return Done{};
}

using Signal = std::shared_ptr<const renderer::ViewSignal>;

int cores() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

/// The region behind the view, with its memory.
std::shared_ptr<const renderer::CachedFrame>
viewed(const renderer::CachedFrame& frame, const ScopeParams& params, const Signal& signal) {
    auto bytes = std::make_shared<std::vector<std::byte>>(renderer::viewed_bytes(params));
    renderer::RowTeam team(cores(), false);
    team.run(params.region.w, [&](int first, int end) {
        renderer::view_rows(*signal, params, frame.mapped, first, end, bytes->data());
    });
    auto result =
        std::make_shared<renderer::CachedFrame>(renderer::viewed_frame(frame, params, *signal));
    result->mapped = bytes->data();
    result->keep = std::move(bytes);
    return result;
}

void count_on_cpu(const renderer::CachedFrame& frame, const ScopeParams& params,
                  CountedScopes& counted) {
    renderer::CpuScopes scopes(cores());
    counted.words.resize(renderer::scope_words(params.columns));
    scopes.count(params, renderer::scope_light(frame.color.transfer), frame.mapped, counted.words);
    counted.backend = "cpu";
    counted.device = "cpu";
}

void count_on_gpu(const renderer::Device& device, const Options& options,
                  const std::shared_ptr<const renderer::CachedFrame>& frame, const Signal& signal,
                  CountedScopes& counted) {
    renderer::ScopeMonitor monitor(device,
                                   {.backend = renderer::ScopeBackend::Vulkan, .read_back = true});
    monitor.submit_every(0, {{0, frame, frame->color, options.request, signal}});
    monitor.wait_idle();
    const auto reading = monitor.latest(0);
    counted.words.assign(reading->bins.words.begin(), reading->bins.words.end());
    counted.backend = "vulkan";
    counted.device = device.name();
}

/// The region's pixel that is to be marked, in the region.
std::optional<glm::ivec2> mark_in_region(const Options& options) {
    if (!options.mark) return {};
    const Rect& r = options.request.region;
    return glm::ivec2((*options.mark)[0] - r.x, (*options.mark)[1] - r.y);
}

CountedScopes count(const renderer::Device& device, const Options& options,
                    const std::shared_ptr<const renderer::CachedFrame>& frame,
                    const Signal& signal) {
    CountedScopes counted;
    ScopeParams params = renderer::scope_params(*frame, frame->color, options.request);
    counted.frame = options.at;
    counted.guessed = guessed_names(frame->color);
    counted.region = {params.region.x - frame->visible.x, params.region.y - frame->visible.y,
                      params.region.z, params.region.w};
    auto readable = renderer::readable_frame(device, frame);
    if (signal != nullptr) {
        readable = viewed(*readable, params, signal);
        renderer::ScopeRequest request = options.request;
        request.region = {}; // All of what the view made.
        params = renderer::scope_params(*readable, readable->color, request);
        counted.signal = signal->name();
    }
    const bool on_cpu = options.backend == renderer::ScopeBackend::Cpu ||
                        (options.backend == renderer::ScopeBackend::Auto && device.is_cpu());
    if (on_cpu)
        count_on_cpu(*readable, params, counted);
    else
        count_on_gpu(device, options, frame, signal, counted);
    counted.bins = renderer::scope_bins(*readable, readable->color, params, counted.words);
    if (const auto place = mark_in_region(options))
        counted.sample = renderer::scope_sample(*readable, params, place->x, place->y);
    if (counted.sample)
        counted.sample_xy = renderer::sample_xy(*counted.sample, params, readable->color.transfer);
    return counted;
}

/// Adds the files to `counted`.
Result<Done> write_pictures(const Options& options, CountedScopes& counted) {
    if (!options.out) return Done{};
    const std::filesystem::path folder = *options.out;
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return Error{ErrorCode::Io, folder.string() + ": cannot be made: " + failed.message()};
    renderer::ScopeBins drawn = counted.bins;
    drawn.scopes &= options.drawn;
    std::optional<MarkedSample> marked;
    if (counted.sample)
        marked = {*counted.sample, mark_in_region(options).value_or(glm::ivec2(0)).x,
                  counted.sample_xy};
    for (const ScopePicture& picture : draw_scopes(drawn, options.style, marked)) {
        const std::filesystem::path file = folder / (picture.name + ".png");
        const Result<Done> written =
            decode::write_png(file, {picture.canvas.size, 1, picture.canvas.rgba});
        if (!written) return written.error();
        counted.pictures.push_back(file.string());
    }
    return Done{};
}

std::string caption_of(const Options& options, const renderer::CachedFrame& frame,
                       const Signal& signal) {
    std::string text = signal != nullptr ? "after view, " + signal->name() : "source signal";
    text += ", frame " + std::to_string(options.at);
    if (signal == nullptr)
        text += ", " + frame.layout.name + ", " + name(frame.color.matrix) + ", " +
                name(frame.color.range) + " range";
    if (options.request.region.width > 0) text += ", region";
    return text;
}

/// Null for the source's own signal.
Result<Signal> view_signal(playback::Player& player, const Options& options,
                           const renderer::CachedFrame& frame) {
    if (options.signal == session::ScopeSignal::Source) return Signal{};
    if (!renderer::has_view_signal(renderer::scope_params(frame, frame.color, {})))
        return Error{ErrorCode::Unsupported,
                     std::string("--signal view needs R'G'B', which the matrix ") +
                         name(frame.color.matrix) + " does not give; count --signal source"};
    if (const auto colors = player.wait_colors(player.at(0)); !colors) return colors.error();
    const session::Session session = player.session();
    const auto subject = playback::view_subject(player, session.sources.front(), frame);
    if (!subject)
        return Error{ErrorCode::Unavailable, "the file's colour space is not known; give "
                                             "--input-space"};
    return playback::make_view_signal(player.color_config(), *subject);
}

Result<Done> run(const Arguments& arguments, Options options) {
    if (const auto medium = check_medium(arguments.files().front()); !medium) return medium;
    if (options.signal == session::ScopeSignal::Source)
        tell_unused_colors(arguments, "the source's own signal is counted; --signal view counts "
                                      "what they make of it");
    const Result<color::ColorConfig> config = color_config(arguments);
    if (!config) return config.error();
    const renderer::Device device;
    playback::PlayerOptions player_options;
    player_options.color_config = config.value();
    playback::Player player(device, player_options);
    session::Source source;
    source.path = arguments.files().front();
    source.sequence_rate = options.sequence_rate;
    player.open(source);
    const Result<Done> opened = player.wait_opened();
    if (!opened) return opened.error();
    Result<Done> colored = Done{};
    player.edit([&](session::Session& session) { colored = apply_color(arguments, session); });
    if (!colored) return colored.error();
    renderer::FrameRenderer renderer(device, player.cache());
    const auto frame = source_frame(player, renderer, options.at);
    if (!frame) return frame.error();
    const Result<Signal> signal = view_signal(player, options, *frame.value());
    if (!signal) return signal.error();
    const ColorTransfer transfer = signal.value() != nullptr ? signal.value()->display().transfer
                                                             : frame.value()->color.transfer;
    if (!renderer::applies(options.style.scale, transfer))
        return Error{ErrorCode::InvalidArgument,
                     std::string("--scale nits needs PQ or HLG; the signal's transfer is ") +
                         name(transfer)};
    const Result<Done> inside = check_places(options, *frame.value());
    if (!inside) return inside.error();
    CountedScopes counted = count(device, options, frame.value(), signal.value());
    counted.file = arguments.files().front();
    if (signal.value() != nullptr)
        if (const auto color =
                player.color_report(player.session().sources.front().key, playback::Viewport::Main))
            counted.input = {color->input_space, color->reason, color->confirmed};
    options.style.caption = caption_of(options, *frame.value(), signal.value());
    if (counted.input && !counted.input->confirmed)
        options.style.caption += ", colour space unconfirmed";
    const Result<Done> written = write_pictures(options, counted);
    if (!written) return written.error();
    if (arguments.has("--json"))
        std::printf("%s\n", scopes_json(counted).dump().c_str());
    else
        print(counted);
    return Done{};
}

} // namespace

int scopes(std::span<const std::string> words) {
    const std::vector<Option> all = with_color_options(kOptions);
    const Result<Arguments> arguments = Arguments::parse(words, all);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "scopes FILE --at N [--out DIR] [--json]",
                "Counts one coded frame: cropped, before rotation and pixel aspect.\n"
                "All levels that are printed and in JSON are code values of eight bits, 0 to 255, "
                "whatever the depth;\n--scale only numbers the PNGs' axes (code: the file's own "
                "depth). Cb is drawn to the right, Cr upwards.\n"
                "y is decoded luma >> (depth - 8) with no range expansion; r g b are full-range "
                "R'G'B' "
                "of eight bits by\nthe file's matrix with the chroma sample that covers the pixel; "
                "of "
                "RGB files y is an integer luma\n(renderer/scopes/scope_bins.h defines all). In "
                "JSON "
                "waveforms are rows of levels from 0 upwards, column\nx * columns / width; the "
                "vectorscope is rows of Cr, columns of Cb, over chroma samples.\n"
                "--signal view counts what the display is fed with, after the colour options "
                "(renderer/scopes/view_signal.h).",
                all)
                .c_str(),
            stdout);
        return kOk;
    }
    if (arguments.value().files().size() != 1)
        return report({ErrorCode::InvalidArgument, "scopes needs one file; see --help"});
    const Result<Options> options = scopes_options(arguments.value());
    if (!options) return report(options.error());
    const Result<Done> done = run(arguments.value(), options.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
