// tests/bench/composite_bench.cpp: milliseconds that the compositor takes for typical ticks.
//
// Usage: composite_bench [repetitions] [text]. Prints the least and the median time of each case
// whose name contains the text, and the median processor time of all threads: what a busy machine
// disturbs least.
#include "renderer/color_transform.h"
#include "renderer/compositor.h"
#include "renderer/layout.h"
#include "renderer/vulkan/check.h"
#include "tests/support/test_frame.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace seamline {
namespace {

using namespace renderer;
using Clock = std::chrono::steady_clock;
using Frame = std::shared_ptr<const CachedFrame>;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// One command buffer that is recorded, submitted and waited for, as a tick would be.
class Runner {
public:
    Runner(const Device& device, std::string wanted)
        : device_(device), compositor_(device), wanted_(std::move(wanted)) {
        const VkCommandPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                           .queueFamilyIndex = device.queue_family()};
        VkCommandPool pool = VK_NULL_HANDLE;
        check(vkCreateCommandPool(device.handle(), &info, nullptr, &pool), "vkCreateCommandPool");
        pool_ = {device.handle(), pool};
        const VkCommandBufferAllocateInfo allocation{
            .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
            .commandPool = pool,
            .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
            .commandBufferCount = 1,
        };
        check(vkAllocateCommandBuffers(device.handle(), &allocation, &cmd_),
              "vkAllocateCommandBuffers");
    }

