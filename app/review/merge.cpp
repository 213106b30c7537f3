#include "app/review/merge.h"

#include "app/review/uuid7.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace seamline::review {
namespace {

template <typename Items, typename Value, typename Member>
auto found(const Items& items, const Value& value, Member member) {
    const auto at = std::ranges::find(items, value, member);
    return at == items.end() ? nullptr : &*at;
}

class Merging {
public:
    Merging(const Review& incoming, const Review& stands, const Author& author,
            const std::function<bool(std::string_view)>& has_event, const Review& echo)
        : incoming_(incoming), stands_(stands), author_(author), has_event_(has_event),
          echo_(echo) {}

    Merge take() {
        media();
        decisions();
        comments();
        drawings();
        comparisons();
        shots_and_takes();
        answers();
        if (incoming_.policy && !stands_.policy)
            merge_.actions.push_back(set_policy(author_, incoming_.policy));
        return std::move(merge_);
    }

private:
    Author by(const Author& author) const { return author.empty() ? author_ : author; }

    /// With the id and time that it was made with, else now.
    void add(Action action, const std::string& id, std::int64_t time_ms) {
        ++merge_.said;
        if (!is_uuid7(id) || time_ms <= 0 || action.events.size() != 1) {
            merge_.actions.push_back(std::move(action));
            return;
        }
        Event event = std::move(action.events.front());
        event.id = event.action = event.run = id;
        event.time_ms = time_ms;
        event.author = action.author;
        merge_.events.push_back(std::move(event));
    }
    bool is_known(const std::string& id) {
        if (id.empty() || !has_event_(id)) return false;
        ++merge_.known;
        return true;
    }

    void media() {
        for (const Medium& medium : incoming_.media)
            if (is_media_id(medium.media_id) &&
                found(stands_.media, medium.media_id, &Medium::media_id) == nullptr)
                merge_.actions.push_back(see(author_, medium));
    }

    void decisions() {
        for (const Decision& decision : incoming_.decisions) {
            const Author author = by(decision.author);
            const auto says_same = [&](const Decision& other) {
                return other.media_id == decision.media_id && by(other.author) == author &&
                       same_place(other.target, decision.target) && other.state == decision.state &&
                       other.reasons == decision.reasons && other.note == decision.note;
            };
            const Decision* own = found(stands_.decisions, decision.id, &Decision::id);
            // With a known id: as it was, replaced or cleared here since, or changed outside.
            const bool has_id = !decision.id.empty() && has_event_(decision.id);
            if ((has_id && (own == nullptr || says_same(*own))) ||
                std::ranges::any_of(stands_.decisions, says_same) ||
                std::ranges::any_of(echo_.decisions, says_same)) {
                ++merge_.known;
                continue;
            }
            add(decide(author, decision.media_id, decision.target, decision.state, decision.reasons,
                       decision.note),
                has_id ? std::string() : decision.id, decision.time_ms);
        }
    }

    void comments() {
        for (const Comment& comment : incoming_.comments) {
            const Author author = by(comment.author);
            const Comment* own = found(stands_.comments, comment.id, &Comment::id);
            if (own != nullptr && comment.resolved && !own->resolved)
                merge_.actions.push_back(resolve(author, comment.id, true));
            const bool has_id = !comment.id.empty() && has_event_(comment.id);
            if (has_id && (own == nullptr || own->text == comment.text)) {
                ++merge_.known;
                continue;
            }
            const auto says_same = [&](const Comment& other) {
                return other.media_id == comment.media_id && by(other.author) == author &&
                       other.target == comment.target && other.text == comment.text;
            };
            if (std::ranges::any_of(stands_.comments, says_same) ||
                std::ranges::any_of(echo_.comments, says_same)) {
                ++merge_.known;
                continue;
            }
            // An answer to a comment that got another id here stands as a remark of its own.
            const bool answers = !comment.parent_id.empty() &&
                                 (has_event_(comment.parent_id) || is_uuid7(comment.parent_id));
            Action action =
                answers ? reply(author, comment.parent_id, comment.text)
                        : review::comment(author, comment.media_id, comment.target, comment.text);
            action.events.front().media_id = comment.media_id;
            add(std::move(action), has_id ? std::string() : comment.id, comment.time_ms);
            if (comment.resolved && is_uuid7(comment.id) && !has_id)
                merge_.actions.push_back(resolve(author, comment.id, true));
        }
    }

