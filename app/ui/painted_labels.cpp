#include "app/ui/painted_labels.h"

#include "app/ui/picture_places.h"
#include "app/ui/theme.h"

#include <algorithm>
#include <string>

namespace seamline::ui {
namespace {

constexpr int kGapPx = 10;

/// Calls `draw` with the place and the facts of every picture that has a source and a choice.
template <typename Draw>
void each_picture(const ShownPicture& shown, const session::Session& session,
                  const std::vector<playback::SourceReport>& reports, Draw&& draw) {
    for (const PicturePlace& place : places_of(shown, {0, 0})) {
        const session::Source* source = session.find(place.key);
        const auto report = std::ranges::find(reports, place.key, &playback::SourceReport::key);
        const auto choice =
            std::ranges::find(shown.tick.choices, place.key, &playback::FrameChoice::key);
        if (source == nullptr || choice == shown.tick.choices.end()) continue;
        LabelFacts facts = label_facts(*source, report == reports.end() ? nullptr : &*report,
                                       *choice, session.frame_base);
        facts.preparing_colors = false; // These pictures have waited for theirs.
        draw(place, facts);
    }
}

} // namespace

void paint_labels(renderer::RenderedPicture& picture, const ShownPicture& shown,
                  const session::Session& session,
                  const std::vector<playback::SourceReport>& reports, const LabelPainter& labels) {
    each_picture(shown, session, reports, [&](const PicturePlace& place, const LabelFacts& facts) {
        const std::string letter = label_letter(session, place.key);
        const std::string title = (letter.empty() ? "" : letter + "  ") + label_title(facts);
        int y = static_cast<int>(place.tile.min.y) + kGapPx;
        for (const std::string& line : {title, label_detail(facts)}) {
            const int width = labels.size_of(line).width;
            const int x = place.is_second ? static_cast<int>(place.tile.max.x) - width - kGapPx
                                          : static_cast<int>(place.tile.min.x) + kGapPx;
            y += labels.draw(picture.pixels, picture.size, x, y, line).height;
        }
    });
}

void paint_burn_in(renderer::RenderedPicture& picture, const ShownPicture& shown,
                   const session::Session& session,
                   const std::vector<playback::SourceReport>& reports, const LabelPainter& labels,
                   const BurnIn& burn_in) {
    // Two pictures in one tile have a half of its edge each.
    const auto in_one_tile = [&](const PicturePlace& place) {
        return place.is_second || std::ranges::any_of(places_of(shown, {0, 0}), [&](const auto& p) {
                   return p.is_second && p.tile.min == place.tile.min;
               });
    };
    each_picture(shown, session, reports, [&](const PicturePlace& place, const LabelFacts& facts) {
        const std::string text = burn_in_text(facts, burn_in);
        if (text.empty()) return;
        const Extent size = labels.size_of(text);
        double middle = 0.5;
        if (in_one_tile(place)) middle = place.is_second ? 0.75 : 0.25;
        const double x = place.tile.min.x + (place.tile.max.x - place.tile.min.x) * middle;
        labels.draw(picture.pixels, picture.size, static_cast<int>(x) - size.width / 2,
                    static_cast<int>(place.tile.max.y) - size.height - kGapPx, text);
    });
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
