#include "app/interchange/cdl_text.h"
#include "app/interchange/edl.h"
#include "app/interchange/edl_channels.h"
#include "app/interchange/edl_lines.h"
#include "app/interchange/edl_timecodes.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <map>

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostLevels = 16;

/// An event of the list on its way to its tracks; record frames count from midnight.
struct Recorded {
    Event event;
    std::vector<EdlChannel> channels;
    std::optional<Transition> transition;
    bool implied = false; ///< Says only what the event before goes on with.
};

bool is_black(const std::string& reel) {
    const std::string capitals = upper_case(reel);
    return capitals == "BL" || capitals == "BLACK";
}

class EdlReader {
public:
    EdlReader(const EdlLines& lines, EdlClock clock, const std::string& name)
        : lines_(lines), clock_(std::move(clock)), name_(name) {}

    Result<Edit> read() {
        for (std::size_t i = 0; i < lines_.statements.size(); ++i)
            if (auto done = add(i); !done) return done.error();
        Edit edit;
        edit.name = lines_.title.empty() ? name_ : lines_.title;
        edit.rate = clock_.rate;
        edit.rate_guess = clock_.guess;
        edit.drop_frame = clock_.record_drop;
        start_from_zero(edit);
        make_tracks(edit);
        head_comments();
        notes_.insert(notes_.begin(), clock_.notes.begin(), clock_.notes.end());
        edit.notes = std::move(notes_);
        return edit;
    }

private:
    Result<Done> add(std::size_t index) {
        const EdlStatement& statement = lines_.statements[index];
        auto channels = edl_channels(statement.channels);
        if (!channels)
            return edl_error(name_, statement.line,
                             "no track is called '" + statement.channels + "'");
        placings_ += channels->size();
        if (placings_ > 2 * kMostEdlStatements)
            return Error{ErrorCode::TooLarge, name_ + ": line " + std::to_string(statement.line) +
                                                  ": too many events on too many tracks: split "
                                                  "the list"};
        Recorded recorded;
        recorded.channels = *channels;
        if (auto done = times(statement, recorded.event); !done) return done;
        describe(statement, recorded.event);
        const bool pair = index > 0 && lines_.statements[index - 1].number == statement.number &&
                          statement.transition != "C";
        if (recorded.event.duration == 0 && statement.transition == "C")
            recorded.implied = continues(recorded);
        outgoing_ = pair ? outgoing_of_pair(recorded) : std::nullopt;
        recorded_.push_back(std::move(recorded));
        comments(statement);
        transition(statement, recorded_.back());
        if (recorded_.back().channels.empty()) note(statement.line, "event on no track: left out");
        for (const EdlChannel& channel : recorded_.back().channels)
            if (!recorded_.back().implied) last_on_[channel] = recorded_.size() - 1;
        return Done{};
    }

    Result<Done> times(const EdlStatement& statement, Event& event) {
        std::array<EdlTime, 4> time;
        for (std::size_t i = 0; i < 4; ++i) {
            auto read = edl_time(clock_, statement, i);
            if (!read) return edl_error(name_, statement.line, read.error().message);
            time[i] = read.value();
            if (time[i].skipped)
                note(statement.line,
                     statement.timecodes[i] +
                         " is skipped in drop-frame counting: read as the next one");
        }
        const std::int64_t day = timecode_day(clock_.rate, clock_.record_drop);
        std::int64_t out = time[3].frames;
        if (out < time[2].frames) out += day;
        event.place = std::to_string(statement.line);
        event.record_in = time[2].frames;
        if (!recorded_.empty() && first_record_ - event.record_in > day / 2) {
            event.record_in += day;
            out += day;
        }
        if (recorded_.empty()) first_record_ = event.record_in;
        event.duration = out - event.record_in;
        source_in_ = time[0].frames;
        source_out_ = time[1].frames;
        source_rate_ = time[0].rate;
        // A tape that runs over midnight; a shorter way back is a reverse.
        const std::int64_t source_day = timecode_day(source_rate_, false);
        if (source_in_ - source_out_ > source_day / 2) source_out_ += time[1].day;
        event.source_start = {Rational(source_in_), source_rate_};
        if (time[0].rate != clock_.rate)
            note(statement.line, "source timecode counts past the record rate: read at " +
                                     time[0].rate.text() + " frames per second");
        return Done{};
    }

    void describe(const EdlStatement& statement, Event& event) {
        if (is_black(statement.reel)) {
            event.kind = EventKind::Gap;
            event.source_start = {Rational(0), clock_.rate};
            return;
        }
        MediaReference media;
        media.key = "DEFAULT_MEDIA";
        if (upper_case(statement.reel) != "AX") media.reel = statement.reel;
        event.media.push_back(std::move(media));
        if (statement.transition[0] == 'K')
            event.unsupported.push_back(statement.transition == "KB" ? "background of a key"
                                                                     : "key: shown opaque");
        if (statement.transition[0] == 'W')
            event.unsupported.push_back("wipe " + statement.transition + ": shown as a cut");
    }

