#include "app/ui/review/action_words.h"

#include <string_view>
#include <type_traits>
#include <variant>

namespace seamline::ui {
namespace {

constexpr const char* kPassedOver = "a change";

/// The medium's name where it is known: "", " of take 2".
std::string of_medium(const review::Event& event, const DecisionTable& names) {
    const review::Medium* medium = names.medium(event.media_id);
    return medium == nullptr || medium->name.empty() ? "" : " of " + medium->name;
}

std::string about(const review::Event& event, const DecisionTable& names, int frame_base) {
    if (!event.target || event.target->kind == review::TargetKind::Take) {
        const review::Medium* medium = names.medium(event.media_id);
        return medium == nullptr || medium->name.empty() ? " on the take" : " on " + medium->name;
    }
    return " on " + target_words(*event.target, frame_base) + of_medium(event, names);
}

struct Words {
    const review::Event& event;
    const DecisionTable& names;
    int frame_base;

    std::string on() const { return about(event, names, frame_base); }

    std::string operator()(const review::Decided& said) const { return word(said.state) + on(); }
    std::string operator()(const review::Cleared&) const { return "clearing a decision" + on(); }
    std::string operator()(const review::Commented&) const { return "a comment" + on(); }
    std::string operator()(const review::Replied&) const { return "an answer to a comment"; }
    std::string operator()(const review::Resolved&) const { return "settling a comment"; }
    std::string operator()(const review::Reopened&) const { return "opening a comment again"; }
    std::string operator()(const review::Drawn& drawn) const {
        return (drawn.drawing.empty() ? "a drawing" : "a change of a drawing") + on();
    }
    std::string operator()(const review::DrawingRemoved&) const { return "removing a drawing"; }
    std::string operator()(const review::ShotPut& put) const { return "facts of shot " + put.shot; }
    std::string operator()(const review::ShotsOrdered&) const { return "the order of shots"; }
    std::string operator()(const review::TakePut& put) const {
        if (put.shot && !put.shot->empty()) return "a take for shot " + *put.shot;
        return (put.shot ? "taking a take out of its shot" : "facts") + of_medium(event, names);
    }
    std::string operator()(const review::TakesOrdered& order) const {
        return "the order of takes of " + order.shot;
    }
    std::string operator()(const review::Picked& picked) const {
        return "the pick of " + picked.shot;
    }
    std::string operator()(const review::Eliminated&) const {
        return "culling" + of_medium(event, names);
    }
    std::string operator()(const review::BroughtBack&) const {
        return "bringing back" + of_medium(event, names);
    }
    std::string operator()(const review::Succeeds&) const {
        return "the round" + of_medium(event, names);
    }
    std::string operator()(const review::ReasonsSet&) const { return "the list of reasons"; }
    std::string operator()(const review::Compared&) const { return "an answer to a comparison"; }
    std::string operator()(const review::ReviewNamed&) const { return "the review's name"; }
    std::string operator()(const review::TodoAnswered& answered) const {
        return std::string("the answer \"") + name(answered.state) + "\" to a send-back" +
               of_medium(event, names);
    }
    std::string operator()(const review::PolicySet&) const { return "the policy"; }
    // Undo passes over these.
    std::string operator()(const review::MediumSeen&) const { return kPassedOver; }
    std::string operator()(const review::Undone&) const { return kPassedOver; }
    std::string operator()(const review::Redone&) const { return kPassedOver; }
    std::string operator()(const review::Pruned&) const { return kPassedOver; }
};

} // namespace

std::string action_words(const review::Action& action, const DecisionTable& names, int frame_base) {
    const review::Event* first = nullptr;
    std::size_t more = 0;
    for (const review::Event& event : action.events) {
        if (!review::is_undoable(event.change)) continue;
        if (first == nullptr)
            first = &event;
        else if (event.change.index() == first->change.index())
            ++more;
    }
    if (first == nullptr) return kPassedOver;
    std::string words = std::visit(Words{*first, names, frame_base}, first->change);
    if (more > 0) words += " and " + std::to_string(more) + " more";
    return words;
}

} // namespace seamline::ui
