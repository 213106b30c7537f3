#include "renderer/scopes/scope_rows.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

// Every loop is written once, for the compiler to vectorize, and compiled twice on x86-64: for the
// baseline and for AVX2, chosen when the program runs. AVX2 has no fused multiply-add: there is no
// floating-point arithmetic that could differ.
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define SEAMLINE_HAS_AVX2 1
#define SEAMLINE_AVX2 [[gnu::target("avx2")]]
#define SEAMLINE_BODY [[gnu::always_inline]] inline
#else
#define SEAMLINE_HAS_AVX2 0
#define SEAMLINE_AVX2
#define SEAMLINE_BODY inline
#endif

namespace seamline::renderer {
namespace {

using shared::ScopeComponent;
using shared::ScopeParams;

bool has_avx2() {
#if SEAMLINE_HAS_AVX2
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
#else
    return false;
#endif
}

template <typename Word> Word swapped(Word word) {
    Word result = 0;
    for (std::size_t i = 0; i < sizeof(Word); ++i)
        result = static_cast<Word>(result << 8 | ((word >> (8 * i)) & 0xFF));
    return result;
}

float half_to_float(std::uint16_t bits) {
    const std::uint32_t sign = (bits & 0x8000U) << 16;
    const std::uint32_t exponent = (bits >> 10) & 31U;
    const std::uint32_t fraction = bits & 1023U;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | fraction << 13);
    if (exponent == 0) // Exact: a multiple of 2^-24.
        return (sign != 0 ? -1.0F : 1.0F) * static_cast<float>(fraction) * 0x1p-24F;
    return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
}

std::uint32_t code16_of(float value) {
    if (!(value > 0)) return 0; // Also NaN.
    return value >= 1 ? 65535U : std::min(static_cast<std::uint32_t>(value * 65536.0F), 65535U);
}

template <typename Word>
std::uint32_t code_of(const std::byte* at, const ScopeParams& params, const ScopeComponent& c) {
    Word word;
    std::memcpy(&word, at, sizeof(word));
    if ((params.flags & shared::kScopeBigEndian) != 0) word = swapped(word);
    if ((params.flags & shared::kScopeFloat) == 0) return (word >> c.shift) & c.mask;
    if constexpr (sizeof(Word) == 4) return code16_of(std::bit_cast<float>(word));
    return code16_of(half_to_float(static_cast<std::uint16_t>(word)));
}

template <typename Word>
void unpack_any(const std::byte* from, const ScopeParams& params, const ScopeComponent& c,
                int count, std::uint16_t* to) {
    for (int i = 0; i < count; ++i, from += c.step_bytes)
        to[i] = static_cast<std::uint16_t>(code_of<Word>(from, params, c) >> c.down << c.up);
}

/// Integers in native byte order, `Step` words apart, that are `Right` bits above twelve.
template <typename Word, int Step, int Right>
SEAMLINE_BODY void unpack_body(const std::byte* from, std::uint16_t mask, int count,
                               std::uint16_t* __restrict to) {
    const auto* words = reinterpret_cast<const Word*>(from);
    for (int i = 0; i < count; ++i) {
        const auto word = static_cast<std::uint16_t>(words[i * Step]);
        const auto moved = static_cast<std::uint16_t>(Right > 0 ? word >> std::max(Right, 0)
                                                                : word << std::max(-Right, 0));
        to[i] = moved & mask;
    }
}

template <typename Word, int Step, int Right>
SEAMLINE_AVX2 void unpack_avx2(const std::byte* from, std::uint16_t mask, int count,
                               std::uint16_t* to) {
    unpack_body<Word, Step, Right>(from, mask, count, to);
}

template <typename Word, int Step, int Right>
void unpack_fast(const std::byte* from, std::uint16_t mask, int count, std::uint16_t* to) {
    if (has_avx2()) return unpack_avx2<Word, Step, Right>(from, mask, count, to);
    unpack_body<Word, Step, Right>(from, mask, count, to);
}

/// Whether the samples were such that a fast loop has read them.
template <typename Word, int Step>
bool unpack_words(const std::byte* from, const ScopeComponent& c, int count, std::uint16_t* to) {
    const auto mask = static_cast<std::uint16_t>(c.mask >> c.down << c.up);
    const int right = static_cast<int>(c.shift + c.down) - static_cast<int>(c.up);
    if constexpr (sizeof(Word) == 1) {
        if (right != -4) return false;
        unpack_fast<Word, Step, -4>(from, mask, count, to);
        return true;
    } else {
        switch (right) {
        case -3: // 9 bits
            unpack_fast<Word, Step, -3>(from, mask, count, to);
            return true;
        case -2: // 10 bits
            unpack_fast<Word, Step, -2>(from, mask, count, to);
            return true;
        case 0: // 12 bits
            unpack_fast<Word, Step, 0>(from, mask, count, to);
            return true;
        case 2: // 14 bits
            unpack_fast<Word, Step, 2>(from, mask, count, to);
            return true;
        case 4: // 16 bits, or fewer in the upper part of the word
            unpack_fast<Word, Step, 4>(from, mask, count, to);
            return true;
        default:
            return false;
        }
    }
}

bool unpack_plain(const std::byte* from, const ScopeParams& params, const ScopeComponent& c,
                  int count, std::uint16_t* to) {
    const std::uint32_t bytes = params.sample_bytes;
    const bool swaps_or_floats = (params.flags & ~shared::kScopeNoRgb) != 0;
    if (swaps_or_floats || reinterpret_cast<std::uintptr_t>(from) % bytes != 0) return false;
    if (bytes == 1 && c.step_bytes == 1) return unpack_words<std::uint8_t, 1>(from, c, count, to);
    if (bytes == 1 && c.step_bytes == 2) return unpack_words<std::uint8_t, 2>(from, c, count, to);
    if (bytes == 2 && c.step_bytes == 2) return unpack_words<std::uint16_t, 1>(from, c, count, to);
    if (bytes == 2 && c.step_bytes == 4) return unpack_words<std::uint16_t, 2>(from, c, count, to);
    return false;
}

SEAMLINE_BODY std::int32_t clamped(std::int32_t value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

SEAMLINE_BODY void shares_body(const ScopeParams& params, const std::uint16_t* __restrict cb12,
                               const std::uint16_t* __restrict cr12, int count,
                               std::int32_t* __restrict red, std::int32_t* __restrict green,
                               std::int32_t* __restrict blue) {
    const glm::ivec2 r = params.red_from_chroma;
    const glm::ivec2 g = params.green_from_chroma;
    const glm::ivec2 b = params.blue_from_chroma;
    for (int i = 0; i < count; ++i) {
        const std::int32_t u = cb12[i] - shared::kNeutral12;
        const std::int32_t v = cr12[i] - shared::kNeutral12;
        red[i] = r.x * u + r.y * v;
        green[i] = g.x * u + g.y * v;
        blue[i] = b.x * u + b.y * v;
    }
}

SEAMLINE_BODY void doubled_body(const std::int32_t* __restrict from, int count,
                                std::int32_t* __restrict to) {
    for (int i = 0; i < count / 2; ++i) {
        to[2 * i] = from[i];
        to[2 * i + 1] = from[i];
    }
    if (count % 2 != 0) to[count - 1] = from[count / 2];
}

SEAMLINE_BODY Rgby packed(std::int32_t red, std::int32_t green, std::int32_t blue,
                          std::int32_t luma) {
    return static_cast<Rgby>(red | green << 8 | blue << 16) | static_cast<Rgby>(luma) << 24;
}

SEAMLINE_BODY void convert_body(const ScopeParams& params, const std::uint16_t* __restrict y12,
                                const std::int32_t* __restrict red_share,
                                const std::int32_t* __restrict green_share,
                                const std::int32_t* __restrict blue_share, int count,
                                Rgby* __restrict rgby) {
    const std::int32_t gain = params.luma_gain;
    const std::int32_t offset = (1 << (shared::kRgbBits - 1)) - gain * params.luma_zero;
    for (int i = 0; i < count; ++i) {
        const std::int32_t y = gain * y12[i] + offset;
        rgby[i] = packed(clamped((y + red_share[i]) >> shared::kRgbBits),
                         clamped((y + green_share[i]) >> shared::kRgbBits),
                         clamped((y + blue_share[i]) >> shared::kRgbBits), y12[i] >> 4);
    }
}

SEAMLINE_BODY void convert_rgb_body(const ScopeParams& params, const std::uint16_t* __restrict r12,
                                    const std::uint16_t* __restrict g12,
                                    const std::uint16_t* __restrict b12, int count,
                                    Rgby* __restrict rgby) {
    const glm::ivec3 w = params.luma_weights;
    for (int i = 0; i < count; ++i) {
        const std::int32_t luma =
            w.x * r12[i] + w.y * g12[i] + w.z * b12[i] + (1 << (shared::kLumaBits - 1));
        // Shifting once by the sum of both shifts rounds down as shifting twice does.
        rgby[i] = packed(r12[i] >> 4, g12[i] >> 4, b12[i] >> 4, luma >> (shared::kLumaBits + 4));
    }
}

SEAMLINE_BODY void narrow_body(const std::uint16_t* __restrict code12, int count,
                               std::uint8_t* __restrict code8) {
    for (int i = 0; i < count; ++i) code8[i] = static_cast<std::uint8_t>(code12[i] >> 4);
}

SEAMLINE_BODY void weighted_body(const glm::ivec3& weights, std::int32_t offset, int shift,
                                 const std::uint16_t* __restrict r12,
                                 const std::uint16_t* __restrict g12,
                                 const std::uint16_t* __restrict b12, int count,
                                 std::uint8_t* __restrict to) {
    const glm::ivec3 w = weights;
    for (int i = 0; i < count; ++i) {
        const std::int32_t sum = w.x * r12[i] + w.y * g12[i] + w.z * b12[i] + offset;
        to[i] = static_cast<std::uint8_t>(clamped(sum >> shift));
    }
}

SEAMLINE_AVX2 void shares_avx2(const ScopeParams& params, const std::uint16_t* cb12,
                               const std::uint16_t* cr12, int count, const ChromaShares& shares) {
    shares_body(params, cb12, cr12, count, shares.red, shares.green, shares.blue);
}

SEAMLINE_AVX2 void doubled_avx2(const std::int32_t* from, int count, std::int32_t* to) {
    doubled_body(from, count, to);
}

SEAMLINE_AVX2 void convert_avx2(const ScopeParams& params, const std::uint16_t* y12,
                                const ChromaShares& shares, int count, Rgby* rgby) {
    convert_body(params, y12, shares.red, shares.green, shares.blue, count, rgby);
}

SEAMLINE_AVX2 void convert_rgb_avx2(const ScopeParams& params, const std::uint16_t* r12,
                                    const std::uint16_t* g12, const std::uint16_t* b12, int count,
                                    Rgby* rgby) {
    convert_rgb_body(params, r12, g12, b12, count, rgby);
}

SEAMLINE_AVX2 void narrow_avx2(const std::uint16_t* code12, int count, std::uint8_t* code8) {
    narrow_body(code12, count, code8);
}

SEAMLINE_AVX2 void weighted_avx2(const glm::ivec3& weights, std::int32_t offset, int shift,
                                 const std::uint16_t* r12, const std::uint16_t* g12,
                                 const std::uint16_t* b12, int count, std::uint8_t* to) {
    weighted_body(weights, offset, shift, r12, g12, b12, count, to);
}

void doubled(const std::int32_t* from, int count, std::int32_t* to) {
    if (has_avx2()) return doubled_avx2(from, count, to);
    doubled_body(from, count, to);
}

void weighted(const glm::ivec3& weights, std::int32_t offset, int shift, const std::uint16_t* r12,
              const std::uint16_t* g12, const std::uint16_t* b12, int count, std::uint8_t* to) {
    if (has_avx2()) return weighted_avx2(weights, offset, shift, r12, g12, b12, count, to);
    weighted_body(weights, offset, shift, r12, g12, b12, count, to);
}

#if SEAMLINE_HAS_AVX2
/// Levels, not yet clamped, of eight pixels that share four chroma samples.
SEAMLINE_AVX2 inline __m256i eight_levels(__m256i y, const std::int32_t* share) {
    const __m256i twice = _mm256_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3);
    const __m128i four = _mm_loadu_si128(reinterpret_cast<const __m128i*>(share));
    const __m256i eight = _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(four), twice);
    return _mm256_srai_epi32(_mm256_add_epi32(y, eight), shared::kRgbBits);
}

