#include "app/analysis/medium_style.h"

#include "renderer/measures/oklab.h"

#include <algorithm>
#include <vector>

namespace seamline::analysis {
namespace {

constexpr std::int64_t kFrames = 8;
/// A palette needs no more pixels.
constexpr int kLongestEdge = measures::kLabEdge;

measures::Picture small_lab(const measures::Picture& light) {
    const int longest = std::max(light.width(), light.height());
    const auto scaled = [&](int edge) {
        return std::max(1, longest <= kLongestEdge ? edge : edge * kLongestEdge / longest);
    };
    measures::Picture lab;
    for (std::size_t c = 0; c < 3; ++c)
        lab.planes[c] =
            measures::area_averaged(light.planes[c], scaled(light.width()), scaled(light.height()));
    measures::light_to_oklab(lab);
    return lab;
}

} // namespace

Result<Style> style_of_medium(FrameFetcher& fetcher, const SourceFeatures& features,
                              const std::function<bool()>& cancelled) {
    const Extent size = *common_light_size(fetcher, fetcher);
    const std::int64_t count = std::min(kFrames, features.frame_count);
    std::vector<measures::Picture> labs;
    std::vector<measures::Plane> lumas;
    for (std::int64_t i = 0; i < count; ++i) {
        if (cancelled && cancelled()) return Error{ErrorCode::Cancelled, "measuring was cancelled"};
        const std::int64_t frame = (2 * i + 1) * features.frame_count / (2 * count);
        const auto fetched = fetcher.fetch(frame, size);
        if (!fetched && fetched.error().code == ErrorCode::Corrupt) continue;
        if (!fetched) return fetched.error();
        labs.push_back(small_lab(fetched.value()->light));
        lumas.push_back(fetched.value()->luma);
    }
    if (labs.empty())
        return Error{ErrorCode::NotFound, features.path + ": no frame of it can be read"};
    std::vector<const measures::Picture*> pictures;
    std::vector<const measures::Plane*> planes;
    for (const measures::Picture& lab : labs) pictures.push_back(&lab);
    for (const measures::Plane& luma : lumas) planes.push_back(&luma);
    return style_of(pictures, planes);
}

} // namespace seamline::analysis
