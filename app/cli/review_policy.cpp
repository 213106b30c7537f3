// app/cli/review_policy.cpp: what generators may be used for, kept with the review.
#include "app/cli/review_commands.h"
#include "app/interchange/text_file.h"
#include "app/review/progress.h"

#include <array>
#include <cstdio>
#include <utility>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

int show(const Arguments& arguments) {
    const auto review = read_review(arguments);
    if (!review) return report(review.error());
    const auto& policy = review.value().policy;
    if (arguments.has("--json"))
        print_json({{"schema", "seamline.review_policy_in_effect/1"},
                    {"policy", policy ? nlohmann::ordered_json::parse(policy_text(*policy))
                                      : nlohmann::ordered_json(nullptr)},
                    {"breaks", policy_breaks(review.value()).size()}});
    else if (policy)
        std::printf("%s\n", policy_text(*policy).c_str());
    else
        std::printf("no policy is in effect\n");
    return kOk;
}

} // namespace

Result<review::Policy> policy_file(const std::string& file) {
    const auto text = interchange::read_text_file(file, std::size_t{1} << 20);
    if (!text) return text.error();
    return review::policy_from(text.value(), file);
}

int review_policy(std::span<const std::string> words) {
    const std::array options{Option{"--none", nullptr, "no policy is in effect any more"},
                             Option{"--json", nullptr, "print one JSON object"}};
    const auto given = parse_part(
        words, options,
        "review policy [--json]\n       seamline review policy FILE\n       seamline review "
        "policy --none",
        "Puts a policy into effect for this review (see review shots --help for its form), takes "
        "it out of effect, or prints the\none that is. It is copied into the store: changing the "
        "file later changes nothing. 'review shots' and 'review list'\nshow what breaks it.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    const bool none = arguments.has("--none");
    if (arguments.files().size() > (none ? 0U : 1U))
        return report(usage("review policy takes one file, or --none"));
    if (!none && arguments.files().empty()) return show(arguments);
    std::optional<review::Policy> policy;
    if (!none) {
        auto read = policy_file(arguments.files().front());
        if (!read) return report(read.error());
        policy = std::move(read).value();
    }
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return report(log.error());
    const auto id = log.value()->commit(review::set_policy(author_of(arguments), policy));
    return id ? print_id(arguments, "policy", id.value()) : report(id.error());
}

} // namespace seamline::cli
