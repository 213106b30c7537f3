#include "renderer/block_pool.h"

#include "decode/media/guarded.h"

#include <algorithm>
#include <bit>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace seamline::renderer {
namespace {

// The largest storage alignment that Vulkan allows a device to ask for, and a multiple of a cache
// line.
constexpr std::uint64_t kAlignment = 256;

std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
    return (value + unit - 1) / unit * unit;
}

} // namespace

bool MemoryLedger::try_add(std::uint64_t bytes, std::uint64_t limit_bytes) {
    std::uint64_t used = used_bytes_.load();
    do {
        if (bytes > limit_bytes || used > limit_bytes - bytes) return false;
    } while (!used_bytes_.compare_exchange_weak(used, used + bytes));
    return true;
}

struct BlockPool::Slabs {
    struct Slab {
        Buffer buffer;
        std::uint64_t block_bytes = 0;
        std::uint32_t used = 0;
        /// What another API made of the buffer's memory; dies before the buffer.
        std::mutex opening;
        DevicePlaneMemory::Opened opened;
    };
    struct Free {
        Slab* slab;
        std::uint32_t index;
    };
    struct SizeClass {
        std::vector<std::unique_ptr<Slab>> slabs;
        std::vector<Free> free; // Last in, first out: its pages and cache lines are warm.
        std::size_t block_count = 0;
    };
    using Classes = std::map<std::uint64_t, SizeClass>;

    const Device& device;
    BufferMemory memory;
    std::shared_ptr<MemoryLedger> ledger;
    std::uint64_t slab_bytes;
    std::string name;
    Guarded<Classes> classes;

    ~Slabs() {
        classes.with([&](Classes& all) {
            for (const auto& [size, one] : all)
                for (const auto& slab : one.slabs) ledger->subtract(slab->buffer.size_bytes());
        });
    }
};

struct Block::Origin {
    std::shared_ptr<BlockPool::Slabs> slabs;
    BlockPool::Slabs::Slab* slab;
    std::uint32_t index;

    /// A Block over the range; `slab->used` already counts it.
    static std::shared_ptr<Block> make_block(const std::shared_ptr<BlockPool::Slabs>& slabs,
                                             BlockPool::Slabs::Free range) {
        const Buffer& buffer = range.slab->buffer;
        const VkDeviceSize offset = range.slab->block_bytes * range.index;
        std::byte* address = buffer.mapped() == nullptr ? nullptr : buffer.mapped() + offset;
        auto origin = std::unique_ptr<Origin>(new Origin{slabs, range.slab, range.index});
        return std::shared_ptr<Block>(new Block(address, range.slab->block_bytes, buffer.handle(),
                                                offset, std::move(origin)));
    }
};

Block::Block(std::byte* address, std::size_t size_bytes, VkBuffer buffer, VkDeviceSize offset_bytes,
             std::unique_ptr<Origin> origin)
    : DevicePlaneMemory(address, size_bytes), buffer_(buffer), offset_bytes_(offset_bytes),
      origin_(std::move(origin)) {}

DevicePlaneMemory::Opened
Block::opened(const std::function<Opened(ExportedMemory)>& open) const {
    BlockPool::Slabs::Slab& slab = *origin_->slab; // Stays while one of its blocks is in use.
    const std::scoped_lock lock(slab.opening);
    if (slab.opened == nullptr) {
        const ExportedMemory exported = slab.buffer.export_memory();
        if (exported.fd >= 0) slab.opened = open(exported);
    }
    return slab.opened;
}

Block::~Block() {
    origin_->slabs->classes.with([&](BlockPool::Slabs::Classes& classes) {
        --origin_->slab->used;
        // Never allocates: growing the class reserved a place for each of its blocks.
        classes[origin_->slab->block_bytes].free.push_back({origin_->slab, origin_->index});
    });
}

