#include "renderer/scopes/strip_counter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace seamline::renderer {
namespace {

using namespace shared;

constexpr std::size_t kColumnBins = 4 * 256;
constexpr std::size_t kPlaneBins = 256 * 256;
constexpr std::size_t kNeutralBin = 128 * 256 + 128;

/// Time for memory to answer.
constexpr int kRowsAhead = 4;

/// Rows that cannot overflow 16 bits with so many pixels of a row in one column.
int rows_per_flush(const ScopeParams& params) {
    const int pixels = (params.region.z + params.columns - 1) / params.columns;
    return std::max(65535 / std::max(pixels, 1), 1);
}

/// Rows that are counted together. More find more alike but leave the first cache level.
constexpr int kGroupRows = 8;

inline void add(std::uint16_t* column, Rgby pixel, std::uint16_t times) {
    const auto add_to = [times](std::uint16_t& bin) {
        bin = static_cast<std::uint16_t>(bin + times);
    };
    add_to(column[pixel & 0xFF]);
    add_to(column[256 + (pixel >> 8 & 0xFF)]);
    add_to(column[512 + (pixel >> 16 & 0xFF)]);
    add_to(column[768 + (pixel >> 24)]);
}

inline void add(std::uint16_t* column, std::uint8_t luma, std::uint16_t times) {
    column[768 + luma] = static_cast<std::uint16_t>(column[768 + luma] + times);
}

template <typename Pixel> inline void add_two(std::uint16_t* column, Pixel first, Pixel second) {
    if (first == second) return add(column, first, 2);
    add(column, first, 1);
    add(column, second, 1);
}

/// Counting is bound by stores, and where a picture is flat each waits for the one before to the
/// same bin. So pixels that lie above each other and are alike are counted at once. Rows lie
/// `pitch` pixels apart.
template <typename Pixel>
void count_eight_rows(const Pixel* rows, std::size_t pitch, const std::uint32_t* place, int count,
                      std::uint16_t* bins) {
    for (int i = 0; i < count; ++i) {
        const Pixel* at = rows + i;
        std::uint16_t* column = bins + place[i];
        const Pixel first = at[0];
        std::uint32_t unlike = 0;
        for (std::size_t row = 1; row < kGroupRows; ++row) unlike |= first ^ at[row * pitch];
        if (unlike == 0) {
            add(column, first, kGroupRows);
            continue;
        }
        for (std::size_t row = 0; row < kGroupRows; row += 2)
            add_two(column, at[row * pitch], at[(row + 1) * pitch]);
    }
}

template <typename Pixel>
void count_rows(const Pixel* rows, std::size_t pitch, int row_count, const std::uint32_t* place,
                int count, std::uint16_t* bins) {
    if (row_count == kGroupRows) return count_eight_rows(rows, pitch, place, count, bins);
    for (int row = 0; row < row_count; ++row, rows += pitch)
        for (int i = 0; i < count; ++i) add(bins + place[i], rows[i], 1);
}

/// Four neighbours of equal chroma are counted at once: they are frequent, as chroma is smooth.
void count_chroma_pairs(const std::uint8_t* cb, const std::uint8_t* cr, int count,
                        std::uint32_t* bins) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        std::uint32_t four_cb = 0;
        std::uint32_t four_cr = 0;
        std::memcpy(&four_cb, cb + i, 4);
        std::memcpy(&four_cr, cr + i, 4);
        if (four_cb == std::rotl(four_cb, 8) && four_cr == std::rotl(four_cr, 8)) {
            bins[cr[i] * 256 + cb[i]] += 4;
            continue;
        }
        for (int k = i; k < i + 4; ++k) ++bins[cr[k] * 256 + cb[k]];
    }
    for (; i < count; ++i) ++bins[cr[i] * 256 + cb[i]];
}

} // namespace

int first_pixel(int column, int columns, int width) {
    return static_cast<int>((std::int64_t{column} * width + columns - 1) / columns);
}

