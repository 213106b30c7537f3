#include "app/interchange/decisions/guest_page.h"

#include "app/interchange/decisions/review_json.h"
#include "app/interchange/markup.h"
#include "app/interchange/text_encoding.h"

#include <algorithm>
#include <map>
#include <set>

namespace seamline::interchange {
namespace {

using otio::Json;
using review::Medium;
using review::Review;

Error refused(const std::string& what) { return {ErrorCode::InvalidArgument, what}; }

/// JSON inside of a script element: nothing in it may end the element.
std::string script_json(const Json& json) {
    std::string out;
    for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

/// Shots with the takes that the page has, in the review's order; then the others.
Json shots_of(const Review& review, const std::vector<GuestTake>& takes) {
    std::map<std::string, std::string> shot_of;
    for (const review::Shot& shot : review.shots)
        for (const std::string& id : shot.takes) shot_of.try_emplace(id, shot.name);
    Json shots = Json::array();
    const auto add = [&](const std::string& name, bool in_none) {
        Json list = Json::array();
        for (const GuestTake& take : takes) {
            const auto own = shot_of.find(take.media_id);
            if (in_none ? own == shot_of.end() : own != shot_of.end() && own->second == name)
                list.push_back({{"media_id", take.media_id}, {"file", take.file}});
        }
        if (!list.empty()) shots.push_back({{"name", name}, {"takes", std::move(list)}});
    };
    for (const review::Shot& shot : review.shots) add(shot.name, false);
    add("Takes", true);
    return shots;
}

} // namespace

Result<NamedText> write_guest_page(const Review& review, const std::vector<GuestTake>& takes,
                                   const GuestPageOptions& options) {
    if (takes.empty()) return refused("a guest page needs a take: name some");
    Json media = Json::array();
    Json generators = Json::object();
    std::set<std::string> known;
    for (const GuestTake& take : takes) {
        const auto medium = std::ranges::find(review.media, take.media_id, &Medium::media_id);
        if (medium == review.media.end() || medium->frame_count <= 0)
            return refused(one_line(take.media_id) +
                           ": this review does not know its frames: open it once first");
        if (safe_file_name(take.file) != take.file)
            return refused(one_line(take.file) +
                           ": a proxy needs a name of letters, digits, '.', '_' and '-'");
        if (!known.insert(take.media_id).second) continue;
        media.push_back(json_of(*medium));
        const auto facts = std::ranges::find(review.takes, take.media_id, &review::Take::media_id);
        if (options.show_names && facts != review.takes.end())
            generators[take.media_id] = facts->facts.generator;
        if (!options.show_names) {
            media.back()["name"] = "take " + std::to_string(media.size());
            media.back()["path"] = "";
        }
    }
    const Json data = {
        {"schema", kReviewSchema},
        {"name", review.name.empty() ? "review" : review.name},
        {"media", std::move(media)},
        {"generators", std::move(generators)},
        {"shots", shots_of(review, takes)},
        {"reasons", review.reasons.empty() ? review::default_reasons() : review.reasons}};
    const std::string title = markup_text(review.name.empty() ? "Review" : review.name);
    return NamedText{
        "index.html",
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; media-src 'self' "
        "file: blob:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\"><meta "
        "name=\"viewport\" content=\"width=device-width\"><title>" +
            title + "</title><style>" + kGuestStyle + "</style></head><body>\n<h1>" + title +
            "</h1>\n" + kGuestBody + "<script type=\"application/json\" id=\"data\">" +
            script_json(data) + "</script>\n<script>" + kGuestScript + "</script></body></html>\n"};
}

} // namespace seamline::interchange
