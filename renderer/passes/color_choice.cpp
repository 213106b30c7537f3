#include "renderer/passes/color_choice.h"

#include <algorithm>

namespace seamline::renderer {
namespace {

/// The shaders with transforms that the plan's draws need, each once.
std::vector<ColorWish> wishes_of(const CompositePlan& plan) {
    std::vector<ColorWish> wishes;
    for (const auto* draws : {&plan.percentiles, &plan.draws}) {
        for (const CompositeDraw& draw : *draws) {
            if (!draw.key.is_colored()) continue;
            const bool known = std::ranges::any_of(
                wishes, [&](const ColorWish& wish) { return wish.key == draw.key; });
            if (!known) wishes.push_back({draw.key, plan.blocks[draw.block].color});
        }
    }
    return wishes;
}

} // namespace

/// The worst state of all; asks for all.
ColorState ColorChoice::state_of(const CompositePlan& plan) {
    ColorState state = ColorState::Ready;
    for (const ColorWish& wish : wishes_of(plan)) {
        const ColorState own = shaders_.ask(wish);
        // Known to be done: does not wait.
        if (own == ColorState::Failed) failure_ = shaders_.wait_for(wish).error().message;
        state = std::max(state, own);
    }
    return state;
}

bool ColorChoice::is_showable(const Composition& all, const Tile& tile, TargetFormat format) {
    Composition alone = all;
    alone.tiles = {tile};
    return state_of(planned(alone, format)) == ColorState::Ready;
}

void ColorChoice::make_showable(const Composition& all, Tile& tile, TargetFormat format) {
    if (is_showable(all, tile, format)) return;
    Tile before = tile;
    for (Picture* picture : {&before.a, &before.b}) {
        const auto last = last_.find(picture->owner);
        picture->transform = last != last_.end() ? last->second : nullptr;
    }
    if (is_showable(all, before, format)) {
        tile = std::move(before);
        return;
    }
    tile.a.transform.reset();
    tile.b.transform.reset();
}

CompositePlan ColorChoice::plan(const Composition& composition, TargetFormat format) {
    CompositePlan wanted = planned(composition, format);
    if (state_of(wanted) == ColorState::Ready) {
        for (const Tile& tile : composition.tiles) {
            for (const Picture* picture : {&tile.a, &tile.b}) {
                if (picture->owner != 0) last_[picture->owner] = picture->transform;
            }
        }
        return wanted;
    }
    preparing_ = true;
    Composition shown = composition;
    for (Tile& tile : shown.tiles) make_showable(composition, tile, format);
    return planned(shown, format);
}

std::vector<CompositePlan> ColorChoice::plans(const std::vector<CompositeTask>& tasks) {
    failure_.clear();
    preparing_ = false;
    std::vector<CompositePlan> made;
    for (const CompositeTask& task : tasks) made.push_back(plan(*task.composition, task.format));
    return made;
}

bool ColorChoice::has_all(const std::vector<CompositeTask>& tasks) {
    bool all = true;
    for (const CompositeTask& task : tasks) {
        for (const ColorWish& wish : wishes_of(planned(*task.composition, task.format))) {
            if (shaders_.ask(wish) == ColorState::Preparing) all = false;
        }
    }
    return all;
}

Result<Done> ColorChoice::wait_for_all(const std::vector<CompositeTask>& tasks) {
    for (const CompositeTask& task : tasks) {
        for (const ColorWish& wish : wishes_of(planned(*task.composition, task.format))) {
            if (const auto made = shaders_.wait_for(wish); !made) return made;
        }
    }
    return Done{};
}

void ColorChoice::ask_ahead(const CompositePlan& plan) {
    for (const ColorWish& wish : wishes_of(plan)) shaders_.ask_ahead(wish);
}

} // namespace seamline::renderer
