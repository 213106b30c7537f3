// tests/fuzz/xmeml_fuzz.cpp: any bytes are edits or one clear line; edits can be written in every
// format, and what is written reads again.
#include "app/interchange/xmeml.h"
#include "tests/fuzz/check_edit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::interchange;
    check_edits(read_xmeml({reinterpret_cast<const char*>(data), size}, "fuzz.xmeml"));
    return 0;
}
