#include "app/ui/review/decision_table.h"

#include "app/review/progress.h"
#include "decode/media/lower_case.h"

#include <algorithm>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <sstream>
#include <utility>

namespace seamline::ui {
namespace {

using review::Decision;
using review::Target;
using review::TargetKind;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string media_name(const review::Medium* medium, const std::string& media_id) {
    if (medium == nullptr) return media_id.substr(0, 18) + "\xE2\x80\xA6";
    if (!medium->name.empty()) return medium->name;
    return std::filesystem::path(medium->path).stem().string();
}

bool overlap(const Target& a, const Target& b) {
    if (a.kind == TargetKind::Take || b.kind == TargetKind::Take)
        return a.kind == b.kind; // A bad frame does not contradict a take that is kept.
    return a.from <= b.to && b.from <= a.to;
}

bool contradict(const Decision& a, const Decision& b) {
    return a.author != b.author && a.state != b.state && overlap(a.target, b.target);
}

template <typename Lists>
std::span<const std::uint32_t> list_of(const Lists& lists, std::string_view media_id) {
    const auto found = lists.find(media_id);
    if (found == lists.end()) return {};
    return found->second;
}

template <typename Value>
void sort_by(std::vector<std::uint32_t>& rows, bool descending, Value value) {
    std::ranges::stable_sort(rows, [&](std::uint32_t a, std::uint32_t b) {
        return descending ? value(b) < value(a) : value(a) < value(b);
    });
}

} // namespace

DecisionTable::DecisionTable(std::shared_ptr<const review::Review> review, int frame_base)
    : review_(std::move(review)) {
    for (std::size_t i = 0; i < review_->media.size(); ++i) media_[review_->media[i].media_id] = i;
    for (std::size_t i = 0; i < review_->takes.size(); ++i) takes_[review_->takes[i].media_id] = i;
    for (review::PolicyBreak& broken : review::policy_breaks(*review_))
        policy_breaks_[broken.media_id] = std::move(broken.sentence);
    rows_.reserve(review_->decisions.size());
    for (const Decision& decision : review_->decisions) {
        DecisionRow row;
        row.decision = &decision;
        row.take = media_name(medium(decision.media_id), decision.media_id);
        if (const review::Take* made = take(decision.media_id)) {
            row.shot = made->shot;
            row.generator = made->facts.generator;
        }
        row.policy_break = policy_break(decision.media_id);
        row.where = target_words(decision.target, frame_base);
        row.reasons = joined(decision.reasons);
        row.words = lower_case(row.take + '\n' + row.shot + '\n' + row.generator + '\n' +
                               word(decision.state) + '\n' + row.reasons + '\n' + decision.note +
                               '\n' + decision.author +
                               (row.policy_break.empty() ? "" : "\npolicy: " + row.policy_break));
        by_medium_[decision.media_id].push_back(static_cast<std::uint32_t>(rows_.size()));
        rows_.push_back(std::move(row));
    }
    for (std::uint32_t i = 0; i < review_->drawings.size(); ++i)
        drawings_[review_->drawings[i].media_id].push_back(i);
    for (std::uint32_t i = 0; i < review_->comments.size(); ++i)
        comments_[review_->comments[i].media_id].push_back(i);
    for (const auto& [id, own] : by_medium_)
        for (std::size_t i = 0; i < own.size(); ++i)
            for (std::size_t k = i + 1; k < own.size(); ++k)
                if (contradict(*rows_[own[i]].decision, *rows_[own[k]].decision))
                    rows_[own[i]].is_disputed = rows_[own[k]].is_disputed = true;
}

std::string DecisionTable::policy_break(std::string_view media_id) const {
    const auto found = policy_breaks_.find(media_id);
    return found == policy_breaks_.end() ? std::string() : found->second;
}

std::span<const std::uint32_t> DecisionTable::of(std::string_view media_id) const {
    return list_of(by_medium_, media_id);
}
std::span<const std::uint32_t> DecisionTable::drawings_of(std::string_view media_id) const {
    return list_of(drawings_, media_id);
}
std::span<const std::uint32_t> DecisionTable::comments_of(std::string_view media_id) const {
    return list_of(comments_, media_id);
}

const review::Medium* DecisionTable::medium(std::string_view media_id) const {
    const auto found = media_.find(media_id);
    return found == media_.end() ? nullptr : &review_->media[found->second];
}

const review::Take* DecisionTable::take(std::string_view media_id) const {
    const auto found = takes_.find(media_id);
    return found == takes_.end() ? nullptr : &review_->takes[found->second];
}

const DecisionRow* DecisionTable::verdict(std::string_view media_id,
                                          std::string_view author) const {
    const DecisionRow* newest = nullptr;
    for (const std::uint32_t index : of(media_id)) {
        const DecisionRow& row = rows_[index];
        if (row.decision->target.kind != TargetKind::Take) continue;
        if (row.decision->author == author) return &row;
        if (newest == nullptr || row.decision->time_ms >= newest->decision->time_ms) newest = &row;
    }
    return newest;
}

std::shared_ptr<const DecisionTable> no_decisions() {
    static const auto none =
        std::make_shared<const DecisionTable>(std::make_shared<const review::Review>(), 0);
    return none;
}

std::vector<std::uint32_t> listed_decisions(const DecisionTable& table,
                                            const DecisionListChoice& choice,
                                            std::span<const std::string> open_media) {
    std::istringstream stream(lower_case(choice.text.data()));
    std::vector<std::string> wanted;
    for (std::string part; stream >> part;) wanted.push_back(part);
    const std::vector<DecisionRow>& all = table.rows();
    const bool any = choice.keep || choice.send_back || choice.hold;
    std::vector<std::uint32_t> rows;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        const DecisionRow& row = all[i];
        const bool state = row.decision->state == review::DecisionState::Keep   ? choice.keep
                           : row.decision->state == review::DecisionState::Hold ? choice.hold
                                                                                : choice.send_back;
        if (any && !state) continue;
        if (choice.disputed && !row.is_disputed) continue;
        if (choice.is_of_session && !std::ranges::binary_search(open_media, row.decision->media_id))
            continue;
        if (std::ranges::all_of(wanted, [&](const std::string& part) {
                return row.words.find(part) != std::string::npos;
            }))
            rows.push_back(i);
    }
    const bool down = choice.descending;
    const auto text = [&](std::string DecisionRow::*member) {
        sort_by(rows, down, [&](std::uint32_t i) -> const std::string& { return all[i].*member; });
    };
    switch (choice.sort) {
    case DecisionColumn::Time:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].decision->time_ms; });
        break;
    case DecisionColumn::State:
        sort_by(rows, down, [&](std::uint32_t i) { return all[i].decision->state; });
        break;
    case DecisionColumn::Take:
        text(&DecisionRow::take);
        break;
    case DecisionColumn::Shot:
        text(&DecisionRow::shot);
        break;
    case DecisionColumn::Generator:
        text(&DecisionRow::generator);
        break;
    case DecisionColumn::Target:
        sort_by(rows, down, [&](std::uint32_t i) {
            const Target& target = all[i].decision->target;
            return std::pair(target.from, target.to);
        });
        break;
    case DecisionColumn::Reasons:
        text(&DecisionRow::reasons);
        break;
    case DecisionColumn::Note:
        sort_by(rows, down,
                [&](std::uint32_t i) -> const std::string& { return all[i].decision->note; });
        break;
    case DecisionColumn::Author:
        sort_by(rows, down,
                [&](std::uint32_t i) -> const std::string& { return all[i].decision->author; });
        break;
    }
    return rows;
}

