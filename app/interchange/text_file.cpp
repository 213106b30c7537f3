#include "app/interchange/text_file.h"

#include <fstream>

namespace seamline::interchange {

Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t most_bytes) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return Error{ErrorCode::NotFound,
                     "cannot open '" + file.string() + "': no such file, or not readable"};
    std::string text(most_bytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (stream.bad()) return Error{ErrorCode::Io, "cannot read '" + file.string() + "'"};
    if (text.size() > most_bytes)
        return Error{ErrorCode::TooLarge, "'" + file.string() + "' is larger than " +
                                              std::to_string(most_bytes >> 10) + " KiB"};
    return text;
}

} // namespace seamline::interchange
