// Times the compositor's and the scopes' passes over 4K sources, and their ingest, by timestamp
// queries, beside what memory bandwidth alone would take. Built on request:
//   ninja gpu_passes_bench && build/release/tests/bench/gpu_passes_bench [RUNS] [TEXT]
//   [WIDTHxHEIGHT]
// TEXT: only cases whose name contains it. SEAMLINE_DEVICE picks the device, as everywhere.
//
// Frames take turns, so that no cache holds the next one. Bytes that a pass must move: every plane
// that it needs, once, and what it leaves, once:
//   composite: all planes of all sources (each is reduced or shown whole) + 4 per target pixel
//   scopes:    all planes; of the luma waveform the first, of the vectorscope the others; of
//              chromaticities every second luma row, and chroma + 4 per bin that was asked for
//   ingest:    the planes twice on the device (read and written), once from the host

#include "renderer/compositor.h"
#include "renderer/layout.h"
#include "renderer/scopes/gpu_scopes.h"
#include "tests/bench/device_timing.h"
#include "tests/support/test_frame.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>

namespace seamline {
namespace {

using namespace renderer;
using Frame = std::shared_ptr<const CachedFrame>;

constexpr int kSources = 4;
constexpr int kTicks = 3; ///< Of a submission: the compositor's slots.

enum class Content { Waves, Flat, Noise };

const char* name(Content content) {
    return content == Content::Waves ? "waves" : content == Content::Flat ? "flat" : "noise";
}

/// Waves: a large shape, soft chroma, and grain of a few codes as cameras and models leave it.
test::SampleFunction samples_of(const PixelLayout& layout, Content content) {
    if (content == Content::Noise) return test::random_samples(layout, 3);
    const double top = std::ldexp(1.0, layout.components[0].depth) - 1;
    if (content == Content::Flat) return [=](int, int, int) { return std::floor(top * 0.502); };
    std::vector<double> sines(1U << 14);
    for (std::size_t i = 0; i < sines.size(); ++i)
        sines[i] = std::sin(static_cast<double>(i) * 0.0043);
    const test::SampleFunction noise = test::random_samples(layout, 9);
    return [=](int component, int column, int row) {
        const auto x = static_cast<std::size_t>(column);
        const auto y = static_cast<std::size_t>(row);
        const double wave = sines[x + 200] * sines[y + 300];
        const double grain = (noise(component, column, row) / top - 0.5) * 5 / 255;
        const double unit = component == 0 ? 0.5 + 0.4 * wave : 0.5 + 0.12 * wave + grain * -0.6;
        return std::floor((unit + grain) * top);
    };
}

/// `frame` in the device's own memory, `count` times.
std::vector<Frame> on_device(const Device& device, const CachedFrame& frame, int count) {
    const Buffer staging(device, frame.size_bytes, BufferMemory::Upload, "staging");
    std::memcpy(staging.mapped(), frame.mapped, frame.size_bytes);
    std::vector<Frame> frames;
    for (int i = 0; i < count; ++i) {
        const auto planes =
            std::make_shared<Buffer>(device, frame.size_bytes, BufferMemory::Device, "planes");
        run_once(device, [&](VkCommandBuffer cmd) {
            const VkBufferCopy region{0, 0, frame.size_bytes};
            vkCmdCopyBuffer(cmd, staging.handle(), planes->handle(), 1, &region);
        });
        auto copy = std::make_shared<CachedFrame>(frame);
        copy->buffer = planes->handle();
        copy->offset_bytes = 0;
        copy->mapped = nullptr;
        copy->keep = planes;
        frames.push_back(std::move(copy));
    }
    return frames;
}

struct Layout {
    const char* name;
    test::LayoutSpec spec;
};

const Layout kLayouts[]{
    {"yuv420p", {}},
    {"nv12", {.packing = test::Packing::SemiPlanar}},
    {"p010", {.depth = 10, .packing = test::Packing::SemiPlanar, .high_bits = true}},
    {"yuv420p10", {.depth = 10}},
};

class Bench {
public:
    Bench(const Device& device, int runs, std::string wanted, Extent size)
        : device_(device), runs_(runs), wanted_(std::move(wanted)), size_(size), timer_(device),
          bandwidth_(timer_.bandwidth()) {
        std::printf("%s, sources of %dx%d, copies at %.0f GB/s (read and written), median of %d\n",
                    device.name().c_str(), size.width, size.height, bandwidth_ * 1e-9, runs);
        std::printf("%-50s %9s %9s %9s %7s\n", "", "ms", "MB", "floor ms", "ratio");
    }

    void run() {
        for (const Layout& layout : kLayouts) composites(layout);
        scopes(kLayouts[0], Content::Waves);
        scopes(kLayouts[0], Content::Flat);
        scopes(kLayouts[0], Content::Noise);
        for (const std::size_t i : {1, 2}) all_scopes(kLayouts[i], Content::Waves);
        ingests(kLayouts[0]);
    }

private:
    bool wants(const std::string& text) const { return text.find(wanted_) != std::string::npos; }

