// app/ui/still_pictures.h: small pictures of hero frames, and the light of what is measured by
// hand.
#pragma once

#include "app/playback/frame_lights.h"
#include "renderer/ui_images.h"

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

namespace seamline::ui {

/// Threads: main thread.
class StillPictures {
public:
    explicit StillPictures(playback::FrameLights& lights) : lights_(&lights) {}

    /// A frame `height` (> 0) pixels high, its rectangle at 0, 0; nothing while there is none.
    /// `error`: why there will be none.
    std::optional<renderer::UiImage> find(const playback::ComparedPicture& picture, int height,
                                          std::string& error);
    /// See FrameLights::find.
    std::shared_ptr<const playback::FrameLights::Answer>
    light(const playback::ComparedPicture& picture) {
        return lights_->find(picture);
    }
    bool is_waiting() const { return lights_->is_waiting(); }

private:
    struct Entry {
        std::shared_ptr<const playback::FrameLights::Answer> answer;
        int height = 0;
        renderer::UiImage image;
    };
    playback::FrameLights* lights_;
    std::list<Entry> entries_; ///< Latest first.
    std::uint64_t next_key_ = std::uint64_t{5} << 60;
};

} // namespace seamline::ui
