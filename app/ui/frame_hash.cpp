#include "app/ui/frame_hash.h"

#include <cstring>

namespace seamline::ui {
namespace {

class Hash {
public:
    void add(const void* bytes, std::size_t size) {
        const auto* at = static_cast<const unsigned char*>(bytes);
        for (; size >= 8; size -= 8, at += 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, at, 8);
            mix(word);
        }
        std::uint64_t rest = size;
        std::memcpy(&rest, at, size);
        mix(rest);
    }
    template <typename Value> void add_value(const Value& value) { add(&value, sizeof value); }
    std::uint64_t value() const { return value_; }

private:
    void mix(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001B3U; }
    std::uint64_t value_ = 0xCBF29CE484222325U;
};

} // namespace

std::uint64_t frame_hash(const ImDrawData& draw_data, std::span<const renderer::UiImage> images,
                         Rect viewer, Extent window) {
    Hash hash;
    hash.add_value(viewer);
    hash.add_value(window);
    for (const renderer::UiImage& image : images) {
        hash.add_value(image.key);
        hash.add_value(image.rect);
    }
    for (int i = 0; i < draw_data.CmdListsCount; ++i) {
        const ImDrawList& list = *draw_data.CmdLists[i];
        hash.add(list.VtxBuffer.Data, static_cast<std::size_t>(list.VtxBuffer.size_in_bytes()));
        hash.add(list.IdxBuffer.Data, static_cast<std::size_t>(list.IdxBuffer.size_in_bytes()));
        for (const ImDrawCmd& command : list.CmdBuffer) {
            hash.add_value(command.ClipRect);
            hash.add_value(command.ElemCount);
        }
    }
    return hash.value();
}

} // namespace seamline::ui
