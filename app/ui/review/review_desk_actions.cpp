// What people say at a ReviewDesk, made into actions.
#include "app/review/actions.h"
#include "app/review/merge.h"
#include "app/ui/review/review_desk_impl.h"

#include <algorithm>
#include <utility>

namespace seamline::ui {

using Clock = ReviewDesk::Clock;

void ReviewDesk::decide(const DecisionPlace& place, const review::Target& target,
                        review::DecisionState state, std::vector<std::string> reasons,
                        std::string note) {
    const std::string generator = place.generator;
    const auto snapshot = impl_->log->snapshot();
    impl_->act(place, [=, author = author(), review = snapshot.review, reasons = std::move(reasons),
                       note = std::move(note)](const std::string& id) {
        review::Action decision = review::decide(author, id, target, state, reasons, note);
        const bool is_known =
            std::ranges::find(review->takes, id, &review::Take::media_id) != review->takes.end();
        if (generator.empty() || is_known) return decision;
        // The list can then be sorted and searched by it.
        review::TakePut put;
        put.generator = generator;
        decision.events.push_back(review::draft(id, std::nullopt, std::move(put)));
        return decision;
    });
}

void ReviewDesk::amend(const std::filesystem::path& path, const review::Target& target,
                       review::DecisionState state, std::vector<std::string> reasons,
                       std::string note) {
    DecisionPlace place;
    place.path = path;
    impl_->act(place, [=, author = author(), reasons = std::move(reasons),
                       note = std::move(note)](const std::string& id) {
        return review::decide(author, id, target, state, reasons, note);
    });
}

void ReviewDesk::clear(const DecisionPlace& place, const review::Target& target) {
    impl_->act(place, [=, author = author()](const std::string& id) {
        return review::clear(author, id, target);
    });
}

void ReviewDesk::clear_decision(const std::string& id) {
    const auto snapshot = impl_->log->snapshot();
    const auto& all = snapshot.review->decisions;
    const auto found = std::ranges::find(all, id, &review::Decision::id);
    if (found == all.end()) return;
    impl_->act(std::nullopt, [author = author(), decision = *found](const std::string&) {
        return review::clear(author, decision.media_id, decision.target);
    });
}

void ReviewDesk::put_drawing(const DecisionPlace& place, review::Drawing drawing) {
    impl_->act(place, [author = author(), drawing = std::move(drawing)](const std::string& id) {
        review::Drawing named = drawing;
        named.media_id = id;
        return review::draw(author, named);
    });
}

void ReviewDesk::remove_drawing(const std::string& id) {
    impl_->act(std::nullopt,
               [author = author(), id](const std::string&) { return review::erase(author, id); });
}

void ReviewDesk::comment(const DecisionPlace& place, const review::Target& target,
                         std::string text) {
    impl_->act(place, [=, author = author(), text = std::move(text)](const std::string& id) {
        return review::comment(author, id, target, text);
    });
}

void ReviewDesk::reply(const std::string& comment, std::string text) {
    impl_->act(std::nullopt, [=, author = author(), text = std::move(text)](const std::string&) {
        return review::reply(author, comment, text);
    });
}

void ReviewDesk::resolve(const std::string& comment, bool resolved) {
    impl_->act(std::nullopt, [=, author = author()](const std::string&) {
        return review::resolve(author, comment, resolved);
    });
}

void ReviewDesk::change(const std::optional<DecisionPlace>& place,
                        std::vector<review::Change> changes) {
    impl_->act(place, [author = author(), changes = std::move(changes)](const std::string& id) {
        review::Action action;
        action.author = author;
        for (const review::Change& change : changes)
            action.events.push_back(review::draft(id, std::nullopt, change));
        return action;
    });
}

void ReviewDesk::change_medium(const std::string& media_id, std::vector<review::Change> changes) {
    impl_->act(std::nullopt,
               [author = author(), media_id, changes = std::move(changes)](const std::string&) {
                   review::Action action;
                   action.author = author;
                   for (const review::Change& change : changes)
                       action.events.push_back(review::draft(media_id, std::nullopt, change));
                   return action;
               });
}

void ReviewDesk::change_media(const std::vector<std::pair<std::string, review::Change>>& changes) {
    if (changes.empty()) return;
    impl_->act(std::nullopt, [author = author(), changes](const std::string&) {
        review::Action action;
        action.author = author;
        for (const auto& [media_id, change] : changes)
            action.events.push_back(review::draft(media_id, std::nullopt, change));
        return action;
    });
}

bool ReviewDesk::take_up(std::span<const review::IngestItem> items, const std::string& by) {
    const auto snapshot = impl_->log->snapshot();
    auto action = review::ingest_action(by.empty() ? author() : by, items, *snapshot.review);
    if (!action) return false;
    if (by.empty())
        impl_->act(std::nullopt,
                   [action = *std::move(action)](const std::string&) { return action; });
    else
        impl_->post(*std::move(action));
    return true;
}

Result<ReviewDesk::TakenIn> ReviewDesk::take_in(const review::Review& incoming,
                                                const review::Review& echo) {
    std::set<std::string, std::less<>> ids;
    for (const review::Event& event : impl_->log->history()) ids.insert(event.id);
    const review::Merge merged = review::merge(
        incoming, *impl_->log->snapshot().review, author(),
        [&](std::string_view id) { return ids.contains(id); }, echo);
    if (const auto added = impl_->log->import(merged.events); !added) return added.error();
    std::map<std::string, std::vector<review::Action>> by_author;
    for (const review::Action& action : merged.actions) by_author[action.author].push_back(action);
    for (auto& [by, actions] : by_author) {
        const review::Action all = review::together(std::move(actions));
        impl_->post(all);
        impl_->done[by].push_back({Clock::now(), std::make_shared<review::Action>(all)});
    }
    return TakenIn{merged.said, merged.known};
}

} // namespace seamline::ui
