// app/cli/review_takes.cpp: stacks of takes and their picks.
#include "app/cli/review_commands.h"
#include "app/review/progress.h"
#include "app/review/rounds.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace seamline::cli {
namespace {

constexpr Option kJson{"--json", nullptr, "print one JSON object"};

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// Class and place as they were given. Errors: InvalidArgument.
struct ShotFacts {
    std::optional<review::CoverageClass> coverage;
    std::optional<review::ShotPlace> place;
};
Result<ShotFacts> shot_facts_of(const Arguments& arguments) {
    ShotFacts facts;
    if (const auto word = arguments.text("--class")) {
        facts.coverage = review::coverage_class_from(*word);
        if (!facts.coverage)
            return usage("--class is character, environment, establishing, title, abstract or "
                         "empty, not '" +
                         *word + "'");
    }
    if (const auto word = arguments.text("--place")) {
        facts.place = review::shot_place_from(*word);
        if (!facts.place) return usage("--place is bookend, inside or empty, not '" + *word + "'");
    }
    return facts;
}

Result<std::string> put_take(const Arguments& arguments) {
    if (arguments.files().size() != 1) return usage("review take needs one file; see --help");
    const auto facts = shot_facts_of(arguments);
    if (!facts) return facts.error();
    const auto shift = arguments.integer("--shift", 0, -1'000'000'000, 1'000'000'000);
    if (!shift) return shift.error();
    if (arguments.has("--shift") && !arguments.has("--successor-of"))
        return usage("--shift needs --successor-of");
    if (arguments.has("--eliminate") && arguments.has("--bring-back"))
        return usage("--eliminate and --bring-back contradict each other");
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return log.error();
    const auto before = log.value()->snapshot();
    const auto found = find_medium(arguments.files().front(), *before.review);
    if (!found) return found.error();
    const std::string author = author_of(arguments);
    const std::string& id = found.value().medium.media_id;
    std::vector<review::Action> actions;
    review::TakePut put{arguments.text("--shot"),    arguments.text("--generator"),
                        arguments.text("--version"), arguments.text("--prompt"),
                        arguments.text("--seed"),    arguments.text("--rights")};
    const bool any_fact = put != review::TakePut{};
    if (any_fact) actions.push_back({author, {review::draft(id, {}, put)}});
    const auto take = std::ranges::find(before.review->takes, id, &review::Take::media_id);
    const std::string shot =
        put.shot.value_or(take == before.review->takes.end() ? std::string() : take->shot);
    if (facts.value().coverage || facts.value().place) {
        if (shot.empty()) return usage("--class and --place are of a shot; add --shot NAME");
        actions.push_back(
            review::put_shot(author, shot, facts.value().coverage, facts.value().place));
    }
    if (const auto earlier = arguments.text("--successor-of")) {
        std::string of;
        if (!earlier->empty()) {
            const auto other = find_medium(*earlier, *before.review);
            if (!other) return other.error();
            of = other.value().medium.media_id;
            if (review::succeeds_itself(*before.review, id, of))
                return Error{ErrorCode::Unsupported,
                             "'" + arguments.files().front() + "' cannot follow '" + *earlier +
                                 "', which is itself or a later round of it; name the earlier one"};
            if (other.value().changed) actions.push_back(review::see(author, other.value().medium));
        }
        actions.push_back(review::succeed(author, id, of, shift.value()));
    }
    const std::array one{id};
    if (arguments.has("--eliminate")) actions.push_back(review::eliminate(author, one, true));
    if (arguments.has("--bring-back")) actions.push_back(review::eliminate(author, one, false));
    if (actions.empty())
        return usage("review take changes nothing: give --shot or something else; see --help");
    if (found.value().changed) actions.push_back(review::see(author, found.value().medium));
    return log.value()->commit(review::together(std::move(actions)));
}

bool has_shot(const review::Review& review, const std::string& name) {
    return std::ranges::find(review.shots, name, &review::Shot::name) != review.shots.end();
}

Result<std::string> pick_take(const Arguments& arguments) {
    const bool none = arguments.has("--none");
    if (arguments.files().size() != (none ? 0U : 1U))
        return usage("review pick needs one file, or --shot NAME --none");
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return log.error();
    const auto before = log.value()->snapshot();
    std::string shot = arguments.text("--shot").value_or("");
    if (!shot.empty() && !has_shot(*before.review, shot))
        return Error{ErrorCode::NotFound,
                     "there is no shot '" + shot +
                         "'; 'seamline review shots' lists them, 'seamline review take FILE "
                         "--shot NAME' makes one"};
    std::string id;
    std::string left; // The shot whose stack the take leaves.
    std::vector<review::Action> actions;
    const std::string author = author_of(arguments);
    if (!none) {
        const auto found = find_medium(arguments.files().front(), *before.review);
        if (!found) return found.error();
        id = found.value().medium.media_id;
        const auto take = std::ranges::find(before.review->takes, id, &review::Take::media_id);
        const std::string stack = take == before.review->takes.end() ? std::string() : take->shot;
        if (shot.empty()) shot = stack;
        if (shot.empty())
            return usage("'" + arguments.files().front() +
                         "' is a take of no shot; say which with --shot NAME");
        if (take != before.review->takes.end() && take->eliminated)
            return Error{ErrorCode::Unsupported,
                         "'" + arguments.files().front() +
                             "' is culled; bring it back first: seamline review take FILE "
                             "--bring-back"};
        if (stack != shot) {
            actions.push_back(review::put_take(author, id, shot));
            left = stack;
        }
        if (found.value().changed) actions.push_back(review::see(author, found.value().medium));
    }
    if (shot.empty()) return usage("review pick --none needs --shot NAME");
    actions.insert(actions.begin(), review::pick(author, shot, id));
    // A take joins its stack before it is picked.
    std::ranges::stable_sort(actions, {}, [](const review::Action& a) {
        return std::holds_alternative<review::Picked>(a.events.front().change);
    });
    auto done = log.value()->commit(review::together(std::move(actions)));
    if (done && !left.empty())
        std::fprintf(stderr, "seamline: note: '%s' moved from the takes of '%s' to those of '%s'\n",
                     arguments.files().front().c_str(), left.c_str(), shot.c_str());
    return done;
}

nlohmann::ordered_json take_json(const review::Review& review, const review::Take& take) {
    return {{"media_id", take.media_id},         {"name", label_of(review, take.media_id)},
            {"generator", take.facts.generator}, {"version", take.facts.version},
            {"prompt", take.facts.prompt},       {"seed", take.facts.seed},
            {"rights", take.facts.rights},       {"eliminated", take.eliminated},
            {"successor_of", take.successor_of}, {"successor_shift", take.successor_shift}};
}

nlohmann::ordered_json shots_json(const review::Review& review,
                                  const std::vector<review::PolicyBreak>& breaks) {
    const auto states = review::shot_states(review);
    const auto progress = review::progress_of(review);
    nlohmann::ordered_json json{{"schema", "seamline.review_shots/1"},
                                {"decided", progress.decided},
                                {"total", progress.shots},
                                {"shots", nlohmann::ordered_json::array()},
                                {"policy_breaks", nlohmann::ordered_json::array()}};
    for (std::size_t i = 0; i < review.shots.size(); ++i) {
        const review::Shot& shot = review.shots[i];
        auto takes = nlohmann::ordered_json::array();
        for (const review::Take& take : review.takes)
            if (take.shot == shot.name) takes.push_back(take_json(review, take));
        json["shots"].push_back({{"name", shot.name},
                                 {"state", name(states[i])},
                                 {"class", name(shot.coverage)},
                                 {"place", name(shot.place)},
                                 {"pick", shot.pick},
                                 {"takes", std::move(takes)}});
    }
    for (const review::PolicyBreak& b : breaks)
        json["policy_breaks"].push_back({{"shot", b.shot},
                                         {"media_id", b.media_id},
                                         {"generator", b.generator},
                                         {"picked", b.picked},
                                         {"sentence", b.sentence}});
    return json;
}

void print_shots(const review::Review& review, const std::vector<review::PolicyBreak>& breaks) {
    const auto states = review::shot_states(review);
    const auto progress = review::progress_of(review);
    std::printf("%zu of %zu shots decided\n", progress.decided, progress.shots);
    for (std::size_t i = 0; i < review.shots.size(); ++i) {
        const review::Shot& shot = review.shots[i];
        std::string line = "  " + shot.name + ": " + name(states[i]);
        if (!shot.pick.empty()) line += " " + label_of(review, shot.pick);
        line += ", " + std::to_string(shot.takes.size()) +
                (shot.takes.size() == 1 ? " take" : " takes");
        if (shot.coverage != review::CoverageClass::None)
            line += ", " + std::string(name(shot.coverage));
        if (shot.place != review::ShotPlace::None) line += ", " + std::string(name(shot.place));
        std::printf("%s\n", line.c_str());
    }
    for (const review::PolicyBreak& b : breaks)
        std::printf("  policy: %s, %s%s: %s\n", b.shot.c_str(),
                    label_of(review, b.media_id).c_str(), b.picked ? " (picked)" : "",
                    b.sentence.c_str());
}

Result<int> list_shots(const Arguments& arguments) {
    if (!arguments.files().empty()) return usage("review shots takes no file");
    const auto review = read_review(arguments);
    if (!review) return review.error();
    auto breaks = policy_breaks(review.value());
    if (const auto file = arguments.text("--policy")) {
        const auto policy = policy_file(*file);
        if (!policy) return policy.error();
        breaks = policy_breaks(review.value(), policy.value());
    }
    if (arguments.has("--json"))
        print_json(shots_json(review.value(), breaks));
    else
        print_shots(review.value(), breaks);
    return breaks.empty() ? int{kOk} : int{kFindings};
}

} // namespace

