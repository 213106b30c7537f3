#include "renderer/passes/composite_colors.h"

#include "renderer/vulkan/check.h"
#include "renderer/vulkan/compute_pipeline.h"

#include <algorithm>
#include <compare>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace seamline::renderer {
namespace {

/// Shaders that are remembered; those used last stay. Each has one to a few pipelines.
constexpr std::size_t kRemembered = 64;
/// More than this is not compiled in advance.
constexpr std::size_t kMostAhead = 2;

struct ShaderId {
    CompositeShader shader{};
    std::array<std::string, 2> color;

    friend auto operator<=>(const ShaderId&, const ShaderId&) = default;
};

ShaderId id_of(const CompositeKey& key) { return {key.shader, key.color}; }

std::vector<VkDescriptorSetLayoutBinding> color_bindings(const ColorShader& shader) {
    std::vector<VkDescriptorSetLayoutBinding> bindings;
    const auto add = [&](std::uint32_t binding, VkDescriptorType type) {
        bindings.push_back({.binding = binding,
                            .descriptorType = type,
                            .descriptorCount = 1,
                            .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT});
    };
    for (std::size_t side = 0; side < 2; ++side) {
        if (shader.has_uniforms[side]) {
            add(kColorUniforms[side], VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER);
        }
        const std::size_t tables = shader.tables[side] ? shader.tables[side]->size() : 0;
        for (std::uint32_t i = 0; i < tables; ++i) {
            add(kColorTables[side] + i, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER);
        }
    }
    return bindings;
}

/// What a shader is made into, piece by piece.
struct Entry {
    std::shared_ptr<const ColorShader> shader; ///< Null while it is being made, or when it failed.
    std::optional<Error> error;
    /// Dies with its last user: submissions in flight hold it.
    std::shared_ptr<std::map<CompositeKey, UniquePipeline>> pipelines =
        std::make_shared<std::map<CompositeKey, UniquePipeline>>();
    std::uint64_t used = 0;

    bool is_done() const { return shader != nullptr || error.has_value(); }
};

} // namespace

std::uint32_t add_color_writes(const ColorShader& shader,
                               const std::array<VkDescriptorBufferInfo, 2>& uniforms,
                               std::array<VkDescriptorImageInfo, kMostCompositeBindings>& images,
                               CompositeWrites& writes) {
    std::uint32_t count = kCompositeBindings;
    for (std::size_t side = 0; side < 2; ++side) {
        if (shader.has_uniforms[side]) {
            writes[count++] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                               .dstBinding = kColorUniforms[side],
                               .descriptorCount = 1,
                               .descriptorType = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
                               .pBufferInfo = &uniforms[side]};
        }
        const std::size_t tables = shader.tables[side] ? shader.tables[side]->size() : 0;
        for (std::uint32_t i = 0; i < tables; ++i) {
            images[count] = shader.tables[side]->descriptor(i);
            writes[count] = {.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                             .dstBinding = kColorTables[side] + i,
                             .descriptorCount = 1,
                             .descriptorType = VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                             .pImageInfo = &images[count]};
            ++count;
        }
    }
    return count;
}

struct CompositeColors::Impl {
    explicit Impl(const Device& gpu) : device(gpu) {}

    const Device& device;
    mutable std::mutex mutex; ///< Guards all below but `tables` and `worker`.
    std::condition_variable_any asked;
    std::condition_variable answered;
    std::map<ShaderId, Entry> entries;
    std::deque<ColorWish> wishes; ///< One for each entry that is not done.
    std::uint64_t uses = 0;
    std::uint64_t made = 0;
    std::size_t pipeline_count = 0;
    /// The worker's own. A transform's tables live for as long as a shader has them.
    std::map<std::string, std::weak_ptr<const ColorTables>> tables;
    std::jthread worker;

    void run(const std::stop_token& stop);
    Result<std::shared_ptr<const ColorTables>> tables_of(const ColorTransform& transform);
    Result<std::shared_ptr<const ColorShader>> make_shader(const ColorWish& wish);
    /// The worker's answer to a wish, without the lock.
    Entry answer(const ColorWish& wish);

    // All below: under the lock.
    Entry& entry_of(const ColorWish& wish);
    void forget_old();
};

Result<std::shared_ptr<const ColorTables>>
CompositeColors::Impl::tables_of(const ColorTransform& transform) {
    std::erase_if(tables, [](const auto& one) { return one.second.expired(); });
    if (auto known = tables[transform.id()].lock()) return known;
    auto fresh = ColorTables::make(device, transform);
    if (fresh) tables[transform.id()] = fresh.value();
    return fresh;
}

