// app/session/demo_footage.cpp: renders and encodes the takes that demo_review.h promises.
#include "app/session/demo_review.h"
#include "app/session/json_file.h"
#include "decode/audio_source.h"
#include "decode/picture_writer.h"
#include "renderer/passes/demo_scene_pass.h"

#include <unistd.h>

#include <system_error>
#include <vector>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;

/// Counts the frames of all missing takes and asks whether to go on.
struct Progress {
    const DemoProgress& report;
    int done = 0;
    int total = 0;

    bool goes_on(const DemoTake& take) {
        if (!report) return true;
        return report(done, total, "Rendering demo take " + take.shot + " " + take.name);
    }
};

bool is_there(const fs::path& file) {
    std::error_code failure;
    return fs::is_regular_file(file, failure) && fs::file_size(file, failure) > 0;
}

decode::MovieOptions movie_options(const DemoTake& take) {
    decode::MovieOptions options;
    options.size = {static_cast<int>(take.scene.width_px), static_cast<int>(take.scene.height_px)};
    options.frame_rate = take.frame_rate;
    options.title = take.shot + " " + take.name;
    options.comment = take.about;
    options.sound = true;
    return options;
}

Result<Done> write_take(renderer::DemoScenePass& pass, const DemoTake& take, const fs::path& file,
                        Progress& progress) {
    Result<decode::MovieWriter> writer = decode::MovieWriter::open(file, movie_options(take));
    if (!writer) return writer.error();
    const std::vector<float> sound =
        demo_sound(take.sound, demo_samples_before(take, take.frame_count));
    for (int frame = 0; frame < take.frame_count; ++frame) {
        if (!progress.goes_on(take)) {
            return Error{ErrorCode::Cancelled,
                         "The demo was cancelled; its finished takes are kept."};
        }
        const decode::RgbaView picture{movie_options(take).size, 1,
                                       pass.render(demo_frame(take, frame))};
        if (const Result<Done> added = writer.value().add(picture); !added) return added.error();
        const auto from =
            static_cast<std::size_t>(demo_samples_before(take, frame) * decode::kChannels);
        const auto to =
            static_cast<std::size_t>(demo_samples_before(take, frame + 1) * decode::kChannels);
        const auto heard = std::span(sound).subspan(from, to - from);
        if (const Result<Done> added = writer.value().add_sound(heard); !added)
            return added.error();
        ++progress.done;
    }
    return writer.value().finish();
}

/// Under a name of this process's own until it is whole: two programs may start at once, and what a
/// killed one leaves must not pass for a take.
Result<Done> make_take(renderer::DemoScenePass& pass, const DemoTake& take, const fs::path& file,
                       Progress& progress) {
    const fs::path part =
        file.parent_path() / (".part-" + std::to_string(getpid()) + "-" + file.filename().string());
    std::error_code failure;
    const Result<Done> written = write_take(pass, take, part, progress);
    if (!written) {
        fs::remove(part, failure);
        return written.error();
    }
    fs::rename(part, file, failure);
    if (!failure) return Done{};
    const Error error{ErrorCode::Io,
                      "Cannot write " + quoted(file) + ": " + failure.message() + "."};
    fs::remove(part, failure);
    return error;
}

} // namespace

Result<DemoReview> ensure_demo_takes(const renderer::Device& device,
                                     std::span<const DemoTake> takes, const fs::path& folder,
                                     const DemoProgress& report) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        return Error{ErrorCode::Io, "Cannot make the demo's folder " + quoted(folder) + ": " +
                                        failure.message() + "."};
    }
    DemoReview review{folder, {}, 0};
    Progress progress{report};
    std::vector<const DemoTake*> missing;
    for (const DemoTake& take : takes) {
        review.takes.push_back(
            {folder / demo_file_name(take), take.name, take.generator, take.shot, take.about});
        if (is_there(review.takes.back().path)) continue;
        missing.push_back(&take);
        progress.total += take.frame_count;
    }
    if (missing.empty()) return review;
    renderer::DemoScenePass pass(device);
    for (const DemoTake* take : missing) {
        const Result<Done> made = make_take(pass, *take, folder / demo_file_name(*take), progress);
        if (!made) return made.error();
        ++review.rendered;
    }
    if (report) report(progress.done, progress.total, "The demo is ready");
    return review;
}

} // namespace seamline::session
