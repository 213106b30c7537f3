// renderer/scopes/scope_rows.h: pieces of frame rows as code values and R'G'B', for the CPU's
// scopes.
#pragma once

#include "shaders/shared/scopes.h"

#include <cstddef>
#include <cstdint>

namespace seamline::renderer {

/// Writes the code12 (see scope_bins.h) of `count` samples of row `row`, from column `first`.
/// Columns and rows are counted in the component's own samples. `planes`: the frame's bytes.
void unpack_code12(const std::byte* planes, const shared::ScopeParams& params, int component,
                   int row, int first, int count, std::uint16_t* code12);

/// Asks for samples that `unpack_code12` will read, before they are needed: rows of a strip lie too
/// far apart for the machine to foresee.
void prefetch_row(const std::byte* planes, const shared::ScopeParams& params, int component,
                  int row, int first, int count);

/// What chroma adds to R', G' and B' of each pixel, before rounding and shifting.
struct ChromaShares {
    std::int32_t* red;
    std::int32_t* green;
    std::int32_t* blue;
};

/// R', G', B' and Y' of a pixel in one word, R' in the low byte: counting is bound by loads.
using Rgby = std::uint32_t;

/// The shares of `count` pixels; `phase` is the first pixel's place among those of its chroma
/// sample, [0, 2^chroma_shift.x).
void expand_chroma(const shared::ScopeParams& params, const std::uint16_t* cb12,
                   const std::uint16_t* cr12, int phase, int count, const ChromaShares& shares);
/// Whether `convert_bytes` can be used: bytes of luma side by side, chroma of half width, and a
/// processor that has AVX2.
bool can_convert_bytes(const shared::ScopeParams& params);
/// The shares of `count` chroma samples.
void shares_of_samples(const shared::ScopeParams& params, const std::uint16_t* cb12,
                       const std::uint16_t* cr12, int count, const ChromaShares& shares);
/// As `unpack_code12`, `expand_chroma` and `convert_ycbcr` in one, for the pixels of row `row` from
/// the even column `first` on. `shares`: of their chroma samples.
void convert_bytes(const std::byte* planes, const shared::ScopeParams& params, int row, int first,
                   int count, const ChromaShares& shares, Rgby* rgby);
/// YCbCr and grey.
void convert_ycbcr(const shared::ScopeParams& params, const std::uint16_t* y12,
                   const ChromaShares& shares, int count, Rgby* rgby);
/// code8
void narrow(const std::uint16_t* code12, int count, std::uint8_t* code8);
/// RGB.
void convert_rgb(const shared::ScopeParams& params, const std::uint16_t* r12,
                 const std::uint16_t* g12, const std::uint16_t* b12, int count, Rgby* rgby);
/// RGB: Cb (with `cb_weights`) or Cr (with `cr_weights`).
void chroma_of_rgb(const glm::ivec3& weights, const std::uint16_t* r12, const std::uint16_t* g12,
                   const std::uint16_t* b12, int count, std::uint8_t* chroma);

} // namespace seamline::renderer
