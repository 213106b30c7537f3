// The inspector's part in cuts: the event that is shown, and its medium.
#include "app/interchange/event_source.h"
#include "app/ui/cut_table.h"
#include "app/ui/inspector_sections.h"

#include <memory>
#include <string>
#include <utility>

namespace seamline::ui {

using session::Source;

namespace {

/// Of a dissolve's two the one that is judged, which the strip marks. Null in a gap.
const playback::ShownEvent* inspected_event(const Ui& ui, const Source& source) {
    const playback::FrameChoice* choice = ui.model.choice(source.key);
    if (choice == nullptr) return nullptr;
    if (choice->incoming && choice->incoming->event) {
        const playback::ShownEvent& incoming = *choice->incoming->event;
        if (playback::judged_event(*incoming.program, choice->frame) == incoming.place)
            return &incoming;
    }
    return choice->event.get();
}

} // namespace

std::optional<Source> inspected_medium(const Ui& ui, const Source& source) {
    if (!source.cut) return source;
    const playback::ShownEvent* event = inspected_event(ui, source);
    if (event == nullptr || !event->media || !event->media->video) return std::nullopt;
    Source medium = event->medium;
    medium.key = source.key;
    return medium;
}

void change_medium(Source& source, const std::filesystem::path& path,
                   const std::function<void(Source&)>& change) {
    if (!source.cut) return change(source);
    // Until it has settings of its own a medium is read as its cut says.
    session::MediumSettings settings{source.color, source.source_color, Rational(24),
                                     source.is_matched};
    const auto own = source.cut->media.find(path);
    if (own != source.cut->media.end()) settings = own->second;
    Source read_as;
    read_as.color = settings.color;
    read_as.source_color = settings.source_color;
    read_as.is_matched = settings.is_matched;
    change(read_as);
    settings.color = read_as.color;
    settings.source_color = read_as.source_color;
    settings.is_matched = read_as.is_matched;
    auto cut = std::make_shared<session::Cut>(*source.cut);
    cut->media[path] = settings;
    source.cut = session::SharedCut(std::move(cut));
}

bool has_match(const Source& medium) {
    return medium.is_matched && !(medium.source_color.cdl == color::Cdl{});
}

void edit_medium(const Ui& ui, const Source& medium, std::function<void(Source&)> change) {
    ui.commands.edit_source(medium.key,
                            [path = medium.path, change = std::move(change)](Source& source) {
                                change_medium(source, path, change);
                            });
}

namespace {

/// In and exclusive out of an event, in the record and in its medium.
void event_times(const interchange::Edit& edit, const interchange::Event& event) {
    const auto record = [&](std::int64_t frame) {
        return timecode_text(edit.start_frame + frame, edit.rate, edit.drop_frame);
    };
    fact("Record", record(event.record_in) + " to " + record(event.record_out()));
    tooltip({"Where the event lies in the cut: in, and out, which is the first frame after it; " +
                 std::to_string(event.duration) + (event.duration == 1 ? " frame." : " frames."),
             ""});
    const auto [in, out] = interchange::source_range(event, edit.rate);
    const Rational speed = interchange::source_play(event).speed;
    fact("Source",
         interchange::source_timecode(in, edit) + " to " + interchange::source_timecode(out, edit));
    tooltip({speed == Rational(0) ? "The frame of the medium that is held."
             : speed < Rational(0)
                 ? "What of the medium is used, with the take's own slip; it is "
                   "played from the out to the in."
                 : "What of the medium is used, with the take's own slip: in, and "
                   "out, which is the first frame after it.",
             ""});
    if (speed != Rational(1)) fact("Speed", speed.text());
}

} // namespace

void inspect_event(const Ui& ui, const Source& source) {
    const playback::ShownEvent* inspected = inspected_event(ui, source);
    if (inspected == nullptr) {
        ImGui::TextColored(widget_color(palette::kDim), "A gap: the picture is black.");
        return;
    }
    const playback::ShownEvent& shown = *inspected;
    const interchange::Event& event = playback::event_at(shown.program->edit(), shown.place);
    fact("Event", event.name);
    if (event.media.size() > 1)
        fact("Take", std::to_string(event.active + 1) + " of " +
                         std::to_string(event.media.size()) + " in this slot");
    event_times(shown.program->edit(), event);
    if (event.origin != interchange::Origin::Unknown) {
        const bool is_bookend = event.placement == interchange::PlacementMark::Bookend;
        const bool is_inside = event.placement == interchange::PlacementMark::Inside;
        fact("Made by", std::string(name(event.origin)) + (is_bookend  ? ", bookend by hand"
                                                           : is_inside ? ", inside by hand"
                                                                       : ""));
        tooltip(
            {"Generated or live action; where the list of events says \"bookend\" or \"inside\" "
             "and this does not, its neighbours tell.",
             ui.keys.keys_text(Action::CycleOrigin)});
    }
    fact("File", shown.medium.path.empty() ? "offline" : shown.medium.path.string());
    if (shown.media && shown.media->video) {
        const VideoDescription& video = *shown.media->video;
        fact("Medium", video.codec + ", " + std::to_string(video.size.width) + " \xC3\x97 " +
                           std::to_string(video.size.height) + ", " + video.frame_rate.text() +
                           " fps, " + video.pixel_format);
        fact("Frame", std::to_string(shown.frame) + " of " + std::to_string(video.frame_count) +
                          (shown.held ? ", past its end, held" : ""));
    }
    if (event.cdl) fact("CDL", "of the event");
    for (const std::string& what : event.unsupported) {
        fact("Not shown", what);
        tooltip({"The edit asks for it; it is not rendered here.", ""});
    }
}

} // namespace seamline::ui