BlockPool::BlockPool(const Device& device, BufferMemory memory,
                     std::shared_ptr<MemoryLedger> ledger, std::uint64_t slab_bytes,
                     const char* name)
    : slabs_(new Slabs{device, memory, std::move(ledger), slab_bytes, name, {}}) {}

BlockPool::~BlockPool() = default;

std::uint64_t BlockPool::block_bytes(std::uint64_t size_bytes) {
    const std::uint64_t size = std::max(size_bytes, kAlignment);
    return round_up(size, std::max(kAlignment, std::bit_floor(size) / 16));
}

std::uint64_t BlockPool::growth_bytes(std::uint64_t size_bytes) const {
    const std::uint64_t block = block_bytes(size_bytes);
    return std::max<std::uint64_t>(1, slabs_->slab_bytes / block) * block;
}

std::shared_ptr<Block> BlockPool::take(std::uint64_t size_bytes) {
    const Slabs::Free range = slabs_->classes.with([&](Slabs::Classes& classes) -> Slabs::Free {
        const auto found = classes.find(block_bytes(size_bytes));
        if (found == classes.end() || found->second.free.empty()) return {nullptr, 0};
        const Slabs::Free last = found->second.free.back();
        found->second.free.pop_back();
        ++last.slab->used;
        return last;
    });
    return range.slab == nullptr ? nullptr : Block::Origin::make_block(slabs_, range);
}

std::shared_ptr<Block> BlockPool::grow_and_take(std::uint64_t size_bytes,
                                                std::uint64_t limit_bytes) {
    const std::uint64_t growth = growth_bytes(size_bytes);
    if (!slabs_->ledger->try_add(growth, limit_bytes)) return nullptr;
    auto slab = std::make_unique<Slabs::Slab>();
    slab->block_bytes = block_bytes(size_bytes);
    try {
        slab->buffer = Buffer(slabs_->device, growth, slabs_->memory, slabs_->name.c_str());
    } catch (...) {
        slabs_->ledger->subtract(growth);
        throw;
    }
    slab->used = 1;
    const Slabs::Free first{slab.get(), 0};
    slabs_->classes.with([&](Slabs::Classes& classes) {
        Slabs::SizeClass& one = classes[slab->block_bytes];
        const auto count = static_cast<std::uint32_t>(growth / slab->block_bytes);
        one.block_count += count;
        one.free.reserve(one.block_count);
        for (std::uint32_t i = count - 1; i >= 1; --i) one.free.push_back({slab.get(), i});
        one.slabs.push_back(std::move(slab));
    });
    return Block::Origin::make_block(slabs_, first);
}

bool BlockPool::has_free(std::uint64_t size_bytes) const {
    return slabs_->classes.with([&](Slabs::Classes& classes) {
        const auto found = classes.find(block_bytes(size_bytes));
        return found != classes.end() && !found->second.free.empty();
    });
}

void BlockPool::trim() {
    std::vector<std::unique_ptr<Slabs::Slab>> idle; // Freed after the lock is released.
    slabs_->classes.with([&](Slabs::Classes& classes) {
        for (auto& [size, one] : classes) {
            std::erase_if(one.free, [](const Slabs::Free& free) { return free.slab->used == 0; });
            for (auto& slab : one.slabs) {
                if (slab->used != 0) continue;
                one.block_count -= slab->buffer.size_bytes() / slab->block_bytes;
                idle.push_back(std::move(slab));
            }
            std::erase(one.slabs, nullptr);
        }
    });
    for (auto& slab : idle) {
        const std::uint64_t bytes = slab->buffer.size_bytes();
        slab.reset();
        slabs_->ledger->subtract(bytes);
    }
}

std::shared_ptr<const Block>
BlockPool::own(const std::shared_ptr<const PlaneMemory>& memory) const {
    auto block = std::dynamic_pointer_cast<const Block>(memory);
    return block != nullptr && block->origin_->slabs == slabs_ ? block : nullptr;
}

} // namespace seamline::renderer
