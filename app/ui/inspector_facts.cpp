#include "app/ui/inspector_sections.h"
#include "app/ui/review/review_desk.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

namespace seamline::ui {
namespace {

template <typename... Values> std::string printed(const char* format, Values... values) {
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

/// One colour tag: its name, a chooser that overrides it, and whether it is the file's, a guess or
/// the user's word.
template <typename Tag>
void color_tag(const Ui& ui, const session::Source& medium, const char* label, Tag tag, Tag last,
               bool guessed, std::optional<Tag> session::ColorOverrides::*slot,
               const session::ColorOverrides& now) {
    const bool chosen = (now.*slot).has_value();
    const Tag shown = chosen ? *(now.*slot) : tag;
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(widget_color(palette::kDim), "%s", label);
    ImGui::SameLine(ImGui::GetFontSize() * 6.6F);
    ImGui::PushID(label);
    const float badge_px = ImGui::CalcTextSize("guessed").x + ui.px(22);
    ImGui::SetNextItemWidth(std::max(ui.px(60), ImGui::GetContentRegionAvail().x - badge_px));
    if (ImGui::BeginCombo("##tag", name(shown))) {
        const std::string file = std::string("as the file: ") + name(tag);
        if (ImGui::Selectable(file.c_str(), !chosen))
            edit_medium(ui, medium, [slot](session::Source& s) { (s.color.*slot).reset(); });
        ImGui::Separator();
        for (int i = 0; i <= static_cast<int>(last); ++i) {
            const auto value = static_cast<Tag>(i);
            if (ImGui::Selectable(name(value), chosen && value == shown))
                edit_medium(ui, medium,
                            [slot, value](session::Source& s) { s.color.*slot = value; });
        }
        ImGui::EndCombo();
    }
    tooltip({"What the picture is converted with. Choosing one overrides the file.", ""});
    ImGui::PopID();
    if (chosen) {
        ImGui::SameLine();
        badge("yours", palette::kAccent, {"You chose this in place of what the file says.", ""});
    } else if (guessed) {
        ImGui::SameLine();
        badge("guessed", palette::kWarning,
              {"The file does not say; this is the usual guess.", ""});
    }
}

} // namespace

void inspect_name(const Ui& ui, const session::Source& source) {
    const auto key = source.key;
    ImGui::SetNextItemWidth(-1);
    if (const auto text = text_field("##name", source.name, "name of the take"))
        ui.commands.edit_source(key, [text](session::Source& s) { s.name = *text; });
    tooltip({"Name of the take, as labels show it.", ""});
    ImGui::SetNextItemWidth(-1);
    if (const auto text = text_field("##generator", source.generator, "generator, e.g. Veo 3.1")) {
        // The review knows takes by their content: there it counts, once their file was read. An
        // empty one would let the session's show again.
        const std::string* id = source.cut ? nullptr : ui.model.review.id_of(source.path);
        if (id == nullptr || text->empty())
            ui.commands.edit_source(key, [text](session::Source& s) { s.generator = *text; });
        if (id != nullptr) {
            review::TakePut put;
            put.generator = *text;
            ui.commands.ask(
                ChangeReview{[id = *id, put](ReviewDesk& desk) { desk.change_medium(id, {put}); }});
        }
    }
    tooltip(
        {"What generated the take; a free word. Lists, rankings and tickets have it, too.", ""});
}

void inspect_media(const Ui& ui, const playback::SourceReport& report) {
    const MediaDescription& media = report.media;
    const VideoDescription& video = *media.video;
    fact("File", report.media.path);
    fact("Codec", video.profile.empty() ? video.codec : video.codec + ", " + video.profile);
    fact("Size", printed("%d \xC3\x97 %d", video.size.width, video.size.height) +
                     (video.sample_aspect_ratio == Rational(1)
                          ? std::string()
                          : ", pixels " + video.sample_aspect_ratio.text()));
    if (video.rotation != 0 || video.flipped)
        fact("Turned", printed("%d\xC2\xB0%s", video.rotation, video.flipped ? ", mirrored" : ""));
    if (!video.pixel_format.empty())
        fact("Pixels", video.pixel_format + printed(", %d bit", video.bit_depth) +
                           (video.has_alpha ? ", alpha" : "") +
                           (video.interlaced ? ", interlaced" : ""));
    fact("Rate",
         video.variable_frame_rate
             ? printed("variable, mean %.4g fps", video.frame_rate.value())
             : printed("%.5g fps (%s)", video.frame_rate.value(), video.frame_rate.text().c_str()));
    fact("Length", printed("%lld frames, %.3f s", static_cast<long long>(video.frame_count),
                           video.duration_s.value()));
    if (video.start_timecode) fact("Timecode", *video.start_timecode);
    if (!video.missing_frames.empty())
        fact("Missing", printed("%zu frames have no file", video.missing_frames.size()));
    for (const AudioDescription& audio : media.audio)
        fact("Sound", audio.codec + printed(", %d Hz, %d ch", audio.sample_rate, audio.channels));
    fact("Decoding",
         media.decode.path + " on " + media.decode.device +
             printed(", copies %d + %d", media.decode.host_copies, media.decode.device_copies) +
             (report.frame_bytes > 0
                  ? printed(", %.2f MB per frame", static_cast<double>(report.frame_bytes) / 1e6)
                  : std::string()));
    if (!media.decode.fallback_reason.empty()) fact("because", media.decode.fallback_reason);
    fact("", report.decoder_open ? printed("%.1f ms per frame", report.decode_ms)
                                 : std::string("all cached, decoder closed"));
    (void)ui;
}

void inspect_color(const Ui& ui, const session::Source& source, const VideoDescription& video) {
    const ColorTags& tags = video.color;
    const auto guessed = [&](ColorGuess bit) { return (tags.guessed & bit) != 0; };
    using session::ColorOverrides;
    color_tag(ui, source, "Matrix", tags.matrix, ColorMatrix::Ictcp, guessed(kGuessedMatrix),
              &ColorOverrides::matrix, source.color);
    color_tag(ui, source, "Range", tags.range, ColorRange::Full, guessed(kGuessedRange),
              &ColorOverrides::range, source.color);
    color_tag(ui, source, "Transfer", tags.transfer, ColorTransfer::Smpte428,
              guessed(kGuessedTransfer), &ColorOverrides::transfer, source.color);
    color_tag(ui, source, "Primaries", tags.primaries, ColorPrimaries::Ebu3213,
              guessed(kGuessedPrimaries), &ColorOverrides::primaries, source.color);
    color_tag(ui, source, "Chroma", tags.chroma_location, ChromaLocation::Bottom,
              guessed(kGuessedChromaLocation), &ColorOverrides::chroma_location, source.color);
}

} // namespace seamline::ui
