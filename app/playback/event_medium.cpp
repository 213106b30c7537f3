#include "app/playback/event_medium.h"

namespace seamline::playback {

session::Source event_medium(const session::Source& source, const session::Cut& cut,
                             const interchange::Event& event,
                             const interchange::MediaReference& take) {
    session::Source medium;
    medium.name = event.name;
    medium.path = take.path;
    medium.generator = take.generator;
    medium.color = source.color;
    medium.source_color = source.source_color;
    medium.is_matched = source.is_matched;
    if (const auto own = cut.media.find(take.path); own != cut.media.end()) {
        medium.color = own->second.color;
        medium.source_color = own->second.source_color;
        medium.is_matched = own->second.is_matched;
        medium.sequence_rate = own->second.sequence_rate;
    }
    if (event.cdl) {
        medium.source_color.cdl = {event.cdl->slope, event.cdl->offset, event.cdl->power,
                                   event.cdl->saturation};
        medium.source_color.cdl_file.clear();
        medium.is_matched = false;
    }
    return medium;
}

const interchange::Reframe& event_reframe(const interchange::Event& event,
                                          const interchange::MediaReference& take) {
    return take.reframe ? *take.reframe : event.reframe;
}

} // namespace seamline::playback
