#include "app/ui/painted_labels.h"

#include "app/ui/picture_label.h"
#include "app/ui/picture_places.h"
#include "app/ui/theme.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

constexpr int kGapPx = 10;

} // namespace

void paint_labels(renderer::RenderedPicture& picture, const ShownPicture& shown,
                  const session::Session& session,
                  const std::vector<playback::SourceReport>& reports, const LabelPainter& labels) {
    for (const PicturePlace& place : places_of(shown, {0, 0})) {
        const session::Source* source = session.find(place.key);
        if (source == nullptr) continue;
        const auto report = std::ranges::find(reports, place.key, &playback::SourceReport::key);
        const auto choice =
            std::ranges::find(shown.tick.choices, place.key, &playback::FrameChoice::key);
        if (choice == shown.tick.choices.end()) continue;
        const LabelFacts facts = label_facts(*source, report == reports.end() ? nullptr : &*report,
                                             *choice, session.frame_base);
        const std::string letter = label_letter(session, place.key);
        const std::string title = (letter.empty() ? "" : letter + "  ") + label_title(facts);
        int y = static_cast<int>(place.tile.min.y) + kGapPx;
        for (const std::string& line : {title, label_detail(facts)}) {
            const int width = labels.size_of(line).width;
            const int x = place.is_second ? static_cast<int>(place.tile.max.x) - width - kGapPx
                                          : static_cast<int>(place.tile.min.x) + kGapPx;
            y += labels.draw(picture.pixels, picture.size, x, y, line).height;
        }
    }
}

void paint_slates(renderer::RenderedPicture& picture, const ShownPicture& shown,
                  const LabelPainter& labels) {
    for (const PicturePlace& place : places_of(shown, {0, 0})) {
        const auto choice =
            std::ranges::find(shown.tick.choices, place.key, &playback::FrameChoice::key);
        if (choice == shown.tick.choices.end()) continue;
        const std::vector<std::string> lines = slate_lines(*choice);
        int height = 0;
        for (const std::string& line : lines) height += labels.size_of(line).height;
        const glm::dvec2 middle = (place.tile.min + place.tile.max) * 0.5;
        int y = static_cast<int>(middle.y) - height / 2;
        for (const std::string& line : lines) {
            const int x = static_cast<int>(middle.x) - labels.size_of(line).width / 2;
            y += labels.draw(picture.pixels, picture.size, x, y, line).height;
        }
    }
}

bool has_slate(const playback::Tick& tick) {
    return std::ranges::any_of(tick.choices, [](const playback::FrameChoice& choice) {
        return !slate_lines(choice).empty();
    });
}

LabelPainter make_label_painter() {
    ImGui::CreateContext();
    const Fonts fonts = load_fonts(1);
    LabelPainter painter(*ImGui::GetIO().Fonts, *fonts.text);
    ImGui::DestroyContext();
    return painter;
}

} // namespace seamline::ui
