#include "app/ui/map_view.h"

namespace seamline::ui {
namespace {

bool same_medium(const playback::ComparedPicture& a, const playback::ComparedPicture& b) {
    return a.path == b.path && a.color == b.color && a.sequence_rate == b.sequence_rate;
}

} // namespace

bool MapView::lags() const {
    return answer && wanted &&
           (answer->request.outgoing != wanted->outgoing ||
            answer->request.incoming != wanted->incoming);
}

const playback::MapAnswer* MapView::usable() const {
    if (!answer || !wanted) return nullptr;
    const bool is_about_them = same_medium(answer->request.outgoing, wanted->outgoing) &&
                               same_medium(answer->request.incoming, wanted->incoming);
    return is_about_them ? answer.get() : nullptr;
}

const char* label_of(MapPlace place) {
    switch (place) {
    case MapPlace::Overlay:
        return "over A";
    case MapPlace::Alone:
        return "in A's place";
    case MapPlace::Beside:
        return "beside";
    }
    return "";
}

} // namespace seamline::ui
