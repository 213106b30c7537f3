// The curves of a source under its lane on the timeline.
#include "app/playback/timeline.h"
#include "app/ui/seam_curves.h"
#include "app/ui/seam_widgets.h"
#include "app/ui/widgets.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace seamline::ui {
namespace {

constexpr float kCurvePx = 30;
/// What stays visible beside curves: ruler, and of two takes the lanes and signs.
constexpr float kRulerAndEdgesPx = 28;
constexpr float kLanePx = 48;
constexpr int kMostLanes = 2;

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

ScreenRect row_of(const Ui& ui, const ScreenRect& area, int index) {
    const double height = ui.px(kCurvePx);
    const double top = area.min.y + height * index;
    return {{area.min.x, top}, {area.max.x, top + height - 1}};
}

/// The source's frame at a place of the timeline.
std::int64_t frame_at(const Ui& ui, const session::Source& source, const decode::FrameIndex& index,
                      std::int64_t tick) {
    return playback::frame_at_tick(source.timing, index, tick, ui.model.session.transport.rate)
        .frame;
}

/// What is drawn of the timeline: where a stretch of equal frame begins, and which frame that is.
struct Sample {
    double left = 0;
    double right = 0;
    std::int64_t frame = 0;
};

/// One per tick, or per pixel where ticks are narrower.
std::vector<Sample> samples_of(const Ui& ui, const session::Source& source,
                               const playback::SourceReport& report, const TimelineScale& scale,
                               const ScreenRect& area) {
    const double step = std::max(1.0, std::ceil(1 / scale.px_per_tick));
    const double first =
        std::max(std::floor(scale.tick_at(area.min.x)), static_cast<double>(report.first_tick));
    const double last =
        std::min(std::ceil(scale.tick_at(area.max.x)), static_cast<double>(report.last_tick));
    std::vector<Sample> samples;
    for (double tick = first; tick <= last; tick += step)
        samples.push_back({scale.px_of(tick), scale.px_of(tick + step),
                           frame_at(ui, source, *report.index, static_cast<std::int64_t>(tick))});
    return samples;
}

double height_of(const CurveSource::Range& range, const CurveLook& look, const ScreenRect& row,
                 double value) {
    const double part = (value - range.low) / (range.high - range.low);
    const double room = row.size().y - 7;
    return row.max.y - 3 - (look.low_is_up ? 1 - part : part) * room;
}

/// Runs of measured samples as steps; gaps stay empty.
void draw_line(ImDrawList& list, const std::vector<Sample>& samples, const CurveSource& source,
               CurveKind kind, int line, const CurveSource::Range& range, const ScreenRect& row,
               float thick) {
    const CurveLook& look = look_of(kind);
    const ImU32 ink = packed(line == 0 ? palette::kAccent : palette::kMarker);
    std::vector<ImVec2> run;
    const auto finish = [&] {
        if (run.size() > 1)
            list.AddPolyline(run.data(), static_cast<int>(run.size()), ink, 0, thick);
        run.clear();
    };
    for (const Sample& sample : samples) {
        const double value = source.value(kind, line, sample.frame);
        if (!std::isfinite(value)) {
            finish();
            continue;
        }
        const double y = height_of(range, look, row, value);
        if (line == 0) {
            run.push_back(at(sample.left, y));
            run.push_back(at(sample.right, y));
        } else { // Dots, so that the second line differs by shape.
            const double x = (sample.left + sample.right) / 2;
            list.AddRectFilled(at(x - 1, y - 1), at(x + 1, y + 1), ink);
        }
    }
    finish();
}

/// The ends of the axis left of it, beside the names, where no line crosses them.
void draw_ends(const Ui& ui, ImDrawList& list, CurveKind kind, const CurveSource::Range& range,
               const ScreenRect& row) {
    const CurveLook& look = look_of(kind);
    ImFont* font = ui.fonts.small;
    const float size = std::round(font->FontSize * 0.85F);
    const auto word = [&](double value, double y) {
        const std::string text = number_text(kind, value);
        const float width = font->CalcTextSizeA(size, FLT_MAX, 0, text.c_str()).x;
        list.AddText(font, size, at(row.min.x - static_cast<double>(width) - 5, y),
                     packed(palette::kDim), text.c_str());
    };
    word(look.low_is_up ? range.low : range.high, row.min.y);
    word(look.low_is_up ? range.high : range.low, row.max.y - static_cast<double>(size) - 1);
}

void draw_zero(ImDrawList& list, CurveKind kind, const CurveSource::Range& range,
               const ScreenRect& row) {
    if (range.low >= 0 || range.high <= 0) return;
    const double y = height_of(range, look_of(kind), row, 0);
    list.AddLine(at(row.min.x, y), at(row.max.x, y), packed(palette::kLine));
}

/// The frame whose values are written: under the pointer where it is over the curves, else at the
/// playhead.
std::int64_t told_frame(const Ui& ui, const session::Source& source,
                        const playback::SourceReport& report, const TimelineScale& scale,
                        const ScreenRect& area, bool& is_pointed) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const glm::dvec2 pointer{mouse.x, mouse.y};
    is_pointed = area.contains(pointer);
    const std::int64_t tick =
        is_pointed ? scale.clamped_tick_at(pointer.x, ui.model.length) : ui.model.tick;
    return frame_at(ui, source, *report.index, tick);
}

} // namespace

