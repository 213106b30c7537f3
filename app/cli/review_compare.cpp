// app/cli/review_compare.cpp: blind comparisons from the command line: which pair comes next, links
// to play it without names, and the answer.
#include "app/cli/review_commands.h"
#include "app/review/pairing.h"
#include "app/review/sha256.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace seamline::cli {
namespace {

namespace fs = std::filesystem;

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// Whose takes are compared, as which shot.
struct Stack {
    std::string shot;
    std::vector<std::string> takes; ///< media_ids.
};

Result<Stack> stack_of(const Arguments& arguments, const review::Review& review) {
    Stack stack{arguments.text("--shot").value_or(""), {}};
    if (!arguments.files().empty()) {
        std::set<std::string> shots;
        for (const std::string& file : arguments.files()) {
            const auto id = medium_id_of(file);
            if (!id) return id.error();
            stack.takes.push_back(id.value());
            const auto take = std::ranges::find(review.takes, id.value(), &review::Take::media_id);
            shots.insert(take == review.takes.end() ? std::string() : take->shot);
        }
        if (stack.shot.empty() && shots.size() == 1) stack.shot = *shots.begin();
    } else {
        if (stack.shot.empty()) return usage("review compare needs --shot NAME, or files");
        if (std::ranges::find(review.shots, stack.shot, &review::Shot::name) == review.shots.end())
            return usage("there is no shot '" + stack.shot +
                         "'; 'seamline review shots' lists them");
        for (const review::Take& take : review.takes)
            if (take.shot == stack.shot && !take.eliminated) stack.takes.push_back(take.media_id);
    }
    if (stack.takes.size() < 2) return usage("a blind comparison needs two takes");
    return stack;
}

/// A number for a round that is not begun: the same until an answer is stored, so that the pair
/// that was shown is the one that is answered.
std::uint64_t fresh_seed(const review::Review& review, const Stack& stack,
                         const std::string& author) {
    std::string text = stack.shot + '\n' + author + '\n';
    for (const review::Comparison& c : review.comparisons)
        if (c.author == author && c.shot == stack.shot) text += c.id;
    const review::Sha256 hash = review::sha256(text);
    std::uint64_t seed = 0;
    for (std::size_t i = 0; i < sizeof seed; ++i) seed = seed << 8 | hash[i];
    return seed;
}

/// --seed's schedule; else the one that was begun, also when all of it is answered and no --again
/// was given.
Result<review::BlindRound> round_of(const Arguments& arguments, const review::Review& review,
                                    const Stack& stack) {
    const std::string author = author_of(arguments);
    const auto with = [&](std::uint64_t seed) {
        return review::round_of_seed(stack.takes, review, stack.shot, author, seed);
    };
    if (const auto text = arguments.text("--seed")) {
        std::uint64_t seed = 0;
        const char* end = text->data() + text->size();
        const auto [rest, error] = std::from_chars(text->data(), end, seed);
        if (error != std::errc{} || rest != end)
            return usage("--seed wants a whole number from 0 on, not '" + *text + "'");
        return with(seed);
    }
    review::BlindRound round = review::blind_round(stack.takes, review, stack.shot, author,
                                                   fresh_seed(review, stack, author));
    if (arguments.has("--again")) return round;
    for (auto last = review.comparisons.rbegin(); last != review.comparisons.rend(); ++last)
        if (last->author == author && last->shot == stack.shot) return with(last->seed);
    return round;
}

/// What is said against each side.
struct Against {
    std::vector<std::string> left;
    std::vector<std::string> right;
};

Result<Against> reasons_of(const Arguments& arguments, review::BlindAnswer answer) {
    using review::BlindAnswer;
    const bool left_ships = answer == BlindAnswer::Left || answer == BlindAnswer::Both;
    const bool right_ships = answer == BlindAnswer::Right || answer == BlindAnswer::Both;
    const auto common = arguments.all("--reason");
    Against against{arguments.all("--left-reason"), arguments.all("--right-reason")};
    if (!common.empty() && left_ships && right_ships)
        return usage("--reason says why a take does not ship; after 'both' there is none");
    if ((left_ships && !against.left.empty()) || (right_ships && !against.right.empty()))
        return usage("a reason against a take that ships; see --help");
    if (!left_ships) against.left.insert(against.left.end(), common.begin(), common.end());
    if (!right_ships) against.right.insert(against.right.end(), common.begin(), common.end());
    return against;
}

struct Answered {
    std::string id;
    std::vector<review::UnlistedReason> unlisted;
};

Result<Answered> store_answer(const Arguments& arguments, review::ReviewLog& log,
                              const Stack& stack, const review::BlindRound& round) {
    const std::string word = *arguments.text("--answer");
    const auto answer = review::blind_answer_from(word);
    if (!answer) return usage("--answer is left, right, both or neither, not '" + word + "'");
    const auto against = reasons_of(arguments, *answer);
    if (!against) return against.error();
    if (round.at >= round.schedule.size())
        return usage("all pairs are answered; --again begins another round");
    const auto shown = static_cast<std::int64_t>(round.at) + 1;
    const auto pair = arguments.integer("--pair", shown, 1, 1'000'000'000);
    if (!pair) return pair.error();
    if (pair.value() != shown)
        return usage("pair " + std::to_string(pair.value()) + " is not the next one; that is " +
                     std::to_string(shown) + ": look at it first");
    review::Comparison comparison;
    comparison.shot = stack.shot;
    comparison.left = round.schedule[round.at].left;
    comparison.right = round.schedule[round.at].right;
    comparison.seed = round.seed;
    comparison.answer = *answer;
    comparison.left_reasons = against.value().left;
    comparison.right_reasons = against.value().right;
    std::vector<std::string> all = comparison.left_reasons;
    all.insert(all.end(), comparison.right_reasons.begin(), comparison.right_reasons.end());
    auto unlisted = review::unlisted_reasons(all, log.snapshot().review->reasons);
    if (arguments.has("--strict-reasons") && !unlisted.empty())
        return usage(unlisted_text(unlisted.front()));
    const auto id = log.commit(review::compare(author_of(arguments), comparison));
    if (!id) return id.error();
    return Answered{id.value(), std::move(unlisted)};
}

/// A link in `folder` that is named by its side alone. Errors: NotFound, Io.
Result<std::string> link_side(const review::Review& review, const std::string& media_id,
                              const fs::path& folder, const char* side) {
    std::error_code code;
    const auto medium = std::ranges::find(review.media, media_id, &review::Medium::media_id);
    const fs::path file = medium == review.media.end() ? fs::path() : fs::path(medium->path);
    // Saying which file it is would tell its name.
    if (file.empty() || !fs::is_regular_file(file, code))
        return Error{ErrorCode::NotFound, std::string("the file of the take on the ") + side +
                                              " is not where it was last; 'seamline review add' "
                                              "or opening it once remembers its new place"};
    const fs::path link = folder / (side + file.extension().string());
    // The link of the pair before may end otherwise.
    std::vector<fs::path> old;
    for (fs::directory_iterator at(folder, code), end; !code && at != end; at.increment(code))
        if (at->is_symlink(code) && at->path().stem() == side) old.push_back(at->path());
    for (const fs::path& gone : old) fs::remove(gone, code);
    fs::create_symlink(file, link, code);
    if (code)
        return Error{ErrorCode::Io,
                     "cannot make the link '" + link.string() + "': " + code.message()};
    return link.string();
}

Result<nlohmann::ordered_json> make_links(const review::Review& review, const fs::path& folder,
                                          const review::Pair& pair) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code)
        return Error{ErrorCode::Io,
                     "cannot make the folder '" + folder.string() + "': " + code.message()};
    const auto left = link_side(review, pair.left, folder, "left");
    if (!left) return left.error();
    const auto right = link_side(review, pair.right, folder, "right");
    if (!right) return right.error();
    return nlohmann::ordered_json{{"left", left.value()}, {"right", right.value()}};
}

