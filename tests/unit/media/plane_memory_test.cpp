#include "decode/media/guarded.h"
#include "decode/media/plane_memory.h"
#include "decode/media/result.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>
#include <variant>
#include <vector>

namespace seamline {
namespace {

TEST(HeapPlanes, AreAlignedAndAsLargeAsAsked) {
    HeapPlaneAllocator heap;
    for (const std::size_t size : {std::size_t{1}, std::size_t{63}, std::size_t{4097}}) {
        const auto block = heap.allocate(size);
        ASSERT_TRUE(block);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block->data()) % 64, 0U);
        EXPECT_EQ(block->size_bytes(), size);
    }
}

TEST(HeapPlanes, RefuseWhatCannotBeHad) {
    HeapPlaneAllocator heap;
    EXPECT_EQ(heap.allocate(std::size_t{1} << 62), nullptr);
}

TEST(Guarded, LosesNoUpdateBetweenThreads) {
    Guarded<int> count(0);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 10000; ++i) count.with([](int& n) { ++n; });
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(count.with([](int& n) { return n; }), 40000);
}

TEST(Result, HoldsEitherAValueOrAReason) {
    const Result<int> value = 3;
    const Result<int> reason = Error{ErrorCode::NotFound, "no such file"};
    EXPECT_TRUE(value);
    EXPECT_EQ(value.value(), 3);
    EXPECT_FALSE(reason);
    EXPECT_EQ(reason.error().code, ErrorCode::NotFound);
    EXPECT_THROW(reason.value(), std::bad_variant_access);
    EXPECT_THROW(value.error(), std::bad_variant_access);
}

} // namespace
} // namespace seamline
