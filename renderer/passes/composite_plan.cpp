#include "renderer/passes/composite_plan.h"

#include "renderer/passes/target_rects.h"
#include "renderer/passes/tile_lights.h"

#include <algorithm>
#include <cmath>

namespace seamline::renderer {
namespace {

using namespace shared;

/// At most 100 MB of filtered rows for two pictures of 8K, and a quarter of that for pictures of
/// HD.
constexpr int kStripPixels = 1 << 19;

std::vector<Rect> uncovered(const Composition& composition) {
    std::vector<Rect> open{{0, 0, composition.target.width, composition.target.height}};
    for (const Tile& tile : composition.tiles) open = remaining(open, tile.rect);
    return open;
}

std::uint32_t mix_of(Mix mix) {
    switch (mix) {
    case Mix::Wipe:
        return kMixWipe;
    case Mix::Overlay:
        return kMixOverlay;
    case Mix::Checkerboard:
        return kMixCheckerboard;
    case Mix::Difference:
        return kMixDifference;
    case Mix::A:
    case Mix::Butterfly: // Cut into two pictures, one of them mirrored.
        break;
    }
    return kMixA;
}

std::string color_id(const Picture& picture, const PictureKind& kind) {
    return kind.path != kPathNone && picture.transform ? picture.transform->id() : std::string();
}

/// The first column from `start` on where all `areas` are aligned; -1 when there is none.
int aligned_start(int start, const std::vector<FastArea>& areas) {
    for (int x = start; x < start + 8; ++x) {
        if (std::all_of(areas.begin(), areas.end(), [x](const FastArea& area) {
                return ((x - area.phase) % area.period + area.period) % area.period == 0;
            })) {
            return x;
        }
    }
    return -1;
}

ToolParams tool_params(const PictureTools& tools) {
    ToolParams params{};
    if (!tools.shown.any()) return params;
    const ToolSettings settings = valid(tools.settings);
    for (const FalseColorBand& band : settings.bands) {
        params.band[params.bands++] = {band.is_grey ? glm::vec3(-1.0F) : band.rgb,
                                       band.from_percent / 100.0F};
    }
    params.zebra_low = settings.zebra_low_percent / 100.0F;
    params.zebra_high = settings.zebra_high_percent / 100.0F;
    const float span = tools.view_white - tools.view_black;
    const float tolerance = settings.gamut_tolerance_percent / 100.0F * span + kToolSlack;
    params.gamut_least = tools.view_black - tolerance;
    params.gamut_most = tools.view_white + tolerance;
    params.peaking_threshold = settings.peaking_percent / 100.0F;
    params.peaking_rgb = settings.peaking_rgb;
    return params;
}

/// Builds the plan of one Composition.
class Planner {
public:
    Planner(const Composition& composition, TargetFormat format, VkDeviceSize texel_alignment,
            bool shares_words)
        : composition_(composition), format_(format), texel_alignment_(texel_alignment),
          shares_words_(shares_words) {}

    CompositePlan plan() {
        for (const Rect& rect : uncovered(composition_)) fill(rect, composition_.background);
        const Rect target{0, 0, composition_.target.width, composition_.target.height};
        // Later tiles lie over earlier ones, whose pixels there are then not made.
        std::vector<Rect> taken;
        for (auto tile = composition_.tiles.rbegin(); tile != composition_.tiles.rend(); ++tile) {
            std::vector<Rect> open{intersection(tile->rect, target)};
            for (const Rect& cover : taken) open = remaining(open, cover);
            for (const Rect& rect : open) add_strips(*tile, rect);
            taken.push_back(tile->rect);
        }
        return std::move(plan_);
    }

private:
    /// A way to show one or two pictures: its parameters and the kinds it was made for.
    struct Content {
        const Tile* tile;
        std::uint32_t mix;
        Picture a;
        Picture b;
        std::array<std::size_t, 2> roles{0, 1}; ///< Which of the tile's pictures `a` and `b` are.
    };

    void fill(const Rect& rect, glm::vec3 rgb) {
        if (!is_empty(rect)) plan_.fills.push_back({rect, rgb});
    }

    /// What is filtered beforehand is made strip by strip: the memory for it stays small.
    void add_strips(const Tile& tile, const Rect& rect) {
        if (is_empty(rect)) return;
        const bool cuts = composition_.filter == ResizeFilter::Lanczos;
        const int rows = cuts ? std::max(kStripPixels / rect.width, 1) : rect.height;
        for (int y = rect.y; y < bottom_of(rect); y += rows) {
            add_tile(tile, {rect.x, y, rect.width, std::min(rows, bottom_of(rect) - y)});
            lights_.finish();
        }
    }

