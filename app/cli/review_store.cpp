// app/cli/review_store.cpp: what the review commands share.
#include "app/analysis/media_id.h"
#include "app/cli/review_commands.h"
#include "app/review/sqlite_store.h"
#include "app/session/review_medium.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <utility>

namespace seamline::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<Option, 3> kShared{{
    {"--db", "FILE", "the review store (default: $SEAMLINE_REVIEW_DB, else the user's own)"},
    {"--author", "NAME", "who decides (default: $SEAMLINE_AUTHOR, else the system's user)"},
    {"--help", nullptr, "this text"},
}};

} // namespace

std::vector<Option> with_review_options(std::span<const Option> options) {
    std::vector<Option> all(options.begin(), options.end());
    all.insert(all.end(), kShared.begin(), kShared.end());
    return all;
}

Result<std::optional<Arguments>> parse_part(std::span<const std::string> words,
                                            std::span<const Option> options,
                                            const std::string& form, const std::string& summary) {
    const std::vector<Option> all = with_review_options(options);
    auto arguments = Arguments::parse(words, all);
    if (!arguments) return arguments.error();
    if (!arguments.value().has("--help")) return std::optional(std::move(arguments).value());
    std::fputs(help_text(form, summary, all).c_str(), stdout);
    return std::optional<Arguments>();
}

Result<std::unique_ptr<review::EventStore>> open_review_store(const Arguments& arguments,
                                                              StoreUse use) {
    const auto chosen = arguments.text("--db");
    if (chosen && chosen->empty())
        return Error{ErrorCode::InvalidArgument, "--db needs a file's name"};
    return review::open_sqlite_store(chosen ? fs::path(*chosen) : session::review_file(),
                                     {.read_only = use == StoreUse::Read});
}

Result<std::unique_ptr<review::ReviewLog>> open_review(const Arguments& arguments, StoreUse use) {
    auto store = open_review_store(arguments, use);
    if (!store) return store.error();
    return review::ReviewLog::open(std::move(store).value());
}

Result<review::Review> read_review(const Arguments& arguments) {
    const auto log = open_review(arguments, StoreUse::Read);
    if (!log && log.error().code == ErrorCode::NotFound) return review::Fold().review();
    if (!log) return log.error();
    return *log.value()->snapshot().review;
}

std::string author_of(const Arguments& arguments) {
    return arguments.text("--author").value_or(session::review_author());
}

Result<std::string> medium_id_of(const std::string& file) {
    return analysis::cached_media_id(file, session::media_id_folder());
}

Result<FoundMedium> find_medium(const std::string& file, const review::Review& review,
                                const decode::OpenOptions& open) {
    const auto id = medium_id_of(file);
    if (!id) return id.error();
    const auto known = std::ranges::find(review.media, id.value(), &review::Medium::media_id);
    std::error_code code;
    const fs::path absolute = fs::absolute(file, code).lexically_normal();
    const bool same_place = known != review.media.end() && fs::path(known->path) == absolute;
    if (same_place && known->frame_count > 0) return FoundMedium{*known, false};
    for (const review::Medium& other : review.media) {
        if (other.media_id == id.value() || fs::path(other.path) != absolute) continue;
        const auto decisions =
            std::ranges::count(review.decisions, other.media_id, &review::Decision::media_id);
        if (decisions > 0)
            std::fprintf(stderr,
                         "seamline: warning: '%s' has other content than before; %lld decision%s "
                         "stay%s with the content that was there\n",
                         file.c_str(), static_cast<long long>(decisions), decisions == 1 ? "" : "s",
                         decisions == 1 ? "s" : "");
    }
    const auto description = decode::describe(file, open);
    if (!description) return description.error();
    FoundMedium found{session::review_medium(file, id.value(), description.value())};
    // A name that a person gave stays.
    if (known != review.media.end() && known->name != fs::path(known->path).stem())
        found.medium.name = known->name;
    if (known != review.media.end()) found.medium = session::as_known(found.medium, *known);
    return found;
}

nlohmann::ordered_json target_json(const review::Target& target) {
    nlohmann::ordered_json json{{"kind", name(target.kind)}};
    if (target.kind == review::TargetKind::Take) return json;
    json["from"] = target.from;
    json["to"] = target.to;
    if (target.kind == review::TargetKind::Shot) json["shot"] = target.shot;
    return json;
}

std::string target_text(const review::Target& target) {
    const std::string frames = std::to_string(target.from) + "-" + std::to_string(target.to);
    switch (target.kind) {
    case review::TargetKind::Frame:
        return "frame " + std::to_string(target.from);
    case review::TargetKind::Range:
        return "frames " + frames;
    case review::TargetKind::Shot:
        return "shot " + std::to_string(std::int64_t{target.shot} + 1) + " (--shot " +
               std::to_string(target.shot) + ", frames " + frames + ")";
    case review::TargetKind::Take:
        break;
    }
    return "take";
}

int print_id(const Arguments& arguments, const std::string& part, const std::string& id) {
    if (arguments.has("--json"))
        print_json({{"schema", "seamline.review_" + part + "/1"}, {"id", id}});
    else
        std::printf("%s\n", id.c_str());
    return kOk;
}

std::string unlisted_text(const review::UnlistedReason& reason) {
    return "'" + reason.reason + "' is not in the list of reasons" +
           (reason.nearest.empty() ? std::string() : "; the nearest is '" + reason.nearest + "'");
}

nlohmann::ordered_json unlisted_json(std::span<const review::UnlistedReason> unlisted) {
    auto json = nlohmann::ordered_json::array();
    for (const review::UnlistedReason& reason : unlisted)
        json.push_back(
            {{"reason", reason.reason},
             {"nearest", reason.nearest.empty() ? nlohmann::ordered_json(nullptr)
                                                : nlohmann::ordered_json(reason.nearest)}});
    return json;
}

void note_unlisted(std::span<const review::UnlistedReason> unlisted) {
    for (const review::UnlistedReason& reason : unlisted)
        std::fprintf(stderr,
                     "seamline: note: %s; kept as written ('seamline review reasons' lists and "
                     "changes them)\n",
                     unlisted_text(reason).c_str());
}

void print_json(const nlohmann::ordered_json& json) {
    std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

} // namespace seamline::cli
