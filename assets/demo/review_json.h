// assets/demo/review_json.h: review.json as it was when the program was built.
#pragma once

#include <string_view>

namespace seamline::assets {

extern const std::string_view kDemoReviewJson;

} // namespace seamline::assets
