#include "app/cli/arguments.h"
#include "app/cli/color_options.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/source_frame.h"
#include "app/cli/sources_argument.h"
#include "app/cli/tool_options.h"
#include "app/playback/compose.h"
#include "app/playback/player.h"
#include "app/ui/painted_labels.h"
#include "decode/media/lower_case.h"
#include "decode/picture_writer.h"
#include "renderer/frame_renderer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <string>
#include <string_view>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 15> kOptions{{
    {"--at", "N", "the tick (with --view source: the frame), from 0 (default 0)"},
    {"--view", "V", "source single row column grid wipe overlay butterfly checkerboard difference"},
    {"--size", "WxH", "target size (default: the picture's own; 1920x1080 for several)"},
    {"--difference", "D",
     "absolute signed sqrt adaptive luma delta-e lightness chroma (default absolute)"},
    {"--gain", "G", "factor of a difference, 0.1 to 1000 (default 1)"},
    {"--opacity", "O", "of B in an overlay, 0 to 1 (default 0.5)"},
    {"--angle", "DEG", "of the wipe line (default 0: upright)"},
    {"--quality", nullptr, "Lanczos in linear light (the default on a GPU; slow on a CPU device)"},
    {"--fast", nullptr, "prefiltered bilinear (the default on a CPU device)"},
    {"--labels", nullptr, "take, generator, frame and timecode on the pictures"},
    {"--no-labels", nullptr, "none, whatever the session says"},
    {"--burn-in", "LIST",
     "counters at the lower edge of every picture: some of record,source,frames,seconds, or all"},
    {"--sequence-rate", "R", "frames per second of image sequences (default 24)"},
    {"--out", "F.png", "where to write; required"},
    {"--help", nullptr, "this text"},
}};

constexpr int kFrameTimeoutMs = 120'000;

struct Request {
    std::string view;
    std::int64_t at = 0;
    std::filesystem::path out;
    std::optional<Extent> size;
    renderer::ResizeFilter filter = renderer::ResizeFilter::Lanczos;
    bool labels = false;
    ui::BurnIn burn_in;
};

Result<ui::BurnIn> burn_in_from(const Arguments& arguments) {
    ui::BurnIn burn_in;
    const auto list = arguments.text("--burn-in");
    if (!list) return burn_in;
    std::string_view rest = *list;
    while (true) {
        const std::string_view word = rest.substr(0, rest.find(','));
        if (word == "all")
            burn_in = {true, true, true, true};
        else if (word == "record")
            burn_in.record = true;
        else if (word == "source")
            burn_in.source = true;
        else if (word == "frames")
            burn_in.frames = true;
        else if (word == "seconds")
            burn_in.seconds = true;
        else
            return Error{ErrorCode::InvalidArgument,
                         "--burn-in " + *list +
                             ": choose some of record,source,frames,seconds, or all"};
        if (word.size() == rest.size()) return burn_in;
        rest.remove_prefix(word.size() + 1);
    }
}

Result<Done> write(const renderer::RenderedPicture& picture, const std::filesystem::path& path) {
    decode::RgbaView view;
    view.size = picture.size;
    view.bytes_per_component = picture.format == renderer::TargetFormat::Rgba16 ? 2 : 1;
    view.pixels = picture.pixels;
    return decode::write_png(path, view);
}

/// The coded picture as it is: one frame by number, no rotation, no pixel aspect, no resize.
Result<Done> write_source(playback::Player& player, renderer::FrameRenderer& renderer,
                          const Request& request) {
    const Result<std::shared_ptr<const renderer::CachedFrame>> found =
        source_frame(player, renderer, request.at);
    if (!found) return found.error();
    const renderer::CachedFrame& frame = *found.value();
    renderer::Composition composition;
    const Extent visible{frame.visible.width, frame.visible.height};
    composition.target = request.size.value_or(visible);
    composition.tools = playback::picture_tools(player.session(), playback::Viewport::Main);
    composition.filter = request.size ? request.filter : renderer::ResizeFilter::Nearest;
    renderer::Tile tile;
    tile.rect = {0, 0, composition.target.width, composition.target.height};
    tile.a.frame = found.value();
    tile.a.color = frame.color;
    tile.a.opaque = true;
    tile.a.target_to_source[0][0] =
        static_cast<float>(visible.width) / static_cast<float>(composition.target.width);
    tile.a.target_to_source[1][1] =
        static_cast<float>(visible.height) / static_cast<float>(composition.target.height);
    composition.tiles.push_back(tile);
    const bool deep = frame.layout.bit_depth() > 8;
    return write(renderer.render_and_read(composition, deep ? renderer::TargetFormat::Rgba16
                                                            : renderer::TargetFormat::Rgba8),
                 request.out);
}

