#include "app/session/review_medium.h"

#include "app/session/xdg.h"
#include "decode/media/timecode.h"
#include "renderer/layout.h"

#include <nlohmann/json.hpp>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdlib>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : value;
}

std::string utf8(const std::string& text) {
    using nlohmann::json;
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace))
        .get<std::string>();
}

} // namespace

fs::path review_file() {
    const std::string chosen = variable("SEAMLINE_REVIEW_DB");
    if (!chosen.empty()) return chosen;
    return xdg_path(XdgFolder::Data) / "reviews.db";
}

std::string review_author() {
    if (const std::string chosen = variable("SEAMLINE_AUTHOR"); !chosen.empty())
        return utf8(chosen);
    std::array<char, 16384> text{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, text.data(), text.size(), &found) == 0 &&
        found != nullptr) {
        // The full name is the first of the fields that commas part.
        const std::string full = found->pw_gecos == nullptr ? "" : found->pw_gecos;
        const std::string name = full.substr(0, full.find(','));
        if (!name.empty()) return utf8(name);
        if (found->pw_name != nullptr && *found->pw_name != 0) return utf8(found->pw_name);
    }
    return "unknown";
}

fs::path media_id_folder() { return xdg_path(XdgFolder::Cache) / "media-ids"; }

review::Medium review_medium(const fs::path& path, const std::string& media_id,
                             const MediaDescription& description) {
    review::Medium medium;
    medium.media_id = media_id;
    std::error_code code;
    const fs::path absolute = fs::absolute(path, code).lexically_normal();
    medium.path = utf8((code ? path : absolute).string());
    medium.name = utf8(path.stem().string());
    if (!description.video) return medium;
    const VideoDescription& video = *description.video;
    medium.frame_count = video.frame_count;
    if (video.frame_rate > Rational(0)) medium.frame_rate = video.frame_rate;
    if (video.start_timecode) {
        medium.drop_frame = video.start_timecode->find(';') != std::string::npos;
        medium.start_frame =
            timecode_frames(*video.start_timecode, medium.frame_rate, medium.drop_frame)
                .value_or(0);
    }
    const auto size = renderer::display_size(
        {video.size, video.sample_aspect_ratio, video.rotation, video.flipped});
    medium.width = static_cast<int>(std::lround(size.x));
    medium.height = static_cast<int>(std::lround(size.y));
    return medium;
}

review::Medium as_known(review::Medium now, const review::Medium& known) {
    std::error_code code;
    if (now.path == known.path || !fs::is_symlink(now.path, code) ||
        !fs::equivalent(now.path, known.path, code))
        return now;
    now.path = known.path;
    now.name = known.name;
    return now;
}

} // namespace seamline::session
