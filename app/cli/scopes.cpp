#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/media_json.h"
#include "app/cli/scope_options.h"
#include "app/cli/scope_pictures.h"
#include "app/cli/source_frame.h"
#include "decode/picture_writer.h"
#include "renderer/scopes/cpu_scopes.h"
#include "renderer/scopes/frame_readback.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

namespace seamline::cli {
namespace {

using namespace shared;

constexpr std::array<Option, 14> kOptions{{
    {"--at", "N", "the frame, from 0 (default 0)"},
    {"--backend", "B", "auto vulkan cpu (default auto: cpu where the Vulkan device is one)"},
    {"--out", "DIR", "write a PNG of each scope there"},
    {"--region", "X,Y,WxH", "count only this rectangle of the picture"},
    {"--scopes", "LIST",
     "all or some of histogram,parade,waveform,chroma,vectorscope,cie (default all and cie)"},
    {"--columns", "N", "waveform columns, 1 to 16384 (default 512, at most one per pixel)"},
    {"--scale", "S", "of levels in the PNGs: percent code mv nits (PQ and HLG only)"},
    {"--gain", "G", "of traces: log sqrt linear (default log)"},
    {"--zoom", "Z", "of the vectorscope's PNG, 1 to 8 (default 1)"},
    {"--mark", "X,Y", "marks this pixel's values in the PNGs and prints them"},
    {"--size", "WxH", "of the PNGs (default 960x540)"},
    {"--sequence-rate", "R", "frames per second of image sequences (default 24)"},
    {"--json", nullptr, "print one JSON object (schema seamline.scopes/1)"},
    {"--help", nullptr, "this text"},
}};

constexpr std::uint32_t kDefaultScopes = kScopeHistogram | kScopeParade | kScopeLuma |
                                         kScopeVector | kScopeXy;
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
};

struct Counted {
    std::shared_ptr<const renderer::CachedFrame> frame; ///< Readable by the CPU.
    ScopeParams params{};
    std::vector<std::uint32_t> words;
    renderer::ScopeBins bins; ///< Of `words`.
    std::string backend;
    std::string device;
};

template <typename Choice>
Result<Choice> choice(const Arguments& arguments, const std::string& name,
                      std::initializer_list<std::pair<const char*, Choice>> words,
                      Choice fallback) {
    const auto given = arguments.text(name);
    if (!given) return fallback;
    std::string known;
    for (const auto& [word, value] : words) {
        if (*given == word) return value;
        known += (known.empty() ? "" : ", ") + std::string(word);
    }
    return Error{ErrorCode::InvalidArgument,
                 name + " is one of " + known + ", not '" + *given + "'"};
}

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
    const Result<LevelScale> scale =
        choice<LevelScale>(arguments, "--scale",
                           {{"percent", LevelScale::Percent},
                            {"code", LevelScale::Code},
                            {"mv", LevelScale::Millivolt},
                            {"nits", LevelScale::Nits}},
                           LevelScale::Percent);
    if (!scale) return scale.error();
    const Result<TraceGain> gain = choice<TraceGain>(
        arguments, "--gain",
        {{"log", TraceGain::Log}, {"sqrt", TraceGain::Sqrt}, {"linear", TraceGain::Linear}},
        TraceGain::Log);
    if (!gain) return gain.error();
    const Result<std::int64_t> zoom = arguments.integer("--zoom", 1, 1, 8);
    if (!zoom) return zoom.error();
    const Result<Extent> size = arguments.size("--size", {960, 540});
    if (!size) return size.error();
    if (size.value().width < 160 || size.value().height < 120)
        return Error{ErrorCode::InvalidArgument, "--size of scopes is at least 160x120"};
    style.scale = scale.value();
    style.gain = gain.value();
    style.zoom = static_cast<int>(zoom.value());
    style.size = size.value();
    return Done{};
}

