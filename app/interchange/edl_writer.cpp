#include "app/interchange/cdl_text.h"
#include "app/interchange/edl.h"
#include "app/interchange/edl_channels.h"
#include "app/interchange/edl_lines.h"
#include "app/interchange/edl_timecodes.h"
#include "app/interchange/event_part.h"
#include "app/interchange/numbers.h"
#include "app/interchange/text_encoding.h"
#include "decode/media/counted.h"
#include "decode/media/timecode.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

namespace seamline::interchange {
namespace {

constexpr std::size_t kMostEvents = 999;

/// One event line to be, with the transition that leads into it.
struct Line {
    Event event;
    std::string channels;
    const Transition* transition = nullptr;
    const Event* outgoing = nullptr; ///< What it goes over from; null: black.
};

class EdlWriter {
public:
    EdlWriter(const Edit& edit, const EdlWriteOptions& options) : edit_(edit), options_(options) {
        drop_ = edit.drop_frame && has_drop_frame(edit.rate);
        if (edit.document && edit.document->format == EditFormat::Cmx3600)
            if (auto lines = edl_lines(edit.document->text, "document"))
                original_ = std::move(lines).value();
    }

    Result<WrittenEdit> write() {
        collect();
        if (lines_.empty())
            return Error{ErrorCode::InvalidArgument,
                         edit_.name + ": no event that a list can hold"};
        for (std::size_t i = 0; i < original_.statements.size(); ++i)
            statement_at_[std::to_string(original_.statements[i].line)] = i;
        for (const Line& line : lines_) places_.insert(line.event.place);
        if (lines_.size() > kMostEvents)
            lose(edit_.name, counted(lines_.size(), "event", "events") +
                                 ": systems of the format's time "
                                 "read 999, the numbers get longer");
        put("TITLE: " + text(edit_.name));
        put(drop_ ? "FCM: DROP FRAME" : "FCM: NON-DROP FRAME");
        for (const EdlComment& comment : original_.head)
            if (comment.key == EdlKey::Foreign) put_foreign(comment);
        put("");
        for (std::size_t i = 0; i < lines_.size(); ++i) write_line(lines_[i], i + 1);
        for (auto& [what, count] : counted_) lose(edit_.name, repeated(what, count));
        return std::move(out_);
    }

private:
    void collect() {
        if (options_.all_video_tracks) {
            int number = 0;
            for (const Track& track : edit_.tracks)
                if (track.kind == TrackKind::Video) add_track(track, {TrackKind::Video, ++number});
        } else {
            const auto is_video = [](const Track& t) { return t.kind == TrackKind::Video; };
            const auto videos = std::count_if(edit_.tracks.begin(), edit_.tracks.end(), is_video);
            flat_ = flat_video(edit_);
            if (videos > 1)
                lose(edit_.name, "video tracks: one, as seen, of " + std::to_string(videos));
            for (EditNote& loss : flat_.losses) out_.losses.push_back(std::move(loss));
            add_track(flat_.track, {TrackKind::Video, 1});
        }
        int number = 0;
        for (const Track& track : edit_.tracks)
            if (track.kind == TrackKind::Audio) {
                // Tracks of a list keep their numbers.
                const auto named = edl_channels(track.name);
                const bool own = named && named->size() == 1 &&
                                 named->front().kind == TrackKind::Audio &&
                                 named->front().number > number;
                number = own ? named->front().number : number + 1;
                add_track(track, {TrackKind::Audio, number});
            }
        std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
            return a.event.record_in < b.event.record_in;
        });
        join_channels();
        give_markers();
    }

