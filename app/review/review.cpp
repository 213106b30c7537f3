#include "app/review/review.h"

#include <algorithm>

namespace seamline::review {

std::string label_of(const Review& review, const std::string& media_id) {
    const auto medium = std::ranges::find(review.media, media_id, &Medium::media_id);
    return medium == review.media.end() || medium->name.empty() ? media_id : medium->name;
}

} // namespace seamline::review