    void add_tile(const Tile& tile, const Rect& rect) {
        switch (tile.mix) {
        case Mix::A:
            add_single(tile, 0, tile.a, rect);
            break;
        case Mix::Butterfly:
            add_butterfly(tile, rect);
            break;
        case Mix::Wipe:
            add_wipe(tile, rect);
            break;
        case Mix::Overlay:
        case Mix::Checkerboard:
        case Mix::Difference:
            add_content({&tile, mix_of(tile.mix), tile.a, tile.b, {0, 1}}, {rect});
            break;
        }
    }

    /// `which`: 0 for A, 1 for B.
    void add_single(const Tile& tile, std::size_t which, const Picture& picture, const Rect& rect) {
        if (is_empty(rect)) return;
        const Rect shown =
            picture.frame == nullptr ? Rect{} : intersection(rect, picture_bounds(picture));
        for (const Rect& around : frame_around(rect, shown)) fill(around, composition_.empty);
        if (!is_empty(shown)) add_content({&tile, kMixA, picture, {}, {which, 1}}, {shown});
    }

    void add_butterfly(const Tile& tile, const Rect& rect) {
        const std::array<Rect, 2> halves = butterfly_rects(tile.butterfly_axis_px, rect);
        add_single(tile, 0, tile.a, halves[0]);
        add_single(tile, 1, mirrored(tile.b, tile.butterfly_axis_px), halves[1]);
    }

    /// Only the pixels near the line need both pictures.
    void add_wipe(const Tile& tile, const Rect& rect) {
        const WipeRects rects = wipe_rects(tile.wipe_center_px, tile.wipe_normal, rect);
        add_singles(tile, 0, tile.a, rects.sides[0]);
        add_singles(tile, 1, tile.b, rects.sides[1]);
        if (!rects.line.empty()) {
            add_content({&tile, kMixWipe, tile.a, tile.b, {0, 1}}, rects.line);
        }
    }

    void add_singles(const Tile& tile, std::size_t which, const Picture& picture,
                     const std::vector<Rect>& rects) {
        if (picture.frame == nullptr) {
            for (const Rect& rect : rects) fill(rect, composition_.empty);
            return;
        }
        const Rect bounds = picture_bounds(picture);
        std::vector<Rect> shown;
        for (const Rect& rect : rects) {
            const Rect inner = intersection(rect, bounds);
            for (const Rect& around : frame_around(rect, inner)) fill(around, composition_.empty);
            if (!is_empty(inner)) shown.push_back(inner);
        }
        if (!shown.empty()) add_content({&tile, kMixA, picture, {}, {which, 1}}, shown);
    }

    /// Fast paths where blocks are aligned and inside, others around that.
    void add_content(const Content& content, const std::vector<Rect>& rects) {
        CompositeKey key;
        key.target = static_cast<std::uint32_t>(format_);
        key.mix = content.mix;
        if (content.mix == kMixDifference) {
            key.difference = static_cast<std::uint32_t>(content.tile->difference);
        }
        key.a = kind_in(content.a, rects);
        key.b = content.mix == kMixA ? PictureKind{} : kind_in(content.b, rects);
        key.color = {color_id(content.a, key.a), color_id(content.b, key.b)};
        const int lights = want_lights(content, key, rects);
        const CompositeKey plain = plain_key(key);
        key.shader = content.mix == kMixA ? CompositeShader::Fast : CompositeShader::FastMix;
        key.word_pairs = shares_words_ && reads_pairs(content, key) ? 1 : 0;
        std::vector<FastArea> areas = fast_areas(content, key);
        if (areas.empty() && key.word_pairs != 0) {
            key.word_pairs = 0; // Words have more places where both pictures are aligned.
            areas = fast_areas(content, key);
        }
        std::size_t fast_block = 0;
        std::size_t plain_block = 0;
        bool has_fast = false;
        bool has_plain = false;
        for (const Rect& rect : rects) {
            const Rect fast = fast_rect(rect, areas);
            if (!is_empty(fast)) {
                if (!has_fast) fast_block = add_block(content, key, is_folded(key), -1);
                has_fast = true;
                add_draw(fast, key, fast_block);
            }
            for (const Rect& around : frame_around(rect, fast)) {
                if (!has_plain) plain_block = add_block(content, plain, false, lights);
                has_plain = true;
                add_draw(around, plain, plain_block);
            }
        }
    }