/// Eight pixels at a time. What the compiler makes of the loops above goes through memory between
/// their steps and clamps in six instructions; packing with saturation clamps too.
SEAMLINE_AVX2 int convert_eights(const ScopeParams& params, const std::byte* luma, int count,
                                 const ChromaShares& shares, Rgby* rgby) {
    // code12 is a byte times 16.
    const __m256i gain = _mm256_set1_epi32(params.luma_gain * 16);
    const __m256i offset =
        _mm256_set1_epi32((1 << (shared::kRgbBits - 1)) - params.luma_gain * params.luma_zero);
    // From four of each component to four of each pixel.
    const __m256i by_pixel = _mm256_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
                                              0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    int i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i code =
            _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(luma + i)));
        const __m256i y = _mm256_add_epi32(_mm256_mullo_epi32(code, gain), offset);
        const __m256i red_green = _mm256_packs_epi32(eight_levels(y, shares.red + i / 2),
                                                     eight_levels(y, shares.green + i / 2));
        const __m256i blue_luma = _mm256_packs_epi32(eight_levels(y, shares.blue + i / 2), code);
        const __m256i packed_eight =
            _mm256_shuffle_epi8(_mm256_packus_epi16(red_green, blue_luma), by_pixel);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(rgby + i), packed_eight);
    }
    return i;
}
#endif