    /// Whether an event of no length only names the picture that is running: the usual first line
    /// of a dissolve.
    bool continues(const Recorded& recorded) const {
        if (recorded.event.kind == EventKind::Gap) return true;
        for (const EdlChannel& channel : recorded.channels) {
            const auto last = last_on_.find(channel);
            if (last == last_on_.end()) return false;
            const Event& before = recorded_[last->second].event;
            if (before.kind == EventKind::Gap || before.record_out() != recorded.event.record_in)
                return false;
            const Rational end = before.source_start.value + Rational(before.duration) *
                                                                 before.speed / clock_.rate *
                                                                 before.source_start.rate;
            // Lists round the timecode that a retimed picture has come to.
            const Rational off = end - recorded.event.source_start.value;
            if (before.media.front().reel != recorded.event.media.front().reel ||
                before.source_start.rate != recorded.event.source_start.rate || off > Rational(1) ||
                off < Rational(-1))
                return false;
        }
        return !recorded.channels.empty();
    }

    /// The event that the second line of a pair goes over from.
    std::optional<std::size_t> outgoing_of_pair(const Recorded& incoming) const {
        if (!recorded_.back().implied) return recorded_.size() - 1;
        if (incoming.channels.empty()) return {};
        const auto last = last_on_.find(incoming.channels.front());
        if (last == last_on_.end() ||
            recorded_[last->second].event.record_out() != incoming.event.record_in)
            return {};
        return last->second;
    }

    void comments(const EdlStatement& statement) {
        Event& event = recorded_.back().event;
        Event* outgoing = outgoing_ ? &recorded_[*outgoing_].event : nullptr;
        const EdlComment* speed = nullptr;
        bool still = false;
        for (const EdlComment& comment : statement.comments) {
            switch (comment.key) {
            case EdlKey::FromClip:
                name_event(statement.transition == "C" || outgoing == nullptr ? event : *outgoing,
                           comment.value);
                break;
            case EdlKey::ToClip:
                event.name.clear();
                name_event(event, comment.value);
                if (!event.media.empty()) event.media.front().name = comment.value;
                break;
            case EdlKey::SourceFile:
                if (!event.media.empty()) event.media.front().url = comment.value;
                break;
            case EdlKey::Reel:
                long_reel(event, comment.value);
                break;
            case EdlKey::Locator:
                locator(comment);
                break;
            case EdlKey::Sop:
            case EdlKey::Saturation:
                colour(event, comment);
                break;
            case EdlKey::FreezeFrame:
                still = true;
                break;
            case EdlKey::Speed:
                speed = speed_line(comment, statement, outgoing, speed);
                break;
            case EdlKey::Effect:
                if (statement.transition == "C")
                    event.unsupported.push_back("effect " + comment.value);
                else
                    effect_ = comment.value;
                break;
            case EdlKey::AudioChannels:
                more_audio(comment);
                break;
            case EdlKey::Foreign:
                break;
            }
        }
        retime(event, speed, still);
    }

    static void name_event(Event& event, const std::string& name) {
        if (event.name.empty()) event.name = name;
        if (!event.media.empty() && event.media.front().name.empty())
            event.media.front().name = name;
    }

    /// "CAMERA_A_017 REPLACED BY: CAMERA_A"
    static void long_reel(Event& event, const std::string& value) {
        const std::size_t end = upper_case(value).find(" REPLACED BY:");
        const std::string_view reel = trimmed(std::string_view(value).substr(0, end));
        if (!event.media.empty() && !reel.empty()) event.media.front().reel = reel;
    }

    void colour(Event& event, const EdlComment& comment) {
        EventCdl cdl = event.cdl.value_or(EventCdl{});
        const bool read = comment.key == EdlKey::Sop ? read_sop(comment.value, cdl)
                                                     : read_saturation(comment.value, cdl);
        if (read)
            event.cdl = cdl;
        else
            note(comment.line, "not the numbers of an ASC CDL: left out");
    }

    /// Which M2 line is this event's: of a pair the outgoing one's comes first.
    const EdlComment* speed_line(const EdlComment& comment, const EdlStatement& statement,
                                 const Event* outgoing, const EdlComment* before) {
        const std::string reel = m2_reel(comment.value);
        const bool others = outgoing != nullptr && !reel.empty() && reel != statement.reel;
        return others ? before : &comment;
    }

    static std::string m2_reel(std::string_view value) {
        for (int i = 0; i < 2; ++i) {
            const std::size_t space = value.find_last_of(" \t");
            if (space == std::string_view::npos) return {};
            value = trimmed(value.substr(0, space));
        }
        return std::string(value);
    }

