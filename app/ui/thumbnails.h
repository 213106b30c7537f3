// app/ui/thumbnails.h: small pictures of cached frames for the timeline, made on a worker.
#pragma once

#include "app/session/session.h"
#include "renderer/cached_frame.h"
#include "renderer/layout.h"
#include "renderer/ui_images.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <vector>

namespace seamline::ui {

/// A frame, whole, in `size` pixels, display-referred; 2 x 2 samples per pixel. Empty when the CPU
/// cannot read the frame.
std::vector<std::uint32_t> make_thumbnail(const renderer::CachedFrame& frame,
                                          const ColorTags& color,
                                          const renderer::PictureShape& shape, Extent size);

/// Threads: main thread; the pictures are made on a thread inside, which never waits for a decoder.
class Thumbnails {
public:
    struct Wanted {
        session::SourceKey source = 0;
        std::int64_t frame = 0;
        Extent size;
        ColorTags color;
        renderer::PictureShape shape;
    };

    /// `ready` is called on the worker after each picture.
    explicit Thumbnails(std::function<void()> ready);
    ~Thumbnails();
    Thumbnails(const Thumbnails&) = delete;
    Thumbnails& operator=(const Thumbnails&) = delete;

    /// The picture, its rectangle at 0, 0; nothing while there is none. `cached` is asked for the
    /// frame when it has to be made; it may return null.
    std::optional<renderer::UiImage>
    find(const Wanted& wanted,
         const std::function<std::shared_ptr<const renderer::CachedFrame>()>& cached);
    /// Forgets a source's pictures: its file changed.
    void forget(session::SourceKey source);

private:
    using Key = std::tuple<session::SourceKey, std::int64_t, int, int>;
    struct Entry {
        std::uint64_t image_key = 0;
        ColorTags color;
        std::shared_ptr<const std::vector<std::uint32_t>> rgba; ///< Null while it is being made.
        std::uint64_t last_used = 0;
    };
    struct Request {
        Wanted wanted;
        std::uint64_t image_key = 0;
        std::shared_ptr<const renderer::CachedFrame> frame;
    };

    void run(const std::stop_token& stop);
    void drop_old();

    const std::function<void()> ready_;
    std::mutex mutex_; // Guards everything below.
    std::condition_variable_any asked_;
    std::map<Key, Entry> entries_;
    std::deque<Request> requests_;
    std::uint64_t next_image_ = 1;
    std::uint64_t now_ = 0;

    std::jthread worker_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