    /// None where the rectangles show nothing of a picture that is filtered beforehand.
    PictureKind kind_in(const Picture& picture, const std::vector<Rect>& rects) const {
        PictureKind kind = picture_kind(picture, composition_);
        if (!shares_words_) kind.luma_words = kind.chroma_words = 0;
        if (kind.path != kPathSeparable) return kind;
        return is_empty(shown_in(picture, rects)) ? PictureKind{} : kind;
    }

    static Rect shown_in(const Picture& picture, const std::vector<Rect>& rects) {
        Rect all;
        for (const Rect& rect : rects) all = united(all, rect);
        return intersection(all, picture_bounds(picture));
    }

    /// Index into the plan's lights; -1: nothing is filtered beforehand.
    int want_lights(const Content& content, const CompositeKey& key,
                    const std::vector<Rect>& rects) {
        int lights = -1;
        if (key.a.path == kPathSeparable) {
            lights = lights_.want(content.roles[0], content.a, key.a, shown_in(content.a, rects));
        }
        if (key.b.path == kPathSeparable) {
            lights = lights_.want(content.roles[1], content.b, key.b, shown_in(content.b, rects));
        }
        return lights;
    }

    /// Empty unless every picture has a fast path and all are aligned at the same columns.
    static std::vector<FastArea> fast_areas(const Content& content, const CompositeKey& key) {
        if (!is_fast(key.a)) return {};
        std::vector<FastArea> areas{fast_area(content.a, key.a, key.word_pairs != 0)};
        if (content.mix == kMixA) return areas;
        if (!is_fast(key.b)) return {};
        areas.push_back(fast_area(content.b, key.b, key.word_pairs != 0));
        return aligned_start(0, areas) < 0 ? std::vector<FastArea>{} : areas;
    }

    /// At 1:1 chroma would be picked from pairs, which costs what luma saves.
    static bool reads_pairs(const Content& content, const CompositeKey& key) {
        const auto reads = [](const Picture& picture, const PictureKind& kind) {
            return kind.path == kPathHalf && has_word_pairs(*picture.frame);
        };
        return reads(content.a, key.a) && (content.mix == kMixA || reads(content.b, key.b));
    }

    /// One shader reads both pictures of a mix: what only one of them needs decides.
    static CompositeKey plain_key(CompositeKey key) {
        const bool two = key.mix != kMixA;
        key.word_pairs = 0;
        key.a = filtered_kind(without_fast_path(key.a));
        key.b = filtered_kind(without_fast_path(key.b));
        const auto needs_general = [](const PictureKind& kind) {
            return kind.path == kPathGeneral || kind.path == kPathLanczos ||
                   kind.path == kPathSeparable;
        };
        if (!needs_general(key.a) && !needs_general(key.b)) {
            key.shader = two ? CompositeShader::ScaledMix : CompositeShader::Scaled;
            return key;
        }
        for (PictureKind* kind : {&key.a, &key.b}) {
            if (kind->path == kPathScaled) *kind = with_general_path(*kind);
        }
        key.shader = two ? CompositeShader::GeneralMix : CompositeShader::General;
        return key;
    }

    static Rect fast_rect(const Rect& rect, const std::vector<FastArea>& areas) {
        if (areas.empty()) return {};
        Rect inside = rect;
        for (const FastArea& area : areas) inside = intersection(inside, area.rect);
        if (is_empty(inside)) return {};
        const int start = aligned_start(inside.x, areas);
        const int width = (right_of(inside) - start) / 8 * 8;
        if (start < 0 || width <= 0) return {};
        return {start, inside.y, width, inside.height};
    }

    bool is_folded(const CompositeKey& key) const {
        return key.shader == CompositeShader::Fast && !key.is_colored() &&
               (key.a.flags & (kAdjusted | kGamma | kTools)) == 0 &&
               format_ != TargetFormat::Rgba32f && format_ != TargetFormat::Rgba32fWide;
    }

    void add_draw(const Rect& rect, CompositeKey key, std::size_t block) {
        key.folded = is_folded(key) ? 1 : 0;
        key.vector_stores = composition_.target.width % 4 == 0 && rect.x % 4 == 0 ? 1 : 0;
        plan_.draws.push_back({rect, key, block});
    }

