// app/interchange/decisions/guest_page.h: a folder that anybody opens in a browser: takes side by
// side, to keep, send back or hold, and a file with what was decided.
#pragma once

#include "app/interchange/decisions/review_formats.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <string>
#include <vector>

namespace seamline::interchange {

/// A take of the page; its proxy lies beside the page.
struct GuestTake {
    std::string media_id;
    /// H.264 in MP4 with the medium's own frames and rate, from its first frame on: a file name of
    /// letters, digits, '.', '_' and '-'.
    std::string file;
};

struct GuestPageOptions {
    /// Names on the page; else takes are "take 1", "take 2" and generators are hidden.
    bool show_names = true;
};

/// "index.html", with everything but the proxies within. Takes of one shot are seen together, those
/// of no shot as a last one. What the page saves is a review.json with the media and what the guest
/// decided and noted. Deterministic. Errors: InvalidArgument (no takes, a take of no known medium,
/// a file name that is none).
Result<NamedText> write_guest_page(const review::Review& review,
                                   const std::vector<GuestTake>& takes,
                                   const GuestPageOptions& options = {});

/// The page's own parts: style, body and script. Private to it.
extern const char* const kGuestStyle;
extern const char* const kGuestBody;
extern const char* const kGuestScript;

} // namespace seamline::interchange
