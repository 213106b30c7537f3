#include "tests/support/compositor_test.h"

#include "tests/support/reference_compositor.h"

#include <algorithm>
#include <cstring>

namespace seamline::test {

using namespace renderer;

double white_of(TargetFormat format) {
    return format == TargetFormat::Rgba8 || format == TargetFormat::Bgra8 ? 255.0 : 65535.0;
}

void CompositorTest::SetUp() {
    GpuTest::SetUp();
    if (!IsSkipped() && !HasFatalFailure()) compositor_ = std::make_unique<Compositor>(device());
}

void CompositorTest::TearDown() {
    compositor_.reset();
    GpuTest::TearDown();
}

std::vector<glm::dvec3> CompositorTest::render(const Composition& composition,
                                               TargetFormat format) {
    const auto colors = compositor_->wait_colors(composition, format);
    EXPECT_TRUE(colors) << colors.error().message;
    return render_now(composition, format);
}

std::vector<glm::dvec3> CompositorTest::render_now(const Composition& composition,
                                                   TargetFormat format) {
    const auto pixels = static_cast<std::size_t>(composition.target.width) *
                        static_cast<std::size_t>(composition.target.height);
    const auto pixel_bytes = static_cast<std::size_t>(bytes_per_pixel(format));
    const std::vector<std::byte> noise(pixels * pixel_bytes, std::byte{0xa5});
    const Buffer target = make_buffer<std::byte>(noise, BufferMemory::Device);
    run([&](VkCommandBuffer cmd) { compositor_->record(cmd, composition, target, format, 0); });

    const std::vector<std::byte> bytes = read<std::byte>(target);
    std::vector<glm::dvec3> result(pixels);
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::byte* pixel = bytes.data() + i * pixel_bytes;
        for (int c = 0; c < 3; ++c) {
            const int at = format == TargetFormat::Bgra8 ? 2 - c : c;
            if (format == TargetFormat::Rgba32f) {
                float value = 0;
                std::memcpy(&value, pixel + 4 * at, 4);
                result[i][c] = value;
            } else if (format == TargetFormat::Rgba16) {
                std::uint16_t value = 0;
                std::memcpy(&value, pixel + 2 * at, 2);
                result[i][c] = value / 65535.0;
            } else {
                result[i][c] = std::to_integer<int>(pixel[at]) / 255.0;
            }
        }
    }
    return result;
}

double CompositorTest::worst_error(const Composition& composition, TargetFormat format) {
    const std::vector<glm::dvec3> actual = render(composition, format);
    const std::vector<glm::dvec3> expected = reference_pixels(composition);
    double worst = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        for (int c = 0; c < 3; ++c) {
            worst = std::max(worst, std::abs(actual[i][c] - expected[i][c]) * white_of(format));
        }
    }
    return worst;
}

Picture CompositorTest::one_to_one(std::shared_ptr<const CachedFrame> frame) {
    const ColorTags color = frame->color;
    return {.frame = std::move(frame),
            .color = color,
            .target_to_source = glm::mat3x2(glm::vec2(1, 0), glm::vec2(0, 1), glm::vec2(0, 0))};
}

Composition CompositorTest::single(const Picture& a, Extent target) {
    return {.target = target, .tiles = {{.rect = {0, 0, target.width, target.height}, .a = a}}};
}

} // namespace seamline::test
