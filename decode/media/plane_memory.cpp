#include "decode/media/plane_memory.h"

#include <new>

namespace seamline {
namespace {

constexpr std::align_val_t kAlignment{64};

class HeapBlock final : public PlaneMemory {
public:
    explicit HeapBlock(std::size_t size_bytes)
        : PlaneMemory(static_cast<std::byte*>(::operator new(size_bytes, kAlignment)), size_bytes) {}
    ~HeapBlock() override { ::operator delete(data(), kAlignment); }
};

} // namespace

std::shared_ptr<PlaneMemory> HeapPlaneAllocator::allocate(std::size_t size_bytes) {
    try {
        return std::make_shared<HeapBlock>(size_bytes);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

} // namespace seamline
