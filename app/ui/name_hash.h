// app/ui/name_hash.h: a number that stands for everything that was added to it.
#pragma once

#include "app/interchange/edit.h"
#include "app/session/color_overrides.h"
#include "renderer/color/source_color.h"

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace seamline::ui {

/// 64 bits of FNV-1a. Two pictures of a session share a name by chance once in 10^12 sessions.
class NameHash {
public:
    void add(std::string_view text) {
        for (const char c : text) mix(static_cast<unsigned char>(c));
        mix(0x100); // So that "ab", "c" is not "a", "bc".
    }
    void add(const Rational& number) { add(number.text()); }
    void add(std::uint64_t number) {
        for (int i = 0; i < 64; i += 8) mix(number >> i & 0xFFU);
    }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(bool flag) { mix(flag ? 1 : 2); }

    void add(const session::ColorOverrides& color) {
        const auto word = [&](const auto& field) {
            add(field ? static_cast<std::uint64_t>(*field) + 1 : std::uint64_t{0});
        };
        word(color.matrix);
        word(color.primaries);
        word(color.transfer);
        word(color.range);
        word(color.chroma_location);
    }
    void add(const color::SourceColor& color) {
        for (const std::string& text :
             {color.input_space, color.cdl_file.native(), color.cdl_id, color.grade_space,
              color.lut_file.native(), color.lut_input_space, color.lut_output_space})
            add(std::string_view(text));
        add(color.bypass);
        add(color.grade.exposure_stops);
        for (const auto& triple : {color.grade.offset, color.grade.gamma, color.cdl.slope,
                                   color.cdl.offset, color.cdl.power})
            for (const double value : triple) add(value);
        add(color.grade.saturation);
        add(color.cdl.saturation);
    }
    void add(const color::ViewColor& view) {
        for (const std::string& text :
             {view.display, view.view, view.look, view.calibration_lut.native()})
            add(std::string_view(text));
        add(static_cast<std::uint64_t>(view.range));
    }
    void add(const interchange::EventCdl& cdl) {
        for (const auto& triple : {cdl.slope, cdl.offset, cdl.power})
            for (const double value : triple) add(value);
        add(cdl.saturation);
    }
    void add(const interchange::Reframe& reframe) {
        for (const double value : {reframe.x, reframe.y, reframe.scale}) add(value);
        add(reframe.flip_horizontal);
        add(reframe.flip_vertical);
    }

    /// Never 0.
    std::uint64_t value() const { return value_ == 0 ? 1 : value_; }

private:
    void mix(std::uint64_t byte) { value_ = (value_ ^ byte) * 0x100000001B3U; }
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

} // namespace seamline::ui