const session::Source* curve_source(const Ui& ui) {
    const auto& view = ui.state.audition.view;
    return view ? ui.model.session.find(view->slot.source) : ui.model.session.source_a();
}

float curves_height(const Ui& ui) {
    const bool is_on = ui.state.curves && ui.state.measuring.enabled;
    return is_on ? std::round(ui.px(kCurvePx) * kCurveKinds) : 0;
}

float curves_timeline_px(const Ui& ui, float timeline_px, glm::dvec2 window) {
    if (curves_height(ui) <= 0) return timeline_px;
    const auto lanes = std::clamp(static_cast<int>(ui.model.session.sources.size()), 1, kMostLanes);
    const float wanted =
        kRulerAndEdgesPx + kLanePx * static_cast<float>(lanes) + kCurvePx * kCurveKinds;
    const float most = static_cast<float>(window.y) / ui.scale * 0.6F;
    return std::max(timeline_px, std::min(wanted, most));
}

void draw_curves(const Ui& ui, ImDrawList& list, const session::Source& source,
                 const TimelineScale& scale, const ScreenRect& area) {
    const playback::SourceReport* report = ui.model.report(source.key);
    const SourceSeams* seams = ui.model.seams_of(source.key);
    if (report == nullptr || !report->index || seams == nullptr || area.is_empty()) return;
    list.PushClipRect(at(area.min.x, area.min.y), at(area.max.x, area.max.y), true);
    list.AddRectFilled(at(area.min.x, area.min.y), at(area.max.x, area.max.y),
                       packed(palette::kField));
    const auto samples = samples_of(ui, source, *report, scale, area);
    bool is_pointed = false;
    const std::int64_t told = told_frame(ui, source, *report, scale, area, is_pointed);
    const playback::SourceFindings nothing;
    const CurveSource curves(seams->findings ? *seams->findings : nothing);
    for (int i = 0; i < kCurveKinds; ++i) {
        const auto kind = static_cast<CurveKind>(i);
        const ScreenRect row = row_of(ui, area, i);
        list.AddLine(at(row.min.x, row.max.y), at(row.max.x, row.max.y), packed(palette::kLine));
        const CurveSource::Range range = curves.range(kind);
        draw_zero(list, kind, range, row);
        for (int line = 0; line < look_of(kind).lines; ++line)
            draw_line(list, samples, curves, kind, line, range, row, ui.px(1.2F));
        const bool is_known = std::isfinite(curves.value(kind, 0, told));
        draw_plate(list, at(area.min.x + 4, row.min.y + 2), ui.fonts.small,
                   value_text(kind, curves, told),
                   is_known ? Rgb(palette::kText) : Rgb(palette::kDim));
    }
    if (is_pointed) {
        const auto x = static_cast<double>(ImGui::GetIO().MousePos.x);
        list.AddLine(at(x, area.min.y), at(x, area.max.y), packed(palette::kText.with_alpha(0.45)));
    }
    list.PopClipRect();
}

void draw_curve_names(const Ui& ui, ImDrawList& list, const session::Source& source,
                      const ScreenRect& area, double left) {
    const SourceSeams* seams = ui.model.seams_of(source.key);
    const playback::SourceFindings nothing;
    const CurveSource curves(seams != nullptr && seams->findings ? *seams->findings : nothing);
    for (int i = 0; i < kCurveKinds; ++i) {
        const auto kind = static_cast<CurveKind>(i);
        const CurveLook& look = look_of(kind);
        const ScreenRect row = row_of(ui, area, i);
        if (curves.has_any()) draw_ends(ui, list, kind, curves.range(kind), row);
        const std::string words = std::string(look.name) + ", " + look.unit;
        const double y =
            row.min.y + (row.size().y - static_cast<double>(ui.fonts.small->FontSize)) / 2;
        list.AddText(ui.fonts.small, ui.fonts.small->FontSize, at(left + ui.px(26), y),
                     packed(palette::kDim), words.c_str());
        ImGui::SetCursorScreenPos(at(left, row.min.y));
        ImGui::PushID(i);
        ImGui::InvisibleButton(
            "curve", {static_cast<float>(area.min.x - left) - 1, static_cast<float>(row.size().y)});
        tooltip({std::string(look.name) + ": " + look.tip +
                     " Values are those at the playhead, or under the pointer.",
                 ui.keys.keys_text(Action::ToggleCurves)});
        ImGui::PopID();
    }
}

} // namespace seamline::ui