    Frame host_frame(const Layout& layout, Content content) const {
        const PixelLayout pixels = test::make_layout(layout.spec);
        return test::make_frame(device_, {pixels, size_, {0, 0, size_.width, size_.height}, {}},
                                samples_of(pixels, content));
    }

    void print(const std::string& what, double ms, double bytes, double bandwidth) const {
        const double floor_ms = bandwidth > 0 ? bytes / bandwidth * 1e3 : 0;
        std::printf("%-50s %9.4f %9.2f %9.4f %7.1f\n", what.c_str(), ms, bytes * 1e-6, floor_ms,
                    floor_ms > 0 ? ms / floor_ms : 0);
        std::fflush(stdout);
    }

    void composites(const Layout& layout) {
        struct Case {
            CompareLayout arranged;
            Extent target;
            const char* name;
        };
        const Case cases[]{{CompareLayout::Row, {1920, 1080}, "row to 1920x1080"},
                           {CompareLayout::Grid, {1920, 1080}, "grid to 1920x1080"},
                           {CompareLayout::Row, {3840, 2160}, "row to 3840x2160"},
                           {CompareLayout::Grid, {3840, 2160}, "grid to 3840x2160"}};
        std::vector<Frame> frames;
        for (const Case& c : cases) {
            const std::string text = std::string("composite ") + layout.name + ", four, " + c.name;
            if (!wants(text)) continue;
            if (frames.empty())
                frames = on_device(device_, *host_frame(layout, Content::Waves), kSources * kTicks);
            composite(text, frames, c.arranged, c.target);
        }
    }

    void composite(const std::string& text, const std::vector<Frame>& frames,
                   CompareLayout arranged, Extent target) const {
        Compositor compositor(device_);
        const PictureShape shape{size_};
        const std::vector<Rect> rects = tile_rects(arranged, kSources, target);
        std::vector<Composition> ticks(kTicks, Composition{.target = target});
        for (int t = 0; t < kTicks; ++t)
            for (int i = 0; i < kSources; ++i) {
                const Rect& rect = rects[static_cast<std::size_t>(i)];
                const Frame& frame = frames[static_cast<std::size_t>(t * kSources + i)];
                Picture picture{.frame = frame,
                                .color = frame->color,
                                .target_to_source = target_to_source(shape, shape, rect, {})};
                ticks[static_cast<std::size_t>(t)].tiles.push_back({.rect = rect, .a = picture});
            }
        constexpr auto kFormat = TargetFormat::Rgba8;
        compositor.prepare(ticks[0], kFormat);
        const auto bytes = static_cast<VkDeviceSize>(4) * static_cast<VkDeviceSize>(target.width) *
                           static_cast<VkDeviceSize>(target.height);
        const Buffer pixels(device_, bytes, BufferMemory::Device, "target");
        const double ms = timer_.ms(runs_, kTicks, [&](VkCommandBuffer cmd, int i) {
            compositor.record(cmd, ticks[static_cast<std::size_t>(i)], pixels, kFormat, i);
        });
        const auto planes = static_cast<double>(frames[0]->size_bytes);
        print(text, ms, kSources * planes + static_cast<double>(bytes), bandwidth_);
    }

    /// Enough that a cache of 50 MB is full of others by the time one comes round again.
    int turns(const CachedFrame& frame) const {
        if (device_.is_cpu()) return 1;
        return std::min(static_cast<int>((128U << 20) / frame.size_bytes) + 1, 32);
    }

    void scopes(const Layout& layout, Content content) {
        using namespace shared;
        const std::string text = std::string("scopes ") + layout.name + ", " + name(content) + ", ";
        const Frame host = host_frame(layout, content);
        const std::vector<Frame> frames = on_device(device_, *host, turns(*host));
        const auto planes = static_cast<double>(host->size_bytes);
        const double luma = planes * 2 / 3;
        const double chroma = planes / 3;
        scope(text + "histogram", frames, kScopeHistogram, planes);
        scope(text + "parade", frames, kScopeParade, planes);
        scope(text + "luma waveform", frames, kScopeLuma, luma);
        scope(text + "vectorscope", frames, kScopeVector, chroma);
        scope(text + "chromaticity", frames, kScopeXy, luma / 2 + chroma);
        scope(text + "all of bench", frames, ScopeRequest{}.scopes, planes);
    }

    void all_scopes(const Layout& layout, Content content) {
        const Frame host = host_frame(layout, content);
        const std::vector<Frame> frames = on_device(device_, *host, turns(*host));
        scope(std::string("scopes ") + layout.name + ", " + name(content) + ", all of bench",
              frames, ScopeRequest{}.scopes, static_cast<double>(host->size_bytes));
    }

