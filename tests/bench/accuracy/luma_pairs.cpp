#include "tests/bench/accuracy/luma_pairs.h"

#include "decode/video_source.h"
#include "renderer/measures/working_picture.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace seamline::bench {
namespace {

namespace fs = std::filesystem;
using measures::Plane;

struct ClipFile {
    fs::path path;
    std::vector<int> cuts;
    double crop = 0; ///< Share of each side.
};

std::vector<ClipFile> clip_files(const fs::path& folder) {
    std::ifstream stream(folder / "cinetrans" / "ground_truth_cuts.json");
    if (!stream) throw std::runtime_error("no clips in " + folder.string());
    std::vector<ClipFile> files;
    const auto truth = nlohmann::json::parse(stream);
    for (const auto& [name, clip] : truth.at("clips").items())
        if (fs::exists(folder / "cinetrans" / name))
            files.push_back({folder / "cinetrans" / name, clip.at("cuts").get<std::vector<int>>(),
                             clip.contains("border") ? 0.06 : 0.0});
    for (const auto& entry : fs::directory_iterator(folder / "cogvideo"))
        if (entry.path().extension() == ".mp4") files.push_back({entry.path(), {}, 0});
    std::ranges::sort(files, {}, &ClipFile::path);
    return files;
}

Plane luma_of(const DecodedFrame& frame, double crop) {
    const auto view = measures::FrameView::of(frame);
    const int x = static_cast<int>(view.visible.width * crop) / 2 * 2;
    const int y = static_cast<int>(view.visible.height * crop) / 2 * 2;
    return measures::native_luma(view,
                                 {x, y, view.visible.width - 2 * x, view.visible.height - 2 * y});
}

struct Wanted {
    int a, b;
};

// Evenly spread within the shots; two frames beside a cut may be blends and stay out.
std::vector<Wanted> wanted_pairs(const ClipFile& file, int frames, double rate,
                                 const PairOptions& options) {
    constexpr int kGuard = 2;
    std::vector<int> ends = file.cuts;
    ends.push_back(frames);
    std::vector<Wanted> wanted;
    int begin = 0;
    for (const int end : ends) {
        const int first = begin == 0 ? 0 : begin + kGuard;
        const int last = (end == frames ? end : end - kGuard) - 1;
        const int gap = std::max(1, static_cast<int>(options.gap_s * rate + 0.5));
        begin = end;
        if (last - first < gap) continue;
        for (int i = 0; i < options.per_shot; ++i) {
            const int a = first + (last - gap - first) * (i + 1) / (options.per_shot + 1);
            wanted.push_back({a, a + gap});
        }
    }
    return wanted;
}

fs::path encoded(const fs::path& path, const std::string& arguments) {
    const fs::path out =
        fs::temp_directory_path() / "seamline_accuracy" / (path.stem().string() + ".mkv");
    fs::create_directories(out.parent_path());
    const std::string command =
        "ffmpeg -v error -y -i '" + path.string() + "' " + arguments + " '" + out.string() + "'";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
    return out;
}

void read_pairs(const ClipFile& file, const fs::path& path, const PairOptions& options,
                std::vector<LumaPair>& pairs) {
    auto source = decode::VideoSource::open(path, {});
    if (!source) throw std::runtime_error(source.error().message);
    const auto& index = source.value().index();
    const auto count = static_cast<int>(index.frames.size());
    const double rate = count / index.end_s.value();
    const auto wanted = wanted_pairs(file, count, rate, options);
    std::vector<LumaPair> found(wanted.size());
    for (int i = 0; i < count; ++i) {
        auto frame = source.value().next();
        if (!frame) throw std::runtime_error(frame.error().message);
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            if (wanted[k].a == i) found[k].a = luma_of(frame.value(), file.crop);
            if (wanted[k].b == i) found[k].b = luma_of(frame.value(), file.crop);
        }
    }
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        found[k].name = file.path.stem().string() + ":" + std::to_string(wanted[k].a);
        pairs.push_back(std::move(found[k]));
    }
}

} // namespace

std::vector<LumaPair> luma_pairs(const fs::path& folder, const PairOptions& options) {
    std::vector<LumaPair> pairs;
    const auto files = clip_files(folder);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (i % static_cast<std::size_t>(options.every_nth_clip) != 0) continue;
        const fs::path path =
            options.encode.empty() ? files[i].path : encoded(files[i].path, options.encode);
        read_pairs(files[i], path, options, pairs);
        if (!options.encode.empty()) fs::remove(path);
    }
    return pairs;
}

} // namespace seamline::bench
