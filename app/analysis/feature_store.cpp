#include "app/analysis/feature_store.h"

#include <nlohmann/json.hpp>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

namespace seamline::analysis {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::uint8_t, 8> kMagic{'S', 'L', 'F', 'E', 'A', 'T', '0', '1'};
constexpr std::size_t kHashBytes = 16;
constexpr std::size_t kHeaderBytes = kMagic.size() + kHashBytes;
/// Object, frames, frame.
constexpr std::size_t kMostDepth = 4;

std::array<std::uint8_t, kHashBytes> hash_of(std::span<const std::uint8_t> bytes) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
    std::array<std::uint8_t, kHashBytes> hash{};
    std::memcpy(hash.data(), canonical.digest, hash.size());
    return hash;
}

/// Refuses what is nested deeper than features are, before anything recurses into it.
class DepthGuard final : public nlohmann::json_sax<Json> {
public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool key(string_t&) override { return true; }
    bool start_object(std::size_t) override { return ++depth_ <= kMostDepth; }
    bool start_array(std::size_t) override { return ++depth_ <= kMostDepth; }
    bool end_object() override { return --depth_, true; }
    bool end_array() override { return --depth_, true; }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
        return false;
    }

private:
    std::size_t depth_ = 0;
};

/// Calls `use` with every number of a frame, in the file's order.
template <typename Frame, typename Use> void each_number(Frame& f, Use&& use) {
    for (auto* number : {&f.mean_luma,
                         &f.dark_share,
                         &f.mean_lab[0],
                         &f.mean_lab[1],
                         &f.mean_lab[2],
                         &f.contrast,
                         &f.global.grey_edge[0],
                         &f.global.grey_edge[1],
                         &f.global.grey_edge[2],
                         &f.global.mean_log2_luminance,
                         &f.global.mired,
                         &f.global.duv,
                         &f.sharpest_px,
                         &f.median_px,
                         &f.grain,
                         &f.step.residual,
                         &f.step.cross_gap,
                         &f.step.mid_gap,
                         &f.step.difference,
                         &f.step.coverage,
                         &f.step.exposure_stops,
                         &f.step.delta_mired,
                         &f.step.delta_duv,
                         &f.step.camera.pan_px,
                         &f.step.camera.tilt_px,
                         &f.step.camera.zoom,
                         &f.step.camera.roll_deg,
                         &f.step.camera.residual_px,
                         &f.step.camera.share})
        use(*number);
}
constexpr std::size_t kNumbers = 29;
/// Frame, time's terms and whether it is a substitute come before the numbers, the signature after.
constexpr std::size_t kFields = 4 + kNumbers + 1;

Json key_json(const FeatureKey& key) {
    return {{"media_id", key.media_id},
            {"light_id", key.light_id},
            {"border", key.border},
            {"cuts_only", key.cuts_only}};
}

Json frame_json(const FrameFeatures& frame) {
    Json fields = {frame.frame, frame.time_s.num, frame.time_s.den, frame.substitute};
    each_number(frame, [&](double number) { fields.push_back(number); });
    fields.push_back(Json::binary(frame.signature));
    return fields;
}

/// False when `json` is no frame.
bool read_frame(const Json& json, FrameFeatures& frame) {
    if (!json.is_array() || json.size() != kFields) return false;
    for (std::size_t i = 0; i < 3; ++i)
        if (!json[i].is_number_integer()) return false;
    if (!json[3].is_boolean() || !json.back().is_binary()) return false;
    for (std::size_t i = 4; i < 4 + kNumbers; ++i)
        if (!json[i].is_number()) return false;
    frame.frame = json[0].get<std::int64_t>();
    const auto den = json[2].get<std::int64_t>();
    constexpr std::int64_t kMostTerm = std::int64_t{1} << 62;
    const auto num = json[1].get<std::int64_t>();
    if (den < 1 || num < -kMostTerm || num > kMostTerm) return false;
    frame.time_s = Rational(num, den);
    frame.substitute = json[3].get<bool>();
    std::size_t i = 4;
    each_number(frame, [&](double& number) { number = json[i++].get<double>(); });
    const auto& signature = json.back().get_binary();
    if (!signature.empty() && signature.size() != kSignatureSize) return false;
    frame.signature.assign(signature.begin(), signature.end());
    return true;
}

Error corrupt(const char* what) {
    return {ErrorCode::Corrupt, std::string("stored features: ") + what};
}

} // namespace

std::string store_file_name(const FeatureKey& key) {
    const std::string text = key.light_id + "\n" + Json(key.border).dump() +
                             (key.cuts_only ? "\ncuts\n" : "\nall\n") +
                             std::to_string(kFeatureVersion);
    char hash[24];
    std::snprintf(hash, sizeof hash, "%016llx",
                  static_cast<unsigned long long>(XXH3_64bits(text.data(), text.size())));
    const std::size_t colon = key.media_id.find(':');
    const std::string hex = colon == std::string::npos ? "" : key.media_id.substr(colon + 1);
    return hex + "-" + hash + ".features";
}

std::vector<std::uint8_t> features_to_bytes(const FeatureKey& key,
                                            std::span<const FrameFeatures> frames) {
    Json json = {{"version", kFeatureVersion}, {"key", key_json(key)}, {"frames", Json::array()}};
    for (const FrameFeatures& frame : frames) json["frames"].push_back(frame_json(frame));
    const std::vector<std::uint8_t> cbor = Json::to_cbor(json);
    std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
    const auto hash = hash_of(cbor);
    bytes.insert(bytes.end(), hash.begin(), hash.end());
    bytes.insert(bytes.end(), cbor.begin(), cbor.end());
    return bytes;
}

