#include "app/ui/timeline_lane.h"

#include "app/playback/audio_samples.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seamline::ui {
namespace {

constexpr double kSamplesPerSecond = 48000;
constexpr double kQuietestDb = -48;
/// How much of the pictures the ground hides where a waveform lies over them.
constexpr double kOverGround = 0.45;

using Columns = std::vector<playback::WaveformColumn>;
struct Inks {
    ImU32 outline;
    ImU32 core;
};

void draw_ground(ImDrawList& list, const ScreenRect& area, double cover) {
    list.AddRectFilled({static_cast<float>(area.min.x), static_cast<float>(area.min.y)},
                       {static_cast<float>(area.max.x), static_cast<float>(area.max.y)},
                       packed(palette::kField.with_alpha(cover)));
}

void draw_beside(ImDrawList& list, const ScreenRect& area, const Columns& wave, Inks inks) {
    draw_ground(list, area, 1);
    const double middle = area.center().y;
    const double half = area.size().y / 2 - 1;
    const auto y = [&](float level) {
        return static_cast<float>(middle -
                                  std::clamp(static_cast<double>(level), -1.0, 1.0) * half);
    };
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const auto x = static_cast<float>(area.min.x) + static_cast<float>(i) + 0.5F;
        const playback::WaveformColumn& column = wave[i];
        if (column.maximum <= column.minimum) continue;
        list.AddLine({x, y(column.maximum)}, {x, y(column.minimum) + 1}, inks.outline);
        list.AddLine({x, y(column.rms)}, {x, y(-column.rms) + 1}, inks.core);
    }
    list.AddLine({static_cast<float>(area.min.x), static_cast<float>(middle)},
                 {static_cast<float>(area.max.x), static_cast<float>(middle)},
                 packed(palette::kLine));
}

void draw_over(ImDrawList& list, const ScreenRect& area, const Columns& wave, Inks inks) {
    draw_ground(list, area, kOverGround);
    const auto y = [&](float level) {
        const double db = 20 * std::log10(std::max(static_cast<double>(level), 1e-6));
        return static_cast<float>(area.max.y -
                                  std::clamp(1 - db / kQuietestDb, 0.0, 1.0) * area.size().y);
    };
    const auto bottom = static_cast<float>(area.max.y);
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const auto x = static_cast<float>(area.min.x) + static_cast<float>(i) + 0.5F;
        const float peak = std::max(std::abs(wave[i].maximum), std::abs(wave[i].minimum));
        list.AddLine({x, bottom}, {x, y(peak)}, inks.outline);
        list.AddLine({x, bottom}, {x, y(wave[i].rms)}, inks.core);
    }
}

} // namespace

void draw_waveform(const Ui& ui, ImDrawList& list, const session::Source& source,
                   const TimelineScale& scale, const ScreenRect& area, WaveformStyle style) {
    const auto track = ui.sound(source.key);
    if (!track || area.is_empty()) return;
    const session::Timing& timing = source.timing;
    const double rate = ui.model.session.transport.rate.value();
    const auto sample_at = [&](double px) {
        const double session_s = scale.tick_at(px) / rate - source.audio.offset_ms / 1000;
        const double source_s =
            timing.in_s.value() + (session_s - timing.offset_s.value()) * timing.speed.value();
        return source_s * kSamplesPerSecond;
    };
    const int columns = static_cast<int>(area.size().x);
    const double first = sample_at(area.min.x);
    const double per_column = sample_at(area.min.x + 1) - first;
    const auto wave = track->waveform(first, per_column, columns);
    const bool silent = source.audio.muted || ui.model.session.muted;
    const ImU32 outline = packed(silent ? palette::kControlActive : palette::kDim);
    const ImU32 core = packed(silent ? palette::kControlHover : palette::kAccent);
    if (style == WaveformStyle::Over)
        draw_over(list, area, wave, {outline, core});
    else
        draw_beside(list, area, wave, {outline, core});
}

} // namespace seamline::ui
