#include "app/session/demo_review.h"

#include "app/session/xdg.h"
#include "assets/demo/review_json.h"
#include "renderer/passes/demo_scene_pass.h"

#include <cstdint>
#include <cstdio>
#include <string_view>

namespace seamline::session {
namespace {

/// Raised when the same parameters are encoded to other files.
constexpr std::uint64_t kEncoding = 2;

/// Source: Fowler, Noll, Vo: FNV-1a, 64 bits.
std::uint64_t hash_of(std::string_view text, std::uint64_t start) {
    std::uint64_t hash = start;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return hash;
}

} // namespace

std::filesystem::path demo_cache_folder() {
    const std::uint64_t version =
        hash_of(assets::kDemoReviewJson, renderer::demo_scene_version() + kEncoding);
    char text[17];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(version));
    return xdg_path(XdgFolder::Cache) / (std::string("demo-") + text);
}

Result<DemoReview> ensure_demo_review(const renderer::Device& device,
                                      const std::filesystem::path& folder,
                                      const DemoProgress& progress) {
    const Result<std::vector<DemoTake>> takes = parse_demo_takes(assets::kDemoReviewJson);
    if (!takes) return takes.error();
    return ensure_demo_takes(device, takes.value(), folder, progress);
}

} // namespace seamline::session
