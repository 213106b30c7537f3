// app/ui/event_pictures.h: small pictures of a cut's events, and of frames of any media, decoded
// beside playback.
#pragma once

#include "app/ui/cut_table.h"
#include "decode/video_source.h"
#include "renderer/color/color_config.h"
#include "renderer/color/color_processor.h"
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

/// What pictures are seen through.
struct PictureLook {
    color::ColorConfig config;
    color::ViewColor view;
};

/// Pixels averaged over areas, or repeated, to another size.
std::vector<std::uint32_t> resized(const std::vector<std::uint32_t>& pixels, Extent from,
                                   Extent to);

/// A frame of a medium that stands in no cut.
struct MediumFrame {
    const session::Source& medium; ///< As if it were a source: its file, rate and colours.
    /// See review::Medium. Not empty: a file that is another one by now is an error.
    std::string media_id;
    std::int64_t frame = 0; ///< In presentation order, >= 0.
};

/// First, middle and last pictures of events, and frames by themselves, also of media that nothing
/// else has opened. A thread
/// of low priority inside opens one medium at a time and decodes what the last interface frame
/// asked for, in its order; nothing that is not seen is decoded. While it is told to rest it holds
/// still, after the frame it is at: playing never waits for it.
///
/// What was decoded is kept small, the least lately seen going first; pictures in the wanted size
/// are made of that. They show what the session's view makes of the medium, exactly, placed in the
/// frame as the event wants it. When only colours or placing change, the old picture stays until
/// the new one is there.
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

    /// What is known of a medium once a picture of it was made.
    struct Facts {
        std::string error;       ///< Why there is none, in one line; empty when there is one.
        std::string color_error; ///< Why it shows the file's own R'G'B', likewise.
        bool held = false;       ///< See EventFrame; of a frame: it lies past the medium's end.
        renderer::PictureShape shape;
        ColorTags color;
    };

    /// Before and after the panels of one interface frame. `rests`: while playing.
    void begin_frame(const PictureLook& look);
    void end_frame(bool rests);

    /// The picture of an event of `source`'s cut, `height` (> 0) pixels high, its rectangle at 0,
    /// 0; nothing while there is none, and then it is asked for.
    std::optional<renderer::UiImage> find(const session::Source& source, const CutTable& table,
                                          const CutRow& row, EventMoment moment, int height);
    std::optional<renderer::UiImage> find(const MediumFrame& wanted, int height);
    /// Of the event's medium; null while no picture of it was made. Until the next `begin_frame`.
    const Facts* facts(const session::Source& source, const CutRow& row,
                       EventMoment moment = EventMoment::First);
    const Facts* facts(const MediumFrame& wanted);
    /// Makes all anew: a file changed.
    void clear();

    /// For tests: pictures decoded so far, and bytes kept.
    std::int64_t made() const;
    std::size_t kept_bytes() const;

private:
    using Pixels = std::vector<std::uint32_t>;
    struct Ask {
        std::uint64_t picture = 0;
        session::Source medium; ///< As if it were a source: its file, rate and colours.
        std::string media_id;   ///< See MediumFrame.
        std::int64_t frame = 0; ///< Of the medium; with a `program`, of its record.
        std::shared_ptr<const playback::CutProgram> program; ///< Null: of no cut.
        playback::EventPlace place;
        interchange::Reframe reframe;
        std::shared_ptr<const PictureLook> look;
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
    /// A picture as it is wanted, and what it may be shown in place of: another picture of the
    /// same `frame` (whatever its colours) that last stood in the same `slot`.
    struct Name {
        std::uint64_t picture = 0; ///< Frame, colours and placing; 0: there is no medium.
        std::uint64_t frame = 0;
        std::uint64_t slot = 0;
    };
    struct Last {
        std::uint64_t frame = 0;
        std::uint64_t picture = 0;
    };
    /// The worker's own.
    struct Open {
        std::filesystem::path path;
        std::string media_id;
        Rational sequence_rate;
        std::optional<decode::VideoSource> video;
        std::string error;
        std::int64_t position = 0; ///< What `next` delivers next; -1: unknown.
    };

    Name name_of(const session::Source& source, const CutRow& row, EventMoment moment) const;
    Name name_of(const MediumFrame& wanted) const;
    /// `name.picture`, or while it is not made what stood there last of the same frame, which
    /// `name.picture` is then; null: nothing.
    Kept* kept_or_last(Name& name);
    /// Calls `ask` for what is to be made.
    template <typename MakeAsk>
    std::optional<renderer::UiImage> found(Name name, int height, const MakeAsk& ask);
    const Facts* facts_of(Name name);
    Ask ask_for(const session::Source& source, const CutTable& table, const CutRow& row,
                EventMoment moment, std::uint64_t picture) const;
    Ask ask_for(const MediumFrame& wanted, std::uint64_t picture) const;
    void run(const std::stop_token& stop);
    std::optional<Ask> next_ask(const std::stop_token& stop);
    /// Waits while it is to rest. False when it is to end.
    bool may_work(const std::stop_token& stop);
    bool is_interrupted(const std::stop_token& stop) const;
    /// Nothing when it was interrupted.
    std::optional<Kept> make(const Ask& ask, const std::stop_token& stop);
    void open(const Ask& ask, const std::stop_token& stop);
    /// Whether it is open, or cannot be opened.
    bool is_open(const Ask& ask) const;
    std::optional<Result<DecodedFrame>> decode(std::int64_t frame, const std::stop_token& stop);
    static EventFrame frame_of(const Ask& ask, const VideoDescription& video,
                               const decode::FrameIndex& index);
    void keep(const Ask& ask, Kept kept);
    void drop_old();
    std::optional<renderer::UiImage> shown(std::uint64_t picture, int height);
    /// What a medium with these tags is seen through; null: as it is. The worker's.
    std::shared_ptr<const color::ColorProcessor> processor(const Ask& ask, Facts& facts);

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

    std::map<std::pair<std::uint64_t, int>, Shown> shown_; // The main thread's, down to `last_`.
    std::uint64_t next_image_;
    std::shared_ptr<const PictureLook> look_;
    std::uint64_t look_name_ = 0;
    std::unordered_map<std::uint64_t, Last> last_; ///< By Name::slot.

    Open open_; // The worker's, with the next one: newest first.
    struct Processor {
        std::uint64_t name = 0;
        std::shared_ptr<const color::ColorProcessor> processor;
    };
    std::list<Processor> processors_;

    std::jthread worker_; // Last: starts when everything above exists.
};

} // namespace seamline::ui
