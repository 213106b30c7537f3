#include "app/session/demo_takes.h"

#include "app/interchange/text_encoding.h"
#include "app/session/json_file.h"
#include "decode/audio_source.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace seamline::session {
namespace {

using nlohmann::json;
using renderer::DemoFace;
using renderer::DemoSceneParams;

/// Thrown and caught in this file only: parsing has one exit for all its reasons.
struct Refusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string range_text(float value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

/// An object whose keys are taken one by one; what is left over at the end is refused.
class Fields {
public:
    Fields(const json& object, std::string where) : object_(object), where_(std::move(where)) {
        if (!object.is_object()) throw Refusal(where_ + " is not an object");
    }

    const json& at(const char* key) {
        const auto found = object_.find(key);
        if (found == object_.end()) throw Refusal(where_ + " has no \"" + key + "\"");
        ++taken_;
        return *found;
    }
    std::string text(const char* key) {
        const json& value = at(key);
        if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
            throw Refusal(of(key) + " is not a text");
        }
        return value.get<std::string>();
    }
    float number(const char* key, float low, float high) {
        const json& value = at(key);
        // Beyond float's range is out of every range here; inside it, floats are compared.
        const bool fits = value.is_number() && std::abs(value.get<double>()) < 1e9;
        if (!fits || value.get<float>() < low || value.get<float>() > high) {
            throw Refusal(of(key) + " is not a number in [" + range_text(low) + ", " +
                          range_text(high) + "]");
        }
        return value.get<float>();
    }
    std::uint32_t count(const char* key, std::uint32_t low, std::uint32_t high) {
        const json& value = at(key);
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() < low ||
            value.get<std::uint64_t>() > high) {
            throw Refusal(of(key) + " is not a whole number in [" + std::to_string(low) + ", " +
                          std::to_string(high) + "]");
        }
        return value.get<std::uint32_t>();
    }
    bool yes_no(const char* key) {
        const json& value = at(key);
        if (!value.is_boolean()) throw Refusal(of(key) + " is not true or false");
        return value.get<bool>();
    }
    glm::vec3 rgb(const char* key) {
        const json& value = at(key);
        if (!value.is_array() || value.size() != 3) throw Refusal(of(key) + " is not [R, G, B]");
        glm::vec3 result{};
        for (int i = 0; i < 3; ++i) {
            const json& part = value[static_cast<std::size_t>(i)];
            if (!part.is_number() || part.get<double>() < 0.0 || part.get<double>() > 1.0) {
                throw Refusal(of(key) + " is not three numbers in [0, 1]");
            }
            result[i] = part.get<float>();
        }
        return result;
    }
    /// The index of the text among `words`.
    template <std::size_t N>
    std::uint32_t choice(const char* key, const std::array<const char*, N>& words) {
        const std::string value = text(key);
        for (std::size_t i = 0; i < N; ++i) {
            if (value == words[i]) return static_cast<std::uint32_t>(i);
        }
        throw Refusal(of(key) + " is \"" + interchange::one_line(value, 40) +
                      "\", which nothing here knows");
    }
    void end() const {
        if (taken_ != object_.size()) throw Refusal(where_ + " has a key that nothing here knows");
    }

private:
    std::string of(const char* key) const { return "\"" + std::string(key) + "\" of " + where_; }

    const json& object_;
    std::string where_;
    std::size_t taken_ = 0;
};