    void measure(const std::string& name, const Composition& composition, TargetFormat format,
                 int repetitions) {
        if (name.find(wanted_) == std::string::npos) return;
        const Buffer target(device_,
                            static_cast<VkDeviceSize>(composition.target.width) *
                                static_cast<VkDeviceSize>(composition.target.height) *
                                static_cast<VkDeviceSize>(bytes_per_pixel(format)),
                            BufferMemory::Device, "bench target");
        const auto before = Clock::now();
        if (const auto colors = compositor_.wait_colors(composition, format); !colors)
            throw std::runtime_error(colors.error().message);
        compositor_.prepare(composition, format);
        if (is_colored(composition)) run(composition, target, format); // The driver compiles here.
        const double prepare_ms = ms_since(before);
        std::vector<double> times;
        std::vector<double> cpu_times;
        for (int i = 0; i < repetitions; ++i) {
            const std::clock_t cpu = std::clock();
            times.push_back(run(composition, target, format));
            cpu_times.push_back(1000.0 * static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
        }
        std::sort(times.begin(), times.end());
        std::sort(cpu_times.begin(), cpu_times.end());
        std::printf("%-36s %7.2f %7.2f %7.2f %8.0f\n", name.c_str(), times.front(),
                    times[times.size() / 2], cpu_times[cpu_times.size() / 2], prepare_ms);
        std::fflush(stdout);
    }

private:
    static bool is_colored(const Composition& composition) {
        return std::ranges::any_of(composition.tiles, [](const Tile& tile) {
            return tile.a.transform != nullptr || tile.b.transform != nullptr;
        });
    }

    double run(const Composition& composition, const Buffer& target, TargetFormat format) {
        const auto start = Clock::now();
        check(vkResetCommandPool(device_.handle(), pool_.get(), 0), "vkResetCommandPool");
        const VkCommandBufferBeginInfo begin{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO};
        check(vkBeginCommandBuffer(cmd_, &begin), "vkBeginCommandBuffer");
        compositor_.record(cmd_, composition, target, format, 0);
        check(vkEndCommandBuffer(cmd_), "vkEndCommandBuffer");
        const VkCommandBufferSubmitInfo commands{
            .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO, .commandBuffer = cmd_};
        device_.submit({.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                        .commandBufferInfoCount = 1,
                        .pCommandBufferInfos = &commands});
        device_.wait_idle();
        return ms_since(start);
    }

    const Device& device_;
    Compositor compositor_;
    std::string wanted_;
    UniqueCommandPool pool_;
    VkCommandBuffer cmd_ = VK_NULL_HANDLE;
};

Frame hd_frame(const Device& device, const test::LayoutSpec& spec, std::uint32_t seed,
               const ColorTags& color = {}) {
    const PixelLayout layout = test::make_layout(spec);
    return test::make_frame(device, {layout, {1920, 1080}, {0, 0, 1920, 1080}, color, 64},
                            test::random_samples(layout, seed));
}

Picture picture_in(const Frame& frame, const Rect& tile, const View& view = {}) {
    const PictureShape shape{{frame->visible.width, frame->visible.height}};
    return {.frame = frame,
            .color = frame->color,
            .target_to_source = target_to_source(shape, shape, tile, view)};
}

Composition single(const Frame& frame, Extent target, const View& view = {}) {
    const Rect all{0, 0, target.width, target.height};
    return {.target = target, .tiles = {{.rect = all, .a = picture_in(frame, all, view)}}};
}

Composition row(const Frame& a, const Frame& b, Extent target) {
    Composition composition{.target = target};
    const auto rects = tile_rects(CompareLayout::Row, 2, target);
    composition.tiles.push_back({.rect = rects[0], .a = picture_in(a, rects[0])});
    composition.tiles.push_back({.rect = rects[1], .a = picture_in(b, rects[1])});
    return composition;
}

Composition mixed(const Frame& a, const Frame& b, Extent target, Mix mix,
                  DifferenceKind kind = DifferenceKind::Absolute) {
    Composition composition = single(a, target);
    Tile& tile = composition.tiles[0];
    tile.mix = mix;
    tile.b = picture_in(b, tile.rect);
    tile.difference = kind;
    tile.wipe_center_px = glm::vec2(target.width, target.height) * 0.5F;
    return composition;
}

/// Both pictures halfway to each other.
Composition dissolving(Composition composition) {
    Tile& tile = composition.tiles[0];
    const Picture a = tile.a;
    tile.a.dissolve = std::make_shared<const Dissolve>(Dissolve{tile.b, 0.5F});
    tile.b.dissolve = std::make_shared<const Dissolve>(Dissolve{a, 0.5F});
    return composition;
}

std::shared_ptr<const ColorTransform> transform(const std::string& space, const std::string& view) {
    auto processor =
        color::ColorProcessor::viewed(color::ColorConfig::built_in(), {.input_space = space},
                                      {.view = view});
    if (!processor) throw std::runtime_error(processor.error().message);
    auto made = ColorTransform::make(std::move(processor).value());
    if (!made) throw std::runtime_error(made.error().message);
    return std::move(made).value();
}

void run_colors(Runner& runner, const Frame& a, const Frame& b, int n) {
    const auto log = transform("ARRI LogC3", "");
    const auto pq = transform("Rec.2100 PQ", "");
    const auto aces = transform("ARRI LogC3", "ACES 1.0 SDR");
    const auto colored = [](Composition composition, const auto& color_a, const auto& color_b) {
        for (Tile& tile : composition.tiles) {
            tile.a.transform = color_a;
            tile.b.transform = color_b;
        }
        return composition;
    };
    constexpr Extent kHd{1920, 1080};
    constexpr auto k8 = TargetFormat::Rgba8;
    const auto none = decltype(log)();
    runner.measure("colour: none, 1:1", single(a, kHd), k8, n);
    runner.measure("colour: LogC3, 1:1", colored(single(a, kHd), log, none), k8, n);
    runner.measure("colour: PQ, 1:1", colored(single(a, kHd), pq, none), k8, n);
    runner.measure("colour: ACES, 1:1", colored(single(a, kHd), aces, none), k8, n);
    runner.measure("colour: LogC3, 1:2", colored(single(a, {960, 540}), log, none), k8, n);
    runner.measure("colour: ACES, 1:2", colored(single(a, {960, 540}), aces, none), k8, n);
    runner.measure("colour: none to 1280x720", single(a, {1280, 720}), k8, n);
    runner.measure("colour: LogC3 to 1280x720", colored(single(a, {1280, 720}), log, none), k8, n);
    runner.measure("colour: ACES to 1280x720", colored(single(a, {1280, 720}), aces, none), k8, n);
    runner.measure("colour: LogC3 and PQ, difference, 1280x720",
                   colored(mixed(a, b, {1280, 720}, Mix::Difference), log, pq), k8, n);
}

void run_lanczos(Runner& runner, const Frame& a, const Frame& b, int n) {
    const auto measure = [&](const char* name, Composition composition) {
        composition.filter = ResizeFilter::Lanczos;
        runner.measure(name, composition, TargetFormat::Rgba8, std::min(n, 5));
    };
    measure("Lanczos to 640x360", single(a, {640, 360}));
    measure("Lanczos to 1280x720", single(a, {1280, 720}));
    measure("Lanczos zoomed 1.5 in 1920x1080", single(a, {1920, 1080}, {Fit::Fit, 1.5}));
    measure("Lanczos wipe, 1280x720", mixed(a, b, {1280, 720}, Mix::Wipe));
    measure("Lanczos difference, 1280x720", mixed(a, b, {1280, 720}, Mix::Difference));
}

void run_all(int n, const std::string& wanted) {
    const Device device;
    Runner runner(device, wanted);
    const Frame a = hd_frame(device, {}, 1);
    const Frame b = hd_frame(device, {}, 2);
    const Frame nv12 = hd_frame(device, {.packing = test::Packing::SemiPlanar}, 3);
    const Frame ten = hd_frame(device, {.depth = 10}, 4);
    const Frame p010 =
        hd_frame(device, {.depth = 10, .packing = test::Packing::SemiPlanar, .high_bits = true}, 7);
    const Frame full = hd_frame(device, {.depth = 10, .chroma_shift_x = 1, .chroma_shift_y = 0}, 5);
    const Frame ictcp = hd_frame(device, {.depth = 10}, 8, {.matrix = ColorMatrix::Ictcp});
    const Frame rgb =
        hd_frame(device, {.model = ColorModel::Rgb, .packing = test::Packing::Packed}, 6);
    constexpr Extent kHd{1920, 1080};
    constexpr Extent kHalf{960, 540};
    constexpr auto k8 = TargetFormat::Rgba8;
    std::printf("%s\n%-36s %7s %7s %7s %8s\n", device.name().c_str(), "1080p case (ms)", "least",
                "median", "cpu", "prepare");
    runner.measure("yuv420p 1:1", single(a, kHd), k8, n);
    runner.measure("nv12 1:1", single(nv12, kHd), k8, n);
    runner.measure("yuv420p 1:1, rgba16", single(a, kHd), TargetFormat::Rgba16, n);
    runner.measure("yuv420p 1:2 in 960x540", single(a, kHalf), k8, n);
    runner.measure("two yuv420p in a row, 1920x1080", row(a, b, kHd), k8, n);
    runner.measure("two yuv420p in a row, 1920x540", row(a, b, {1920, 540}), k8, n);
    runner.measure("yuv420p scaled to 1600x900", single(a, {1600, 900}), k8, n);
    runner.measure("yuv420p zoomed 1.5 in 1920x1080", single(a, kHd, {Fit::Fit, 1.5}), k8, n);
    runner.measure("yuv420p 1:3 in 640x360", single(a, {640, 360}), k8, n);
    runner.measure("yuv420p to 1280x720", single(a, {1280, 720}), k8, n);
    runner.measure("yuv420p to 768x432", single(a, {768, 432}), k8, n);
    runner.measure("two yuv420p in a row, 1296x590", row(a, b, {1296, 590}), k8, n);
    runner.measure("nv12 to 640x360", single(nv12, {640, 360}), k8, n);
    runner.measure("yuv420p10 to 640x360", single(ten, {640, 360}), k8, n);
    runner.measure("yuv420p10 to 1280x720", single(ten, {1280, 720}), k8, n);
    runner.measure("yuv420p10 1:1", single(ten, kHd), k8, n);
    runner.measure("yuv420p10 1:2 in 960x540", single(ten, kHalf), k8, n);
    runner.measure("p010 1:1", single(p010, kHd), k8, n);
    runner.measure("p010 1:2 in 960x540", single(p010, kHalf), k8, n);
    runner.measure("yuv422p10 1:1", single(full, kHd), k8, n);
    runner.measure("yuv420p10 1:1, ICtCp", single(ictcp, kHd), k8, n);
    runner.measure("rgb24 1:1", single(rgb, kHd), k8, n);
    runner.measure("wipe, upright, 1920x1080", mixed(a, b, kHd, Mix::Wipe), k8, n);
    Composition slanted = mixed(a, b, kHd, Mix::Wipe);
    slanted.tiles[0].wipe_normal = {0.8F, 0.6F};
    runner.measure("wipe, slanted, 1920x1080", slanted, k8, n);
    runner.measure("overlay, 1920x1080", mixed(a, b, kHd, Mix::Overlay), k8, n);
    runner.measure("difference, 1920x1080", mixed(a, b, kHd, Mix::Difference), k8, n);
    runner.measure("difference, 960x540", mixed(a, b, kHalf, Mix::Difference), k8, n);
    runner.measure("adaptive difference, 960x540",
                   mixed(a, b, kHalf, Mix::Difference, DifferenceKind::Adaptive), k8, n);
    runner.measure("wipe of two dissolves, 1920x1080", dissolving(mixed(a, b, kHd, Mix::Wipe)), k8,
                   n);
    runner.measure("difference of two dissolves, 1920x1080",
                   dissolving(mixed(a, b, kHd, Mix::Difference)), k8, n);
    runner.measure("difference of two dissolves, 960x540",
                   dissolving(mixed(a, b, kHalf, Mix::Difference)), k8, n);
    run_lanczos(runner, a, b, n);
    run_colors(runner, a, b, n);
}

} // namespace
} // namespace seamline

int main(int argc, char** argv) {
    try {
        seamline::run_all(argc > 1 ? std::max(1, std::atoi(argv[1])) : 30, argc > 2 ? argv[2] : "");
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
