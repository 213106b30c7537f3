#include "app/review/merge.h"

#include "app/review/uuid7.h"

#include <algorithm>
#include <map>
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
            const std::function<bool(std::string_view)>& has_event)
        : incoming_(incoming), stands_(stands), author_(author), has_event_(has_event) {}

    Merge take() {
        media();
        decisions();
        comments();
        drawings();
        comparisons();
        shots_and_takes();
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
            if (is_known(decision.id)) continue;
            const Author author = by(decision.author);
            const bool stands = std::ranges::any_of(stands_.decisions, [&](const Decision& other) {
                return other.media_id == decision.media_id && other.author == author &&
                       other.target == decision.target && other.state == decision.state &&
                       other.reasons == decision.reasons && other.note == decision.note;
            });
            if (stands) {
                ++merge_.known;
                continue;
            }
            add(decide(author, decision.media_id, decision.target, decision.state, decision.reasons,
                       decision.note),
                decision.id, decision.time_ms);
        }
    }

    void comments() {
        for (const Comment& comment : incoming_.comments) {
            if (is_known(comment.id)) continue;
            const Author author = by(comment.author);
            const bool stands = std::ranges::any_of(stands_.comments, [&](const Comment& other) {
                return other.media_id == comment.media_id && other.author == author &&
                       other.target == comment.target && other.text == comment.text;
            });
            if (stands) {
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
            add(std::move(action), comment.id, comment.time_ms);
            if (comment.resolved && is_uuid7(comment.id))
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

    void shots_and_takes() {
        for (const Shot& shot : incoming_.shots) {
            const Shot* own = found(stands_.shots, shot.name, &Shot::name);
            if (own == nullptr || own->coverage != shot.coverage || own->place != shot.place)
                merge_.actions.push_back(put_shot(author_, shot.name, shot.coverage, shot.place));
        }
        for (const Take& take : incoming_.takes) {
            const Take* own = found(stands_.takes, take.media_id, &Take::media_id);
            if (own == nullptr || own->shot != take.shot || own->facts != take.facts)
                merge_.actions.push_back(put_take(author_, take.media_id, take.shot, take.facts));
            if ((own != nullptr && own->eliminated) != take.eliminated)
                merge_.actions.push_back(
                    eliminate(author_, std::vector{take.media_id}, take.eliminated));
            const bool follows = !take.successor_of.empty() &&
                                 (own == nullptr || own->successor_of != take.successor_of);
            if (follows)
                merge_.actions.push_back(
                    succeed(author_, take.media_id, take.successor_of, take.successor_shift));
        }
        for (const Shot& shot : incoming_.shots) {
            const Shot* own = found(stands_.shots, shot.name, &Shot::name);
            if (!shot.pick.empty() && (own == nullptr || own->pick != shot.pick))
                merge_.actions.push_back(pick(author_, shot.name, shot.pick));
        }
    }

    const Review& incoming_;
    const Review& stands_;
    const Author& author_;
    const std::function<bool(std::string_view)>& has_event_;
    Merge merge_;
};

} // namespace

Merge merge(const Review& incoming, const Review& stands, const Author& author,
            const std::function<bool(std::string_view id)>& has_event) {
    return Merging(incoming, stands, author, has_event).take();
}

} // namespace seamline::review