void count_chromaticity_of(const ScopeParams& params, const ScopeLight& light, std::uint32_t red,
                           std::uint32_t green, std::uint32_t blue, std::span<std::uint32_t> bins) {
    const auto at = [&](std::uint32_t level) { return static_cast<int>(light[level]); };
    const glm::ivec3 rgb(at(red), at(green), at(blue));
    const auto sum = [&](const glm::ivec3& w) {
        return static_cast<std::uint32_t>(std::max(w.x * rgb.x + w.y * rgb.y + w.z * rgb.z, 0));
    };
    std::uint32_t x = sum(params.x_weights);
    std::uint32_t y = sum(params.y_weights);
    std::uint32_t z = sum(params.z_weights);
    const std::uint32_t largest = std::max({x, y, z});
    if (largest < 1U << 18) return;
    const int shift = static_cast<int>(std::bit_width(largest)) - 16;
    x >>= shift;
    y >>= shift;
    z >>= shift;
    std::uint32_t column = 0;
    std::uint32_t row = 0;
    if ((params.scopes & kScopeUv) != 0) {
        const std::uint32_t d = 7 * (x + 15 * y + 3 * z);
        column = 4 * 2560 * x / d;
        row = 9 * 2560 * y / d;
    } else {
        const std::uint32_t d = 9 * (x + y + z);
        column = 2560 * x / d;
        row = 2560 * y / d;
    }
    ++bins[std::min(row, 255U) * 256 + std::min(column, 255U)];
}

/// Pixels of a strip, in coded columns.
struct StripCounter::Span {
    int first = 0;
    int count = 0;
    int first_chroma = 0;
    int chroma_count = 0;
};

void StripCounter::begin(const ScopeParams& params, const ScopeLight& light,
                         const std::byte* planes, std::span<std::uint32_t> words) {
    params_ = params;
    light_ = &light;
    planes_ = planes;
    words_ = words;
    const std::uint32_t rgb = kScopeHistogram | kScopeParade | kScopeXy | kScopeUv;
    needs_rgb_ = (params.scopes & rgb) != 0 && (params.flags & kScopeNoRgb) == 0;
    converts_bytes_ = needs_rgb_ && can_convert_bytes(params);
    needs_pixels_ = (params.scopes & (rgb | kScopeLuma)) != 0;
    histogram_.assign(kColumnBins, 0);
    vector_.assign((params.scopes & kScopeVector) != 0 ? kPlaneBins : 0, 0);
    chromaticity_.assign((params.scopes & (kScopeXy | kScopeUv)) != 0 ? kPlaneBins : 0, 0);
}

void StripCounter::reserve(int pixels, int columns) {
    const auto count = static_cast<std::size_t>(pixels);
    if (place_.size() < count) {
        for (auto& code : code_) code.resize(count);
        for (auto& share : share_) share.resize(count);
        rgby_.resize(kGroupRows * count);
        luma_.resize(kGroupRows * count);
        for (auto& chroma : chroma_) chroma.resize(count);
        place_.resize(count);
    }
    bins_.assign(static_cast<std::size_t>(columns) * kColumnBins, 0);
}

void StripCounter::prefetch(const Span& span, int y) const {
    const int row = params_.region.y + y;
    const glm::ivec2 shift = params_.chroma_shift;
    prefetch_row(planes_, params_, 0, row, span.first, span.count);
    const bool is_new_chroma = (row & ((1 << shift.y) - 1)) == 0;
    for (int i = 1; is_new_chroma && i < 3; ++i)
        prefetch_row(planes_, params_, i, row >> shift.y, span.first_chroma, span.chroma_count);
}

void StripCounter::read_chroma(const Span& span, int row) {
    const int phase = span.first - (span.first_chroma << params_.chroma_shift.x);
    for (int i = 1; i < 3; ++i)
        unpack_code12(planes_, params_, i, row, span.first_chroma, span.chroma_count,
                      code_[i].data());
    if (converts_bytes_ && phase == 0)
        shares_of_samples(params_, code_[1].data(), code_[2].data(), span.chroma_count,
                          {share_[0].data(), share_[1].data(), share_[2].data()});
    else if (needs_rgb_)
        expand_chroma(params_, code_[1].data(), code_[2].data(), phase, span.count,
                      {share_[0].data(), share_[1].data(), share_[2].data()});
}

