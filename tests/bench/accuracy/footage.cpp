#include "tests/bench/accuracy/footage.h"

#include "decode/video_source.h"
#include "renderer/color/analysis_space.h"
#include "renderer/measures/working_picture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace seamline::bench {
namespace {

using measures::Picture;

Rect cropped(const Rect& visible, double share) {
    const int x = static_cast<int>(visible.width * share) / 2 * 2;
    const int y = static_cast<int>(visible.height * share) / 2 * 2;
    return {visible.x + x, visible.y + y, visible.width - 2 * x, visible.height - 2 * y};
}

// As an untagged or BT.709 take is viewed.
const measures::AnalysisLight& video_light() {
    static const measures::AnalysisLight light(
        color::analysis_processor(color::ColorConfig::built_in(), {.input_space = "Rec.709"}, {})
            .value());
    return light;
}

Picture light_picture(const DecodedFrame& frame, double crop) {
    measures::FrameView view = measures::FrameView::of(frame);
    view.visible = cropped(view.visible, crop);
    return measures::make_working_picture(
               view, video_light(), measures::working_size(view.visible, 1, measures::kLightEdge),
               measures::working_size(view.visible, 1, measures::kLabEdge))
        .light;
}

} // namespace

std::vector<Take> Clip::takes(int guard, std::size_t least) const {
    std::vector<int> ends = cuts;
    ends.push_back(static_cast<int>(frames.size()));
    std::vector<Take> result;
    int begin = 0;
    for (const int end : ends) {
        const int from = begin == 0 ? 0 : begin + guard;
        const int to = end == static_cast<int>(frames.size()) ? end : end - guard;
        if (to - from >= static_cast<int>(least))
            result.push_back({name + "#" + std::to_string(result.size()),
                              frame_rate,
                              {frames.begin() + from, frames.begin() + to}});
        begin = end;
    }
    return result;
}

std::vector<ClipFile> clip_files(const std::filesystem::path& folder) {
    std::vector<ClipFile> result;
    std::ifstream stream(folder / "cinetrans" / "ground_truth_cuts.json");
    if (!stream) throw std::runtime_error("no clips in " + folder.string());
    const nlohmann::json truth = nlohmann::json::parse(stream);
    for (const auto& [name, clip] : truth.at("clips").items()) {
        const std::filesystem::path path = folder / "cinetrans" / name;
        if (!std::filesystem::exists(path)) continue;
        result.push_back(
            {path, clip.at("cuts").get<std::vector<int>>(), clip.contains("border") ? 0.06 : 0.0});
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder / "cogvideo"))
        if (entry.path().extension() == ".mp4") result.push_back({entry.path(), {}, 0});
    std::sort(result.begin(), result.end(),
              [](const ClipFile& a, const ClipFile& b) { return a.path < b.path; });
    return result;
}

Clip read_clip(const ClipFile& file) {
    auto source = decode::VideoSource::open(file.path, {});
    if (!source) throw std::runtime_error(source.error().message);
    Clip clip;
    clip.name = file.path.stem().string();
    clip.cuts = file.cuts;
    const auto& index = source.value().index();
    clip.frame_rate = static_cast<double>(index.frames.size()) / index.end_s.value();
    for (std::size_t i = 0; i < index.frames.size(); ++i) {
        auto frame = source.value().next();
        if (!frame) throw std::runtime_error(frame.error().message);
        clip.frames.push_back(light_picture(frame.value(), file.crop));
    }
    return clip;
}

} // namespace seamline::bench