    void add_track(const Track& track, const EdlChannel& channel) {
        if (!track.enabled) return lose(track.name, "track that is switched off: left out");
        if (channel.number > kMostEdlTracks) return lose(track.name, "over 99 tracks: left out");
        std::vector<Event> events = track.events;
        std::vector<std::pair<std::size_t, const Transition*>> leads;
        std::size_t next = 0; // Transitions ascend, as events do.
        for (const Transition& transition : track.transitions) {
            while (next < events.size() &&
                   (events[next].record_in < transition.at || events[next].duration == 0))
                ++next;
            if (next < events.size() && events[next].record_in == transition.at)
                leads.emplace_back(next, &transition);
            else
                lose(transition.name, "transition into black: written as a cut");
        }
        std::vector<std::size_t> line_of(events.size());
        // Where a dissolve starts before its cut, the cut moves there: the picture is the same.
        for (const auto& [in, transition] : leads) {
            if (transition->before == 0 || transition->kind != TransitionKind::Dissolve) continue;
            const std::int64_t start = transition->at - transition->before;
            events[in] = event_part(events[in], edit_.rate, start, events[in].record_out());
            if (in > 0 && events[in - 1].record_out() == transition->at)
                events[in - 1].duration =
                    std::max<std::int64_t>(start - events[in - 1].record_in, 0);
            lose(where(transition->at),
                 "dissolve that starts before its cut: the cut is written at "
                 "its start, the picture is the same");
        }
        for (std::size_t i = 0; i < events.size(); ++i) {
            line_of[i] = SIZE_MAX;
            const Event& event = events[i];
            if (!event.enabled && event.kind == EventKind::Clip) {
                if (channel.kind == TrackKind::Audio || options_.all_video_tracks)
                    lose(event.name, "clip that is switched off: left out");
                continue;
            }
            if (event.kind == EventKind::Gap && event.duration == 0) {
                if (!event.name.empty()) lose(event.name, "gap of no length: left out");
                continue;
            }
            line_of[i] = lines_.size();
            lines_.push_back({event, edl_channel_name(channel), nullptr, nullptr});
        }
        // `outgoing` points into storage that lives as long as the writer.
        kept_.push_back(std::make_shared<std::vector<Event>>(std::move(events)));
        for (const auto& [in, transition] : leads) {
            if (line_of[in] == SIZE_MAX) continue;
            Line& line = lines_[line_of[in]];
            line.transition = transition;
            const std::vector<Event>& all = *kept_.back();
            if (in > 0 && all[in - 1].record_out() == line.event.record_in &&
                all[in - 1].kind == EventKind::Clip && all[in - 1].enabled) {
                line.outgoing = &all[in - 1];
                // Its own line of no length is the first line of the pair.
                if (line.outgoing->duration == 0 && line_of[in - 1] != SIZE_MAX)
                    lines_[line_of[in - 1]].channels.clear();
            }
        }
        std::erase_if(lines_, [](const Line& line) { return line.channels.empty(); });
    }