Result<Options> read_options(const Arguments& arguments) {
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
    const std::string size =
        std::to_string(visible.width) + "x" + std::to_string(visible.height);
    const Rect& r = options.request.region;
    const bool whole = r.width == 0;
    const auto ends_within = [](int start, int length, int limit) {
        return start >= 0 && std::int64_t{start} + length <= limit;
    };
    if (!whole && (!ends_within(r.x, r.width, visible.width) ||
                   !ends_within(r.y, r.height, visible.height)))
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

void count_on_cpu(const ColorTags& color, Counted& counted) {
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    renderer::CpuScopes scopes(cores);
    counted.words.resize(renderer::scope_words(counted.params.columns));
    scopes.count(counted.params, renderer::scope_light(color.transfer), counted.frame->mapped,
                 counted.words);
    counted.backend = "cpu";
    counted.device = "cpu";
}

void count_on_gpu(const renderer::Device& device, const Options& options,
                  const std::shared_ptr<const renderer::CachedFrame>& frame, Counted& counted) {
    renderer::ScopeMonitor monitor(
        device, {.backend = renderer::ScopeBackend::Vulkan, .read_back = true});
    monitor.submit_every(0, {{0, frame, frame->color, options.request}});
    monitor.wait_idle();
    const auto reading = monitor.latest(0);
    counted.words.assign(reading->bins.words.begin(), reading->bins.words.end());
    counted.backend = "vulkan";
    counted.device = device.name();
}

Result<Counted> count(const renderer::Device& device, const Options& options,
                      std::shared_ptr<const renderer::CachedFrame> frame) {
    const Result<Done> inside = check_places(options, *frame);
    if (!inside) return inside.error();
    Counted counted;
    counted.params = renderer::scope_params(*frame, frame->color, options.request);
    counted.frame = renderer::readable_frame(device, frame);
    const bool on_cpu = options.backend == renderer::ScopeBackend::Cpu ||
                        (options.backend == renderer::ScopeBackend::Auto && device.is_cpu());
    if (on_cpu)
        count_on_cpu(frame->color, counted);
    else
        count_on_gpu(device, options, frame, counted);
    counted.bins = renderer::scope_bins(*frame, frame->color, counted.params, counted.words);
    return counted;
}

/// The region's pixel that is to be marked, in the region.
std::optional<glm::ivec2> mark_in_region(const Options& options) {
    if (!options.mark) return {};
    const Rect& r = options.request.region;
    return glm::ivec2((*options.mark)[0] - r.x, (*options.mark)[1] - r.y);
}

std::optional<renderer::ScopeSample> sample_of(const Options& options, const Counted& counted) {
    const auto place = mark_in_region(options);
    if (!place) return {};
    return renderer::scope_sample(*counted.frame, counted.params, place->x, place->y);
}

Result<std::vector<std::string>> write_pictures(const Options& options, const Counted& counted) {
    if (!options.out) return std::vector<std::string>{};
    const std::filesystem::path folder = *options.out;
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return Error{ErrorCode::Io, folder.string() + ": cannot be made: " + failed.message()};
    renderer::ScopeBins drawn = counted.bins;
    drawn.scopes &= options.drawn;
    const int x = mark_in_region(options).value_or(glm::ivec2(0)).x;
    std::vector<std::string> files;
    for (const ScopePicture& picture :
         draw_scopes(drawn, options.style, sample_of(options, counted), x)) {
        const std::filesystem::path file = folder / (picture.name + ".png");
        const Result<Done> written =
            decode::write_png(file, {picture.canvas.size, 1, picture.canvas.rgba});
        if (!written) return written.error();
        files.push_back(file.string());
    }
    return files;
}

/// Rows of levels from 0 upwards, each with its columns from the left.
nlohmann::json waveform_json(const renderer::ScopeBins& bins, int channel) {
    const std::span<const std::uint32_t> counts = bins.waveform(channel);
    std::vector<std::uint32_t> rows(counts.size());
    const auto columns = static_cast<std::size_t>(bins.columns);
    for (std::size_t column = 0; column < columns; ++column)
        for (std::size_t level = 0; level < 256; ++level)
            rows[level * columns + column] = counts[column * 256 + level];
    return rows;
}

nlohmann::json sample_json(const renderer::ScopeSample& sample) {
    return {{"r", sample.red},  {"g", sample.green}, {"b", sample.blue},
            {"y", sample.luma}, {"cb", sample.cb},   {"cr", sample.cr}};
}

nlohmann::json scopes_json(const Arguments& arguments, const Options& options,
                           const Counted& counted, const std::vector<std::string>& pictures) {
    const renderer::ScopeBins& bins = counted.bins;
    const Rect& visible = counted.frame->visible;
    nlohmann::json histogram;
    nlohmann::json waveform{{"columns", bins.columns}, {"levels", 256}};
    const std::array<const char*, 4> names{"r", "g", "b", "y"};
    for (int i = 0; i < 4; ++i) {
        const bool is_there = i == 3 || bins.counts_rgb;
        const char* key = names[static_cast<std::size_t>(i)];
        histogram[key] = is_there ? nlohmann::json(bins.histogram(i)) : nlohmann::json(nullptr);
        waveform[key] = is_there ? waveform_json(bins, i) : nlohmann::json(nullptr);
    }
    if ((bins.scopes & kScopeChroma) != 0) {
        waveform["cb"] = waveform_json(bins, kWaveformCb);
        waveform["cr"] = waveform_json(bins, kWaveformCb + 1);
    }
    nlohmann::json result{
        {"schema", "seamline.scopes/1"},
        {"file", utf8(arguments.files().front())},
        {"frame", options.at},
        {"backend", counted.backend},
        {"device", counted.device},
        {"pixel_format", bins.layout.name},
        {"bit_depth", bins.layout.bit_depth()},
        {"region",
         {{"x", counted.params.region.x - visible.x},
          {"y", counted.params.region.y - visible.y},
          {"width", bins.region.width},
          {"height", bins.region.height}}},
        {"histogram", std::move(histogram)},
        {"waveform", std::move(waveform)},
        {"vectorscope", {{"size", kPlaneSize}, {"bins", bins.vectorscope()}}},
        {"pictures", pictures}};
    if ((bins.scopes & kScopeXy) != 0)
        result["chromaticity"] = {{"size", kPlaneSize}, {"bins", bins.chromaticity()}};
    if (const auto sample = sample_of(options, counted)) result["mark"] = sample_json(*sample);
    return result;
}

/// Lowest, mean and highest level, in code values of eight bits.
void print_levels(const char* channel, std::span<const std::uint32_t> counts) {
    double sum = 0;
    double total = 0;
    int low = -1;
    int high = 0;
    for (int level = 0; level < 256; ++level) {
        const double count = counts[static_cast<std::size_t>(level)];
        if (count > 0) {
            low = low < 0 ? level : low;
            high = level;
        }
        sum += count * level;
        total += count;
    }
    std::printf("  %s  lowest %3d  mean %6.2f  highest %3d\n", channel, std::max(low, 0),
                total > 0 ? sum / total : 0.0, high);
}

void print(const Arguments& arguments, const Options& options, const Counted& counted,
           const std::vector<std::string>& pictures) {
    const renderer::ScopeBins& bins = counted.bins;
    std::printf("%s, frame %lld: %dx%d pixels, %s, %s %s, counted by %s\n",
                arguments.files().front().c_str(), static_cast<long long>(options.at),
                bins.region.width, bins.region.height, bins.layout.name.c_str(),
                name(bins.color.matrix), name(bins.color.range), counted.device.c_str());
    const std::array<const char*, 4> names{"R", "G", "B", "Y"};
    for (int i = bins.counts_rgb ? 0 : 3; i < 4; ++i)
        print_levels(names[static_cast<std::size_t>(i)], bins.histogram(i));
    if (!bins.counts_rgb)
        std::printf("  R'G'B' and chromaticities are not counted: the scopes have no %s matrix\n",
                    name(bins.color.matrix));
    if (const auto sample = sample_of(options, counted))
        std::printf("  %d,%d  R %d G %d B %d  Y %d Cb %d Cr %d\n", (*options.mark)[0],
                    (*options.mark)[1], sample->red, sample->green, sample->blue, sample->luma,
                    sample->cb, sample->cr);
    for (const std::string& picture : pictures) std::printf("%s\n", picture.c_str());
}

std::string caption_of(const Options& options, const renderer::CachedFrame& frame) {
    std::string text = "frame " + std::to_string(options.at) + ", " + frame.layout.name + ", " +
                       name(frame.color.matrix) + ", " + name(frame.color.range) + " range";
    if (options.request.region.width > 0) text += ", region";
    return text;
}

Result<Done> run(const Arguments& arguments, Options options) {
    const renderer::Device device;
    playback::Player player(device, {});
    session::Source source;
    source.path = arguments.files().front();
    source.sequence_rate = options.sequence_rate;
    player.open(source);
    const Result<Done> opened = player.wait_opened();
    if (!opened) return opened.error();
    renderer::FrameRenderer renderer(device, player.cache());
    const auto frame = source_frame(player, renderer, options.at);
    if (!frame) return frame.error();
    if (!renderer::applies(options.style.scale, frame.value()->color.transfer))
        return Error{ErrorCode::InvalidArgument,
                     std::string("--scale nits needs PQ or HLG; the file's transfer is ") +
                         name(frame.value()->color.transfer)};
    const Result<Counted> counted = count(device, options, frame.value());
    if (!counted) return counted.error();
    options.style.caption = caption_of(options, *frame.value());
    const auto pictures = write_pictures(options, counted.value());
    if (!pictures) return pictures.error();
    if (arguments.has("--json"))
        std::printf("%s\n",
                    scopes_json(arguments, options, counted.value(), pictures.value()).dump().c_str());
    else
        print(arguments, options, counted.value(), pictures.value());
    return Done{};
}

} // namespace

int scopes(std::span<const std::string> words) {
    const Result<Arguments> arguments = Arguments::parse(words, kOptions);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text(
                "scopes FILE --at N [--out DIR] [--json]",
                "Counts one coded frame: cropped, before rotation, pixel aspect and any view.\n"
                "y is decoded luma >> (depth - 8) with no range expansion; r g b are full-range R'G'B' "
                "of eight bits by\nthe file's matrix with the chroma sample that covers the pixel; of "
                "RGB files y is an integer luma\n(renderer/scopes/scope_bins.h defines all). In JSON "
                "waveforms are rows of levels from 0 upwards, column\nx * columns / width; the "
                "vectorscope is rows of Cr, columns of Cb, over chroma samples.",
                kOptions)
                .c_str(),
            stdout);
        return kOk;
    }
    if (arguments.value().files().size() != 1)
        return report({ErrorCode::InvalidArgument, "scopes needs one file; see --help"});
    const Result<Options> options = read_options(arguments.value());
    if (!options) return report(options.error());
    const Result<Done> done = run(arguments.value(), options.value());
    return done ? kOk : report(done.error());
}

} // namespace seamline::cli