/// Samples handled at a time where a value belongs to several pixels.
constexpr int kPiece = 128;

} // namespace

void unpack_code12(const std::byte* planes, const ScopeParams& params, int component, int row,
                   int first, int count, std::uint16_t* code12) {
    if (params.model == shared::kModelGray && component > 0) {
        std::fill_n(code12, count, static_cast<std::uint16_t>(shared::kNeutral12));
        return;
    }
    const ScopeComponent& c = params.component[component];
    const std::byte* from = planes + c.base_bytes + static_cast<std::size_t>(row) * c.stride_bytes +
                            static_cast<std::size_t>(first) * c.step_bytes;
    const std::uint32_t bytes = params.sample_bytes;
    if (unpack_plain(from, params, c, count, code12)) return;
    if (bytes == 1) return unpack_any<std::uint8_t>(from, params, c, count, code12);
    if (bytes == 2) return unpack_any<std::uint16_t>(from, params, c, count, code12);
    unpack_any<std::uint32_t>(from, params, c, count, code12);
}

void prefetch_row(const std::byte* planes, const ScopeParams& params, int component, int row,
                  int first, int count) {
    constexpr std::size_t kCacheLine = 64;
    const ScopeComponent& c = params.component[component];
    const std::byte* from = planes + c.base_bytes + static_cast<std::size_t>(row) * c.stride_bytes +
                            static_cast<std::size_t>(first) * c.step_bytes;
    const std::size_t bytes = static_cast<std::size_t>(count) * c.step_bytes;
    for (std::size_t i = 0; i < bytes; i += kCacheLine) __builtin_prefetch(from + i);
}