ReviewProgress progress_of(const DecisionTable& table, std::span<const std::string> open_media) {
    const auto is_decided = [&](const std::string& id) {
        return std::ranges::any_of(table.of(id), [&](std::uint32_t i) {
            return table.rows()[i].decision->target.kind == TargetKind::Take;
        });
    };
    ReviewProgress progress;
    const review::Review& review = table.review();
    progress.counts_shots = !review.shots.empty();
    if (!progress.counts_shots) {
        progress.total = open_media.size();
        progress.decided = static_cast<std::size_t>(std::ranges::count_if(open_media, is_decided));
        return progress;
    }
    const review::Progress shots = review::progress_of(review);
    progress.total = shots.shots;
    progress.decided = shots.decided;
    return progress;
}

std::string words_of(const ReviewProgress& progress) {
    const std::string unit = progress.counts_shots ? "shot" : "take";
    return std::to_string(progress.decided) + " of " + std::to_string(progress.total) + ' ' + unit +
           (progress.total == 1 ? "" : "s") + " decided";
}

const char* word(review::DecisionState state) {
    switch (state) {
    case review::DecisionState::Keep:
        return "keep";
    case review::DecisionState::SendBack:
        return "send back";
    case review::DecisionState::Hold:
        break;
    }
    return "hold";
}

std::string target_words(const Target& target, int frame_base) {
    const std::string from = std::to_string(target.from + frame_base);
    const std::string span = from + "-" + std::to_string(target.to + frame_base);
    switch (target.kind) {
    case TargetKind::Take:
        return "take";
    case TargetKind::Frame:
        return "frame " + from;
    case TargetKind::Range:
        return "frames " + span;
    case TargetKind::Shot:
        break;
    }
    return "shot " + (target.shot >= 0 ? std::to_string(target.shot + 1) + ' ' : std::string()) +
           "(" + span + ")";
}

std::string time_words(std::int64_t time_ms) {
    const auto seconds = static_cast<std::time_t>(time_ms / 1000);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%d %b %H:%M", &local)};
}

} // namespace seamline::ui
