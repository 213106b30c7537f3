#include "app/ui/color_setup.h"

#include "tests/unit/session/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace seamline::ui {
namespace {

using session::ColorConfigOrigin;

constexpr const char* kConfig = R"(ocio_profile_version: 2
roles: {default: raw, scene_linear: raw}
displays:
  sRGB:
    - !<View> {name: Raw, colorspace: raw}
colorspaces:
  - !<ColorSpace> {name: raw, isdata: true}
)";

class ColorSetupTest : public testing::Test {
protected:
    void read(const ConfigChoice& choice) {
        ASSERT_TRUE(setup_.ask(choice));
        for (int i = 0; i < 3000 && !setup_.take(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    test::TemporaryFolder folder_;
    ColorSetup setup_;
};

TEST_F(ColorSetupTest, AFileThatBreaksWhileItIsUsedIsKnownUntilItIsWhole) {
    const ConfigChoice used{ColorConfigOrigin::File, folder_ / "used.ocio"};
    const ConfigChoice other{ColorConfigOrigin::File, folder_ / "other.ocio"};
    test::write_text(used.file, kConfig);
    test::write_text(other.file, "x: [");
    read(used);
    EXPECT_EQ(setup_.choice(), used) << setup_.error();
    EXPECT_EQ(setup_.broken(), "");
    read(other);
    EXPECT_NE(setup_.error(), "");
    EXPECT_EQ(setup_.broken(), "") << "what is used is whole";
    test::write_text(used.file, "x: [");
    read(used);
    EXPECT_NE(setup_.broken().find("used.ocio"), std::string::npos) << setup_.broken();
    EXPECT_EQ(setup_.choice(), used);
    read(other);
    EXPECT_NE(setup_.broken().find("used.ocio"), std::string::npos) << "still";
    test::write_text(used.file, kConfig);
    read(used);
    EXPECT_EQ(setup_.broken(), "");
}

} // namespace
} // namespace seamline::ui
