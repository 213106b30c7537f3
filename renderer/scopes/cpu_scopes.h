// renderer/scopes/cpu_scopes.h: counts scope bins on the CPU's cores.
#pragma once

#include "renderer/scopes/scope_bins.h"

#include <memory>

namespace seamline::renderer {

/// The plain C++ implementation of scope_bins.h. Strips of columns are counted independently: a
/// strip's waveforms are nobody else's, and histograms are their column sums.
///
/// Threads: confined; works on several of its own.
class CpuScopes {
public:
    /// `threads` in [1, 64], the caller's included. `in_background`: its own threads give way to
    /// all others of the machine.
    explicit CpuScopes(int threads, bool in_background = false);
    ~CpuScopes();

    /// Overwrites the parts of `words` that `params` asks for; scope_words(params.columns) at
    /// least. `planes`: the frame's bytes where the CPU can read them. `light`: of the frame's
    /// transfer. Blocks: some milliseconds for HD.
    void count(const shared::ScopeParams& params, const ScopeLight& light, const std::byte* planes,
               std::span<std::uint32_t> words);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::renderer