void print(const nlohmann::ordered_json& json, const Arguments& arguments) {
    if (json.contains("id")) std::printf("%s\n", json["id"].get<std::string>().c_str());
    const std::string shot = json["shot"].get<std::string>();
    const std::string of = std::to_string(json["of"].get<std::size_t>());
    if (json["done"].get<bool>()) {
        std::printf("all %s pairs are answered; --again begins another round\n", of.c_str());
        return;
    }
    std::printf("%spair %zu of %s, seed %llu: which ships, left or right?\n",
                shot.empty() ? "" : (shot + ": ").c_str(), json["pair"].get<std::size_t>(),
                of.c_str(), static_cast<unsigned long long>(json["seed"].get<std::uint64_t>()));
    if (json.contains("links"))
        std::printf("  seamline play %s %s\n", json["links"]["left"].get<std::string>().c_str(),
                    json["links"]["right"].get<std::string>().c_str());
    else if (!arguments.has("--answer"))
        std::printf("  --links DIR makes links to play them without their names\n");
}

Result<Done> compare(const Arguments& arguments) {
    for (const char* option :
         {"--pair", "--reason", "--left-reason", "--right-reason", "--strict-reasons"})
        if (arguments.has(option) && !arguments.has("--answer"))
            return usage(std::string(option) + " needs --answer");
    if (arguments.has("--again") && arguments.has("--seed"))
        return usage("--again begins a round with a seed of its own; leave --seed out");
    nlohmann::ordered_json json{{"schema", "seamline.review_compare/1"}};
    review::Review review;
    std::optional<std::uint64_t> seed;
    if (arguments.has("--answer")) {
        const auto log = open_review(arguments, StoreUse::Write);
        if (!log) return log.error();
        const auto before = log.value()->snapshot().review;
        const auto stack = stack_of(arguments, *before);
        if (!stack) return stack.error();
        const auto round = round_of(arguments, *before, stack.value());
        if (!round) return round.error();
        const auto answered = store_answer(arguments, *log.value(), stack.value(), round.value());
        if (!answered) return answered.error();
        note_unlisted(answered.value().unlisted);
        json["id"] = answered.value().id;
        if (!answered.value().unlisted.empty())
            json["unlisted_reasons"] = unlisted_json(answered.value().unlisted);
        seed = round.value().seed;
        review = *log.value()->snapshot().review;
    } else {
        auto read = read_review(arguments);
        if (!read) return read.error();
        review = std::move(read).value();
    }
    const auto stack = stack_of(arguments, review);
    if (!stack) return stack.error();
    // After an answer the round that it was given in goes on, or is over.
    const Result<review::BlindRound> round =
        seed ? review::round_of_seed(stack.value().takes, review, stack.value().shot,
                                     author_of(arguments), *seed)
             : round_of(arguments, review, stack.value());
    if (!round) return round.error();
    const review::BlindRound& now = round.value();
    const bool done = now.at >= now.schedule.size();
    json["shot"] = stack.value().shot;
    json["seed"] = now.seed;
    json["of"] = now.schedule.size();
    json["done"] = done;
    if (!done) json["pair"] = now.at + 1;
    if (const auto folder = arguments.text("--links"); folder && !done) {
        auto links = make_links(review, *folder, now.schedule[now.at]);
        if (!links) return links.error();
        json["links"] = std::move(links).value();
    }
    if (arguments.has("--json"))
        print_json(json);
    else
        print(json, arguments);
    return Done{};
}

} // namespace

