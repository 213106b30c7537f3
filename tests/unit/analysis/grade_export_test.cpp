#include "app/analysis/grade_export.h"
#include "renderer/color/color_processor.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>

namespace seamline::analysis {
namespace {

namespace fs = std::filesystem;
using Pixel = std::array<float, 3>;

class GradeExport : public testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() /
                  ("seamline_grade_export_" +
                   std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(folder_);
        grade_.cdl = {{1.1, 0.95, 1.02}, {0.01, -0.02, 0.005}, {1.05, 0.9, 1.2}, 0.85};
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path written(const std::string& name, const std::string& text) const {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }

    // What the program's own colour chain, an independent reader of these files, makes of a colour.
    static Pixel shown(const color::SourceColor& source, Pixel rgb) {
        const auto processor =
            color::ColorProcessor::viewed(color::ColorConfig::built_in(), source, {});
        EXPECT_TRUE(processor) << processor.error().message;
        if (processor) processor.value().apply(rgb, 3);
        return rgb;
    }

    fs::path folder_;
    measures::GradeFit grade_;
    GradeLabel label_{"shot 12/b", "b.mp4 frame 24 towards \"a\" & <c>"};
};

TEST_F(GradeExport, CdlFilesReadBackAsTheGrade) {
    for (const auto& [name, text] : {std::pair{"match.cc", cc_text(grade_, label_)},
                                     std::pair{"match.cdl", cdl_text(grade_, label_)}}) {
        color::SourceColor from_file{.input_space = "Rec.709"};
        from_file.cdl_file = written(name, text);
        color::SourceColor direct{.input_space = "Rec.709"};
        direct.cdl = grade_.cdl;
        for (const Pixel rgb : {Pixel{0.2F, 0.5F, 0.7F}, Pixel{0.9F, 0.1F, 0.4F}}) {
            const Pixel a = shown(from_file, rgb);
            const Pixel b = shown(direct, rgb);
            for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(a[c], b[c], 1e-6) << name;
        }
        EXPECT_NE(text.find("gamma 2.4"), std::string::npos);
        EXPECT_NE(text.find("before the display's calibration"), std::string::npos);
        EXPECT_NE(text.find("id=\"shot_12_b\""), std::string::npos);
    }
}

TEST_F(GradeExport, CubeIsTheBestGradeInTheSameEncoding) {
    // One stop up and a cross-talk: known without the fit.
    grade_.affine.matrix = glm::dmat3(0.95, 0.02, 0.03, 0.01, 0.9, 0.04, 0.02, 0.01, 0.92);
    grade_.affine.offset = {0.1, -0.05, 0.02};
    color::SourceColor source{.input_space = "Rec.709"};
    source.lut_file = written("match.cube", cube_text(grade_, label_));
    for (const Pixel rgb : {Pixel{0.25F, 0.5F, 0.75F}, Pixel{0.5F, 0.5F, 0.5F}}) {
        const Pixel seen = shown(source, rgb);
        for (int c = 0; c < 3; ++c) {
            double sum = grade_.affine.offset[c];
            for (int k = 0; k < 3; ++k)
                sum += grade_.affine.matrix[k][c] *
                       std::log2(std::pow(rgb[static_cast<std::size_t>(k)], 2.4) + 0.01);
            const double expected = std::pow(std::max(std::exp2(sum) - 0.01, 0.0), 1 / 2.4);
            EXPECT_NEAR(seen[static_cast<std::size_t>(c)], expected, 2e-3);
        }
    }
}

} // namespace
} // namespace seamline::analysis