void expand_chroma(const ScopeParams& params, const std::uint16_t* cb12, const std::uint16_t* cr12,
                   int phase, int count, const ChromaShares& shares) {
    const int shift = params.chroma_shift.x;
    if (shift == 0) return shares_of_samples(params, cb12, cr12, count, shares);
    std::int32_t red[kPiece];
    std::int32_t green[kPiece];
    std::int32_t blue[kPiece];
    const int samples = ((phase + count - 1) >> shift) + 1;
    int done = 0;
    for (int i = 0; i < samples; i += kPiece) {
        const int piece = std::min(kPiece, samples - i);
        shares_of_samples(params, cb12 + i, cr12 + i, piece, {red, green, blue});
        const int pixels = std::min((piece << shift) - (i == 0 ? phase : 0), count - done);
        if (shift == 1 && (i != 0 || phase == 0)) {
            doubled(red, pixels, shares.red + done);
            doubled(green, pixels, shares.green + done);
            doubled(blue, pixels, shares.blue + done);
        } else {
            for (int x = 0; x < pixels; ++x) {
                const int sample = (x + (i == 0 ? phase : 0)) >> shift;
                shares.red[done + x] = red[sample];
                shares.green[done + x] = green[sample];
                shares.blue[done + x] = blue[sample];
            }
        }
        done += pixels;
    }
}

