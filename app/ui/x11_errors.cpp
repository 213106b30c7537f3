#include "app/ui/x11_errors.h"

#include <algorithm>
#include <cstdio>
#include <dlfcn.h>
#include <mutex>
#include <vector>

namespace seamline::ui {
namespace {

/// Xlib's XErrorEvent, whose layout is part of its binary interface. Declared here because the
/// program does not link to Xlib: GLFW loads it, or not.
struct ErrorEvent {
    int type;
    void* display;
    unsigned long resource;
    unsigned long serial;
    unsigned char error;
    unsigned char request;
    unsigned char minor;
};
using Handler = int (*)(void*, ErrorEvent*);
using SetErrorHandler = Handler (*)(Handler);

// Source: X11/X.h.
constexpr int kBadWindow = 3;
constexpr int kBadDrawable = 9;

// The handler gets no pointer of its own: what it notes must be reachable without one.
std::mutex gone_mutex;
std::vector<std::uint64_t> gone; // Guarded by gone_mutex.

int note_error(void*, ErrorEvent* event) {
    if (event->error == kBadWindow || event->error == kBadDrawable) {
        const std::scoped_lock lock(gone_mutex);
        if (std::ranges::find(gone, event->resource) == gone.end()) gone.push_back(event->resource);
    } else {
        std::fprintf(stderr, "seamline: X refused request %d.%d with error %d.\n", event->request,
                     event->minor, event->error);
    }
    return 0;
}

SetErrorHandler find_setter() {
    void* xlib = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (xlib == nullptr) return nullptr;
    auto* const setter = reinterpret_cast<SetErrorHandler>(dlsym(xlib, "XSetErrorHandler"));
    dlclose(xlib); // Only this reference: GLFW keeps its own.
    return setter;
}

} // namespace

void catch_x11_errors() {
    static const SetErrorHandler set = find_setter();
    if (set != nullptr) set(note_error);
}

bool x11_window_is_gone(std::uint64_t window) {
    const std::scoped_lock lock(gone_mutex);
    return std::ranges::find(gone, window) != gone.end();
}

void x11_window_is_new(std::uint64_t window) {
    const std::scoped_lock lock(gone_mutex);
    std::erase(gone, window);
}

} // namespace seamline::ui
