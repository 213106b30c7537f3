// app/cli/review_reasons.cpp: the list of reasons that is offered.
#include "app/cli/review_commands.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace seamline::cli {
namespace {

Error usage(const std::string& message) { return {ErrorCode::InvalidArgument, message}; }

/// The list after `verb` with `words`. Errors: InvalidArgument.
Result<std::vector<std::string>> changed(std::vector<std::string> list, const std::string& verb,
                                         std::span<const std::string> words) {
    if (verb == "reset") {
        if (!words.empty()) return usage("review reasons reset takes no reason");
        return review::default_reasons();
    }
    if (words.empty()) return usage("review reasons " + verb + " needs a reason; see --help");
    for (const std::string& word : words) {
        const auto at = std::ranges::find(list, word);
        if (verb == "add") {
            if (at != list.end()) return usage("'" + word + "' is in the list already");
            list.push_back(word);
            continue;
        }
        if (at == list.end()) {
            const auto unlisted = review::unlisted_reasons(std::array{word}, list);
            return usage(unlisted_text(unlisted.front()));
        }
        list.erase(at);
    }
    return list;
}

int print(const Arguments& arguments, const std::vector<std::string>& reasons,
          const std::string& id) {
    if (arguments.has("--json")) {
        nlohmann::ordered_json json{{"schema", "seamline.review_reasons/1"}, {"reasons", reasons}};
        if (!id.empty()) json["id"] = id;
        print_json(json);
        return kOk;
    }
    for (const std::string& reason : reasons) std::printf("%s\n", reason.c_str());
    return kOk;
}

int change(const Arguments& arguments, const std::string& verb,
           std::span<const std::string> words) {
    const auto log = open_review(arguments, StoreUse::Write);
    if (!log) return report(log.error());
    const auto list = changed(log.value()->snapshot().review->reasons, verb, words);
    if (!list) return report(list.error());
    const auto id = log.value()->commit(review::set_reasons(author_of(arguments), list.value()));
    if (!id) return report(id.error());
    return print(arguments, list.value(), id.value());
}

} // namespace

int review_reasons(std::span<const std::string> words) {
    const std::array options{
        Option{"--json", nullptr, "print one JSON object (schema seamline.review_reasons/1)"}};
    const auto given = parse_part(
        words, options,
        "review reasons [list] [--json]\n       seamline review reasons add|remove REASON...\n"
        "       seamline review reasons reset",
        "The reasons that are offered when sending back, in order. What was decided keeps its "
        "words when the list changes.\nreset: as the program came.");
    if (!given) return report(given.error());
    if (!given.value()) return kOk;
    const Arguments& arguments = *given.value();
    const auto& said = arguments.files();
    const std::string verb = said.empty() ? "list" : said.front();
    if (verb == "list") {
        if (said.size() > 1) return report(usage("review reasons list takes nothing more"));
        const auto review = read_review(arguments);
        return review ? print(arguments, review.value().reasons, "") : report(review.error());
    }
    if (verb != "add" && verb != "remove" && verb != "reset")
        return report(usage("review reasons does not know '" + verb + "'; see --help"));
    return change(arguments, verb, std::span(said).subspan(1));
}

} // namespace seamline::cli