    void drawings() {
        for (const Drawing& drawing : incoming_.drawings) {
            if (is_known(drawing.id)) continue;
            const bool stands = std::ranges::any_of(stands_.drawings, [&](const Drawing& other) {
                return other.media_id == drawing.media_id && other.from == drawing.from &&
                       other.to == drawing.to && other.strokes == drawing.strokes;
            });
            if (stands) {
                ++merge_.known;
                continue;
            }
            Drawing fresh = drawing;
            fresh.id.clear();
            add(draw(by(drawing.author), fresh), drawing.id, drawing.time_ms);
        }
    }

    void comparisons() {
        for (const Comparison& comparison : incoming_.comparisons)
            if (!is_known(comparison.id))
                add(compare(by(comparison.author), comparison), comparison.id, comparison.time_ms);
    }

    /// What was answered is known here, or comes along with its id.
    void answers() {
        for (const TodoAnswer& answer : incoming_.answers) {
            if (is_known(answer.id)) continue;
            const bool comes =
                is_uuid7(answer.decision) &&
                found(incoming_.decisions, answer.decision, &Decision::id) != nullptr;
            if (!comes && !has_event_(answer.decision)) continue;
            const Author author = by(answer.author);
            const bool stands = std::ranges::any_of(stands_.answers, [&](const TodoAnswer& other) {
                return other.media_id == answer.media_id && other.decision == answer.decision &&
                       other.author == author && other.state == answer.state &&
                       other.note == answer.note;
            });
            if (stands)
                ++merge_.known;
            else
                add(answer_todo(author, answer.media_id, answer.decision, answer.state,
                                answer.note),
                    answer.id, answer.time_ms);
        }
    }

    void shots_and_takes() {
        for (const Shot& shot : incoming_.shots) {
            const Shot* own = found(stands_.shots, shot.name, &Shot::name);
            std::optional<CoverageClass> coverage;
            std::optional<ShotPlace> place;
            const bool has_coverage = own != nullptr && own->coverage != CoverageClass::None;
            const bool has_place = own != nullptr && own->place != ShotPlace::None;
            if (!has_coverage && shot.coverage != CoverageClass::None) coverage = shot.coverage;
            if (!has_place && shot.place != ShotPlace::None) place = shot.place;
            if (own == nullptr || coverage || place)
                merge_.actions.push_back(put_shot(author_, shot.name, coverage, place));
        }
        for (const Take& take : incoming_.takes) {
            const Take* own = found(stands_.takes, take.media_id, &Take::media_id);
            if (auto put = missing_facts(take, own))
                merge_.actions.push_back(
                    {author_, {draft(take.media_id, std::nullopt, std::move(*put))}});
            if (own == nullptr && take.eliminated)
                merge_.actions.push_back(eliminate(author_, std::vector{take.media_id}, true));
            if (!take.successor_of.empty() && (own == nullptr || own->successor_of.empty()))
                merge_.actions.push_back(
                    succeed(author_, take.media_id, take.successor_of, take.successor_shift));
        }
        for (const Shot& shot : incoming_.shots) {
            const Shot* own = found(stands_.shots, shot.name, &Shot::name);
            if (!shot.pick.empty() && (own == nullptr || own->pick.empty()))
                merge_.actions.push_back(pick(author_, shot.name, shot.pick));
        }
    }

    /// What `take` says and `own` (null: not known) does not; none: nothing.
    static std::optional<TakePut> missing_facts(const Take& take, const Take* own) {
        static const Take kNothing;
        const Take& now = own != nullptr ? *own : kNothing;
        TakePut put;
        bool any = own == nullptr;
        const auto fill = [&](std::optional<std::string>& to, const std::string& from,
                              const std::string& has) {
            if (from.empty() || !has.empty()) return;
            to = from;
            any = true;
        };
        fill(put.shot, take.shot, now.shot);
        fill(put.generator, take.facts.generator, now.facts.generator);
        fill(put.version, take.facts.version, now.facts.version);
        fill(put.prompt, take.facts.prompt, now.facts.prompt);
        fill(put.seed, take.facts.seed, now.facts.seed);
        fill(put.rights, take.facts.rights, now.facts.rights);
        if (!any) return std::nullopt;
        return put;
    }

    const Review& incoming_;
    const Review& stands_;
    const Author& author_;
    const std::function<bool(std::string_view)>& has_event_;
    const Review& echo_;
    Merge merge_;
};

} // namespace

Merge merge(const Review& incoming, const Review& stands, const Author& author,
            const std::function<bool(std::string_view id)>& has_event, const Review& echo) {
    return Merging(incoming, stands, author, has_event, echo).take();
}

} // namespace seamline::review