    std::size_t add_block(const Content& content, const CompositeKey& key, bool folded,
                          int lights) {
        CompositeBlock block;
        block.lights = lights;
        block.word_pairs = key.word_pairs != 0;
        read_from(block, 0, content, key.a);
        if (content.mix != kMixA) read_from(block, 1, content, key.b);
        CompositeParams& params = block.params;
        add_color(block, 0, content.a, key);
        add_color(block, 1, content.b, key);
        params.source[0] = params_of(content.a, key.a);
        params.source[1] = params_of(content.b, key.b);
        if (folded) fold(params.source[0]);
        const Tile& tile = *content.tile;
        params.tools = tool_params(composition_.tools);
        params.empty_rgb = composition_.empty;
        params.wipe_center_px = tile.wipe_center_px;
        params.wipe_normal = tile.wipe_normal;
        params.opacity = tile.opacity;
        params.checker_px = std::max(tile.checker_px, 1.0F);
        params.gain = tile.gain;
        params.tile = {tile.rect.x, tile.rect.y, tile.rect.width, tile.rect.height};
        if (key.mix == kMixDifference && tile.difference == DifferenceKind::Adaptive) {
            params.percentile_index = percentile_of(content, block);
        }
        plan_.blocks.push_back(block);
        return plan_.blocks.size() - 1;
    }

    static void add_color(CompositeBlock& block, std::size_t side, const Picture& picture,
                          const CompositeKey& key) {
        if (key.color[side].empty()) return;
        block.color[side] = picture.transform;
        block.grade[side] = picture.grade;
    }

    static void read_from(CompositeBlock& block, std::size_t source, const Content& content,
                          const PictureKind& kind) {
        if (kind.path == kPathSeparable) {
            block.filtered[source] = static_cast<int>(content.roles[source]);
        } else if (kind.path != kPathNone) {
            (source == 0 ? block.a : block.b) =
                source == 0 ? content.a.frame.get() : content.b.frame.get();
        }
    }

    SourceParams params_of(const Picture& picture, const PictureKind& kind) const {
        if (picture.frame == nullptr) return {};
        const VkDeviceSize start = view_offset(*picture.frame, texel_alignment_);
        return source_params(picture, kind,
                             static_cast<std::uint32_t>(picture.frame->offset_bytes - start));
    }

    /// Code values of the target with the half that makes truncation round.
    void fold(SourceParams& source) const {
        const float white = format_ == TargetFormat::Rgba16 ? 65535.0F : 255.0F;
        source.from_x *= white;
        source.from_y *= white;
        source.from_z *= white;
        source.rgb_offset = source.rgb_offset * white + 0.5F;
    }

    /// Both blocks of a tile (fast and plain) share one histogram.
    int percentile_of(const Content& content, const CompositeBlock& block) {
        if (percentile_tile_ != content.tile) {
            percentile_tile_ = content.tile;
            const auto index = plan_.percentiles.size();
            CompositeBlock own = block;
            own.params.percentile_index = static_cast<int>(index);
            own.a = content.a.frame.get();
            own.b = content.b.frame.get();
            own.word_pairs = false;
            own.filtered = {-1, -1};
            own.lights = -1;
            CompositeKey key{.shader = CompositeShader::Percentile,
                             .a = general(picture_kind(content.a, composition_)),
                             .b = general(picture_kind(content.b, composition_))};
            key.color = {color_id(content.a, key.a), color_id(content.b, key.b)};
            add_color(own, 0, content.a, key);
            add_color(own, 1, content.b, key);
            plan_.blocks.push_back(own);
            plan_.percentiles.push_back({content.tile->rect, key, plan_.blocks.size() - 1});
        }
        return static_cast<int>(plan_.percentiles.size()) - 1;
    }

    static PictureKind general(PictureKind kind) {
        kind = without_fast_path(kind);
        return kind.path != kPathNone ? with_general_path(kind) : kind;
    }

    const Composition& composition_;
    TargetFormat format_;
    VkDeviceSize texel_alignment_;
    bool shares_words_;
    const Tile* percentile_tile_ = nullptr;
    CompositePlan plan_;
    TileLights lights_{plan_, texel_alignment_};
};

} // namespace

VkDeviceSize view_offset(const CachedFrame& frame, VkDeviceSize alignment) {
    return frame.offset_bytes / alignment * alignment;
}

CompositePlan composite_plan(const Composition& composition, TargetFormat format,
                             VkDeviceSize texel_alignment, bool shares_words) {
    return Planner(composition, format, texel_alignment, shares_words).plan();
}

} // namespace seamline::renderer
