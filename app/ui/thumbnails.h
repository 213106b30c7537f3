// app/ui/thumbnails.h: small pictures of cached frames for the timeline, made beside playback.
#pragma once

#include "app/interchange/edit.h"
#include "app/playback/source_colors.h"
#include "app/session/session.h"
#include "decode/media/result.h"
#include "renderer/cached_frame.h"
#include "renderer/composition.h"
#include "renderer/frame_renderer.h"
#include "renderer/layout.h"
#include "renderer/ui_images.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <vector>

namespace seamline::ui {

/// A frame, whole, in `size` pixels, or placed in it as an event of a cut wants it, with black
/// around; display-referred through `processor` (null: its own R'G'B'); 2 x 2 samples per pixel.
/// Empty when the CPU cannot read the frame.
std::vector<std::uint32_t> make_thumbnail(const renderer::CachedFrame& frame,
                                          const ColorTags& color,
                                          const renderer::PictureShape& shape, Extent size,
                                          const color::ColorProcessor* processor = nullptr,
                                          const interchange::Reframe& reframe = {});

/// The same for a frame that only the GPU can read, and for grades that are dragged.
renderer::Composition thumbnail_composition(std::shared_ptr<const renderer::CachedFrame> frame,
                                            const ColorTags& color,
                                            const renderer::PictureShape& shape, Extent size,
                                            const playback::ShownColor& shown = {},
                                            const interchange::Reframe& reframe = {});

/// Of frames in host memory the pictures are made on a thread inside, which never waits for a
/// decoder; of frames in a GPU's memory by the GPU, and that thread collects them.
///
/// Threads: main thread.
class Thumbnails {
public:
    struct Wanted {
        session::SourceKey source = 0;
        std::int64_t frame = 0;
        Extent size;
        ColorTags color;
        renderer::PictureShape shape;
        playback::ShownColor shown{};   ///< What the picture is seen through.
        interchange::Reframe reframe{}; ///< Of a cut's event.
    };

    /// As RenderLoop::read_picture; called on the main thread.
    using Render =
        std::function<std::future<Result<renderer::RenderedPicture>>(renderer::Composition)>;

    /// `ready` is called on the worker after each picture.
    Thumbnails(Render render, std::function<void()> ready);
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
        playback::ShownColor shown;
        interchange::Reframe reframe;
        std::shared_ptr<const std::vector<std::uint32_t>> rgba; ///< Null while it is being made.
        std::uint64_t last_used = 0;
    };
    struct Request {
        Wanted wanted;
        std::uint64_t image_key = 0;
        std::shared_ptr<const renderer::CachedFrame> frame; ///< Null when the GPU makes it.
        std::future<Result<renderer::RenderedPicture>> rendered;
    };
    using Pixels = std::vector<std::uint32_t>;

    /// Nothing when it was not made, so that it is to be asked for again.
    static std::optional<Pixels> pixels_of(Request& request, const std::stop_token& stop);
    void run(const std::stop_token& stop);
    void drop_old();

    const Render render_;
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
