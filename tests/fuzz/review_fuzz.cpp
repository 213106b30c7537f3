// tests/fuzz/review_fuzz.cpp: readers of reviews must accept or refuse any bytes, and what they
// accept must survive being written in every format and read again. The first byte chooses the
// format: '0' to '8', or else what the bytes look like.
#include "app/interchange/decisions/read_review.h"
#include "app/interchange/decisions/review_json.h"
#include "app/interchange/decisions/review_report.h"
#include "app/interchange/decisions/ticket.h"

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace seamline;
using namespace seamline::interchange;

void require(bool condition) {
    if (!condition) std::abort();
}

void require_one_line(const std::string& message) {
    require(!message.empty() && message.find('\n') == std::string::npos);
}

review::Medium medium(const char* id, const char* name, Rational rate, bool drop_frame) {
    return {.media_id = id,
            .path = std::string("/takes/") + name + ".mp4",
            .name = name,
            .frame_count = 1'000,
            .frame_rate = rate,
            .start_frame = 0,
            .drop_frame = drop_frame,
            .width = 1920,
            .height = 1080};
}

void require_round_trip(const review::Review& review) {
    const std::string json = write_review_json(review);
    const auto again = read_review_json(json, "again.json");
    require(again.has_value());
    require(write_review_json(again.value()) == json);
    for (std::size_t i = 0; i < kReviewFormats; ++i) {
        const auto written = write_review(static_cast<ReviewFormat>(i), review);
        if (!written) {
            require_one_line(written.error().message);
            continue;
        }
        for (const NamedText& file : written.value().files)
            require(safe_file_name(file.name) == file.name || file.name.size() > 80);
    }
    write_review_report(review);
    if (const auto tickets = write_tickets(review); !tickets)
        require_one_line(tickets.error().message);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 64 << 10) return 0;
    ReviewReadOptions options;
    options.known = {medium("m0", "a", {30000, 1001}, true), medium("m1", "b", 24, false)};
    options.media_id = "m0";
    std::string bytes(reinterpret_cast<const char*>(data), size);
    if (bytes[0] >= '0' && bytes[0] <= '9') {
        options.format = static_cast<ReviewFormat>(bytes[0] - '0');
        bytes.erase(0, 1);
    }
    const auto read = read_review(bytes, "fuzz", options);
    if (!read) {
        require_one_line(read.error().message);
        return 0;
    }
    require_round_trip(read.value().review);
    return 0;
}
