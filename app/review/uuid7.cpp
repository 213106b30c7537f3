#include "app/review/uuid7.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace seamline::review {
namespace {

constexpr std::size_t kLength = 36;
/// Random bits of a UUIDv7: 12 of rand_a, 62 of rand_b.
constexpr int kRandomBits = 74;
__extension__ using Bits = unsigned __int128;

std::uint64_t random_64() {
    static thread_local std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

bool is_dash(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

/// Time and random bits together, without version and variant: 122 bits that count upwards.
std::optional<Bits> counter_of(std::string_view text) {
    if (text.size() != kLength) return std::nullopt;
    Bits bits = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
        if (is_dash(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int digit = hex_value(text[i]);
        if (digit < 0) return std::nullopt;
        bits = bits << 4 | static_cast<unsigned>(digit);
    }
    const auto version = static_cast<unsigned>(bits >> 76 & 0xF);
    const auto variant = static_cast<unsigned>(bits >> 62 & 0x3);
    if (version != 7 || variant != 2) return std::nullopt;
    const Bits time = bits >> 80;
    const Bits rand_a = bits >> 64 & 0xFFF;
    const Bits rand_b = bits & ((Bits{1} << 62) - 1);
    return time << kRandomBits | rand_a << 62 | rand_b;
}

std::string text_of(Bits counter) {
    const Bits time = counter >> kRandomBits;
    const Bits rand_a = counter >> 62 & 0xFFF;
    const Bits rand_b = counter & ((Bits{1} << 62) - 1);
    Bits bits = time << 80 | Bits{7} << 76 | rand_a << 64 | Bits{2} << 62 | rand_b;
    std::string text(kLength, '-');
    for (std::size_t i = kLength; i-- > 0;) {
        if (is_dash(i)) continue;
        text[i] = "0123456789abcdef"[static_cast<unsigned>(bits & 0xF)];
        bits >>= 4;
    }
    return text;
}

} // namespace

bool is_uuid7(std::string_view text) { return counter_of(text).has_value(); }

std::optional<std::int64_t> uuid7_time_ms(std::string_view uuid) {
    const auto counter = counter_of(uuid);
    if (!counter) return std::nullopt;
    return static_cast<std::int64_t>(*counter >> kRandomBits);
}

std::string uuid7(std::int64_t time_ms, std::string_view after) {
    const auto time =
        static_cast<Bits>(std::clamp(time_ms, std::int64_t{0}, (std::int64_t{1} << 48) - 1));
    const Bits noise = Bits{random_64()} << 64 | random_64();
    Bits counter = time << kRandomBits | (noise & ((Bits{1} << kRandomBits) - 1));
    const auto last = counter_of(after);
    // A random step: others who count on from the same one do not meet it.
    if (last && counter <= *last) counter = *last + 1 + (random_64() >> 32);
    return text_of(counter);
}

std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace seamline::review
