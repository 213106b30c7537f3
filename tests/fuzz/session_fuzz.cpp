// tests/fuzz/session_fuzz.cpp: the session reader must accept or refuse any bytes, and what it
// accepts must survive being written and read again.
#include "app/session/session_file.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seamline::session;
    const std::filesystem::path file = "/no-such-folder/review/s.seamline";
    const auto first = parse_session({reinterpret_cast<const char*>(data), size}, file);
    if (!first) {
        const std::string& message = first.error().message;
        if (message.empty() || message.find('\n') != std::string::npos) std::abort();
        return 0;
    }
    const auto second = parse_session(session_text(first.value(), file), file);
    if (!second || !(second.value() == first.value())) std::abort();
    return 0;
}
