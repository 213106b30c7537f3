// renderer/passes/color_choice.h: with which colour transforms a composition can be shown now.
#pragma once

#include "renderer/passes/composite_colors.h"
#include "renderer/passes/composite_plan.h"
#include "renderer/passes/composite_tasks.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace seamline::renderer {

/// Plans compositions with the transforms whose shaders are there, and asks for the others.
/// Threads: render thread only.
class ColorChoice {
public:
    ColorChoice(const Device& device, VkDeviceSize texel_alignment)
        : shaders_(device), texel_alignment_(texel_alignment), shares_words_(device.is_cpu()) {}

    /// One plan for each task, as it wants it, but tiles whose shaders are missing have the last
    /// transforms of their pictures' owners, or none. Returns at once.
    std::vector<CompositePlan> plans(const std::vector<CompositeTask>& tasks);
    /// See Compositor.
    bool has_all(const std::vector<CompositeTask>& tasks);
    Result<Done> wait_for_all(const std::vector<CompositeTask>& tasks);
    void ask_ahead(const CompositePlan& plan);

    /// Of the last `plans`.
    bool is_preparing() const { return preparing_; }
    const std::string& failure() const { return failure_; }

    CompositeColors& shaders() { return shaders_; }

private:
    CompositePlan planned(const Composition& composition, TargetFormat format) const {
        return composite_plan(composition, format, texel_alignment_, shares_words_);
    }
    CompositePlan plan(const Composition& composition, TargetFormat format);
    ColorState state_of(const CompositePlan& plan);
    bool is_showable(const Composition& all, const Tile& tile, TargetFormat format);
    void make_showable(const Composition& all, Tile& tile, TargetFormat format);

    CompositeColors shaders_;
    VkDeviceSize texel_alignment_;
    bool shares_words_;
    std::map<std::uint32_t, std::shared_ptr<const ColorTransform>> last_; ///< By owner.
    bool preparing_ = false;
    std::string failure_;
};

} // namespace seamline::renderer
