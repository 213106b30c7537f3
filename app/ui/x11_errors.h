// app/ui/x11_errors.h: survives what other programs do to this one's windows.
#pragma once

#include <cstdint>

namespace seamline::ui {

/// Takes the place of Xlib's error handler, which ends the program at the first request about a
/// window that another client has destroyed. Anything else that goes wrong is one line on stderr.
/// Does nothing where X is not in use. To be called again after GLFW has made a window: GLFW 3.3
/// then puts Xlib's own handler back.
///
/// Threads: main thread; the handler may run on any.
void catch_x11_errors();

/// Whether a request has failed because this window does not exist any more.
/// Threads: safe.
bool x11_window_is_gone(std::uint64_t window);
/// A new window has this number now, which a lost one may have had.
/// Threads: safe.
void x11_window_is_new(std::uint64_t window);

} // namespace seamline::ui
