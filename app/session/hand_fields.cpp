#include "app/session/hand_fields.h"

#include <algorithm>
#include <cstdint>
#include <set>

namespace seamline::session {
namespace {

template <typename Item> void make_ids_unique(std::vector<Item>& items) {
    std::set<std::uint32_t> taken{0};
    for (const Item& item : items) taken.insert(item.id);
    if (taken.size() == items.size() + 1) return;
    std::uint32_t next = 1;
    for (Item& item : items) item.id = next++;
}

void order(RegionSide& side) {
    const glm::dvec2 low = glm::min(side.min, side.max);
    side.max = glm::max(side.min, side.max);
    side.min = low;
}

bool is_empty(const RegionSide& side) {
    return side.max.x <= side.min.x || side.max.y <= side.min.y;
}

} // namespace

void complete(HandWork& hand) {
    make_ids_unique(hand.stills);
    make_ids_unique(hand.regions);
    make_ids_unique(hand.shadows);
    for (RegionPair& pair : hand.regions) {
        order(pair.a);
        order(pair.b);
    }
    std::erase_if(hand.regions,
                  [](const RegionPair& pair) { return is_empty(pair.a) || is_empty(pair.b); });
    std::erase_if(hand.shadows, [](const ShadowPair& pair) {
        return pair.a.object == pair.a.tip || pair.b.object == pair.b.tip;
    });
}

} // namespace seamline::session