int review_take(std::span<const std::string> words) {
    const std::array options{
        Option{"--shot", "NAME", "the shot whose stack it joins; empty: none"},
        Option{"--generator", "G", "what made it, as \"Sora 2\""},
        Option{"--version", "V", "of the generator, or of the take"},
        Option{"--prompt", "TEXT", "what was asked for"},
        Option{"--seed", "S", "the generator's seed"},
        Option{"--rights", "TEXT", "licence, or what is allowed, on a line"},
        Option{"--class", "C",
               "of the shot: character, environment, establishing, title, abstract"},
        Option{"--place", "P", "of the shot in the edit: bookend, inside"},
        Option{"--successor-of", "FILE",
               "the take of the round before, whose send-backs it inherits"},
        Option{"--shift", "N", "its frame f shows what frame f + N of the one before showed"},
        Option{"--eliminate", nullptr, "culls the take"},
        Option{"--bring-back", nullptr, "takes culling back"},
        kJson};
    const auto given =
        parse_part(words, options, "review take FILE [--shot NAME] [FACTS...] [--json]",
                   "Makes a file a take of a shot and tells how it was made; what is "
                   "not given stays as it was. One action.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto id = put_take(*given.value());
    return id ? print_id(*given.value(), "take", id.value()) : report(id.error());
}

int review_pick(std::span<const std::string> words) {
    const std::array options{Option{"--shot", "NAME", "the shot (default: the take's own)"},
                             Option{"--none", nullptr, "no take is the shot's pick any more"},
                             kJson};
    const auto given = parse_part(words, options,
                                  "review pick FILE [--shot NAME] [--json]\n       seamline review "
                                  "pick --shot NAME --none",
                                  "Chooses the take of a shot that ships. A take of another shot "
                                  "moves there, which is said; a culled one has\nto be brought "
                                  "back first.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto id = pick_take(*given.value());
    return id ? print_id(*given.value(), "pick", id.value()) : report(id.error());
}

int review_shots(std::span<const std::string> words) {
    const std::array options{
        Option{"--policy", "FILE",
               "asks this policy (JSON) instead of the one in effect (review policy)"},
        kJson};
    const auto given = parse_part(
        words, options, "review shots [--policy FILE] [--json]",
        "Lists shots with their takes and how far the review is. A shot is decided when a take is "
        "picked, or every take that\nwas not eliminated was sent back whole. A policy is\n  "
        "{\"schema\": \"seamline.review_policy/1\", \"generators\": {\"Sora 2\": {\"classes\": "
        "[\"environment\"],\n   \"places\": [\"bookend\"]}, \"*\": {\"classes\": []}}}\n\"\" in a "
        "list is what was not told. Exit 1 when a take breaks it, or the one in effect.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto code = list_shots(*given.value());
    return code ? code.value() : report(code.error());
}

} // namespace seamline::cli