    /// Picture and sound of one clip share a line.
    void join_channels() {
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            for (std::size_t k = i + 1;
                 k < lines_.size() && lines_[k].event.record_in == lines_[i].event.record_in; ++k) {
                const Event& a = lines_[i].event;
                const Event& b = lines_[k].event;
                const bool same =
                    a.kind == b.kind && a.duration == b.duration && a.name == b.name &&
                    a.source_start == b.source_start && a.speed == b.speed && a.media == b.media &&
                    b.place == a.place &&
                    (lines_[i].transition == nullptr) == (lines_[k].transition == nullptr) &&
                    lines_[i].channels.find('V') != std::string::npos &&
                    lines_[k].channels.starts_with('A');
                if (!same) continue;
                lines_[i].channels += lines_[k].channels;
                lines_[k].channels.clear();
            }
            std::string& channels = lines_[i].channels;
            if (channels == "VA")
                channels = "B";
            else if (channels == "VAA2")
                channels = "AA/V";
            else if (channels == "VA2")
                channels = "A2/V";
        }
        std::erase_if(lines_, [](const Line& line) { return line.channels.empty(); });
    }

    /// Locators belong to the event whose line they follow.
    void give_markers() {
        if (lines_.empty()) return;
        for (const EditMarker& marker : edit_.markers) {
            Line* owner = &lines_.front();
            for (Line& line : lines_)
                if (line.event.record_in <= marker.record &&
                    (line.event.record_out() > marker.record ||
                     owner->event.record_out() <= marker.record))
                    owner = &line;
            owner->event.markers.push_back(marker);
            if (marker.record >= owner->event.record_in &&
                marker.record < owner->event.record_out())
                count("marker of the timeline: kept as a locator of the event under it");
        }
    }

    void write_line(const Line& line, std::size_t number) {
        std::array<char, 24> label{};
        std::snprintf(label.data(), label.size(), "%03zu", number);
        const Event& event = line.event;
        if (line.transition != nullptr) {
            Event from;
            from.kind = EventKind::Gap;
            if (line.outgoing != nullptr)
                from = event_part(*line.outgoing, edit_.rate, event.record_in, event.record_in);
            from.record_in = event.record_in;
            from.duration = 0;
            event_line(label.data(), from, line.channels, "C    ");
            const std::int64_t frames = line.transition->before + line.transition->after;
            if (frames > 999)
                lose(where(line.transition->at), "transition over 999 frames: cut short");
            std::array<char, 24> kind{};
            const std::string name = transition_code(*line.transition);
            std::snprintf(kind.data(), kind.size(), "%-4s %03d", name.c_str(),
                          static_cast<int>(std::min<std::int64_t>(frames, 999)));
            event_line(label.data(), event, line.channels,
                       name == "C" ? std::string("C    ") : kind.data());
            if (line.outgoing != nullptr && from.speed != Rational(1)) speed_line(from);
            if (!from.name.empty()) put("* FROM CLIP NAME: " + text(from.name));
            if (!event.name.empty()) put("* TO CLIP NAME: " + text(event.name));
            if (line.transition->name != "Dissolve" && line.transition->name != name)
                put("* EFFECT NAME: " + text(line.transition->name));
        } else {
            event_line(label.data(), event, line.channels, "C    ");
            if (!event.name.empty()) put("* FROM CLIP NAME: " + text(event.name));
        }
        details(event);
        foreign_comments(event);
    }

    std::string transition_code(const Transition& transition) {
        if (transition.kind == TransitionKind::Dissolve) return "D";
        const std::string& name = transition.name;
        if (name.size() == 4 && name[0] == 'W' &&
            name.find_first_not_of("0123456789", 1) == std::string::npos)
            return name;
        lose(where(transition.at), "transition " + name + ": written as a cut");
        return "C";
    }

    void event_line(const std::string& number, const Event& event, const std::string& channels,
                    const std::string& transition) {
        const auto [in, out] = source_frames(event);
        std::array<char, 160> columns{};
        std::snprintf(columns.data(), columns.size(), "%s  %-8s %-5s %-8s ", number.c_str(),
                      reel(event).c_str(), channels.c_str(), transition.c_str());
        put(columns.data() + timecode(in) + " " + timecode(out) + " " +
            timecode(edit_.start_frame + event.record_in) + " " +
            timecode(edit_.start_frame + event.record_out()));
    }

    /// Source in and out in frames of the record rate, the earlier first.
    std::pair<std::int64_t, std::int64_t> source_frames(const Event& event) {
        if (event.kind == EventKind::Gap) return {0, event.duration};
        const RationalTime& start = event.source_start;
        Rational value = start.value;
        if (start.rate != edit_.rate) {
            if (timecode_base(start.rate) == timecode_base(edit_.rate))
                count("source counts at " + start.rate.text() + ", the list at " +
                      edit_.rate.text() + ": its timecode is written as it is");
            else
                value = start.seconds() * edit_.rate;
        }
        const std::int64_t first = value.round();
        if (value != Rational(first)) count("source time between two frames of the list: rounded");
        const std::int64_t length = (Rational(event.duration) * event.speed).round();
        if (length < 0) return {first + length, first};
        return {first, first + (event.speed == Rational(0) ? event.duration : length)};
    }

    void details(const Event& event) {
        if (event.kind == EventKind::Gap) return locators(event);
        if (event.speed != Rational(1)) speed_line(event);
        if (event.speed == Rational(0)) put("* FREEZE FRAME");
        const MediaReference* media = event.active_media();
        if (media != nullptr) {
            if (!media->url.empty()) put("* SOURCE FILE: " + text(media->url));
            if (media->name != event.name && !media->name.empty())
                count("name of a medium beside its clip's: left out");
            const std::string short_reel = reel(event);
            if (!media->reel.empty() && short_reel != media->reel)
                put("* FINAL CUT PRO REEL: " + text(media->reel) + " REPLACED BY: " + short_reel);
            if (media->sequence) lose(event.name, "numbered files: only their folder is written");
        }
        if (event.cdl) {
            put("* ASC_SOP " + sop_text(*event.cdl));
            put("* ASC_SAT " + real_text(event.cdl->saturation));
        }
        locators(event);
        if (event.media.size() > 1)
            lose(event.name,
                 counted(event.media.size() - 1, "other take", "other takes") + ": left out");
        if (!(event.reframe == Reframe{})) lose(event.name, "reframe: left out");
        const bool foreign = !edit_.document || edit_.document->format != EditFormat::Cmx3600;
        for (const std::string& what : event.unsupported)
            if (foreign || what.starts_with("key") || what.starts_with("background"))
                lose(event.name, what + ": left out");
        if (event.origin != Origin::Unknown) count("who made a clip: left out");
        if (media != nullptr && !media->generator.empty()) count("generator of a take: left out");
    }

    void locators(const Event& event) {
        for (const EditMarker& marker : event.markers) {
            std::array<char, 24> color{};
            std::snprintf(color.data(), color.size(), "%-7.15s",
                          marker.color.empty() ? "RED" : text(marker.color).c_str());
            std::string words = marker.name;
            if (!marker.note.empty()) words += (words.empty() ? "" : ": ") + marker.note;
            put("* LOC: " + timecode(edit_.start_frame + marker.record) + " " + color.data() + " " +
                text(words));
            if (marker.color.empty()) count("marker without colour: written red");
            if (!marker.note.empty() && !marker.name.empty())
                count("name and note of a marker: written as one");
            if (marker.duration != 1) count("length of a marker: left out");
            if (!marker.author.empty()) count("author of a marker: left out");
        }
    }

    void speed_line(const Event& event) {
        const Rational fps = event.speed * Rational(timecode_base(edit_.rate));
        const Rational tenths((fps * Rational(10)).round(), 10);
        if (tenths != fps)
            lose(event.name, "speed " + percent_text(event.speed) +
                                 " %: rounded to a tenth of a frame per second");
        std::array<char, 80> line{};
        std::snprintf(line.data(), line.size(), "M2   %-8s %s%05.1f                ",
                      reel(event).c_str(), tenths < Rational(0) ? "-" : "",
                      std::abs(tenths.value()));
        put(line.data() + timecode(source_frames(event).first));
    }

    void foreign_comments(const Event& event) {
        if (event.place.empty() || !kept_places_.insert(event.place).second) return;
        const auto found = statement_at_.find(event.place);
        if (found == statement_at_.end()) return;
        const std::size_t index = found->second;
        const auto& statements = original_.statements;
        // The first line of a pair may be no event of its own.
        if (index > 0 && statements[index - 1].number == statements[index].number &&
            !places_.contains(std::to_string(statements[index - 1].line)))
            put_foreign(statements[index - 1]);
        put_foreign(statements[index]);
    }

    void put_foreign(const EdlStatement& statement) {
        const bool wipe = statement.transition[0] == 'W';
        for (const EdlComment& comment : statement.comments)
            if (comment.key == EdlKey::Foreign || (wipe && comment.key == EdlKey::Effect))
                put_foreign(comment);
    }

    /// As it stood, except that it must not look like an event now that its letters are plain.
    void put_foreign(const EdlComment& comment) {
        const std::string words = text(comment.text);
        const std::string_view start = trimmed(words);
        const bool number = !start.empty() && start[0] >= '0' && start[0] <= '9';
        put(number ? "* " + words : words);
    }

    /// The reel of the active medium within the format's letters; the same name always for one
    /// reel, and no name for two.
    std::string reel(const Event& event) {
        if (event.kind == EventKind::Gap) return "BL";
        const MediaReference* media = event.active_media();
        if (media == nullptr || media->reel.empty()) return "AX";
        const auto known = reels_.find(media->reel);
        if (known != reels_.end()) return known->second;
        std::string name =
            options_.long_reels && !options_.ascii ? media->reel : ascii_text(media->reel);
        for (char& c : name)
            if (!options_.long_reels && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
                !(c >= '0' && c <= '9'))
                c = '_';
            else if (c == ' ' || c == '\t')
                c = '_';
        if (!options_.long_reels && name.size() > 8) name.resize(8);
        const std::string stem = name;
        for (int i = 2; used_reels_.contains(name) || is_reserved(name); ++i) {
            const std::string digits = std::to_string(i);
            name = options_.long_reels
                       ? stem
                       : stem.substr(0, 8 - std::min<std::size_t>(digits.size(), 8));
            name += digits;
        }
        used_reels_.insert(name);
        reels_[media->reel] = name;
        if (name != media->reel)
            lose(media->reel, "reel name: shortened to " + name + ", kept whole in a comment");
        return name;
    }

    static bool is_reserved(const std::string& reel) {
        const std::string capitals = upper_case(reel);
        return capitals == "BL" || capitals == "AX" || capitals == "BLACK";
    }

    std::string timecode(std::int64_t frames) const {
        const std::int64_t day = timecode_day(edit_.rate, drop_);
        return timecode_text((frames % day + day) % day, edit_.rate, drop_);
    }

    std::string where(std::int64_t record) const { return timecode(edit_.start_frame + record); }

    std::string text(const std::string& words) {
        std::string out = words;
        for (char& c : out)
            if (static_cast<unsigned char>(c) < 0x20) c = ' ';
        if (!options_.ascii) return out;
        std::string ascii = ascii_text(out);
        if (ascii != out) count("letters beyond ASCII: written without accents or as '_'");
        return ascii;
    }

    void put(const std::string& line) { out_.text += line + "\r\n"; }
    void lose(const std::string& where, const std::string& what) {
        out_.losses.push_back({where, what});
    }
    void count(const std::string& what) { ++counted_[what]; }

    const Edit& edit_;
    EdlWriteOptions options_;
    bool drop_ = false;
    EdlLines original_;
    FlatVideo flat_;
    std::vector<Line> lines_;
    std::vector<std::shared_ptr<std::vector<Event>>> kept_;
    std::map<std::string, std::string> reels_;
    std::set<std::string> used_reels_;
    std::map<std::string, std::size_t> statement_at_; ///< By Event::place.
    std::set<std::string> places_;                    ///< Of all events written.
    std::set<std::string> kept_places_;
    std::map<std::string, int> counted_;
    WrittenEdit out_;
};

} // namespace

Result<WrittenEdit> write_edl(const Edit& edit, const EdlWriteOptions& options) {
    if (edit.rate < Rational(1) || edit.rate > Rational(1000))
        return Error{ErrorCode::InvalidArgument,
                     edit.name + ": no list runs at " + edit.rate.text() + " frames per second"};
    return EdlWriter(edit, options).write();
}

} // namespace seamline::interchange
