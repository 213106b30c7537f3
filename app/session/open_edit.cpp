#include "app/session/open_edit.h"

#include "app/interchange/takes_edit.h"
#include "decode/file_sequence.h"
#include "decode/media/timecode.h"
#include "decode/video_source.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

namespace seamline::session {
namespace {

namespace fs = std::filesystem;
using interchange::Edit;
using interchange::MediaReference;
using interchange::RationalTime;

std::optional<MediaDescription> described(const fs::path& file) {
    auto media = decode::describe(file, {});
    if (!media) return std::nullopt;
    return std::move(media).value();
}

RationalTime start_of(const VideoDescription& video) {
    const std::string text = video.start_timecode.value_or("");
    const bool drop = text.find(';') != std::string::npos;
    const auto frames = timecode_frames(text, video.frame_rate, drop);
    return {Rational(frames.value_or(0)), video.frame_rate};
}

std::optional<interchange::MediaFacts> media_facts(const fs::path& file) {
    const auto media = described(file);
    if (!media) return std::nullopt;
    interchange::MediaFacts facts;
    for (const auto& [key, value] : media->metadata)
        if (key == "reel_name" || key == "com.apple.proapps.reel") facts.reel = value;
    if (!media->video) return facts;
    if (media->video->start_timecode) facts.start = start_of(*media->video);
    facts.duration = RationalTime{Rational(media->video->frame_count), media->video->frame_rate};
    return facts;
}

std::optional<interchange::TakeFacts> take_facts(const fs::path& file) {
    const auto media = described(file);
    if (!media || !media->video || media->video->frame_count <= 0) return std::nullopt;
    const VideoDescription& video = *media->video;
    return interchange::TakeFacts{video.frame_rate, video.frame_count, start_of(video),
                                  video.size.width, video.size.height};
}

fs::path whole_path(const fs::path& path) {
    std::error_code code;
    const fs::path absolute = fs::absolute(path, code);
    return code ? path : absolute.lexically_normal();
}

template <typename Use> void each_clip(Edit& edit, Use&& use) {
    for (interchange::Track& track : edit.tracks)
        for (interchange::Event& event : track.events)
            if (event.kind == interchange::EventKind::Clip) use(event);
}

/// A relative place is told from the folder of the edit's file.
void link_beside(Edit& edit, const fs::path& folder,
                 const std::vector<interchange::PathMap>& maps) {
    each_clip(edit, [&](interchange::Event& event) {
        for (MediaReference& take : event.media) {
            const fs::path written = interchange::mapped_path(take.url, maps);
            std::error_code code;
            if (written.empty() || written.is_absolute() || take.sequence) continue;
            const fs::path beside = (folder / written).lexically_normal();
            if (fs::is_regular_file(beside, code)) take.path = beside;
        }
    });
}

} // namespace

EditPlaces with_environment(EditPlaces places) {
    if (const char* maps = std::getenv("SEAMLINE_PATH_MAPS"))
        for (interchange::PathMap& map : interchange::path_maps(maps))
            places.maps.push_back(std::move(map));
    if (const char* roots = std::getenv("SEAMLINE_MEDIA_ROOTS")) {
        std::string_view rest = roots;
        while (!rest.empty()) {
            const std::size_t colon = std::min(rest.find(':'), rest.size());
            if (colon > 0) places.roots.emplace_back(rest.substr(0, colon));
            rest.remove_prefix(std::min(colon + 1, rest.size()));
        }
    }
    return places;
}

MediaCount count_media(const Edit& edit) {
    std::map<std::string, bool> offline;
    for (const interchange::Track& track : edit.tracks) {
        for (const interchange::Event& event : track.events) {
            if (event.kind != interchange::EventKind::Clip) continue;
            if (event.media.empty()) offline["event " + event.name] = true;
            for (const MediaReference& take : event.media)
                offline[take.url + '\n' + take.reel + '\n' + take.name + '\n' +
                        take.path.string()] = take.path.empty();
        }
    }
    MediaCount count;
    count.media = offline.size();
    for (const auto& [name, missing] : offline) count.offline += missing ? 1 : 0;
    return count;
}

SharedCut make_cut(Edit edit, const std::vector<interchange::OriginRule>& rules) {
    interchange::mark_origins(edit, rules);
    auto cut = std::make_shared<Cut>();
    each_clip(edit, [&](interchange::Event& event) {
        for (const MediaReference& take : event.media) {
            if (take.path.empty() || !decode::is_picture_file(take.path)) continue;
            const Rational rate = take.duration ? take.duration->rate : event.source_start.rate;
            cut->media[take.path].sequence_rate = rate;
        }
    });
    cut->edit = std::move(edit);
    return cut;
}

bool is_sure(const interchange::RelinkCandidate& candidate) {
    return candidate.reason == interchange::RelinkReason::AsWritten ||
           candidate.reason == interchange::RelinkReason::Mapped;
}

interchange::RelinkPlan plan_relink(const Edit& edit, const fs::path& file,
                                    const EditPlaces& places,
                                    const std::function<bool()>& cancelled) {
    interchange::RelinkOptions options;
    options.maps = places.maps;
    // What is found is linked by its whole path, wherever the edit is saved.
    for (const fs::path& root : places.roots) options.roots.push_back(whole_path(root));
    if (!file.empty()) options.roots.push_back(file.parent_path());
    options.facts = media_facts;
    options.cancelled = cancelled;
    return interchange::find_media(edit, options);
}

Result<std::vector<OpenedEdit>> open_edit(const fs::path& file, const EditPlaces& places,
                                          const interchange::ReadOptions& options,
                                          const std::function<bool()>& cancelled) {
    const fs::path path = whole_path(file);
    auto edits = interchange::read_edit(path, options);
    if (!edits) return edits.error();
    std::vector<OpenedEdit> opened;
    for (Edit& edit : edits.value()) {
        OpenedEdit one;
        link_beside(edit, path.parent_path(), places.maps);
        one.plan = plan_relink(edit, path, places, cancelled);
        if (cancelled && cancelled())
            return Error{ErrorCode::Cancelled, path.string() + ": opening was cancelled"};
        for (const interchange::RelinkEntry& entry : one.plan.entries) {
            const auto sure = std::ranges::find_if(entry.candidates, is_sure);
            if (sure != entry.candidates.end()) interchange::apply(edit, entry, *sure);
        }
        one.source.path = path;
        one.source.name = edit.name.empty() ? path.stem().string() : edit.name;
        one.source.cut = make_cut(std::move(edit), places.origins);
        opened.push_back(std::move(one));
    }
    return opened;
}

bool is_list(const Cut& cut) {
    return cut.edit.document && cut.edit.document->format == interchange::EditFormat::Cmx3600;
}

Result<SharedCut> list_at_rate(const Cut& cut, const fs::path& file, const Rational& rate,
                               const EditPlaces& places) {
    if (!is_list(cut))
        return Error{ErrorCode::InvalidArgument,
                     file.string() + ": only a CMX3600 list is read at another rate"};
    auto edits = interchange::read_edit_text(cut.edit.document->text, file, {rate});
    if (!edits) return edits.error();
    // A medium is told by what the list says of it, whatever its timecode counts.
    const auto said = [](const MediaReference& take) {
        return std::tuple(take.url, take.name, take.reel);
    };
    std::map<std::tuple<std::string, std::string, std::string>, fs::path> linked;
    Edit old = cut.edit;
    each_clip(old, [&](interchange::Event& event) {
        for (const MediaReference& take : event.media)
            if (!take.path.empty()) linked.emplace(said(take), take.path);
    });
    Edit& edit = edits.value().front();
    each_clip(edit, [&](interchange::Event& event) {
        for (MediaReference& take : event.media)
            if (const auto at = linked.find(said(take)); at != linked.end()) take.path = at->second;
    });
    auto made = std::make_shared<Cut>(*make_cut(std::move(edit), places.origins));
    for (const auto& [path, settings] : cut.media) made->media[path] = settings;
    return SharedCut(std::move(made));
}

Result<Source> cut_of_takes(std::span<const fs::path> takes, const std::string& name) {
    std::vector<fs::path> files;
    for (const fs::path& take : takes) {
        std::error_code code;
        const fs::path path = whole_path(take);
        if (!fs::is_directory(path, code)) {
            files.push_back(path);
            continue;
        }
        auto found = interchange::takes_of_folder(
            path,
            [](const std::string& file) {
                return decode::is_movie_file(file) || decode::is_picture_file(file);
            },
            [](const std::string& file) { return decode::is_picture_file(file); });
        if (!found) return found.error();
        files.insert(files.end(), found.value().begin(), found.value().end());
    }
    auto edit = interchange::edit_from_takes(files, take_facts, name);
    if (!edit) return edit.error();
    Source source;
    source.name = name;
    source.cut = make_cut(std::move(edit).value(), {});
    return source;
}

} // namespace seamline::session
