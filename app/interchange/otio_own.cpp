#include "app/interchange/otio_own.h"

namespace seamline::interchange::otio {
namespace {

Reframe read_reframe(const Json& reframe) {
    return {.x = number_at(reframe, "x", 0, -100, 100),
            .y = number_at(reframe, "y", 0, -100, 100),
            .scale = number_at(reframe, "scale", 1, 1e-3, 1e3),
            .flip_horizontal = flag_at(reframe, "flip_horizontal", false),
            .flip_vertical = flag_at(reframe, "flip_vertical", false)};
}

} // namespace

const char* origin_word(Origin origin) {
    switch (origin) {
    case Origin::Generated:
        return "generated";
    case Origin::LiveAction:
        return "live-action";
    case Origin::Unknown:
        break;
    }
    return nullptr;
}

const char* placement_word(PlacementMark placement) {
    switch (placement) {
    case PlacementMark::Bookend:
        return "bookend";
    case PlacementMark::Inside:
        return "inside";
    case PlacementMark::None:
        break;
    }
    return nullptr;
}

void read_own(const Json& clip, Event& event) {
    const Json* own = own_metadata(clip);
    if (own == nullptr) return;
    const std::string origin = text_at(*own, "origin");
    for (const Origin known : {Origin::Generated, Origin::LiveAction})
        if (origin == origin_word(known)) event.origin = known;
    const std::string placement = text_at(*own, "placement");
    for (const PlacementMark known : {PlacementMark::Bookend, PlacementMark::Inside})
        if (placement == placement_word(known)) event.placement = known;
    if (const Json* reframe = find_object(*own, "reframe")) event.reframe = read_reframe(*reframe);
}

void read_slot(const Json& own, MediaReference& media) {
    const Json* slot = find_object(own, "slot");
    if (slot == nullptr) return;
    media.source_start = time_of(find(*slot, "source_start"));
    const auto speed = exact_number(find(*slot, "speed"));
    if (speed && *speed <= EditLimits::kSpeed && *speed >= -EditLimits::kSpeed) media.speed = speed;
    if (const Json* reframe = find_object(*slot, "reframe")) media.reframe = read_reframe(*reframe);
}

std::string review_at(const Json& own) {
    const Json* review = find_object(own, "review");
    return review != nullptr ? review->dump(-1, ' ', false, Json::error_handler_t::replace)
                             : std::string();
}

} // namespace seamline::interchange::otio