void StripCounter::count_vector(const Span& span) {
    if ((params_.scopes & kScopeVector) == 0) return;
    if (params_.model == kModelGray) {
        vector_[kNeutralBin] += static_cast<std::uint32_t>(span.count);
        return;
    }
    int skipped = 0;
    if (params_.model == kModelRgb) {
        const glm::ivec3 weights[2]{params_.cb_weights, params_.cr_weights};
        for (int i = 0; i < 2; ++i)
            chroma_of_rgb(weights[i], code_[0].data(), code_[1].data(), code_[2].data(), span.count,
                          chroma_[i].data());
    } else {
        // A sample belongs to the strip that has its first pixel within the region.
        const bool starts_before = (span.first_chroma << params_.chroma_shift.x) < span.first;
        skipped = starts_before && span.first > params_.region.x ? 1 : 0;
        for (int i = 0; i < 2; ++i)
            narrow(code_[i + 1].data(), span.chroma_count, chroma_[i].data());
    }
    const int count = params_.model == kModelRgb ? span.count : span.chroma_count;
    count_chroma_pairs(chroma_[0].data() + skipped, chroma_[1].data() + skipped, count - skipped,
                       vector_.data());
}

void StripCounter::read_pixels(const Span& span, int row, int group_row) {
    const bool is_rgb = params_.model == kModelRgb;
    const std::size_t start =
        static_cast<std::size_t>(group_row) * static_cast<std::size_t>(span.count);
    if (converts_bytes_ && span.first % 2 == 0)
        return convert_bytes(planes_, params_, row, span.first, span.count,
                             {share_[0].data(), share_[1].data(), share_[2].data()},
                             rgby_.data() + start);
    for (int i = 0; i < (is_rgb ? 3 : 1); ++i)
        unpack_code12(planes_, params_, i, row, span.first, span.count, code_[i].data());
    if (is_rgb)
        convert_rgb(params_, code_[0].data(), code_[1].data(), code_[2].data(), span.count,
                    rgby_.data() + start);
    else if (needs_rgb_)
        convert_ycbcr(params_, code_[0].data(),
                      {share_[0].data(), share_[1].data(), share_[2].data()}, span.count,
                      rgby_.data() + start);
    else
        narrow(code_[0].data(), span.count, luma_.data() + start);
}

void StripCounter::count_pixels(const Span& span, int rows) {
    const auto pitch = static_cast<std::size_t>(span.count);
    if (needs_rgb_ || params_.model == kModelRgb)
        count_rows(rgby_.data(), pitch, rows, place_.data(), span.count, bins_.data());
    else
        count_rows(luma_.data(), pitch, rows, place_.data(), span.count, bins_.data());
}

void StripCounter::count_chromaticity(const Span& span, int row, int group_row) {
    if (chromaticity_.empty() || row % params_.chromaticity_step != 0) return;
    const int step = params_.chromaticity_step;
    const int x = span.first - params_.region.x;
    const Rgby* rgby = rgby_.data() + static_cast<std::ptrdiff_t>(group_row) * span.count;
    for (int i = (step - x % step) % step; i < span.count; i += step) {
        const Rgby pixel = rgby[i];
        count_chromaticity_of(params_, *light_, pixel & 0xFF, pixel >> 8 & 0xFF, pixel >> 16 & 0xFF,
                              chromaticity_);
    }
}

void StripCounter::flush(Strip strip) {
    for (int column = strip.first; column < strip.end; ++column) {
        for (int channel = 0; channel < 4; ++channel) {
            std::uint16_t* from =
                bins_.data() + static_cast<std::size_t>((column - strip.first) * 4 + channel) * 256;
            std::uint32_t* sum = histogram_.data() + channel * 256;
            std::uint32_t* to = words_.data() + kWaveformWord +
                                static_cast<std::size_t>(channel * params_.columns + column) * 256;
            for (int level = 0; level < 256; ++level) sum[level] += from[level];
            for (int level = 0; level < 256; ++level) to[level] += from[level];
            std::fill_n(from, 256, std::uint16_t{0});
        }
    }
}

