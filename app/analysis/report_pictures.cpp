#include "app/analysis/report.h"
#include "app/analysis/seam_map.h"
#include "decode/picture_writer.h"

#include <cstdio>
#include <cstring>

namespace seamline::analysis {
namespace {

Result<Done> write_rgb(const std::filesystem::path& path, const std::vector<std::uint8_t>& rgb,
                       Extent size) {
    std::vector<std::byte> rgba(rgb.size() / 3 * 4, std::byte{255});
    for (std::size_t i = 0; i < rgb.size() / 3; ++i)
        std::memcpy(rgba.data() + 4 * i, rgb.data() + 3 * i, 3);
    return decode::write_png(path, {size, 1, rgba});
}

} // namespace

Result<CutPictures> write_cut_pictures(const SeenSeam& seen, const std::filesystem::path& folder) {
    char stem[32];
    std::snprintf(stem, sizeof stem, "cut_%04zu", seen.index + 1);
    CutPictures names;
    const auto write = [&](const char* which, std::string& name,
                           const std::vector<std::uint8_t>& rgb, Extent size) -> Result<Done> {
        name = std::string(stem) + "_" + which + ".png";
        return write_rgb(folder / name, rgb, size);
    };
    const measures::Picture& a = seen.outgoing.light;
    const measures::Picture& b = seen.incoming.light;
    if (const auto done =
            write("outgoing", names.outgoing, display_bytes(a), {a.width(), a.height()});
        !done)
        return done.error();
    if (const auto done =
            write("incoming", names.incoming, display_bytes(b), {b.width(), b.height()});
        !done)
        return done.error();
    const auto map = seam_map(SeamMapKind::DeltaEGraded, a, b, seen.measured);
    if (!map) return names;
    const auto heat = measures::heat_picture(map->values, map->scale, map->low, map->high);
    if (const auto done = write("map", names.map, heat, {map->values.width, map->values.height});
        !done)
        return done.error();
    return names;
}

} // namespace seamline::analysis