    /// Speed from "REEL 047.5 01:00:00:00" in frames per second of the list's nominal rate.
    void retime(Event& event, const EdlComment* m2, bool still) {
        if (event.kind == EventKind::Gap) return;
        if (m2 != nullptr) {
            std::string_view rest = trimmed(m2->value);
            std::optional<Rational> fps = decimal_number(rest);
            std::string entry;
            if (!fps) {
                const std::size_t last = rest.find_last_of(" \t");
                if (last != std::string_view::npos) {
                    entry = trimmed(rest.substr(last));
                    rest = trimmed(rest.substr(0, last));
                    fps = decimal_number(rest.substr(rest.find_last_of(" \t") + 1));
                }
            }
            const Rational base(timecode_base(clock_.rate));
            if (!fps || *fps / base > EditLimits::kSpeed || *fps / base < -EditLimits::kSpeed) {
                note(m2->line, "M2 needs a reel, frames per second and a timecode");
                event.unsupported.push_back("speed that cannot be read: shown at 100 %");
            } else {
                event.speed = *fps / base;
            }
        } else if (still) {
            event.speed = Rational(0);
        } else if (event.duration > 0 && source_out_ - source_in_ != event.duration &&
                   source_rate_ == clock_.rate) {
            event.unsupported.push_back("source of " + std::to_string(source_out_ - source_in_) +
                                        " frames over " + std::to_string(event.duration) +
                                        " with no M2: shown at 100 %");
        }
        if (event.speed < Rational(0))
            event.source_start.value = Rational(std::max(source_in_, source_out_));
    }

    /// "01:00:01:14 RED     ANIM FIX NEEDED", in record time.
    void locator(const EdlComment& comment) {
        const std::string_view text = comment.value;
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        auto frames = timecode_frames(text.substr(0, end), clock_.rate, clock_.record_drop);
        if (!frames || text.substr(0, end).size() < 11) {
            note(comment.line, "a locator needs a record timecode: left out");
            return;
        }
        EditMarker marker;
        marker.record = *frames;
        if (first_record_ - *frames > timecode_day(clock_.rate, clock_.record_drop) / 2)
            marker.record += timecode_day(clock_.rate, clock_.record_drop);
        std::string_view rest = trimmed(text.substr(end));
        const std::size_t space = std::min(rest.find_first_of(" \t"), rest.size());
        const std::string color = upper_case(rest.substr(0, space));
        static constexpr std::array<std::string_view, 11> kColors = {
            "RED",   "GREEN", "BLUE", "CYAN",   "MAGENTA", "YELLOW",
            "BLACK", "WHITE", "PINK", "ORANGE", "PURPLE"};
        if (std::find(kColors.begin(), kColors.end(), color) != kColors.end()) {
            marker.color = color;
            rest = trimmed(rest.substr(space));
        }
        marker.name = rest;
        Event& event = recorded_.back().event;
        if (marker.record >= event.record_in && marker.record < event.record_out())
            event.markers.push_back(std::move(marker));
        else
            loose_markers_.push_back(std::move(marker));
    }

