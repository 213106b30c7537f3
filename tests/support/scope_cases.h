// tests/support/scope_cases.h: frames of every kind that scopes must count exactly.
#pragma once

#include "renderer/scopes/scope_bins.h"
#include "tests/support/test_frame.h"

#include <string>
#include <vector>

namespace seamline::test {

struct ScopeCase {
    std::string name;
    FrameSpec frame;
    renderer::ScopeRequest request;
};

/// Depths of 8, 10, 12 and 16 bits, floats; 4:2:0, 4:2:2, 4:4:4, RGB, grey; planar, semi-planar,
/// packed, big endian; both ranges, several matrices; odd sizes, cropped frames and regions.
std::vector<ScopeCase> scope_cases();

/// The first bin of the parts that `request` asks for that is not the same; empty when all are.
std::string first_difference(const renderer::ScopeBins& bins,
                             std::span<const std::uint32_t> expected);

} // namespace seamline::test
