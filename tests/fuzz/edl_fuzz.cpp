// tests/fuzz/edl_fuzz.cpp: any bytes are an edit list or one clear line; what is read can be
// written as every format, and what is written reads again.
#include "tests/fuzz/check_edit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::interchange;
    check_edits(read_edl({reinterpret_cast<const char*>(data), size}, "fuzz.edl"));
    return 0;
}