    /// "AUD  3 4": further tracks of the event.
    void more_audio(const EdlComment& comment) {
        std::string_view rest = comment.value;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
            const auto track = whole_number(rest.substr(0, end));
            if (!track || *track < 1 || *track > kMostEdlTracks) {
                note(comment.line, "AUD needs audio track numbers");
                return;
            }
            const EdlChannel channel{TrackKind::Audio, static_cast<int>(*track)};
            auto& channels = recorded_.back().channels;
            if (std::find(channels.begin(), channels.end(), channel) == channels.end())
                channels.push_back(channel);
            rest = trimmed(rest.substr(end));
        }
    }

    void transition(const EdlStatement& statement, Recorded& recorded) {
        const bool dissolve = statement.transition == "D";
        if (!dissolve && statement.transition[0] != 'W') return;
        Transition transition;
        transition.kind = dissolve ? TransitionKind::Dissolve : TransitionKind::Other;
        transition.name = dissolve ? "Dissolve" : statement.transition;
        if (!effect_.empty() && dissolve) transition.name = effect_;
        effect_.clear();
        transition.at = recorded.event.record_in;
        transition.after = std::min(statement.transition_frames, recorded.event.duration);
        if (transition.after < statement.transition_frames)
            note(statement.line, "transition longer than its event: cut short");
        transition.place = recorded.event.place;
        recorded.transition = std::move(transition);
    }

    void start_from_zero(Edit& edit) {
        edit.start_frame = INT64_MAX;
        for (const Recorded& recorded : recorded_)
            edit.start_frame = std::min(edit.start_frame, recorded.event.record_in);
        const auto shift = [&](std::vector<EditMarker>& markers) {
            for (EditMarker& marker : markers) marker.record -= edit.start_frame;
        };
        for (Recorded& recorded : recorded_) {
            recorded.event.record_in -= edit.start_frame;
            shift(recorded.event.markers);
            if (recorded.transition) recorded.transition->at -= edit.start_frame;
        }
        shift(loose_markers_);
        std::erase_if(loose_markers_, [](const EditMarker& m) { return m.record < 0; });
        edit.markers = std::move(loose_markers_);
    }

    void make_tracks(Edit& edit) {
        if (!std::is_sorted(recorded_.begin(), recorded_.end(), earlier))
            note(0, "events are not in record order: sorted");
        std::stable_sort(recorded_.begin(), recorded_.end(), earlier);
        std::map<EdlChannel, std::vector<Track>> channels;
        for (const Recorded& recorded : recorded_)
            if (!recorded.implied)
                for (const EdlChannel& channel : recorded.channels)
                    place(recorded, channel, channels[channel]);
        for (auto& [channel, levels] : channels)
            for (Track& track : levels) edit.tracks.push_back(std::move(track));
    }

    static bool earlier(const Recorded& a, const Recorded& b) {
        return a.event.record_in < b.event.record_in;
    }

    /// Events that overlap go on further levels, the later line on top, as a tape would show them.
    void place(const Recorded& recorded, const EdlChannel& channel, std::vector<Track>& levels) {
        std::size_t level = 0;
        while (level < levels.size() && !levels[level].events.empty() &&
               levels[level].events.back().record_out() > recorded.event.record_in)
            ++level;
        if (level == kMostLevels) {
            notes_.push_back(
                {"line " + recorded.event.place,
                 "over " + std::to_string(kMostLevels) + " events at one time: left out"});
            return;
        }
        if (level == levels.size()) {
            levels.emplace_back();
            levels.back().kind = channel.kind;
            levels.back().name = edl_channel_name(channel);
            if (level > 0) {
                levels.back().name += " (" + std::to_string(level + 1) + ")";
                notes_.push_back({"line " + recorded.event.place,
                                  "overlaps an event before it: on a track above"});
            }
        }
        levels[level].events.push_back(recorded.event);
        if (channel.kind == TrackKind::Audio) {
            levels[level].events.back().markers.clear();
            levels[level].events.back().cdl.reset();
        }
        if (recorded.transition) levels[level].transitions.push_back(*recorded.transition);
    }

    void head_comments() {
        for (const EdlComment& comment : lines_.head)
            if (comment.key != EdlKey::Foreign)
                note(comment.line, "comment before the first event: belongs to none");
    }

    void note(std::size_t line, const std::string& what) {
        notes_.push_back({line == 0 ? name_ : "line " + std::to_string(line), what});
    }

    const EdlLines& lines_;
    EdlClock clock_;
    std::string name_;
    std::vector<Recorded> recorded_;
    std::map<EdlChannel, std::size_t> last_on_;
    std::vector<EditMarker> loose_markers_;
    std::vector<EditNote> notes_;
    std::optional<std::size_t> outgoing_; ///< Of the statement being read.
    std::string effect_;
    std::size_t placings_ = 0; ///< Events times their tracks.
    std::int64_t first_record_ = 0;
    std::int64_t source_in_ = 0;
    std::int64_t source_out_ = 0;
    Rational source_rate_{24};
};

} // namespace

Result<std::vector<Edit>> read_edl(std::string text, const std::string& name,
                                   const EdlReadOptions& options) {
    if (text.size() > kMostEdlBytes)
        return Error{ErrorCode::TooLarge, name + ": over 64 MiB: no edit list"};
    auto utf8 = utf8_text(std::move(text));
    if (!utf8) return Error{ErrorCode::Corrupt, name + ": no text: not an edit list"};
    const auto lines = edl_lines(*utf8, name);
    if (!lines) return lines.error();
    if (lines.value().resolve_markers)
        return Error{ErrorCode::Unsupported,
                     name +
                         ": holds timeline markers of Resolve, no cut: export the timeline as EDL"};
    if (lines.value().statements.empty())
        return Error{ErrorCode::Corrupt, name + ": line 1: no event: not a CMX3600 list"};
    auto clock = edl_clock(lines.value(), options.rate, name);
    if (!clock) return clock.error();
    auto edit = EdlReader(lines.value(), std::move(clock).value(), name).read();
    if (!edit) return edit.error();
    edit.value().document =
        std::make_shared<EditDocument>(EditDocument{EditFormat::Cmx3600, std::move(*utf8), {}});
    return std::vector<Edit>{std::move(edit).value()};
}

} // namespace seamline::interchange
