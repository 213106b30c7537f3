#include "tests/bench/accuracy/reel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <stdexcept>

namespace seamline::bench {
namespace {

/// Frames of a shot between transitions, so that they do not meet.
constexpr std::size_t kTransitionShot = 64;

/// The picture moved sideways by `shift` pixels, mirrored beyond its edges, blurred along the way.
RawPicture whipped(const RawPicture& picture, int shift, int blur) {
    RawPicture result(kRawPicture);
    std::size_t offset = 0;
    for (int plane = 0; plane < 3; ++plane) {
        const int scale = plane == 0 ? 1 : 2;
        const int width = kReelWidth / scale;
        const int height = kReelHeight / scale;
        const int reach = std::max(blur / scale, 1);
        for (int y = 0; y < height; ++y) {
            const std::uint8_t* row = picture.data() + offset + static_cast<std::size_t>(y * width);
            for (int x = 0; x < width; ++x) {
                int sum = 0;
                for (int k = 0; k < reach; ++k) {
                    int at = (x + shift / scale + k) % (2 * width);
                    if (at < 0) at += 2 * width;
                    sum += row[at < width ? at : 2 * width - 1 - at];
                }
                result[offset + static_cast<std::size_t>(y * width + x)] =
                    static_cast<std::uint8_t>(sum / reach);
            }
        }
        offset += static_cast<std::size_t>(width * height);
    }
    return result;
}

/// Random choices that do not depend on the standard library.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : random_(seed) {}
    double share() { return static_cast<double>(random_()) / 4294967296.0; }
    int between(int least, int most) {
        return least + static_cast<int>(share() * (most - least + 1));
    }
    bool chance(double share_of) { return share() < share_of; }

private:
    std::mt19937 random_;
};

std::size_t next_shot(const std::vector<ReelShot>& shots, std::size_t last, bool same_clip,
                      std::size_t least_length, Dice& dice) {
    for (int attempt = 0; attempt < 400; ++attempt) {
        const auto i =
            static_cast<std::size_t>(dice.between(0, static_cast<int>(shots.size()) - 1));
        if (i == last || shots[i].pictures.size() < least_length) continue;
        if ((shots[i].clip == shots[last].clip) == same_clip || attempt > 200) return i;
    }
    return last == 0 ? 1 : 0;
}

void add_flash(std::vector<RawPicture>& pictures, std::size_t at, Dice& dice) {
    static const std::vector<std::vector<double>> kShapes{
        {1.0}, {0.8, 0.9}, {0.9, 0.3, 0.8, 0.4}, {0.6}, {1.0, 1.0, 0.5}, {0.7, 0.5, 0.3, 0.15}};
    const auto& shape = kShapes[static_cast<std::size_t>(dice.between(0, 5))];
    const int kind = dice.between(0, 3);
    const double x = 0.2 + 0.6 * dice.share();
    const double y = 0.2 + 0.6 * dice.share();
    for (std::size_t i = 0; i < shape.size() && at + i < pictures.size(); ++i) {
        RawPicture& picture = pictures[at + i];
        if (kind == 0) picture = mixed(picture, flat(235), shape[i]);
        if (kind == 1) picture = lit(picture, shape[i], x, y, 0.25);
        if (kind == 2) picture = lit(picture, shape[i], x, y, 0.7);
        if (kind == 3) picture = mixed(picture, flat(16), shape[i]);
    }
}

void add_whip(std::vector<RawPicture>& pictures, std::size_t at, Dice& dice) {
    const int speed = dice.between(50, 110) * (dice.chance(0.5) ? 1 : -1);
    int shift = 0;
    for (std::size_t i = at; i < pictures.size(); ++i) {
        const std::size_t step = i - at;
        const int pace =
            step < 5 ? speed * static_cast<int>(step < 2 ? step + 1 : 5 - step) / 3 : 0;
        shift += pace;
        pictures[i] = whipped(pictures[i], shift, std::abs(pace));
    }
}

/// Forwards and backwards again, until there is enough of it.
void extend(std::vector<RawPicture>& pictures, std::size_t least) {
    const std::size_t cycle = 2 * pictures.size() - 2;
    for (std::size_t i = pictures.size(); i < least; ++i) {
        const std::size_t at = i % cycle;
        pictures.push_back(pictures[std::min(at, cycle - at)]);
    }
}

struct Splice {
    std::vector<RawPicture> pictures;
    Reel reel;