Extent natural_size(const playback::Player& player, const session::Session& session) {
    if (session.on_screen().size() != 1) return {1920, 1080};
    for (const playback::SourceReport& report : player.reports()) {
        if (report.key != session.on_screen().front()->key || !report.media.video) continue;
        const VideoDescription& v = *report.media.video;
        const glm::dvec2 size =
            renderer::display_size({v.size, v.sample_aspect_ratio, v.rotation, v.flipped});
        const auto pixels = [](double edge) {
            return static_cast<int>(std::clamp(edge + 0.5, 1.0, 16384.0));
        };
        return {pixels(size.x), pixels(size.y)};
    }
    return {1920, 1080};
}

Result<Done> write_tick(playback::Player& player, renderer::FrameRenderer& renderer,
                        const Request& request) {
    if (request.at < 0 || request.at >= player.length())
        return Error{ErrorCode::NotFound, "tick " + std::to_string(request.at) +
                                              " is outside the session, which has 0 to " +
                                              std::to_string(player.length() - 1)};
    const Result<playback::Tick> ready =
        player.wait_for(request.at, kFrameTimeoutMs, [&] { renderer.ingest_pending(); });
    if (!ready) return ready.error();
    if (const auto colors = player.wait_colors(ready.value()); !colors) return colors;
    for (const playback::FrameChoice& choice : ready.value().choices) {
        const session::Session session = player.session();
        const session::Source* source = session.find(choice.key);
        const std::string name = source != nullptr ? source->path.string() : "a source";
        tell_substitute(name, choice);
        if (const auto color = player.color_report(choice.key, playback::Viewport::Main))
            tell_guessed_space(name, *color, player.color_config());
    }
    const Extent target = request.size.value_or(natural_size(player, player.session()));
    const ui::ShownPicture shown{ready.value(),
                                 player.compose(ready.value(), target, request.filter)};
    renderer::RenderedPicture picture =
        renderer.render_and_read(shown.composition, renderer::TargetFormat::Rgba8);
    const bool slates = ui::has_slate(shown.tick);
    if (request.labels || slates || request.burn_in.any()) {
        const ui::LabelPainter painter = ui::make_label_painter();
        if (slates) ui::paint_slates(picture, shown, painter);
        if (request.labels)
            ui::paint_labels(picture, shown, player.session(), player.reports(), painter);
        if (request.burn_in.any())
            ui::paint_burn_in(picture, shown, player.session(), player.reports(), painter,
                              request.burn_in);
    }
    return write(picture, request.out);
}

Result<session::CompareState> compare_from(const Arguments& arguments, const std::string& view,
                                           session::CompareState compare) {
    const auto mode = session::compare_mode_from(view == "source" ? "single" : view);
    if (!mode) return Error{ErrorCode::InvalidArgument, "no view '" + view + "'; see --help"};
    compare.mode = *mode;
    if (const auto kind = arguments.text("--difference")) {
        const auto known = session::difference_kind_from(*kind);
        if (!known)
            return Error{ErrorCode::InvalidArgument, "no difference '" + *kind + "'; see --help"};
        compare.difference = *known;
    }
    const Result<double> gain = arguments.number("--gain", 1, 0.1, 1000);
    if (!gain) return gain.error();
    const Result<double> opacity = arguments.number("--opacity", 0.5, 0, 1);
    if (!opacity) return opacity.error();
    const Result<double> angle = arguments.number("--angle", 0, -360, 360);
    if (!angle) return angle.error();
    // What is not given stays as it is in a session.
    if (arguments.has("--gain")) compare.gain = static_cast<float>(gain.value());
    if (arguments.has("--opacity")) compare.opacity = static_cast<float>(opacity.value());
    if (arguments.has("--angle")) compare.wipe_angle_deg = angle.value();
    return compare;
}

