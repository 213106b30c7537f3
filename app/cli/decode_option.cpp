#include "app/cli/decode_option.h"

namespace seamline::cli {

Result<decode::DecodeChoice> decode_option(const Arguments& arguments) {
    const auto given = arguments.text("--decode");
    if (!given) return decode::DecodeChoice::Auto;
    if (const auto choice = decode::decode_choice(*given)) return *choice;
    return Error{ErrorCode::InvalidArgument,
                 "--decode " + *given + ": choose auto, software, nvdec, vaapi or vulkan"};
}

} // namespace seamline::cli
