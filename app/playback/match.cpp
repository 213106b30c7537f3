#include "app/playback/match.h"

namespace seamline::playback {
namespace {

/// The name of the encoding that GradeFit::cdl works on.
constexpr const char* kVideoSpace = "Rec.709";

} // namespace

Result<color::SourceColor> matched(const color::ColorConfig& config,
                                   const color::SourceColor& incoming,
                                   const measures::GradeFit& grade) {
    if (incoming.bypass)
        return Error{ErrorCode::InvalidArgument,
                     "The incoming take's grade is bypassed: end the bypass to match it."};
    if (!incoming.cdl_file.empty() || !(incoming.cdl == color::Cdl{}))
        return Error{
            ErrorCode::InvalidArgument,
            "The incoming take has a CDL of its own, which Match would replace: take it off "
            "first."};
    if (!incoming.lut_file.empty() || !incoming.grade_space.empty() ||
        !(incoming.grade == color::Grade{}))
        return Error{ErrorCode::InvalidArgument,
                     "The incoming take has a grade or a LUT of its own, which a match would come "
                     "before: take it off first, or export the match as a file."};
    color::SourceColor result = incoming;
    result.grade_space = config.space_named(kVideoSpace);
    if (result.grade_space.empty())
        return Error{ErrorCode::Unsupported,
                     "This colour configuration has no Rec.709 video space to grade in: export the "
                     "match as a file instead."};
    result.cdl = grade.cdl;
    return result;
}

color::SourceColor unmatched(color::SourceColor color) {
    color.cdl = {};
    color.grade_space.clear();
    return color;
}

} // namespace seamline::playback
