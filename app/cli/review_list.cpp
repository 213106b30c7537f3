// app/cli/review_list.cpp: decisions as they stand.
#include "app/cli/review_commands.h"
#include "app/review/progress.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unordered_map>
#include <unordered_set>

namespace seamline::cli {
namespace {

constexpr std::array<Option, 5> kOptions{{
    {"--state", "S", "only keep, send_back or hold"},
    {"--reason", "R", "only with this reason"},
    {"--generator", "G", "only takes of this generator"},
    {"--shot-name", "NAME", "only takes of this shot"},
    {"--json", nullptr, "print one JSON object (schema seamline.review_list/1)"},
}};

/// What is asked for; what is not given lets everything pass.
struct Filter {
    std::optional<std::unordered_set<std::string>> media;
    std::optional<review::DecisionState> state;
    std::optional<std::string> author;
    std::optional<std::string> reason;
    std::optional<std::string> generator;
    std::optional<std::string> shot;
};

/// Media, takes and what breaks the policy by media_id, as long as the review lives.
struct Index {
    std::unordered_map<std::string, const review::Medium*> media;
    std::unordered_map<std::string, const review::Take*> takes;
    std::unordered_map<std::string, std::string> breaks;

    explicit Index(const review::Review& review) {
        for (const review::Medium& medium : review.media) media[medium.media_id] = &medium;
        for (const review::Take& take : review.takes) takes[take.media_id] = &take;
        for (const review::PolicyBreak& one : policy_breaks(review))
            breaks[one.media_id] = one.sentence;
    }
    /// Empty: it breaks none.
    std::string policy_break(const std::string& id) const {
        const auto at = breaks.find(id);
        return at == breaks.end() ? std::string() : at->second;
    }
    review::Medium medium(const std::string& id) const {
        const auto at = media.find(id);
        return at == media.end() ? review::Medium{} : *at->second;
    }
    review::Take take(const std::string& id) const {
        const auto at = takes.find(id);
        return at == takes.end() ? review::Take{} : *at->second;
    }
};

Result<Filter> filter_of(const Arguments& arguments) {
    Filter filter;
    if (const auto word = arguments.text("--state")) {
        filter.state = review::decision_state_from(*word);
        if (!filter.state)
            return Error{ErrorCode::InvalidArgument,
                         "--state is keep, send_back or hold, not '" + *word + "'"};
    }
    filter.author = arguments.text("--author");
    filter.reason = arguments.text("--reason");
    filter.generator = arguments.text("--generator");
    filter.shot = arguments.text("--shot-name");
    if (arguments.files().empty()) return filter;
    filter.media.emplace();
    for (const std::string& file : arguments.files()) {
        const auto id = medium_id_of(file);
        if (!id) return id.error();
        filter.media->insert(id.value());
    }
    return filter;
}

bool passes(const Filter& filter, const review::Decision& decision, const Index& index) {
    const review::Take take = index.take(decision.media_id);
    const auto has_reason = [&](const std::string& reason) {
        return std::ranges::find(decision.reasons, reason) != decision.reasons.end();
    };
    return (!filter.media || filter.media->contains(decision.media_id)) &&
           (!filter.state || *filter.state == decision.state) &&
           (!filter.author || *filter.author == decision.author) &&
           (!filter.reason || has_reason(*filter.reason)) &&
           (!filter.generator || *filter.generator == take.facts.generator) &&
           (!filter.shot || *filter.shot == take.shot);
}

nlohmann::ordered_json decision_json(const review::Decision& decision, const Index& index) {
    const review::Medium medium = index.medium(decision.media_id);
    const review::Take take = index.take(decision.media_id);
    return {{"id", decision.id},
            {"media_id", decision.media_id},
            {"path", medium.path},
            {"name", medium.name},
            {"state", name(decision.state)},
            {"target", target_json(decision.target)},
            {"reasons", decision.reasons},
            {"note", decision.note},
            {"author", decision.author},
            {"time", review::utc_text(decision.time_ms)},
            {"generator", take.facts.generator},
            {"shot_name", take.shot},
            {"policy_break", index.policy_break(decision.media_id)}};
}

void print(const review::Decision& decision, const Index& index) {
    const review::Medium medium = index.medium(decision.media_id);
    std::string line = medium.name.empty() ? decision.media_id : medium.name;
    line += ": " + std::string(name(decision.state)) + " " + target_text(decision.target);
    for (std::size_t i = 0; i < decision.reasons.size(); ++i)
        line += (i == 0 ? " for " : ", ") + decision.reasons[i];
    if (!decision.note.empty()) line += " \"" + decision.note + "\"";
    line += " (" + decision.author + ", " + review::utc_text(decision.time_ms) + ")";
    const std::string broken = index.policy_break(decision.media_id);
    if (!broken.empty()) line += "  policy: " + broken;
    std::ranges::replace(line, '\n', ' ');
    std::printf("%s\n", line.c_str());
}

} // namespace

int review_list(std::span<const std::string> words) {
    const std::vector<Option> options = with_review_options(kOptions);
    const auto arguments = Arguments::parse(words, options);
    if (!arguments) return report(arguments.error());
    if (arguments.value().has("--help")) {
        std::fputs(
            help_text("review list [FILES...] [--json]",
                      "Lists the decisions that stand, oldest first: of one author, take and "
                      "target the last one; those of several\nauthors beside each other. "
                      "Files are found by their content, wherever they lie now. --author "
                      "lists one person's.",
                      options)
                .c_str(),
            stdout);
        return kOk;
    }
    const auto filter = filter_of(arguments.value());
    if (!filter) return report(filter.error());
    const auto review = read_review(arguments.value());
    if (!review) return report(review.error());
    const Index index(review.value());
    auto decisions = nlohmann::ordered_json::array();
    for (const review::Decision& decision : review.value().decisions) {
        if (!passes(filter.value(), decision, index)) continue;
        if (arguments.value().has("--json"))
            decisions.push_back(decision_json(decision, index));
        else
            print(decision, index);
    }
    if (arguments.value().has("--json"))
        print_json({{"schema", "seamline.review_list/1"},
                    {"review", review.value().name},
                    {"decisions", std::move(decisions)}});
    return kOk;
}

} // namespace seamline::cli