int review_compare(std::span<const std::string> words) {
    const std::array options{
        Option{"--shot", "NAME", "whose takes are compared, without the culled ones"},
        Option{"--seed", "N", "of the schedule (default: goes on where the author stopped)"},
        Option{"--again", nullptr, "begins another round when all pairs are answered"},
        Option{"--links", "DIR", "makes links left.* and right.* there, to play without names"},
        Option{"--answer", "A", "which ships: left, right, both, neither; then the next pair"},
        Option{"--pair", "N", "refuses the answer unless this is the pair that is asked"},
        Option{"--reason", "R", "why what does not ship does not; may be given several times"},
        Option{"--left-reason", "R", "the same of the left one alone"},
        Option{"--right-reason", "R", "the same of the right one alone"},
        Option{"--strict-reasons", nullptr, "refuses reasons that the list does not have"},
        Option{"--json", nullptr, "print one JSON object (schema seamline.review_compare/1)"}};
    const auto given = parse_part(
        words, options,
        "review compare --shot NAME [--links DIR] [--json]\n       seamline review compare "
        "--shot NAME --answer left|right|both|neither [--reason R]...",
        "The next pair of a blind comparison, by the schedule that the window uses: every two "
        "takes once, evenly, sides\nshuffled, the seed kept with the answer. Names are not "
        "printed; links say their side alone. Instead of --shot,\nfiles may be named.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const auto done = compare(*given.value());
    return done ? int{kOk} : report(done.error());
}

} // namespace seamline::cli
