#include "app/ui/inspector_sections.h"
#include "app/ui/sound_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {
namespace {

using playback::AudioTrack;
using session::Source;

constexpr float kSliderPx = 132;
/// What the meter spans. Source: EBU Tech 3341 gives a scale's upper end as +18 LU over -23 LUFS.
constexpr double kMeterLowLufs = -60;
constexpr double kMeterHighLufs = 0;

template <typename... Values> std::string printed(const char* format, Values... values) {
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

void switches(const Ui& ui, const Source& source) {
    if (text_button("Mute", {"This take is silent.", ""}, source.audio.muted))
        ui.commands.edit_source(source.key, [](Source& s) { s.audio.muted = !s.audio.muted; });
    ImGui::SameLine(0, ui.px(3));
    if (text_button("Solo", {"Only soloed takes are heard.", ""}, source.audio.solo))
        ui.commands.edit_source(source.key, [](Source& s) { s.audio.solo = !s.audio.solo; });
    ImGui::SameLine(0, ui.px(10));
    const session::Session& session = ui.model.session;
    const bool heard = !session.mix_all && session.heard == source.key;
    if (text_button("Hear this",
                    ui.tip("The sound is this take's, whichever is seen.", Action::HearNextSource),
                    heard))
        ui.commands.edit([key = source.key, heard](session::Session& s) {
            s.heard = heard ? 0 : key;
            s.mix_all = false;
        });
    if (text_button("Match loudness",
                    ui.tip("All takes are heard as loud as the quietest.", Action::LoudnessMatch),
                    session.loudness_matched))
        ui.commands.run(Action::LoudnessMatch);
    ImGui::SameLine(0, ui.px(3));
    if (text_button("Mix", ui.tip("All takes are heard together.", Action::MixAll),
                    session.mix_all))
        ui.commands.run(Action::MixAll);
}

/// What matching changes of this take, in dB; 0 while it is off.
double matching_db(const Ui& ui, session::SourceKey key) {
    if (!ui.model.session.loudness_matched) return 0;
    std::vector<playback::Loudness> loudness;
    std::size_t own = 0;
    for (const Source& source : ui.model.session.sources) {
        const auto track = ui.sound(source.key);
        if (!track) continue;
        if (source.key == key) own = loudness.size();
        loudness.push_back(track->loudness());
    }
    const std::vector<float> gains = playback::matched_gains(loudness);
    return own < gains.size() ? 20 * std::log10(static_cast<double>(gains[own])) : 0;
}

void loudness_facts(const Ui& ui, const Source& source, const AudioTrack& track) {
    const playback::Loudness loudness = track.loudness();
    const char* so_far = track.progress().measured ? "" : " so far";
    fact("Loudness", loudness.integrated_lufs
                         ? printed("%.1f LUFS%s", *loudness.integrated_lufs, so_far)
                         : std::string(*so_far != 0 ? "being measured" : "silence"));
    tooltip({"Integrated loudness of the whole take (EBU R 128).", ""});
    fact("Range", loudness.range_lu ? printed("%.1f LU", *loudness.range_lu)
                                    : std::string("too short to tell"));
    fact("True peak", loudness.true_peak_dbtp
                          ? printed("%.1f dBTP%s", *loudness.true_peak_dbtp, so_far)
                          : std::string("none"));
    const double matching = matching_db(ui, source.key);
    if (matching < -0.05) fact("Matched by", printed("%+.1f dB", matching));
}

/// Momentary loudness where the playhead is: a bar with short-term loudness as a mark, and figures.
void meter(const Ui& ui, const Source& source, const AudioTrack& track) {
    const Rational at_s = Rational(ui.model.tick) / ui.model.session.transport.rate;
    const auto point = track.loudness_at(sample_at(source, at_s));
    const bool sounding = point && std::isfinite(point->momentary_lufs);
    fact("Now", sounding
                    ? printed("%.1f LUFS momentary", static_cast<double>(point->momentary_lufs))
                    : std::string("silence"));
    const auto part = [](double lufs) {
        return static_cast<float>(
            std::clamp((lufs - kMeterLowLufs) / (kMeterHighLufs - kMeterLowLufs), 0.0, 1.0));
    };
    const float width = ImGui::GetContentRegionAvail().x - ui.px(4);
    const float height = std::round(ui.px(7));
    const ImVec2 min = ImGui::GetCursorScreenPos();
    ImGui::Dummy({width, height});
    tooltip({"Loudness of the last 0.4 s before the playhead (bar) and of the last 3 s (line), "
             "from -60 to 0 LUFS.",
             ""});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(min, {min.x + width, min.y + height}, packed(palette::kField));
    if (!sounding) return;
    const float momentary = width * part(static_cast<double>(point->momentary_lufs));
    list.AddRectFilled(min, {min.x + momentary, min.y + height}, packed(palette::kCached));
    if (!std::isfinite(point->short_term_lufs)) return;
    const float x = min.x + width * part(static_cast<double>(point->short_term_lufs));
    list.AddLine({x, min.y}, {x, min.y + height}, packed(palette::kText), ui.px(2));
}

} // namespace

void inspect_audio(const Ui& ui, const Source& source, const playback::SourceReport* report) {
    if (report != nullptr && report->index && report->media.audio.empty()) {
        ImGui::TextColored(widget_color(palette::kDim), "The file has no sound.");
        return;
    }
    const std::string silent =
        why_silent(ui.model.session, source, {ui.model.sound_state, ui.model.transport.speed()});
    if (!silent.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kWarning));
        ImGui::TextWrapped("%s", silent.c_str());
        ImGui::PopStyleColor();
    }
    switches(ui, source);
    float gain = source.audio.gain_db;
    ImGui::SetNextItemWidth(ui.px(kSliderPx));
    if (slider("Gain", gain, -60, 12, 0, "%+.1f dB", {"Loudness of this take.", ""}))
        ui.commands.edit_source(source.key, [gain](Source& s) { s.audio.gain_db = gain; });
    auto offset = static_cast<float>(source.audio.offset_ms);
    ImGui::SetNextItemWidth(ui.px(kSliderPx));
    if (slider("Delay", offset, -500, 500, 0, "%+.0f ms",
               {"Moves the sound against the picture.", ""}))
        ui.commands.edit_source(source.key, [offset](Source& s) { s.audio.offset_ms = offset; });
    const auto track = ui.sound(source.key);
    if (!track) return;
    if (const auto error = track->progress().error) {
        ImGui::PushStyleColor(ImGuiCol_Text, widget_color(palette::kError));
        ImGui::TextWrapped("%s", error->message.c_str());
        ImGui::PopStyleColor();
    }
    loudness_facts(ui, source, *track);
    meter(ui, source, *track);
}

} // namespace seamline::ui