void StripCounter::count(Strip strip) {
    const int width = params_.region.z;
    const int left = first_pixel(strip.first, params_.columns, width);
    const int right = first_pixel(strip.end, params_.columns, width);
    for (int channel = 0; channel < 4; ++channel)
        std::fill_n(words_.data() + kWaveformWord +
                        static_cast<std::size_t>(channel * params_.columns + strip.first) * 256,
                    static_cast<std::size_t>(strip.end - strip.first) * 256, 0U);
    if (right <= left) return;
    reserve(right - left, strip.end - strip.first);
    for (int column = strip.first; column < strip.end; ++column)
        for (int x = first_pixel(column, params_.columns, width);
             x < first_pixel(column + 1, params_.columns, width); ++x)
            place_[static_cast<std::size_t>(x - left)] =
                static_cast<std::uint32_t>(column - strip.first) * kColumnBins;
    Span span{params_.region.x + left, right - left, 0, 0};
    span.first_chroma = span.first >> params_.chroma_shift.x;
    span.chroma_count =
        ((span.first + span.count - 1) >> params_.chroma_shift.x) - span.first_chroma + 1;

    const bool is_rgb = params_.model == kModelRgb;
    const int limit = rows_per_flush(params_);
    const int group = std::min(kGroupRows, limit);
    int chroma_row = -1;
    int group_row = 0;
    int unflushed = 0;
    for (int y = 0; y < params_.region.w; ++y) {
        const int row = params_.region.y + y;
        prefetch(span, std::min(y + kRowsAhead, params_.region.w - 1));
        if (!is_rgb && row >> params_.chroma_shift.y != chroma_row) {
            chroma_row = row >> params_.chroma_shift.y;
            read_chroma(span, chroma_row);
            count_vector(span);
        }
        if (needs_pixels_ || is_rgb) read_pixels(span, row, group_row);
        if (is_rgb) count_vector(span);
        count_chromaticity(span, y, group_row);
        if (++group_row < group && y + 1 < params_.region.w) continue;
        if (needs_pixels_) count_pixels(span, group_row);
        unflushed += std::exchange(group_row, 0);
        if (unflushed + group > limit) {
            flush(strip);
            unflushed = 0;
        }
    }
    flush(strip);
}

void StripCounter::count_chroma(Strip strip) {
    const bool is_rgb = params_.model == kModelRgb;
    const glm::ivec4 grid = params_.chroma;
    const int left = first_pixel(strip.first, params_.columns, grid.z);
    const int right = first_pixel(strip.end, params_.columns, grid.z);
    for (int i = 0; i < 2; ++i)
        std::fill_n(
            words_.data() + kWaveformWord +
                static_cast<std::size_t>((kWaveformCb + i) * params_.columns + strip.first) * 256,
            static_cast<std::size_t>(strip.end - strip.first) * 256, 0U);
    if (right <= left) return;
    reserve(right - left, 0);
    for (int x = left; x < right; ++x)
        place_[static_cast<std::size_t>(x - left)] =
            static_cast<std::uint32_t>(std::int64_t{x} * params_.columns / grid.z * 256);
    const glm::ivec3 weights[2]{params_.cb_weights, params_.cr_weights};
    for (int row = 0; row < grid.w; ++row) {
        for (int i = is_rgb ? 0 : 1; i < 3; ++i)
            unpack_code12(planes_, params_, i, grid.y + row, grid.x + left, right - left,
                          code_[i].data());
        for (int i = 0; i < 2; ++i) {
            if (is_rgb)
                chroma_of_rgb(weights[i], code_[0].data(), code_[1].data(), code_[2].data(),
                              right - left, chroma_[i].data());
            else
                narrow(code_[i + 1].data(), right - left, chroma_[i].data());
            std::uint32_t* to = words_.data() + kWaveformWord +
                                static_cast<std::size_t>((kWaveformCb + i) * params_.columns) * 256;
            for (int x = 0; x < right - left; ++x)
                ++to[place_[static_cast<std::size_t>(x)] + chroma_[i][static_cast<std::size_t>(x)]];
        }
    }
}

void StripCounter::add_to(std::span<std::uint32_t> words) const {
    const auto add = [&](const std::vector<std::uint32_t>& counts, int word) {
        std::uint32_t* to = words.data() + word;
        for (std::size_t i = 0; i < counts.size(); ++i) to[i] += counts[i];
    };
    if ((params_.scopes & kScopeHistogram) != 0) add(histogram_, kHistogramWord);
    add(vector_, kVectorWord);
    add(chromaticity_, kChromaticityWord);
}

} // namespace seamline::renderer