    std::int64_t frame() const { return static_cast<std::int64_t>(pictures.size()); }
};

/// Mixes the end of what is there with the beginning of `shot`, which loses what was mixed.
void dissolve(Splice& splice, std::vector<RawPicture>& shot, int length) {
    const auto count = static_cast<std::size_t>(length);
    const std::size_t first = splice.pictures.size() - count;
    splice.reel.cuts.push_back({static_cast<std::int64_t>(first), "dissolve", length});
    for (std::size_t k = 0; k < count; ++k)
        splice.pictures[first + k] =
            mixed(splice.pictures[first + k], shot[k], (static_cast<double>(k) + 1) / (length + 1));
    shot.erase(shot.begin(), shot.begin() + length);
}

/// Through black: the end darkens, black for a while, the beginning of `shot` brightens.
void fade(Splice& splice, std::vector<RawPicture>& shot, int down, int black, int up) {
    const RawPicture dark = flat(16);
    const std::size_t first = splice.pictures.size() - static_cast<std::size_t>(down);
    for (int k = 0; k < down; ++k) {
        RawPicture& picture = splice.pictures[first + static_cast<std::size_t>(k)];
        picture = mixed(picture, dark, (k + 1.0) / (down + 1));
    }
    for (int k = 0; k < black; ++k) splice.pictures.push_back(dark);
    for (int k = 0; k < up; ++k) {
        RawPicture& picture = shot[static_cast<std::size_t>(k)];
        picture = mixed(dark, picture, (k + 1.0) / (up + 1));
    }
    splice.reel.cuts.push_back({static_cast<std::int64_t>(first), "fade", down + black + up});
}

void join(Splice& splice, std::vector<RawPicture> shot, const ReelPlan& plan, Dice& dice) {
    const double way = dice.share();
    if (splice.pictures.empty()) {
        // The first shot joins nothing.
    } else if (way < plan.dissolves) {
        dissolve(splice, shot, dice.between(4, 24));
    } else if (way < plan.dissolves + plan.fades) {
        const int most = std::min(12, static_cast<int>(shot.size()) / 2);
        fade(splice, shot, dice.between(3, most), dice.between(0, 4), dice.between(3, most));
    } else {
        splice.reel.cuts.push_back({splice.frame(), "hard", 0});
    }
    const std::int64_t from = splice.frame();
    if (shot.size() >= 22 && dice.chance(plan.flashes)) {
        const auto at =
            static_cast<std::size_t>(dice.between(8, static_cast<int>(shot.size()) - 13));
        splice.reel.flashes.push_back(from + static_cast<std::int64_t>(at));
        add_flash(shot, at, dice);
    }
    if (shot.size() >= 22 && dice.chance(plan.whips)) {
        const auto at =
            static_cast<std::size_t>(dice.between(8, static_cast<int>(shot.size()) - 13));
        splice.reel.whips.push_back(from + static_cast<std::int64_t>(at));
        add_whip(shot, at, dice);
    }
    for (RawPicture& picture : shot) splice.pictures.push_back(std::move(picture));
}

} // namespace

std::vector<ReelShot> read_shots(const std::filesystem::path& clip, const std::vector<int>& cuts,
                                 double border) {
    const std::string kept = std::to_string(1 - 2 * border);
    const std::string size = std::to_string(kReelWidth) + ":" + std::to_string(kReelHeight);
    const Pipe pipe =
        open_pipe("ffmpeg -v error -i '" + clip.string() + "' -vf crop=iw*" + kept + ":ih*" + kept +
                      ",scale=" + size + ":force_original_aspect_ratio=increase,crop=" + size +
                      " -fps_mode passthrough -pix_fmt yuv420p -f rawvideo -",
                  "r");
    std::vector<ReelShot> shots(1);
    RawPicture picture(kRawPicture);
    for (int frame = 0; std::fread(picture.data(), 1, kRawPicture, pipe.get()) == kRawPicture;
         ++frame) {
        if (std::find(cuts.begin(), cuts.end(), frame) != cuts.end()) shots.emplace_back();
        shots.back().pictures.push_back(picture);
    }
    if (shots.back().pictures.empty()) throw std::runtime_error("no picture in " + clip.string());
    for (std::size_t i = 0; i < shots.size(); ++i) {
        shots[i].clip = clip.filename().string();
        shots[i].number = static_cast<int>(i);
    }
    return shots;
}

Reel make_reel(const std::vector<ReelShot>& shots, const ReelPlan& plan,
               const std::filesystem::path& folder) {
    Dice dice(plan.seed);
    Splice splice;
    std::size_t last = 0;
    for (int i = 0; i < plan.shots; ++i) {
        const bool transition = plan.dissolves + plan.fades > 0;
        last = next_shot(shots, last, dice.chance(plan.same_clip), transition ? 20 : 10, dice);
        std::vector<RawPicture> pictures = shots[last].pictures;
        if (!transition && pictures.size() > 30)
            pictures.resize(static_cast<std::size_t>(dice.between(14, 49)) < pictures.size()
                                ? static_cast<std::size_t>(dice.between(14, 30))
                                : pictures.size());
        if (transition) extend(pictures, kTransitionShot);
        join(splice, std::move(pictures), plan, dice);
    }
    Reel reel = std::move(splice.reel);
    reel.file = folder / (plan.name + ".mp4");
    write_movie(splice.pictures,
                "-c:v libx264 -preset veryfast -crf " + std::to_string(plan.crf) + " " +
                    plan.encoding,
                reel.file);
    return reel;
}

} // namespace seamline::bench