Result<std::vector<FrameFeatures>> features_from_cbor(std::span<const std::uint8_t> cbor,
                                                      const FeatureKey* key) {
    DepthGuard guard;
    if (!Json::sax_parse(cbor.begin(), cbor.end(), &guard, Json::input_format_t::cbor))
        return corrupt("not well-formed");
    const Json json = Json::from_cbor(cbor.begin(), cbor.end(), true, false);
    if (!json.is_object() || json.value("version", Json()) != kFeatureVersion)
        return corrupt("of another version");
    if (key != nullptr && json.value("key", Json()) != key_json(*key))
        return corrupt("of another medium");
    const auto found = json.find("frames");
    if (found == json.end() || !found->is_array()) return corrupt("no frames");
    if (found->size() > kMostStoredFrames)
        return Error{ErrorCode::TooLarge, "stored features: too many frames"};
    std::vector<FrameFeatures> frames(found->size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const bool good =
            read_frame((*found)[i], frames[i]) && frames[i].frame == static_cast<std::int64_t>(i);
        if (!good) return corrupt("a frame that is none");
    }
    return frames;
}

Result<std::vector<FrameFeatures>> features_from_bytes(std::span<const std::uint8_t> bytes,
                                                       const FeatureKey& key) {
    if (bytes.size() > kMostStoreBytes)
        return Error{ErrorCode::TooLarge, "stored features: too large"};
    if (bytes.size() < kHeaderBytes || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin()))
        return corrupt("not this program's");
    const auto cbor = bytes.subspan(kHeaderBytes);
    const auto hash = hash_of(cbor);
    if (!std::equal(hash.begin(), hash.end(), bytes.begin() + kMagic.size()))
        return corrupt("the checksum differs");
    return features_from_cbor(cbor, &key);
}

std::optional<std::vector<FrameFeatures>> stored_features(const std::filesystem::path& folder,
                                                          const FeatureKey& key) {
    const std::filesystem::path file = folder / store_file_name(key);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > kMostStoreBytes) return {};
    std::ifstream stream(file, std::ios::binary);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!stream) return {};
    Result<std::vector<FrameFeatures>> frames = features_from_bytes(bytes, key);
    if (!frames) return {};
    // The time of the last use, which eviction goes by.
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now(), error);
    return std::move(frames).value();
}

Result<std::uintmax_t> store_limit(const char* megabytes) {
    if (megabytes == nullptr) return kStoreBytes;
    const std::string_view text(megabytes);
    std::uint32_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size() || number < 1 ||
        number > 1'000'000)
        return Error{ErrorCode::InvalidArgument,
                     "SEAMLINE_FEATURES_MB is '" + std::string(text) +
                         "': state the megabytes that kept measures may take, 1 to 1000000"};
    return std::uintmax_t{number} << 20U;
}

void evict_features(const std::filesystem::path& folder, std::uintmax_t limit,
                    const std::filesystem::path& kept) {
    constexpr auto kAbandonedAfter = std::chrono::hours(24);
    struct Stored {
        std::filesystem::file_time_type used;
        std::filesystem::path file;
        std::uintmax_t bytes = 0;
    };
    std::vector<Stored> all;
    std::uintmax_t sum = 0;
    const auto now = std::filesystem::file_time_type::clock::now();
    std::error_code error;
    for (auto at = std::filesystem::directory_iterator(folder, error);
         !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
        std::error_code unreadable;
        const std::filesystem::path& file = at->path();
        const bool is_part = file.extension() == ".part" &&
                             file.stem().string().find(".features") != std::string::npos;
        if (!is_part && file.extension() != ".features") continue;
        const auto used = std::filesystem::last_write_time(file, unreadable);
        const std::uintmax_t bytes = std::filesystem::file_size(file, unreadable);
        if (unreadable) continue;
        if (is_part && now - used > kAbandonedAfter) std::filesystem::remove(file, unreadable);
        if (is_part) continue;
        all.push_back({used, file, bytes});
        sum += bytes;
    }
    std::ranges::sort(all, [](const Stored& a, const Stored& b) {
        return a.used != b.used ? a.used < b.used : a.file < b.file;
    });
    for (const Stored& one : all) {
        if (sum <= limit) return;
        if (one.file == kept) continue;
        std::error_code ignored;
        if (std::filesystem::remove(one.file, ignored)) sum -= one.bytes;
    }
}

Result<Done> store_features(const std::filesystem::path& folder, const FeatureKey& key,
                            std::span<const FrameFeatures> frames, std::uintmax_t limit) {
    const std::vector<std::uint8_t> bytes = features_to_bytes(key, frames);
    if (bytes.size() > kMostStoreBytes)
        return Error{ErrorCode::TooLarge, "features are too many to be stored"};
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::filesystem::path file = folder / store_file_name(key);
    const std::filesystem::path beside = file.string() + "." + std::to_string(getpid()) + ".part";
    std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
    stream.write(reinterpret_cast<const char*>(bytes.data()),
                 static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (stream) std::filesystem::rename(beside, file, error);
    if (!stream || error) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        return Error{ErrorCode::Io, "cannot write '" + file.string() + "'"};
    }
    evict_features(folder, limit, file);
    return Done{};
}

} // namespace seamline::analysis
