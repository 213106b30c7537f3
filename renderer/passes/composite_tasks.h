// renderer/passes/composite_tasks.h: what must be composited so that a composition can be seen.
#pragma once

#include "renderer/compositor.h"
#include "renderer/passes/dissolve_passes.h"

#include <vector>

namespace seamline::renderer {

/// What passes of dissolves write.
inline constexpr TargetFormat kDissolveFormat = TargetFormat::Rgba32fWide;

/// A composition that is wanted as pixels of a format.
struct CompositeTask {
    const Composition* composition = nullptr;
    TargetFormat format = TargetFormat::Rgba8;
};

/// The passes of a composition's dissolves, and what comes after them. The composition must outlive
/// it.
class CompositeTasks {
public:
    CompositeTasks(const Composition& composition, TargetFormat format) {
        const bool splits = has_dissolves(composition);
        if (splits) split_ = dissolve_passes(composition);
        for (const DissolvePass& pass : split_.passes)
            tasks_.push_back({&pass.composition, kDissolveFormat});
        tasks_.push_back({splits ? &split_.shown : &composition, format});
    }
    CompositeTasks(const CompositeTasks&) = delete;
    CompositeTasks& operator=(const CompositeTasks&) = delete;

    const std::vector<DissolvePass>& passes() const { return split_.passes; }
    /// One for each pass, and the last for the composition itself.
    const std::vector<CompositeTask>& tasks() const { return tasks_; }

private:
    DissolvePasses split_;
    std::vector<CompositeTask> tasks_;
};

} // namespace seamline::renderer
