// app/ui/probe_rows.h: the rows of shown frames that the pixel probe reads, on every device.
#pragma once

#include "app/session/session.h"
#include "decode/media/result.h"
#include "renderer/frame_rows.h"

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>

namespace seamline::ui {

/// Frames in host memory are read where they are. Of frames in a GPU's memory the rows are asked
/// for, one request per source at a time, and arrive a few ticks later: until then the last ones
/// are given, which may be of an earlier frame.
///
/// Threads: main thread.
class ProbeRows {
public:
    /// As RenderLoop::read_rows.
    using Read = std::function<std::future<Result<renderer::FrameRows>>(
        std::shared_ptr<const renderer::CachedFrame>, int first, int count)>;

    explicit ProbeRows(Read read);

    struct Reading {
        /// Holds the rows asked for; null: not read yet.
        std::shared_ptr<const renderer::FrameRows> rows;
        bool is_of_this_frame = true; ///< Else of `rows->frame.index`, the newest there is.
        std::string error;            ///< Why nothing can be read, one line; empty while it can.
    };
    /// Rows [first, first + count) of the visible picture of a frame that `key` shows.
    Reading find(session::SourceKey key, const std::shared_ptr<const renderer::CachedFrame>& frame,
                 int first, int count);
    /// Something is on its way: ask again soon.
    bool is_waiting() const;
    /// Forgets what is not there any more: a source was closed, its file changed, or the render
    /// loop is another one.
    void forget(session::SourceKey key) { entries_.erase(key); }
    void clear() { entries_.clear(); }

private:
    struct Entry {
        std::shared_ptr<const renderer::FrameRows> rows;
        std::weak_ptr<const renderer::CachedFrame> of;
        std::future<Result<renderer::FrameRows>> asked;
        std::weak_ptr<const renderer::CachedFrame> asked_of;
        std::weak_ptr<const renderer::CachedFrame> failed; ///< What `error` is about.
        std::string error;
    };

    static void collect(Entry& entry);

    const Read read_;
    std::map<session::SourceKey, Entry> entries_;
};

} // namespace seamline::ui
