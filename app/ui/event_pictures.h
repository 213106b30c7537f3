// app/ui/event_pictures.h: small pictures of a cut's events, decoded beside playback.
#pragma once

#include "app/ui/cut_table.h"
#include "decode/video_source.h"
#include "renderer/layout.h"
#include "renderer/ui_images.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace seamline::ui {

/// Which frame of a medium an event shows at a record frame.
struct EventFrame {
    std::int64_t frame = 0;
    bool held = false; ///< The event runs past an end of the medium, which is held, somewhere.
};
EventFrame event_frame(const interchange::Event& event, std::int64_t record,
                       const Rational& edit_rate, const VideoDescription& video,
                       const decode::FrameIndex& index);

/// Pixels averaged over areas, or repeated, to another size.
std::vector<std::uint32_t> resized(const std::vector<std::uint32_t>& pixels, Extent from,
                                   Extent to);

/// First, middle and last pictures of events, also of media that nothing else has opened. A thread
/// of low priority inside opens one medium at a time and decodes what the last interface frame
/// asked for, in its order; nothing that is not seen is decoded. While it is told to rest it holds
/// still, after the frame it is at: playing never waits for it.
///
/// What was decoded is kept small, the least lately seen going first; pictures in the wanted size
/// are made of that. They show the file's own R'G'B', without the event's placing.
///
/// Threads: main thread.
class EventPictures {
public:
    static constexpr int kKeptHeightPx = 80;

    /// `ready` is called on the worker after each picture. `budget_bytes`: of what is kept.
    explicit EventPictures(std::function<void()> ready, std::size_t budget_bytes = 96U << 20U);
    ~EventPictures();
    EventPictures(const EventPictures&) = delete;
    EventPictures& operator=(const EventPictures&) = delete;

    /// What is known of an event's medium once a picture of it was made.
    struct Facts {
        std::string error; ///< Why there is none, in one line; empty when there is one.
        bool held = false; ///< See EventFrame.
        renderer::PictureShape shape;
        ColorTags color;
    };

    /// Before and after the panels of one interface frame. `rests`: while playing.
    void begin_frame();
    void end_frame(bool rests);

    /// The picture, `height` (> 0) pixels high, its rectangle at 0, 0; nothing while there is none,
    /// and then it is asked for.
    std::optional<renderer::UiImage> find(const CutTable& table, const CutRow& row,
                                          EventMoment moment, int height);
    /// Of the event's medium; null while no picture of it was made. Until the next `begin_frame`.
    const Facts* facts(const CutRow& row, EventMoment moment = EventMoment::First);
    /// Makes all anew: a file changed.
    void clear();

    /// For tests: pictures decoded so far, and bytes kept.
    std::int64_t made() const;
    std::size_t kept_bytes() const;

private:
    using Pixels = std::vector<std::uint32_t>;
    struct Ask {
        std::uint64_t picture = 0;
        std::shared_ptr<const playback::CutProgram> program;
        playback::EventPlace place;
        std::int64_t record = 0;
        session::ColorOverrides color;
        Rational sequence_rate{24};
        std::uint64_t era = 0;
    };
    struct Kept {
        Facts facts;
        Extent size;
        std::shared_ptr<const Pixels> pixels; ///< Null: see Facts::error.
        std::uint64_t last_used = 0;
    };
    struct Shown {
        std::uint64_t image_key = 0;
        Extent size;
        std::shared_ptr<const Pixels> rgba;
        std::uint64_t last_used = 0;
    };
    /// The worker's own.
    struct Open {
        std::filesystem::path path;
        Rational sequence_rate;
        std::optional<decode::VideoSource> video;
        std::string error;
        std::int64_t position = 0; ///< What `next` delivers next; -1: unknown.
    };

    void run(const std::stop_token& stop);
    std::optional<Ask> next_ask(const std::stop_token& stop);
    /// Waits while it is to rest. False when it is to end.
    bool may_work(const std::stop_token& stop);
    bool is_interrupted(const std::stop_token& stop) const;
    /// Nothing when it was interrupted.
    std::optional<Kept> make(const Ask& ask, const std::stop_token& stop);
    void open(const Ask& ask, const std::stop_token& stop);
    std::optional<Result<DecodedFrame>> decode(std::int64_t frame, const std::stop_token& stop);
    void keep(const Ask& ask, Kept kept);
    void drop_old();
    std::optional<renderer::UiImage> shown(std::uint64_t picture, int height);

    const std::function<void()> ready_;
    const std::size_t budget_bytes_;

    mutable std::mutex mutex_; // Guards all down to `made_`.
    std::condition_variable_any changed_;
    std::vector<Ask> asks_; ///< Of the last interface frame, those that are not made.
    std::vector<Ask> next_; ///< Of this one.
    bool rests_ = false;
    std::uint64_t era_ = 0; ///< Rises with `clear`: what was begun before is not kept.
    std::uint64_t now_ = 1; ///< Interface frames.
    std::unordered_map<std::uint64_t, Kept> kept_;
    std::size_t kept_bytes_ = 0;
    std::int64_t made_ = 0;

    std::map<std::pair<std::uint64_t, int>, Shown> shown_; // The main thread's.
    std::uint64_t next_image_;

    Open open_; // The worker's.

    std::jthread worker_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
