#include "app/session/preferences.h"

#include "temporary_folder.h"

#include <gtest/gtest.h>

namespace seamline::session {
namespace {

using test::read_text;
using test::TemporaryFolder;
using test::write_text;

TEST(Preferences, AMissingFileGivesTheDefaults) {
    const TemporaryFolder folder;
    const auto loaded = load_preferences(folder / "none.json");
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded.value() == Preferences{});
}

TEST(Preferences, EveryChoiceComesBack) {
    const TemporaryFolder folder;
    Preferences chosen;
    chosen.ui_scale = 1.1F;
    chosen.cache_mb = 2048;
    chosen.theme = Theme::HighContrast;
    chosen.output = renderer::WindowOutput::Hdr10;
    chosen.second_output = renderer::WindowOutput::Sdr10;
    chosen.frame_base = 1001;
    chosen.around_s = 3.5;
    chosen.measuring = {false, true, "/profiles/film.json"};
    chosen.key_preset = "rv";
    chosen.key_overrides = {{"source.flip", {"Q", "PageUp"}}, {"view.fit", {}}};
    chosen.splitters = {{"inspector", 0.3F}, {"timeline", 0.2F}};
    chosen.scopes.waveform = chosen.scopes.chromaticity = chosen.scopes.is_uv = true;
    chosen.scopes.waveform_kind = renderer::WaveformKind::RgbParade;
    chosen.scopes.scale = renderer::LevelScale::Nits;
    chosen.scopes.gain = renderer::TraceGain::Sqrt;
    chosen.scopes.brightness = 2.5F;
    chosen.scopes.tint = TraceTint::Amber;
    chosen.scopes.zoom = 4;
    chosen.scopes.targets = VectorTargets::Bt2020;
    chosen.scopes.pair = renderer::ScopePair::Difference;
    chosen.scopes.beside = true;
    chosen.scopes.below_px = 333;
    chosen.scopes.beside_px = 444;
    chosen.tool_settings.signal = renderer::ToolSignal::View;
    chosen.tool_settings.bands = {{3, false, {0.25F, 0.5F, 1}, "low"}, {60, true, {1, 1, 1}, ""}};
    chosen.tool_settings.zebra_low_percent = 66;
    chosen.tool_settings.peaking_rgb = {0, 1, 0.5F};
    chosen.tools_in_exports = true;
    chosen.snapshots_own_size = false;
    chosen.window_width = 1280;
    chosen.window_height = 720;
    chosen.window_maximized = true;
    chosen.restore_last_session = false;
    chosen.color_config = ColorConfigOrigin::File;
    chosen.color_config_file = "/show/config.ocio";
    ASSERT_TRUE(save_preferences(chosen, folder / "p.json"));
    const auto loaded = load_preferences(folder / "p.json");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded.value() == chosen);
}

TEST(Preferences, NumbersAreClampedAndUnknownKeysKept) {
    const TemporaryFolder folder;
    write_text(folder / "p.json", R"({"schema": "seamline.preferences/1", "ui_scale": 99,
        "cache_mb": 3, "frame_base": 7, "telemetry": false, "window": {"width": 1, "dock": "left"},
        "scopes": {"zoom": 3, "brightness": 0, "below_px": 5}})");
    const auto loaded = load_preferences(folder / "p.json");
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded.value().ui_scale, 3);
    EXPECT_EQ(loaded.value().cache_mb, 64);
    EXPECT_EQ(loaded.value().frame_base, 0);
    EXPECT_EQ(loaded.value().window_width, 320);
    EXPECT_EQ(loaded.value().scopes.zoom, 2);
    EXPECT_FLOAT_EQ(loaded.value().scopes.brightness, 0.1F);
    EXPECT_EQ(loaded.value().scopes.below_px, 96);
    ASSERT_TRUE(save_preferences(loaded.value(), folder / "p.json"));
    const std::string text = read_text(folder / "p.json");
    EXPECT_NE(text.find("telemetry"), std::string::npos);
    EXPECT_NE(text.find("dock"), std::string::npos);
}

TEST(Preferences, ABrokenFileIsNamedWithItsPlace) {
    const TemporaryFolder folder;
    write_text(folder / "p.json", R"({"schema": "seamline.preferences/1", "theme": "pink"})");
    const auto loaded = load_preferences(folder / "p.json");
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("/theme: \"pink\" is none of dark, light, high-contrast"),
              std::string::npos)
        << loaded.error().message;
}

} // namespace
} // namespace seamline::session
