// tests/support/reference_scopes.h: what scopes must count, one pixel after the other.
#pragma once

#include "renderer/scopes/scope_bins.h"

#include <cstdint>
#include <vector>

namespace seamline::test {

/// Bins in the layout of scope_bins.h with `columns` of its own reckoning. Written from that
/// header's text in double precision and 64-bit integers; it shares nothing with the
/// implementations but the frames and PictureProbe.
struct ReferenceScopes {
    int columns = 0;
    std::vector<std::uint32_t> words;
};
ReferenceScopes reference_scopes(const renderer::CachedFrame& frame, const ColorTags& color,
                                 const renderer::ScopeRequest& request);

} // namespace seamline::test
