#include "app/ui/timeline_lane.h"

#include "app/playback/audio_samples.h"

#include <algorithm>
#include <cmath>

namespace seamline::ui {
namespace {

constexpr double kSamplesPerSecond = 48000;

} // namespace

void draw_waveform(const Ui& ui, ImDrawList& list, const session::Source& source,
                   const TimelineScale& scale, const ScreenRect& area) {
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
    list.AddRectFilled({static_cast<float>(area.min.x), static_cast<float>(area.min.y)},
                       {static_cast<float>(area.max.x), static_cast<float>(area.max.y)},
                       packed(palette::kField));
    const double middle = area.center().y;
    const double half = area.size().y / 2 - 1;
    const auto y = [&](float level) {
        return static_cast<float>(middle -
                                  std::clamp(static_cast<double>(level), -1.0, 1.0) * half);
    };
    const bool silent = source.audio.muted || ui.model.session.muted;
    const ImU32 outline = packed(silent ? palette::kControlActive : palette::kDim);
    const ImU32 core = packed(silent ? palette::kControlHover : palette::kAccent);
    for (std::size_t i = 0; i < wave.size(); ++i) {
        const auto x = static_cast<float>(area.min.x) + static_cast<float>(i) + 0.5F;
        const playback::WaveformColumn& column = wave[i];
        if (column.maximum <= column.minimum) continue;
        list.AddLine({x, y(column.maximum)}, {x, y(column.minimum) + 1}, outline);
        list.AddLine({x, y(column.rms)}, {x, y(-column.rms) + 1}, core);
    }
    list.AddLine({static_cast<float>(area.min.x), static_cast<float>(middle)},
                 {static_cast<float>(area.max.x), static_cast<float>(middle)},
                 packed(palette::kLine));
}

} // namespace seamline::ui