DemoFace parse_face(const json& object, const std::string& where) {
    Fields fields(object, where);
    DemoFace face{};
    face.skin_rgb = fields.rgb("skin_rgb");
    face.hair_rgb = fields.rgb("hair_rgb");
    face.iris_rgb = fields.rgb("iris_rgb");
    face.clothes_rgb = fields.rgb("clothes_rgb");
    face.head_width = fields.number("head_width", 0.85F, 1.15F);
    face.jaw = fields.number("jaw", 0.7F, 1.3F);
    face.nose_length = fields.number("nose_length", 0.7F, 1.4F);
    face.nose_width = fields.number("nose_width", 0.7F, 1.5F);
    face.eye_spacing = fields.number("eye_spacing", 0.85F, 1.15F);
    face.eye_size = fields.number("eye_size", 0.8F, 1.2F);
    face.brow_thickness = fields.number("brow_thickness", 0.5F, 2.0F);
    face.mouth_width = fields.number("mouth_width", 0.8F, 1.2F);
    face.lip_fullness = fields.number("lip_fullness", 0.6F, 1.6F);
    face.hair_length = fields.number("hair_length", 0.0F, 1.0F);
    fields.end();
    return face;
}

using Faces = std::map<std::string, DemoFace>;

DemoSceneParams parse_scene(const json& object, const std::string& where, const Faces& faces) {
    constexpr std::array kSets{"room", "exterior"};          // DEMO_SET_*
    constexpr std::array kMoves{"static", "push_in", "pan"}; // DEMO_MOVE_*
    constexpr std::uint32_t kAnySeed = 0xFFFFFFFFU;
    Fields fields(object, where);
    DemoSceneParams scene{};
    scene.scene_set = fields.choice("set", kSets);
    scene.width_px = fields.count("width_px", 16, 8192);
    scene.height_px = fields.count("height_px", 16, 8192);
    scene.format = DEMO_FORMAT_RGBA8;
    scene.wall_seed = fields.count("wall_seed", 0, kAnySeed);
    scene.sun_azimuth_deg = fields.number("sun_azimuth_deg", -180.0F, 180.0F);
    scene.sun_elevation_deg = fields.number("sun_elevation_deg", 1.0F, 89.0F);
    scene.sun_radius_deg = fields.number("sun_radius_deg", 0.1F, 10.0F);
    scene.color_temperature_k = fields.number("color_temperature_k", 1667.0F, 25000.0F);
    scene.exposure_stops = fields.number("exposure_stops", -10.0F, 10.0F);
    scene.contrast = fields.number("contrast", 0.2F, 5.0F);
    scene.lens_blur_px = fields.number("lens_blur_px", 0.0F, 3.0F);
    scene.vignette_stops = fields.number("vignette_stops", 0.0F, 5.0F);
    scene.grain = fields.number("grain", 0.0F, 50.0F);
    scene.camera_move = fields.choice("camera_move", kMoves);
    scene.camera_speed = fields.number("camera_speed", -30.0F, 30.0F);
    const std::string face = fields.text("face");
    if (!faces.contains(face)) throw Refusal("\"face\" of " + where + " is none of \"faces\"");
    scene.face = faces.at(face);
    scene.head_turn_deg = fields.number("head_turn_deg", 0.0F, 45.0F);
    scene.blink_s = fields.number("blink_s", -1.0F, 3600.0F);
    scene.bar_code = fields.yes_no("bar_code") ? 1 : 0;
    scene.seed = fields.count("seed", 0, kAnySeed);
    fields.end();
    return scene;
}

DemoSound parse_sound(const json& object, const std::string& where) {
    constexpr std::uint32_t kAnySeed = 0x7FFFFFFFU;
    Fields fields(object, where);
    DemoSound sound;
    sound.room_dbfs = fields.number("room_dbfs", -90.0F, -12.0F);
    sound.room_hz = fields.number("room_hz", 20.0F, 8000.0F);
    sound.beep_s = fields.number("beep_s", 0.0F, 600.0F);
    sound.beep_hz = fields.number("beep_hz", 100.0F, 8000.0F);
    sound.beep_ms = fields.number("beep_ms", 5.0F, 1000.0F);
    sound.beep_dbfs = fields.number("beep_dbfs", -60.0F, -6.0F);
    sound.gain_db = fields.number("gain_db", -30.0F, 6.0F);
    sound.seed = fields.count("seed", 0, kAnySeed);
    fields.end();
    return sound;
}

/// 0 when `text` is not a whole number above 0.
int parse_positive(const std::string& text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, value);
    return failure == std::errc{} && rest == end && value > 0 ? value : 0;
}

