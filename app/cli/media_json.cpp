#include "app/cli/media_json.h"

#include "renderer/color/input_guess.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace seamline::cli {

using nlohmann::json;

std::vector<std::string> guessed_names(const ColorTags& color) {
    std::vector<std::string> names;
    if (color.guessed & kGuessedMatrix) names.emplace_back("matrix");
    if (color.guessed & kGuessedPrimaries) names.emplace_back("primaries");
    if (color.guessed & kGuessedTransfer) names.emplace_back("transfer");
    if (color.guessed & kGuessedRange) names.emplace_back("range");
    if (color.guessed & kGuessedChromaLocation) names.emplace_back("chroma_location");
    return names;
}

std::string utf8(const std::string& text) {
    // nlohmann's own replacement, reached through a string value.
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace))
        .get<std::string>();
}

json decode_json(const DecodePath& path, std::int64_t frame_bytes) {
    return {{"path", path.path},
            {"device", path.device},
            {"host_copies", path.host_copies},
            {"device_copies", path.device_copies},
            {"bytes_per_frame", frame_bytes > 0 ? json(frame_bytes) : json(nullptr)},
            {"fallback_reason",
             path.fallback_reason.empty() ? json(nullptr) : json(path.fallback_reason)}};
}

std::string decode_line(const json& decode) {
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "%s on %s, copies %d on the host + %d on the device",
                  decode["path"].get<std::string>().c_str(),
                  decode["device"].get<std::string>().c_str(), decode["host_copies"].get<int>(),
                  decode["device_copies"].get<int>());
    std::string line = text.data();
    if (const json& bytes = decode["bytes_per_frame"]; !bytes.is_null()) {
        std::snprintf(text.data(), text.size(), ", %.2f MB per frame", bytes.get<double>() / 1e6);
        line += text.data();
    }
    const json& reason = decode["fallback_reason"];
    return reason.is_null() ? line : line + "; " + reason.get<std::string>();
}

json input_json(const color::InputGuess& input) {
    return {{"name", utf8(input.space)},
            {"reason", utf8(input.reason)},
            {"confirmed", input.confirmed}};
}

namespace {

json color_json(const ColorTags& color, const color::InputGuess& input) {
    return {{"matrix", name(color.matrix)},
            {"primaries", name(color.primaries)},
            {"transfer", name(color.transfer)},
            {"range", name(color.range)},
            {"chroma_location", name(color.chroma_location)},
            {"guessed", guessed_names(color)},
            {"input_space", input_json(input)}};
}

} // namespace

json probe_json(const MediaDescription& media, std::int64_t frame_bytes,
                const color::ColorConfig& config) {
    json result{{"schema", "seamline.probe/1"}, {"path", utf8(media.path)},
                {"container", media.container}, {"video", nullptr},
                {"audio", json::array()},       {"decode", decode_json(media.decode, frame_bytes)},
                {"metadata", json::object()}};
    if (media.video) {
        const VideoDescription& v = *media.video;
        result["video"] = {
            {"codec", v.codec},
            {"profile", v.profile},
            {"width", v.size.width},
            {"height", v.size.height},
            {"pixel_format", v.pixel_format},
            {"bit_depth", v.bit_depth},
            {"frame_count", v.frame_count},
            {"frame_rate", v.frame_rate.text()},
            {"variable_frame_rate", v.variable_frame_rate},
            {"duration_s", v.duration_s.value()},
            {"rotation", v.rotation},
            {"flipped", v.flipped},
            {"sample_aspect_ratio", v.sample_aspect_ratio.text()},
            {"start_timecode", v.start_timecode ? json(utf8(*v.start_timecode)) : json(nullptr)},
            {"has_alpha", v.has_alpha},
            {"interlaced", v.interlaced},
            {"still", v.is_still},
            {"sequence", v.is_sequence},
            {"missing_frames", v.missing_frames},
            {"color", color_json(v.color, color::guess_input_space(config, v.color, media.path))},
        };
    }
    for (const AudioDescription& a : media.audio)
        result["audio"].push_back({{"codec", a.codec},
                                   {"sample_rate", a.sample_rate},
                                   {"channels", a.channels},
                                   {"duration_s", a.duration_s.value()}});
    for (const auto& [key, value] : media.metadata) result["metadata"][utf8(key)] = utf8(value);
    return result;
}

Result<Rational> rate_option(const Arguments& arguments, const std::string& name,
                             Rational fallback) {
    const auto given = arguments.text(name);
    if (!given) return fallback;
    const Error wrong{ErrorCode::InvalidArgument,
                      name + " wants frames per second such as 24, 23.976 or 24000/1001, not '" +
                          *given + "'"};
    const std::size_t slash = given->find('/');
    double num = 0;
    double den = 1;
    const auto parse = [](std::string_view text, double& value) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        return error == std::errc{} && end == text.data() + text.size();
    };
    const std::string_view view(*given);
    if (!parse(view.substr(0, slash), num)) return wrong;
    if (slash != std::string_view::npos && !parse(view.substr(slash + 1), den)) return wrong;
    if (!(num > 0 && num <= 1e7 && den >= 1 && den <= 1e6 && num / den <= 1000)) return wrong;
    if (num == std::floor(num) && den == std::floor(den))
        return Rational(static_cast<std::int64_t>(num), static_cast<std::int64_t>(den));
    // 23.976 and its kin mean N * 1000 / 1001.
    const double value = num / den;
    const double nominal = std::ceil(value);
    if (std::abs(nominal * 1000 / 1001 - value) < 0.01)
        return Rational(static_cast<std::int64_t>(nominal) * 1000, 1001);
    return Rational(std::llround(value * 1000), 1000);
}

} // namespace seamline::cli
