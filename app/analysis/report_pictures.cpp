#include "app/analysis/report.h"
#include "decode/picture_writer.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

namespace seamline::analysis {
namespace {

/// A map of less light that moved shows noise.
constexpr double kShownRelightStops = 0.05;
constexpr double kShownSlopeStops = 0.1;

Result<Done> write_rgb(const std::filesystem::path& path, const std::vector<std::uint8_t>& rgb,
                       Extent size) {
    std::vector<std::byte> rgba(rgb.size() / 3 * 4, std::byte{255});
    for (std::size_t i = 0; i < rgb.size() / 3; ++i)
        std::memcpy(rgba.data() + 4 * i, rgb.data() + 3 * i, 3);
    return decode::write_png(path, {size, 1, rgba});
}

Result<CutPictures> write_pictures(const char* what, std::size_t index,
                                   const MeasuredSeam& measured, const measures::Picture& a,
                                   const measures::Picture& b,
                                   const std::filesystem::path& folder) {
    char stem[32];
    std::snprintf(stem, sizeof stem, "%s_%04zu", what, index + 1);
    CutPictures names;
    const auto write = [&](const char* which, std::string& name,
                           const std::vector<std::uint8_t>& rgb, Extent size) -> Result<Done> {
        name = std::string(stem) + "_" + which + ".png";
        return write_rgb(folder / name, rgb, size);
    };
    if (const auto done =
            write("outgoing", names.outgoing, display_bytes(a), {a.width(), a.height()});
        !done)
        return done.error();
    if (const auto done =
            write("incoming", names.incoming, display_bytes(b), {b.width(), b.height()});
        !done)
        return done.error();
    names.aspect = static_cast<double>(a.width()) / std::max(a.height(), 1);
    const Terms& terms = measured.seam.terms;
    const bool light_moved = at(terms, Term::RelightStops) >= kShownRelightStops ||
                             at(terms, Term::RelightSlopeStops) >= kShownSlopeStops;
    for (const auto& [kind, word] :
         {std::pair(SeamMapKind::DeltaEGraded, "map"), std::pair(SeamMapKind::Relight, "relight"),
          std::pair(SeamMapKind::DeltaItp, "itp")}) {
        if (kind == SeamMapKind::Relight && !light_moved) continue;
        const auto map = seam_map(kind, a, b, measured);
        if (!map) continue;
        const auto heat = measures::heat_picture(map->values, map->scale, map->low, map->high);
        MapPicture& added = names.maps.emplace_back();
        added = {"",
                 kind,
                 map->scale,
                 static_cast<double>(map->low),
                 static_cast<double>(map->high),
                 map->unit};
        if (const auto done =
                write(word, added.file, heat, {map->values.width, map->values.height});
            !done)
            return done.error();
    }
    return names;
}

} // namespace

Result<CutPictures> write_cut_pictures(const SeenSeam& seen, const std::filesystem::path& folder) {
    return write_pictures("cut", seen.index, seen.measured, seen.outgoing.light,
                          seen.incoming.light, folder);
}

Result<CutPictures> write_pair_pictures(const SeenPair& seen, const std::filesystem::path& folder) {
    return write_pictures("pair", seen.index, seen.measured, seen.outgoing.light,
                          seen.incoming.light, folder);
}

} // namespace seamline::analysis