/// "24" or "24000/1001".
Rational parse_rate(const std::string& text, const std::string& where) {
    const std::size_t slash = text.find('/');
    const std::string over = text.substr(0, slash);
    const std::string under = slash == std::string::npos ? "1" : text.substr(slash + 1);
    const int numerator = parse_positive(over);
    const int denominator = parse_positive(under);
    if (numerator == 0 || denominator == 0) {
        throw Refusal("\"frame_rate\" of " + where +
                      " is not a rate like \"24\" or \"24000/1001\"");
    }
    return {numerator, denominator};
}

/// Names are parts of file names.
std::string parse_name(Fields& fields, const std::string& where) {
    const std::string name = fields.text("name");
    for (const char c : name) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!plain)
            throw Refusal("\"name\" of " + where +
                          " has other characters than letters, digits and -");
    }
    return name;
}

DemoTake parse_take(const json& object, const std::string& shot, const Faces& faces) {
    const std::string somewhere = "a take of shot \"" + shot + "\"";
    Fields fields(object, somewhere);
    DemoTake take;
    take.shot = shot;
    take.name = parse_name(fields, somewhere);
    const std::string where = "take " + shot + " " + take.name;
    take.generator = fields.text("generator");
    take.about = fields.text("about");
    take.frame_rate = parse_rate(fields.text("frame_rate"), where);
    const float seconds = fields.number("seconds", 0.01F, 600.0F);
    take.frame_count = static_cast<int>(std::lround(double{seconds} * take.frame_rate.value()));
    if (take.frame_count < 1) throw Refusal(where + " is shorter than one frame");
    take.scene = parse_scene(fields.at("scene"), "the scene of " + where, faces);
    take.sound = parse_sound(fields.at("sound"), "the sound of " + where);
    fields.end();
    return take;
}

std::vector<DemoTake> parse_all(const json& root) {
    Fields fields(root, "the demo review");
    if (fields.text("schema") != "seamline.demo/1")
        throw Refusal("the schema is not seamline.demo/1");
    fields.text("about");
    Faces faces;
    for (const auto& [name, face] : fields.at("faces").items()) {
        faces[name] = parse_face(face, "face \"" + interchange::one_line(name, 40) + "\"");
    }
    std::vector<DemoTake> takes;
    for (const json& object : fields.at("shots")) {
        Fields shot(object, "a shot");
        const std::string name = parse_name(shot, "a shot");
        for (const json& take : shot.at("takes")) takes.push_back(parse_take(take, name, faces));
        shot.end();
    }
    fields.end();
    if (takes.empty()) throw Refusal("there is no take");
    std::set<std::string> files;
    for (const DemoTake& take : takes) {
        if (!files.insert(demo_file_name(take)).second) {
            throw Refusal("two takes of shot " + take.shot + " are named " + take.name);
        }
    }
    return takes;
}

} // namespace

DemoSceneParams demo_frame(const DemoTake& take, int frame) {
    DemoSceneParams params = take.scene;
    params.frame_index = static_cast<std::uint32_t>(frame);
    params.time_s = static_cast<float>((Rational(frame) / take.frame_rate).value());
    return params;
}

std::int64_t demo_samples_before(const DemoTake& take, int frame) {
    return (Rational(std::int64_t{frame} * decode::kSampleRate) / take.frame_rate).round();
}

std::string demo_file_name(const DemoTake& take) { return take.shot + "_" + take.name + ".mp4"; }

Result<std::vector<DemoTake>> parse_demo_takes(std::string_view json_text) {
    const Result<json> root = parse_json(json_text);
    if (!root) return Error{ErrorCode::Corrupt, "demo review: " + root.error().message};
    try {
        return parse_all(root.value());
    } catch (const Refusal& refusal) {
        return Error{ErrorCode::Corrupt, std::string("demo review: ") + refusal.what() +
                                             ": correct assets/demo/review.json"};
    }
}

} // namespace seamline::session
