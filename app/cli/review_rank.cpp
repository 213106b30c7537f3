// app/cli/review_rank.cpp: which generator ships, and which take, as blind comparisons tell.
#include "app/cli/review_commands.h"
#include "app/review/pairing.h"
#include "app/review/ranking.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

nlohmann::ordered_json share_json(const review::Share& share) {
    return {{"count", share.count},
            {"of", share.of},
            {"share", share.share},
            {"low", share.low},
            {"high", share.high}};
}

/// null: all classes together; "": takes of shots without a class.
nlohmann::ordered_json class_json(const std::optional<review::CoverageClass>& coverage) {
    return coverage ? nlohmann::ordered_json(name(*coverage)) : nlohmann::ordered_json(nullptr);
}

nlohmann::ordered_json groups_json(const std::vector<review::RankedGroup>& groups) {
    auto json = nlohmann::ordered_json::array();
    for (const review::RankedGroup& group : groups)
        json.push_back({{"generator", group.generator},
                        {"class", class_json(group.coverage)},
                        {"takes", group.takes},
                        {"wins", share_json(group.wins)}});
    return json;
}

std::string shown(const std::string& generator) {
    return generator.empty() ? "(not known)" : generator;
}

void print_group(const review::RankedGroup& group) {
    std::string label = shown(group.generator);
    if (group.coverage)
        label += *group.coverage == review::CoverageClass::None
                     ? ", no class"
                     : ", " + std::string(name(*group.coverage));
    std::printf("  %-36s %3.0f %%  (%3.0f-%3.0f)  %lld of %lld, %lld %s\n", label.c_str(),
                100 * group.wins.share, 100 * group.wins.low, 100 * group.wins.high,
                static_cast<long long>(group.wins.count), static_cast<long long>(group.wins.of),
                static_cast<long long>(group.takes), group.takes == 1 ? "take" : "takes");
}

void print_shot(const review::Review& review, const review::RankedShot& shot) {
    std::printf("takes of %s:\n", shot.shot.empty() ? "no one shot" : shot.shot.c_str());
    for (const review::RankedTake& take : shot.takes) {
        const std::string label = label_of(review, take.media_id) +
                                  (take.generator.empty() ? "" : ", " + take.generator) +
                                  (take.media_id == shot.winner ? ", ships" : "");
        std::printf("  %-36s %3.0f %%  (%3.0f-%3.0f)  %lld of %lld\n", label.c_str(),
                    100 * take.wins.share, 100 * take.wins.low, 100 * take.wins.high,
                    static_cast<long long>(take.wins.count), static_cast<long long>(take.wins.of));
    }
}

void print(const review::Review& review, const review::Ranking& ranking) {
    std::printf("%lld blind comparisons\n", static_cast<long long>(ranking.comparisons));
    if (ranking.comparisons > 0) std::printf("found to ship, with 95 %% intervals:\n");
    for (const review::RankedGroup& group : ranking.generators) print_group(group);
    for (const review::RankedGroup& group : ranking.generators_by_class) print_group(group);
    for (const review::RankedShot& shot : ranking.shots) print_shot(review, shot);
    if (!ranking.failures.empty()) std::printf("takes sent back or not to ship, by reason:\n");
    for (const review::FailureRate& failure : ranking.failures)
        if (!failure.coverage)
            std::printf("  %-20s %-24s %3.0f %%  (%3.0f-%3.0f)  %lld of %lld %s\n",
                        shown(failure.generator).c_str(), failure.reason.c_str(),
                        100 * failure.takes.share, 100 * failure.takes.low,
                        100 * failure.takes.high, static_cast<long long>(failure.takes.count),
                        static_cast<long long>(failure.takes.of),
                        failure.takes.of == 1 ? "take" : "takes");
    for (const std::string& sentence : ranking.sentences) std::printf("%s\n", sentence.c_str());
}

