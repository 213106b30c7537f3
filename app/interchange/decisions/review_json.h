// app/interchange/decisions/review_json.h: "review.json", the neutral form of a review, without
// loss.
#pragma once

#include "app/interchange/otio_json.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <string>
#include <string_view>

namespace seamline::interchange {

inline constexpr std::string_view kReviewSchema = "seamline.review/1";

/// The most that a file may hold.
struct ReviewLimits {
    static constexpr std::size_t kBytes = std::size_t{128} << 20;
    static constexpr std::size_t kItems = 200'000; ///< Of each list.
    static constexpr std::size_t kText = 64 << 10; ///< Bytes of a note, a prompt, a path.
    static constexpr std::size_t kWords = 200;     ///< Reasons of one decision.
};

/// UTF-8 with a line end; equal reviews give equal bytes. Text that is no UTF-8 is written with
/// U+FFFD. Numbers of drawings must be finite. The keys are described by review_json_page().
std::string write_review_json(const review::Review& review);

/// Keys that it does not know are passed over. Threads: any.
/// Errors: Corrupt "NAME: /decisions/3/target/from: what is expected"; TooLarge; Unsupported for
/// JSON of another schema.
Result<review::Review> read_review_json(std::string_view text, const std::string& name);

/// The format in words, as a command's help prints it.
std::string_view review_json_page();

/// One item as review.json has it; the readers' errors begin with `place`, a JSON pointer.
otio::Json json_of(const review::Medium& medium);
otio::Json json_of(const review::Decision& decision);
otio::Json json_of(const review::Comment& comment);
otio::Json json_of(const review::Drawing& drawing);
otio::Json json_of(const review::Take& take);
otio::Json json_of(const review::Shot& shot);
otio::Json json_of(const review::Stroke& stroke);
otio::Json json_of(const review::Comparison& comparison);
otio::Json json_of(const review::TodoAnswer& answer);
otio::Json json_of(const review::Policy& policy);
Result<review::Medium> medium_from(const otio::Json& json, const std::string& place);
Result<review::Decision> decision_from(const otio::Json& json, const std::string& place);
Result<review::Comment> comment_from(const otio::Json& json, const std::string& place);
Result<review::Drawing> drawing_from(const otio::Json& json, const std::string& place);
Result<review::Take> take_from(const otio::Json& json, const std::string& place);
Result<review::Shot> shot_from(const otio::Json& json, const std::string& place);
Result<review::Comparison> comparison_from(const otio::Json& json, const std::string& place);
Result<review::TodoAnswer> answer_from(const otio::Json& json, const std::string& place);
Result<review::Policy> policy_from(const otio::Json& json, const std::string& place);

/// "24000/1001", "25"; null for what is no rate from 1/1000 to 1000.
std::optional<Rational> rate_from(std::string_view text);

} // namespace seamline::interchange