bool can_convert_bytes(const ScopeParams& params) {
    const ScopeComponent& luma = params.component[0];
    return has_avx2() && params.model == shared::kModelYCbCr && params.chroma_shift.x == 1 &&
           params.flags == 0 && params.sample_bytes == 1 && luma.step_bytes == 1 &&
           luma.shift == 0 && luma.mask == 0xFF && luma.down == 0 && luma.up == 4;
}

void shares_of_samples(const ScopeParams& params, const std::uint16_t* cb12,
                       const std::uint16_t* cr12, int count, const ChromaShares& shares) {
    if (has_avx2()) return shares_avx2(params, cb12, cr12, count, shares);
    shares_body(params, cb12, cr12, count, shares.red, shares.green, shares.blue);
}

void convert_bytes(const std::byte* planes, const ScopeParams& params, int row, int first,
                   int count, const ChromaShares& shares, Rgby* rgby) {
    const ScopeComponent& c = params.component[0];
    const std::byte* luma = planes + c.base_bytes + static_cast<std::size_t>(row) * c.stride_bytes +
                            static_cast<std::size_t>(first);
    int i = 0;
#if SEAMLINE_HAS_AVX2
    i = convert_eights(params, luma, count, shares, rgby);
#endif
    const std::int32_t offset = (1 << (shared::kRgbBits - 1)) - params.luma_gain * params.luma_zero;
    for (; i < count; ++i) {
        const auto code = std::to_integer<std::int32_t>(luma[i]);
        const std::int32_t y = params.luma_gain * 16 * code + offset;
        rgby[i] = packed(clamped((y + shares.red[i / 2]) >> shared::kRgbBits),
                         clamped((y + shares.green[i / 2]) >> shared::kRgbBits),
                         clamped((y + shares.blue[i / 2]) >> shared::kRgbBits), code);
    }
}

void convert_ycbcr(const ScopeParams& params, const std::uint16_t* y12, const ChromaShares& shares,
                   int count, Rgby* rgby) {
    if (has_avx2()) return convert_avx2(params, y12, shares, count, rgby);
    convert_body(params, y12, shares.red, shares.green, shares.blue, count, rgby);
}

void convert_rgb(const ScopeParams& params, const std::uint16_t* r12, const std::uint16_t* g12,
                 const std::uint16_t* b12, int count, Rgby* rgby) {
    if (has_avx2()) return convert_rgb_avx2(params, r12, g12, b12, count, rgby);
    convert_rgb_body(params, r12, g12, b12, count, rgby);
}

void narrow(const std::uint16_t* code12, int count, std::uint8_t* code8) {
    if (has_avx2()) return narrow_avx2(code12, count, code8);
    narrow_body(code12, count, code8);
}

void chroma_of_rgb(const glm::ivec3& weights, const std::uint16_t* r12, const std::uint16_t* g12,
                   const std::uint16_t* b12, int count, std::uint8_t* chroma) {
    const std::int32_t neutral = 128 << shared::kChromaBits;
    weighted(weights, neutral + (1 << (shared::kChromaBits - 1)), shared::kChromaBits, r12, g12,
             b12, count, chroma);
}

} // namespace seamline::renderer