nlohmann::ordered_json shots_json(const review::Review& review, const review::Ranking& ranking) {
    auto json = nlohmann::ordered_json::array();
    for (const review::RankedShot& shot : ranking.shots) {
        auto takes = nlohmann::ordered_json::array();
        for (const review::RankedTake& take : shot.takes)
            takes.push_back({{"media_id", take.media_id},
                             {"name", label_of(review, take.media_id)},
                             {"generator", take.generator},
                             {"wins", share_json(take.wins)}});
        json.push_back({{"shot", shot.shot},
                        {"class", name(shot.coverage)},
                        {"winner", shot.winner.empty() ? nlohmann::ordered_json(nullptr)
                                                       : nlohmann::ordered_json(shot.winner)},
                        {"takes", std::move(takes)},
                        {"sentence", shot.sentence}});
    }
    return json;
}

void print_ranking_json(const review::Review& review, const review::Ranking& ranking) {
    auto failures = nlohmann::ordered_json::array();
    for (const review::FailureRate& failure : ranking.failures)
        failures.push_back({{"generator", failure.generator},
                            {"class", class_json(failure.coverage)},
                            {"reason", failure.reason},
                            {"takes", share_json(failure.takes)}});
    print_json({{"schema", "seamline.review_rank/1"},
                {"comparisons", ranking.comparisons},
                {"repeated", ranking.repeated},
                {"same_generator", ranking.same_generator},
                {"generators", groups_json(ranking.generators)},
                {"generators_by_class", groups_json(ranking.generators_by_class)},
                {"shots", shots_json(review, ranking)},
                {"failures", std::move(failures)},
                {"sentences", ranking.sentences}});
}

/// --seed, or a new one.
Result<std::uint64_t> seed_of(const Arguments& arguments) {
    const auto text = arguments.text("--seed");
    if (!text) return review::new_pairing_seed();
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seed);
    if (error != std::errc{} || end != text->data() + text->size())
        return usage("--seed wants a whole number from 0 on, not '" + *text + "'");
    return seed;
}

/// The pairs of a shot, for whoever shows them.
Result<Done> schedule(const Arguments& arguments, const review::Review& review) {
    const std::string shot = arguments.text("--schedule").value_or("");
    const auto stack = std::ranges::find(review.shots, shot, &review::Shot::name);
    if (stack == review.shots.end()) return usage("there is no shot '" + shot + "'");
    const auto seed = seed_of(arguments);
    if (!seed) return seed.error();
    std::vector<std::string> takes;
    for (const review::Take& take : review.takes)
        if (take.shot == shot && !take.eliminated) takes.push_back(take.media_id);
    const auto pairs = review::pairing(takes, seed.value());
    auto json = nlohmann::ordered_json::array();
    for (const review::Pair& pair : pairs) {
        json.push_back({{"left", pair.left}, {"right", pair.right}});
        if (!arguments.has("--json"))
            std::printf("%s | %s\n", pair.left.c_str(), pair.right.c_str());
    }
    if (arguments.has("--json"))
        print_json({{"schema", "seamline.review_schedule/1"},
                    {"shot", shot},
                    {"seed", seed.value()},
                    {"pairs", std::move(json)}});
    return Done{};
}

} // namespace

int review_rank(std::span<const std::string> words) {
    const std::array options{
        Option{"--schedule", "SHOT", "prints the pairs that a blind comparison of the shot shows"},
        Option{"--seed", "N", "of the schedule (default: a new one)"},
        Option{"--json", nullptr, "print one JSON object (schema seamline.review_rank/1)"}};
    const auto given = parse_part(
        words, options, "review rank [--schedule SHOT [--seed N]] [--json]",
        "Which generator ships, in which class of shots, with which failures it does not, and "
        "which take of each shot does: shares\nof blind comparisons (\"both\" counts for both "
        "sides, \"neither\" against both) and of judged takes, with Wilson\nintervals at 95 %. Of "
        "one person's answers on one pair the last one counts; two takes of one generator tell "
        "nothing of\nit and count for the takes alone. It says what was left out, and when the "
        "numbers are too few to tell.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    if (!arguments.files().empty()) return report(usage("review rank takes no file"));
    const auto review = read_review(arguments);
    if (!review) return report(review.error());
    if (arguments.has("--schedule")) {
        const auto done = schedule(arguments, review.value());
        return done ? kOk : report(done.error());
    }
    const review::Ranking ranking = review::rank(review.value());
    if (arguments.has("--json"))
        print_ranking_json(review.value(), ranking);
    else
        print(review.value(), ranking);
    return kOk;
}

} // namespace seamline::cli
