#include "app/ui/match_actions.h"

#include "app/playback/match.h"
#include "app/ui/compared_pair.h"
#include "app/ui/inspector_sections.h"

#include <array>
#include <cstdio>
#include <utility>

namespace seamline::ui {
namespace {

using session::Source;

void say(UiState& state, ToastKind kind, const std::string& text) {
    state.toasts.push_back({kind, text, ImGui::GetCurrentContext() ? ImGui::GetTime() : 0.0});
}

/// B as it is on the screen, or the sentence why it cannot be matched.
Result<ComparedSide> target(const ViewModel& model) {
    const Source* b = model.session.source_b();
    if (b == nullptr)
        return Error{ErrorCode::InvalidArgument,
                     "There is no B to match: show two takes, or the seam at a cut."};
    ComparedSide side = compared_side(model, b->key);
    if (!side.picture)
        return Error{ErrorCode::InvalidArgument, "B cannot be matched: " + side.why_not + "."};
    return side;
}

void set_color(playback::Player& player, const ComparedSide& side, const color::SourceColor& color,
               bool is_matched) {
    player.edit([&](session::Session& s) {
        Source* source = s.find(side.key);
        if (source == nullptr) return;
        change_medium(*source, side.picture->path, [&](Source& medium) {
            medium.source_color = color;
            medium.is_matched = is_matched;
        });
    });
}

void take_off(playback::Player& player, UiState& state, const ComparedSide& side) {
    set_color(player, side, playback::unmatched(side.picture->color.source), false);
    say(state, ToastKind::Notice, "The match is off: B is as it came.");
}

std::string effect_words(const measures::GradeFit& grade) {
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "B is matched to A: delta E %.1f to %.1f",
                  grade.delta_e_raw, grade.delta_e_cdl);
    return std::string(text.data()) + ". The same key takes it off.";
}

void open_export(UiState& state, NamedGrade grade) {
    state.match.exported = std::move(grade);
    state.browser = BrowserPurpose::ExportMatch;
}

/// The grade that is on B already; none: it has no match.
std::optional<NamedGrade> grade_on(const UiState& state, const ComparedSide& side) {
    const color::SourceColor& color = side.picture->color.source;
    if (!side.is_matched) return std::nullopt;
    if (state.match.last && state.match.matched == side.picture->path &&
        state.match.last->grade.cdl == color.cdl)
        return state.match.last;
    NamedGrade grade; // Put on in an earlier run: the numbers are there, the rest is not.
    grade.grade.cdl = color.cdl;
    grade.label = {side.name + "_match", side.name + ", matched"};
    grade.has_affine = false;
    return grade;
}

bool has_answer(const MapView& view) { return view.usable() != nullptr && !view.lags(); }

} // namespace

bool shows_match(const ViewModel& model, session::SourceKey key) {
    const Source* source = model.session.find(key);
    if (source == nullptr) return false;
    const playback::FrameChoice* choice = model.choice(key);
    const bool is_event = source->cut && choice != nullptr && choice->event;
    return has_match(is_event ? choice->event->medium : *source);
}

Result<NamedGrade> measured_grade(const playback::MapAnswer& answer, int frame_base) {
    if (!answer.error.empty()) return Error{ErrorCode::InvalidArgument, answer.error};
    const analysis::Seam& seam = answer.measured->seam;
    if (!seam.same_view)
        return Error{ErrorCode::InvalidArgument,
                     "Different framing: no grade can be fitted. Pair regions by hand instead."};
    if (!seam.grade)
        return Error{ErrorCode::InvalidArgument,
                     "Too few pixels of A and B correspond for a grade. Pair regions by hand."};
    const playback::MapRequest& request = answer.request;
    const auto words = [&](const playback::ComparedPicture& picture) {
        return picture.path.filename().string() + " frame " +
               std::to_string(picture.frame + frame_base);
    };
    NamedGrade grade;
    grade.grade = *seam.grade;
    grade.label.id = request.incoming.path.stem().string() + "_match";
    grade.label.description = words(request.incoming) + " towards " + words(request.outgoing);
    return grade;
}

void put_match(playback::Player& player, UiState& state, const ViewModel& model,
               const NamedGrade& grade, const std::string& words) {
    const Result<ComparedSide> side = target(model);
    if (!side) return say(state, ToastKind::Warning, side.error().message);
    const auto color =
        playback::matched(player.color_config(), side.value().picture->color.source, grade.grade);
    if (!color) return say(state, ToastKind::Warning, color.error().message);
    set_color(player, side.value(), color.value(), true);
    state.match.last = grade;
    state.match.matched = side.value().picture->path;
    say(state, ToastKind::Notice, words);
}

void toggle_match(playback::Player& player, UiState& state, const ViewModel& model) {
    const Result<ComparedSide> side = target(model);
    if (!side) return say(state, ToastKind::Warning, side.error().message);
    if (side.value().is_matched) {
        state.match.asked = false;
        return take_off(player, state, side.value());
    }
    state.match.asked = true;
    if (has_answer(model.map))
        finish_match(player, state, model);
    else
        say(state, ToastKind::Notice, "Measuring A against B \xE2\x80\xA6");
}

void finish_match(playback::Player& player, UiState& state, const ViewModel& model) {
    MatchState& match = state.match;
    if (!match.asked && !match.export_asked) return;
    if (!model.map.why_not.empty()) {
        match.asked = match.export_asked = false;
        return say(state, ToastKind::Warning, "B cannot be matched: " + model.map.why_not + ".");
    }
    // While playing the answer is always a little older than the screen: it serves as well.
    const playback::MapAnswer* answer = model.map.usable();
    if (answer == nullptr || (model.map.lags() && !model.transport.playing())) return;
    const bool is_put = std::exchange(match.asked, false);
    const bool is_exported = std::exchange(match.export_asked, false);
    const Result<NamedGrade> grade = measured_grade(*answer, model.session.frame_base);
    if (!grade) return say(state, ToastKind::Warning, grade.error().message);
    if (is_put) put_match(player, state, model, grade.value(), effect_words(grade.value().grade));
    if (is_exported) open_export(state, grade.value());
}

void ask_for_export(UiState& state, const ViewModel& model) {
    const Result<ComparedSide> side = target(model);
    if (!side) return say(state, ToastKind::Warning, side.error().message);
    if (auto grade = grade_on(state, side.value())) return open_export(state, std::move(*grade));
    state.match.export_asked = true;
}

std::string proposed_match_name(const NamedGrade& grade) {
    std::string name = grade.label.id.empty() ? "match" : grade.label.id;
    for (char& c : name)
        if (c == '/' || c == '\\') c = '-';
    return name + ".cdl";
}

Result<std::string> match_text(const NamedGrade& grade, const std::filesystem::path& file) {
    const std::string end = file.extension().string();
    if (end == ".cdl") return analysis::cdl_text(grade.grade, grade.label);
    if (end == ".cc") return analysis::cc_text(grade.grade, grade.label);
    if (end != ".cube")
        return Error{ErrorCode::InvalidArgument,
                     "A match is written as .cdl, .cc or .cube: end the name with one of them."};
    if (!grade.has_affine)
        return Error{ErrorCode::InvalidArgument,
                     "Only the CDL of this match is known: write it as .cdl or .cc, or take the "
                     "match off and measure again."};
    return analysis::cube_text(grade.grade, grade.label);
}

} // namespace seamline::ui
