#include "app/ui/timeline_lane.h"

#include "app/ui/review/decision_signs.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

using playback::SourceReport;
using playback::SourceStatus;

ImVec2 at(double x, double y) { return {static_cast<float>(x), static_cast<float>(y)}; }

/// The clipped horizontal extent of ticks [first, end).
struct Span {
    double left = 0, right = 0;
    bool empty() const { return right <= left; }
};
Span span(const TimelineScale& scale, const ScreenRect& lane, double first, double end) {
    return {std::max(scale.px_of(first), lane.min.x), std::min(scale.px_of(end), lane.max.x)};
}

void draw_cached(const Ui& ui, ImDrawList& list, const session::Source& source,
                 const decode::FrameIndex& index, const TimelineScale& scale,
                 const ScreenRect& lane) {
    const auto ranges = ui.model.cached.find(source.key);
    const double top = lane.max.y - ui.px(5);
    list.AddRectFilled(at(lane.min.x, top), at(lane.max.x, lane.max.y), packed(palette::kField));
    if (ranges == ui.model.cached.end()) return;
    for (const auto& [first, end] : ranges->second) {
        const Span s = span(scale, lane, tick_of_frame(ui, source, index, first),
                            tick_of_frame(ui, source, index, end));
        if (!s.empty())
            list.AddRectFilled(at(s.left, top + 1),
                               at(std::max(s.right, s.left + 1), lane.max.y - 1),
                               packed(palette::kCached));
    }
}

/// Frames of a sequence without a file: a cross where there is room, always a bar over the full
/// height.
void draw_missing(const Ui& ui, ImDrawList& list, const session::Source& source,
                  const SourceReport& report, const TimelineScale& scale, const ScreenRect& lane) {
    for (const std::int64_t frame : report.media.video->missing_frames) {
        const Span s = span(scale, lane, tick_of_frame(ui, source, *report.index, frame),
                            tick_of_frame(ui, source, *report.index, frame + 1));
        if (s.right < lane.min.x || s.left > lane.max.x || s.empty()) continue;
        const double right = std::max(s.right, s.left + 2);
        list.AddRectFilled(at(s.left, lane.min.y), at(right, lane.max.y - ui.px(5)),
                           packed(palette::kWarning.with_alpha(0.35)));
        list.AddLine(at(s.left, lane.min.y), at(right, lane.max.y - ui.px(5)),
                     packed(palette::kWarning));
        list.AddLine(at(right, lane.min.y), at(s.left, lane.max.y - ui.px(5)),
                     packed(palette::kWarning));
    }
}

void draw_words(const Ui& ui, ImDrawList& list, const ScreenRect& lane, std::string_view words,
                Rgb color) {
    const float size = ui.fonts.small->FontSize;
    list.PushClipRect(at(lane.min.x, lane.min.y), at(lane.max.x, lane.max.y), true);
    list.AddText(
        ui.fonts.small, size,
        at(lane.min.x + ui.px(8), (lane.min.y + lane.max.y - static_cast<double>(size)) / 2),
        packed(color), words.data(), words.data() + words.size());
    list.PopClipRect();
}

void draw_extent(const Ui& ui, ImDrawList& list, const session::Source& source,
                 const SourceReport& report, const TimelineScale& scale, const ScreenRect& lane) {
    const Span own = span(scale, lane, static_cast<double>(report.first_tick),
                          static_cast<double>(report.last_tick + 1));
    const float hatch = ui.px(7);
    // Held or black before the start and past the end.
    const ImU32 line = packed(palette::kHatch);
    const Span session = span(scale, lane, 0, static_cast<double>(ui.model.length));
    draw_hatch(list, at(session.left, lane.min.y),
               at(std::min(own.left, session.right), lane.max.y), hatch, line);
    draw_hatch(list, at(std::max(own.right, session.left), lane.min.y),
               at(session.right, lane.max.y), hatch, line);
    if (own.empty()) return;
    const ScreenRect body{{own.left, lane.min.y}, {own.right, lane.max.y}};
    // No ground under the pictures: they lie beneath everything that ImGui draws.
    // A low lane has no room beside its pictures: there the sound lies over them.
    const bool is_low = lane.size().y < ui.px(46);
    const double wave_px = ui.px(is_low ? 12 : 20);
    const bool has_sound = ui.sound(source.key) != nullptr;
    const double beside_px = has_sound && !is_low ? wave_px : 0;
    draw_thumbnails(ui, source, report, scale, {body.min, {body.max.x, body.max.y - beside_px}});
    if (has_sound && lane.size().y >= ui.px(24)) {
        const double bottom = body.max.y - ui.px(5); // Above the cache's bar.
        draw_waveform(ui, list, source, scale,
                      {{body.min.x, bottom - wave_px}, {body.max.x, bottom}},
                      is_low ? WaveformStyle::Over : WaveformStyle::Beside);
    }
    draw_cached(ui, list, source, *report.index, scale, body);
    draw_missing(ui, list, source, report, scale, body);
    list.AddRect(at(body.min.x, body.min.y), at(body.max.x, body.max.y), packed(palette::kLine));
}

} // namespace

