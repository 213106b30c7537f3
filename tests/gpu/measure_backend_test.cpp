// A whole medium, measured through the passes and by C++ alone.
#include "app/analysis/feature_store.h"
#include "app/analysis/measure_source.h"
#include "renderer/measure_passes/gpu_backend.h"
#include "tests/support/clip_maker.h"
#include "tests/support/gpu_test.h"

#include <atomic>

namespace seamline::test {
namespace {

class MeasureBackendTest : public GpuTest {
protected:
    /// The features as they are kept, which holds every bit of them.
    static std::vector<std::uint8_t> measured(const std::filesystem::path& path,
                                              const analysis::MeasureOptions& options) {
        const auto features =
            analysis::measure_source(path, color::ColorConfig::built_in(), {}, options);
        EXPECT_TRUE(features.has_value()) << features.error().message;
        return features ? analysis::features_to_bytes({}, features.value().frames)
                        : std::vector<std::uint8_t>{};
    }
};

TEST_F(MeasureBackendTest, AMediumHasTheSameFeaturesToTheByte) {
    const auto backend = renderer::make_gpu_backend(device());
    for (const char* format : {"yuv420p", "yuv422p10le"}) {
        const std::filesystem::path clip = make_clip(
            std::string("measured-") + format + ".mkv",
            std::string("-f lavfi -i testsrc2=s=318x182:r=24:d=0.5,noise=alls=6:allf=t+u") +
                " -c:v ffv1 -pix_fmt " + format);
        for (const bool cuts_only : {false, true}) {
            for (const double border : {0.0, 0.07}) {
                const analysis::MeasureOptions plain{
                    .threads = 1, .cuts_only = cuts_only, .border = border};
                analysis::MeasureOptions passes = plain;
                passes.threads = 3;
                passes.backend = backend;
                EXPECT_EQ(measured(clip, passes), measured(clip, plain)) << format;
            }
        }
    }
}

} // namespace
} // namespace seamline::test
