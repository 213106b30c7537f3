#include "decode/media/color_tags.h"

namespace seamline {

const char* name(ColorMatrix matrix) {
    switch (matrix) {
    case ColorMatrix::Identity: return "rgb";
    case ColorMatrix::Bt709: return "bt709";
    case ColorMatrix::Fcc: return "fcc";
    case ColorMatrix::Bt601: return "bt601";
    case ColorMatrix::Smpte240m: return "smpte240m";
    case ColorMatrix::YCgCo: return "ycgco";
    case ColorMatrix::Bt2020Ncl: return "bt2020nc";
    case ColorMatrix::Bt2020Cl: return "bt2020c";
    case ColorMatrix::Ictcp: return "ictcp";
    }
    return "unknown";
}

const char* name(ColorPrimaries primaries) {
    switch (primaries) {
    case ColorPrimaries::Bt709: return "bt709";
    case ColorPrimaries::Bt470m: return "bt470m";
    case ColorPrimaries::Bt601_625: return "bt470bg";
    case ColorPrimaries::Bt601_525: return "smpte170m";
    case ColorPrimaries::Smpte240m: return "smpte240m";
    case ColorPrimaries::Film: return "film";
    case ColorPrimaries::Bt2020: return "bt2020";
    case ColorPrimaries::Xyz: return "smpte428";
    case ColorPrimaries::DciP3: return "smpte431";
    case ColorPrimaries::DisplayP3: return "smpte432";
    case ColorPrimaries::Ebu3213: return "ebu3213";
    }
    return "unknown";
}

const char* name(ColorTransfer transfer) {
    switch (transfer) {
    case ColorTransfer::Bt1886: return "bt1886";
    case ColorTransfer::Srgb: return "srgb";
    case ColorTransfer::Gamma22: return "gamma22";
    case ColorTransfer::Gamma28: return "gamma28";
    case ColorTransfer::Linear: return "linear";
    case ColorTransfer::Log100: return "log100";
    case ColorTransfer::Log316: return "log316";
    case ColorTransfer::Pq: return "pq";
    case ColorTransfer::Hlg: return "hlg";
    case ColorTransfer::Smpte428: return "smpte428";
    }
    return "unknown";
}

const char* name(ColorRange range) { return range == ColorRange::Full ? "full" : "limited"; }

const char* name(ChromaLocation location) {
    switch (location) {
    case ChromaLocation::Left: return "left";
    case ChromaLocation::Center: return "center";
    case ChromaLocation::TopLeft: return "topleft";
    case ChromaLocation::Top: return "top";
    case ChromaLocation::BottomLeft: return "bottomleft";
    case ChromaLocation::Bottom: return "bottom";
    }
    return "unknown";
}

} // namespace seamline