Result<std::shared_ptr<const ColorShader>>
CompositeColors::Impl::make_shader(const ColorWish& wish) {
    const auto words = composite_words(wish.key.shader, wish.colors);
    if (!words) return words.error();
    auto shader = std::make_shared<ColorShader>();
    for (std::size_t side = 0; side < 2; ++side) {
        if (!wish.colors[side]) continue;
        auto own = tables_of(*wish.colors[side]);
        if (!own) return own.error();
        shader->tables[side] = std::move(own).value();
        shader->has_uniforms[side] = wish.colors[side]->uniform_bytes() > 0;
    }
    shader->module = make_shader_module(device, words.value());
    shader->set_layout = make_composite_set_layout(device, color_bindings(*shader));
    shader->layout = make_composite_layout(device, shader->set_layout.get());
    return std::shared_ptr<const ColorShader>(std::move(shader));
}

Entry CompositeColors::Impl::answer(const ColorWish& wish) {
    Entry entry;
    try {
        auto shader = make_shader(wish);
        if (!shader) {
            entry.error = shader.error();
            return entry;
        }
        entry.pipelines->emplace(wish.key, make_composite_pipeline(device, wish.key,
                                                                   shader.value()->module.get(),
                                                                   shader.value()->layout.get()));
        entry.shader = std::move(shader).value();
    } catch (const std::exception& failure) {
        entry.error =
            Error{ErrorCode::Unavailable,
                  std::string("the colour transform was not compiled: ") + failure.what()};
    }
    return entry;
}

void CompositeColors::Impl::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (asked.wait(lock, stop, [&] { return !wishes.empty(); })) {
        const ColorWish wish = wishes.front();
        lock.unlock();
        Entry entry = answer(wish);
        lock.lock();
        wishes.pop_front();
        entry.used = ++uses;
        pipeline_count += entry.pipelines->size();
        entries[id_of(wish.key)] = std::move(entry);
        ++made;
        answered.notify_all();
    }
}

void CompositeColors::Impl::forget_old() {
    while (entries.size() > kRemembered) {
        auto oldest = entries.end();
        for (auto at = entries.begin(); at != entries.end(); ++at) {
            const bool older = oldest == entries.end() || at->second.used < oldest->second.used;
            if (at->second.is_done() && older) oldest = at;
        }
        if (oldest == entries.end()) return;
        entries.erase(oldest);
    }
}

Entry& CompositeColors::Impl::entry_of(const ColorWish& wish) {
    const auto [at, is_new] = entries.try_emplace(id_of(wish.key));
    at->second.used = ++uses;
    if (is_new) {
        wishes.push_back(wish);
        asked.notify_one();
        forget_old();
    }
    return at->second;
}

CompositeColors::CompositeColors(const Device& device) : impl_(std::make_unique<Impl>(device)) {}

CompositeColors::~CompositeColors() {
    impl_->worker.request_stop();
    if (impl_->worker.joinable()) impl_->worker.join();
}

ColorState CompositeColors::ask(const ColorWish& wish) {
    const std::scoped_lock lock(impl_->mutex);
    // Most programs never need the thread.
    if (!impl_->worker.joinable()) {
        impl_->worker = std::jthread([this](const std::stop_token& stop) { impl_->run(stop); });
    }
    const Entry& entry = impl_->entry_of(wish);
    if (entry.error) return ColorState::Failed;
    return entry.shader ? ColorState::Ready : ColorState::Preparing;
}

bool CompositeColors::ask_ahead(const ColorWish& wish) {
    {
        const std::scoped_lock lock(impl_->mutex);
        const bool known = impl_->entries.contains(id_of(wish.key));
        if (!known && impl_->wishes.size() >= kMostAhead) return false;
    }
    ask(wish);
    return true;
}

Result<Done> CompositeColors::wait_for(const ColorWish& wish) {
    ask(wish);
    std::unique_lock lock(impl_->mutex);
    const Entry* entry = nullptr;
    impl_->answered.wait(lock, [&] {
        entry = &impl_->entry_of(wish);
        return entry->is_done();
    });
    if (entry->error) return *entry->error;
    return Done{};
}

CompositeColors::Pipeline CompositeColors::pipeline(const CompositeKey& key) {
    const std::scoped_lock lock(impl_->mutex);
    Entry& entry = impl_->entries.at(id_of(key));
    entry.used = ++impl_->uses;
    auto at = entry.pipelines->find(key);
    if (at == entry.pipelines->end()) {
        at = entry.pipelines
                 ->emplace(key,
                           make_composite_pipeline(impl_->device, key, entry.shader->module.get(),
                                                   entry.shader->layout.get()))
                 .first;
        ++impl_->pipeline_count;
    }
    return {at->second.get(), entry.shader, entry.pipelines};
}

bool CompositeColors::has_pipeline(const CompositeKey& key) const {
    const std::scoped_lock lock(impl_->mutex);
    const auto entry = impl_->entries.find(id_of(key));
    return entry != impl_->entries.end() && entry->second.pipelines->contains(key);
}

std::uint64_t CompositeColors::made() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->made;
}

std::size_t CompositeColors::pipelines() const {
    const std::scoped_lock lock(impl_->mutex);
    return impl_->pipeline_count;
}

} // namespace seamline::renderer
