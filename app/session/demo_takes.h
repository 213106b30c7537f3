// app/session/demo_takes.h: the takes of the demo review, as assets/demo/review.json states them.
#pragma once

#include "app/session/demo_sound.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"
#include "renderer/passes/demo_scene_pass.h"

#include <string>
#include <string_view>
#include <vector>

namespace seamline::session {

/// One take and everything it is made with: the ground truth of measures made on it.
struct DemoTake {
    std::string shot;
    std::string name;
    std::string generator; ///< A free tag.
    std::string about;     ///< One sentence: how it differs from the others.
    Rational frame_rate{24};
    int frame_count = 0;
    renderer::DemoSceneParams scene{}; ///< At frame 0.
    DemoSound sound;
};

/// What `frame` of a take is made with. `frame` counts from 0.
renderer::DemoSceneParams demo_frame(const DemoTake& take, int frame);

/// Samples per channel, at 48 kHz, that are heard before `frame`.
std::int64_t demo_samples_before(const DemoTake& take, int frame);

/// File name of a take in the cache: "room_A.mp4".
std::string demo_file_name(const DemoTake& take);

/// Takes in the order of the file. Every key of review.json must be there and none beside them, so
/// that no number of a take is a default somewhere else.
/// Errors: Corrupt, naming the shot, the take and the key.
Result<std::vector<DemoTake>> parse_demo_takes(std::string_view json_text);

} // namespace seamline::session
