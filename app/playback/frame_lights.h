// app/playback/frame_lights.h: small pictures of single frames in linear light, as measures read
// them.
#pragma once

#include "app/playback/seam_maps.h"
#include "renderer/measures/plane.h"

#include <functional>
#include <memory>
#include <string>

namespace seamline::playback {

/// Decodes what is asked for on a thread of its own, which gives way to playing, and keeps the last
/// kKept answers.
///
/// Threads: main thread.
class FrameLights {
public:
    static constexpr std::size_t kKept = 80;
    static constexpr int kEdgePx = 320; ///< The longer edge of a picture at most.

    struct Answer {
        std::string error; ///< Why there is no picture; then nothing below is set.
        /// Linear light as viewed, upright or not as the file is coded.
        std::shared_ptr<const measures::Picture> light;
        double aspect = 1; ///< Width / height of the visible picture with square pixels, as coded.
    };

    /// `changed`: called on the worker after each answer.
    FrameLights(color::ColorConfig config, std::function<void()> changed);
    ~FrameLights();
    FrameLights(const FrameLights&) = delete;
    FrameLights& operator=(const FrameLights&) = delete;

    /// Null while it is being made; asks for it then.
    std::shared_ptr<const Answer> find(const ComparedPicture& picture);
    void set_config(color::ColorConfig config);
    /// Makes all anew: a file changed.
    void renew();
    bool is_waiting() const; ///< Something that was asked for is not there yet.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
