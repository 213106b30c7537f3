#include "app/interchange/edl_timecodes.h"

#include "app/interchange/numbers.h"
#include "decode/media/timecode.h"

#include <algorithm>

namespace seamline::interchange {
namespace {

std::int64_t frame_number(const std::string& timecode) {
    return whole_number(std::string_view(timecode).substr(timecode.find_last_of(":;") + 1))
        .value_or(0);
}

Rational rate_for(std::int64_t highest_frame, bool drop_frame) {
    if (drop_frame) return highest_frame >= 30 ? Rational(60000, 1001) : Rational(30000, 1001);
    for (const std::int64_t rate : {24, 25, 30, 48, 50, 60, 100, 120})
        if (highest_frame < rate) return Rational(rate);
    return Rational(1000);
}

} // namespace

Result<EdlClock> edl_clock(const EdlLines& lines, std::optional<Rational> rate,
                           const std::string& name) {
    EdlClock clock;
    std::int64_t highest = 0;
    bool record_punctuated = false;
    std::optional<bool> fcm;
    for (const EdlStatement& statement : lines.statements) {
        if (!fcm) fcm = statement.drop_frame;
        for (std::size_t i = 0; i < 4; ++i) {
            highest = std::max(highest, frame_number(statement.timecodes[i]));
            const bool dropping = statement.timecodes[i].find(';') != std::string::npos;
            clock.punctuated |= dropping;
            record_punctuated |= dropping && i >= 2;
        }
    }
    clock.record_drop = clock.punctuated ? record_punctuated : fcm.value_or(false);
    if (record_punctuated && fcm == false)
        clock.notes.push_back(
            {name, "FCM says non-drop, record timecode has ';': read as drop frame"});
    if (rate) {
        if (*rate < Rational(1) || *rate > Rational(1000))
            return Error{ErrorCode::InvalidArgument,
                         name + ": no edit runs at " + rate->text() + " frames per second"};
        clock.rate = *rate;
    } else {
        const bool drop = clock.record_drop || clock.punctuated;
        clock.rate = rate_for(highest, drop);
        clock.guess = "states no rate: read at " + clock.rate.text() + " frames per second, the " +
                      (drop ? "slowest drop-frame" : "slowest usual") +
                      " rate that has a frame number of " + std::to_string(highest);
        clock.notes.push_back({name, clock.guess});
    }
    if (clock.record_drop && !has_drop_frame(clock.rate)) {
        clock.record_drop = false;
        clock.notes.push_back(
            {name, "drop frame does not exist at " + clock.rate.text() + ": counted without"});
    }
    return clock;
}

Result<EdlTime> edl_time(const EdlClock& clock, const EdlStatement& statement, std::size_t column) {
    const std::string& text = statement.timecodes[column];
    const bool record = column >= 2;
    bool drop = record             ? clock.record_drop
                : clock.punctuated ? text.find(';') != std::string::npos
                                   : statement.drop_frame.value_or(false);
    EdlTime time;
    time.rate = clock.rate;
    // Both ends of a source count alike.
    const std::int64_t highest =
        std::max(frame_number(statement.timecodes[0]), frame_number(statement.timecodes[1]));
    if (!record && highest >= timecode_base(clock.rate)) time.rate = rate_for(highest, drop);
    drop = drop && has_drop_frame(time.rate);
    const auto frames = timecode_frames(text, time.rate, drop);
    if (!frames)
        return Error{ErrorCode::Corrupt, text + " is no timecode at " + time.rate.text() +
                                             " frames per second: give the list's rate"};
    time.frames = *frames;
    const std::int64_t day = timecode_day(time.rate, drop);
    time.day = day;
    if (time.frames > day || (record && column == 2 && time.frames == day))
        return Error{ErrorCode::Corrupt, text + " is past 24 hours"};
    std::string label = timecode_text(time.frames, time.rate, drop);
    time.skipped = drop && frame_number(label) != frame_number(text);
    return time;
}

} // namespace seamline::interchange