double tick_of_frame(const Ui& ui, const session::Source& source, const decode::FrameIndex& index,
                     std::int64_t frame) {
    const auto count = static_cast<std::int64_t>(index.frames.size());
    const Rational time_s = frame >= count || frame < 0
                                ? (frame < 0 ? Rational(0) : index.end_s)
                                : index.frames[static_cast<std::size_t>(frame)].time_s;
    const Rational at_s =
        source.timing.offset_s + (time_s - source.timing.in_s) / source.timing.speed;
    return at_s.value() * ui.model.session.transport.rate.value();
}

void draw_lane_header(const Ui& ui, const session::Source& source, ImVec2 size, std::size_t index) {
    const session::Session& session = ui.model.session;
    const SourceReport* report = ui.model.report(source.key);
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::PushID(static_cast<int>(source.key));
    if (ImGui::InvisibleButton("lane", {size.x - ui.px(30), size.y - 2}))
        ui.state.chosen = source.key;
    const bool chosen = ui.chosen_source() != nullptr && ui.chosen_source()->key == source.key;
    const std::string name = display_name(source);
    tooltip({name + (source.generator.empty() ? "" : "  \xC2\xB7  " + source.generator) +
                 ". Click: show it in the inspector. Its number key shows it alone.",
             index < 9 ? std::to_string(index + 1) : ""});
    if (chosen)
        list.AddRectFilled(corner, {corner.x + ui.px(3), corner.y + size.y - 2},
                           packed(palette::kAccent));
    const session::Source* a = session.source_a();
    const session::Source* b = session.source_b();
    const char* letter = a != nullptr && a->key == source.key   ? "A"
                         : b != nullptr && b->key == source.key ? "B"
                                                                : " ";
    const Rgb color = *letter == 'A' ? palette::kA : *letter == 'B' ? palette::kB : palette::kText;
    const float middle = corner.y + (size.y - ui.fonts.text->FontSize) / 2 - 1;
    list.AddText(ui.fonts.mono, ui.fonts.mono->FontSize, {corner.x + ui.px(9), middle + 1},
                 packed(palette::kDim), std::to_string(index + 1).c_str());
    list.AddText(ui.fonts.strong, ui.fonts.strong->FontSize, {corner.x + ui.px(26), middle},
                 packed(color), letter);
    float name_at = corner.x + ui.px(42);
    if (const DecisionRow* verdict = shown_verdict(ui, source)) {
        draw_decision_shape(list, verdict->decision->state,
                            {name_at + ui.px(5), corner.y + size.y / 2 - 1}, ui.px(10),
                            color_of(verdict->decision->state));
        name_at += ui.px(15);
    }
    const std::string seen = shortened(name, corner.x + size.x - ui.px(36) - name_at);
    const bool failed = report != nullptr && !report->error.empty();
    list.AddText(ui.fonts.text, ui.fonts.text->FontSize, {name_at, middle},
                 packed(!source.visible ? palette::kDim
                        : failed        ? palette::kError
                                        : palette::kText),
                 seen.c_str());
    ImGui::SetCursorScreenPos({corner.x + size.x - ui.px(28), corner.y + (size.y - ui.px(22)) / 2});
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(ui.px(2), 0));
    bool visible = source.visible;
    if (ImGui::Checkbox("##visible", &visible))
        ui.commands.edit_source(source.key, [visible](session::Source& s) { s.visible = visible; });
    tooltip({"On the screen in rows, columns and grids.", ""});
    ImGui::PopStyleVar();
    ImGui::PopID();
}

void draw_lane(const Ui& ui, ImDrawList& list, const session::Source& source,
               const TimelineScale& scale, const ScreenRect& lane) {
    const SourceReport* report = ui.model.report(source.key);
    if (report == nullptr || report->status == SourceStatus::Opening) {
        draw_words(ui, list, lane, "opening \xE2\x80\xA6", palette::kDim);
        return;
    }
    if (report->status == SourceStatus::Failed || !report->index || !report->media.video) {
        draw_words(ui, list, lane, report->error, palette::kError);
        return;
    }
    draw_extent(ui, list, source, *report, scale, lane);
    if (!report->error.empty()) draw_words(ui, list, lane, report->error, palette::kError);
}

} // namespace seamline::ui
