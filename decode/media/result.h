// decode/media/result.h: a value or the reason there is none.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace seamline {

enum class ErrorCode {
    InvalidArgument, ///< The caller or the command line asked for something that has no meaning.
    NotFound,        ///< No such file, frame or device.
    Unsupported,     ///< Valid, but nothing here can read or show it.
    Corrupt,         ///< Unreadable or damaged input.
    EndOfStream,     ///< Past the last frame or sample.
    TooLarge,        ///< Over a stated limit of size, depth or memory.
    Io,              ///< The system refused: permissions, full disk, vanished file.
    Unavailable,     ///< Something outside is not there now; try again later.
    Cancelled,
};

struct Error {
    ErrorCode code = ErrorCode::Corrupt;
    std::string message; ///< One sentence for the user: what failed, on which file, what to do.
};

/// Follows std::expected<T, Error> name for name, so that moving to C++23 is
/// one alias. Returned for failures the caller is meant to handle.
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// Throws std::bad_variant_access if there is no value.
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    /// Throws std::bad_variant_access if there is a value.
    const Error& error() const& { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

/// The value of a Result that carries only success.
struct Done {};

} // namespace seamline