/// Also puts what the arguments change of the compare into `session`.
Result<Request> request_from(const Arguments& arguments, session::Session& session) {
    Request request;
    request.view = arguments.text("--view").value_or(session::name(session.compare.mode));
    const Result<session::CompareState> compare =
        compare_from(arguments, request.view, session.compare);
    if (!compare) return compare.error();
    session.compare = compare.value();
    request.labels =
        arguments.has("--labels") || (session.compare.labels && !arguments.has("--no-labels"));
    const bool needs_two = compare.value().mode >= session::CompareMode::Wipe;
    if (needs_two && session.sources.size() < 2)
        return Error{ErrorCode::InvalidArgument, "view " + request.view + " needs two sources"};
    const Result<std::int64_t> at = arguments.integer("--at", 0, 0, INT64_MAX / 4);
    if (!at) return at.error();
    request.at = at.value();
    if (arguments.has("--size")) {
        const Result<Extent> size = arguments.size("--size", {});
        if (!size) return size.error();
        request.size = size.value();
    }
    const Result<ui::BurnIn> burn_in = burn_in_from(arguments);
    if (!burn_in) return burn_in.error();
    request.burn_in = burn_in.value();
    const auto out = arguments.text("--out");
    if (!out) return Error{ErrorCode::InvalidArgument, "frame needs --out F.png"};
    request.out = *out;
    const std::string end = lower_case(request.out.extension().string());
    if (!end.empty() && end != ".png")
        return Error{ErrorCode::InvalidArgument,
                     "--out " + *out + ": pictures are written as PNG; end the name in .png"};
    return request;
}

Result<Done> render(const Arguments& arguments) {
    const Result<Rational> rate = rate_option(arguments, "--sequence-rate", Rational(24));
    if (!rate) return rate.error();
    Result<session::Session> session = session_named(arguments, rate.value());
    if (!session) return session.error();
    if (session.value().sources.empty())
        return Error{ErrorCode::NotFound, arguments.files().front() + ": has no sources"};
    Result<Request> wanted = request_from(arguments, session.value());
    if (!wanted) return wanted.error();
    Request& request = wanted.value();
    for (const char* option : {"--labels", "--burn-in"})
        if (request.view == "source" && arguments.has(option))
            return Error{ErrorCode::InvalidArgument,
                         std::string("view source has no words on it: leave out ") + option};
    if (request.view == "source") {
        session.value().sources.resize(1);
        tell_unused_colors(arguments, "the coded picture is written as it is; leave out --view "
                                      "source for the displayed one");
    }
    const Result<color::ColorConfig> config = color_config(arguments);
    if (!config) return config.error();
    if (const auto applied = apply_color(arguments, session.value()); !applied) return applied;
    if (const auto applied = apply_tools(arguments, session.value()); !applied) return applied;

    const renderer::Device device;
    const bool quality =
        arguments.has("--quality") || (!device.is_cpu() && !arguments.has("--fast"));
    request.filter = quality ? renderer::ResizeFilter::Lanczos : renderer::ResizeFilter::Bilinear;
    playback::PlayerOptions options;
    options.color_config = config.value();
    playback::Player player(device, options);
    player.set_session(session.value());
    const Result<Done> opened = player.wait_opened();
    if (!opened) return opened.error();
    renderer::FrameRenderer renderer(device, player.cache());
    return request.view == "source" ? write_source(player, renderer, request)
                                    : write_tick(player, renderer, request);
}

} // namespace

int frame(std::span<const std::string> words) {
    const std::vector<Option> options =
        with_edit_options(with_tool_options(with_color_options(kOptions)));
    const Result<Arguments> arguments = Arguments::parse(words, options);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "frame SOURCES... --at N --out F.png",
                "Renders one tick through the player's own passes; SOURCES may be one .seamline "
                "session, whose compare,\nnames and labels then hold unless said "
                "otherwise.\n--view source writes the coded "
                "picture of the first source: cropped, before rotation and pixel aspect, R'G'B' "
                "in\n"
                "its own encoding whatever the colour options say, 8 bit, or 16 bit for deeper "
                "sources.\n"
                "Only tools that are named are drawn, whatever a session shows; a difference has "
                "none.",
                options)
                .c_str(),
            stdout);
        return kOk;
    }
    if (arguments.value().files().empty())
        return report({ErrorCode::InvalidArgument, "frame needs a source; see --help"});
    const Result<Done> done = render(arguments.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
