// tests/fuzz/fcpxml_fuzz.cpp: any bytes are edits or one clear line; edits can be written in every
// format, and what is written reads again.
#include "app/interchange/fcpxml.h"
#include "tests/fuzz/check_edit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::interchange;
    check_edits(read_fcpxml({reinterpret_cast<const char*>(data), size}, "fuzz.fcpxml"));
    return 0;
}