    void scope(const std::string& text, const std::vector<Frame>& frames, std::uint32_t selection,
               double read_bytes) {
        if (!wants(text)) return;
        if (scopes_ == nullptr) scopes_ = std::make_unique<GpuScopes>(device_);
        const CachedFrame& first = *frames.front();
        const shared::ScopeParams params = scope_params(first, first.color, {.scopes = selection});
        const Buffer input(device_, GpuScopes::kInputBytes, BufferMemory::Upload, "scope input");
        GpuScopes::write_input(params, scope_light(first.color.transfer), input.mapped());
        const Buffer bins(device_, scope_words(params.columns) * 4, BufferMemory::Device, "bins");
        const auto repeats = static_cast<int>(frames.size());
        const double ms = timer_.ms(runs_, repeats, [&](VkCommandBuffer cmd, int i) {
            scopes_->record(cmd, *frames[static_cast<std::size_t>(i)], params, input, bins);
        });
        print(text, ms, read_bytes + bytes_of_bins(params), bandwidth_);
    }

    static double bytes_of_bins(const shared::ScopeParams& params) {
        using namespace shared;
        const auto has = [&](std::uint32_t scope) { return (params.scopes & scope) != 0 ? 4 : 0; };
        const int waveform = params.columns * shared::kLevels;
        return static_cast<double>(has(kScopeHistogram)) * kHistograms * shared::kLevels +
               static_cast<double>(has(kScopeParade)) * 3 * waveform +
               static_cast<double>(has(kScopeLuma)) * waveform +
               static_cast<double>(has(kScopeVector) + has(kScopeXy)) * kPlaneSize * kPlaneSize;
    }

    void ingests(const Layout& layout) {
        const std::string text = std::string("ingest ") + layout.name;
        if (!wants(text)) return;
        const Frame host = host_frame(layout, Content::Waves);
        const std::vector<Frame> from = on_device(device_, *host, turns(*host));
        const std::vector<Frame> to = on_device(device_, *host, turns(*host));
        const VkDeviceSize bytes = host->size_bytes;
        const auto planes = static_cast<double>(bytes);
        const auto repeats = static_cast<int>(from.size());
        using Record = std::function<void(VkCommandBuffer, std::size_t)>;
        const auto time = [&](const Record& record) {
            return timer_.ms(runs_, repeats, [&](VkCommandBuffer cmd, int i) {
                record(cmd, static_cast<std::size_t>(i));
            });
        };
        print(text + " from the device, vkCmdCopyBuffer", time([&](VkCommandBuffer cmd, auto i) {
                  const VkBufferCopy region{0, 0, bytes};
                  vkCmdCopyBuffer(cmd, from[i]->buffer, to[i]->buffer, 1, &region);
              }),
              2 * planes, bandwidth_);
        const bench::ShaderCopy copy(device_);
        print(text + " from the device, a shader", time([&](VkCommandBuffer cmd, auto i) {
                  copy.record(cmd, from[i]->buffer, to[i]->buffer, bytes);
              }),
              2 * planes, bandwidth_);
        if (device_.is_cpu()) return; // Nothing is copied there.
        constexpr VkDeviceSize kLarge = 256U << 20;
        const Buffer staging(device_, kLarge, BufferMemory::HostCached, "staging");
        const Buffer large(device_, kLarge, BufferMemory::Device, "large");
        std::memset(staging.mapped(), 1, kLarge);
        const double rate = timer_.copy_rate(staging, large, kLarge);
        std::printf("from the host: copies of 256 MiB at %.1f GB/s\n", rate * 1e-9);
        print(text + " from the host, vkCmdCopyBuffer", time([&](VkCommandBuffer cmd, auto i) {
                  const VkBufferCopy region{i * bytes % (kLarge - bytes) / 256 * 256, 0, bytes};
                  vkCmdCopyBuffer(cmd, staging.handle(), to[i]->buffer, 1, &region);
              }),
              planes, rate);
    }

    const Device& device_;
    int runs_;
    std::string wanted_;
    Extent size_;
    bench::DeviceTimer timer_;
    double bandwidth_;
    std::unique_ptr<GpuScopes> scopes_;
};

} // namespace
} // namespace seamline

int main(int argc, char** argv) {
    using namespace seamline;
    const int runs = std::max(argc > 1 ? std::atoi(argv[1]) : 50, 1);
    Extent size{3840, 2160};
    if (argc > 3) std::sscanf(argv[3], "%dx%d", &size.width, &size.height);
    const renderer::Device device;
    if (device.timestamp_bits() == 0) {
        std::fprintf(stderr, "%s has no timestamps\n", device.name().c_str());
        return 3;
    }
    Bench(device, runs, argc > 2 ? argv[2] : "", size).run();
    return 0;
}
