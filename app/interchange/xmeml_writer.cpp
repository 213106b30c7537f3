#include "app/interchange/xmeml.h"
#include "app/interchange/xmeml_elements.h"
#include "app/interchange/xml_text.h"
#include "decode/media/timecode.h"

#include "decode/media/counted.h"
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace seamline::interchange {
namespace {

using namespace xmeml;

/// What stands at both ends of an event of a track.
class TrackHandles {
public:
    explicit TrackHandles(const Track& track) {
        for (const Transition& transition : track.transitions) by_cut_[transition.at] = &transition;
    }

    Handles of(const Event& event) const {
        Handles out;
        if (const auto in = by_cut_.find(event.record_in); in != by_cut_.end()) {
            out.leads_in = true;
            out.before = in->second->before;
        }
        if (const auto end = by_cut_.find(event.record_out()); end != by_cut_.end()) {
            out.leads_out = true;
            out.after = end->second->after;
        }
        return out;
    }

private:
    std::map<std::int64_t, const Transition*> by_cut_;
};

/// An event as it was read, with what stood around it.
struct Original {
    Event event;
    Handles handles;
};

/// "123" of "123#4", the place of an event out of a nested sequence.
std::string outer_place(const std::string& place) { return place.substr(0, place.find('#')); }

class XmemlWriter {
public:
    explicit XmemlWriter(const Edit& edit) : edit_(edit) {}

    Result<WrittenEdit> write() {
        if (!open_original()) make_document();
        Elements elements(document_, edit_);
        elements_ = &elements;
        pugi::xml_node media = sequence_.child("media");
        if (!media) media = sequence_.append_child("media");
        for (const Track& track : edit_.tracks) {
            const bool audio = track.kind == TrackKind::Audio;
            pugi::xml_node parent = media.child(audio ? "audio" : "video");
            if (!parent) parent = media.append_child(audio ? "audio" : "video");
            write_track(track, parent);
        }
        drop_other_tracks(media);
        if (originals_edit_ == nullptr || !(edit_.markers == originals_edit_->markers))
            elements.set_markers(sequence_, edit_.markers, Rational(0), Rational(1));
        set_child(sequence_, "duration", std::to_string(edit_.duration()));
        define_again();
        out_.text = xml_string(document_);
        out_.losses = std::move(elements.losses);
        for (const auto& [what, count] : elements.counted)
            out_.losses.push_back({edit_.name, repeated(what, count)});
        return std::move(out_);
    }

private:
    /// Whether the edit's own document can be changed in place.
    bool open_original() {
        if (!edit_.document || edit_.document->format != EditFormat::Xmeml) return false;
        auto edits = read_xmeml(edit_.document->text, "document");
        auto xml = parse_xml(edit_.document->text, "document");
        if (!edits || !xml) return false;
        for (Edit& edit : edits.value()) {
            if (edit.document->place != edit_.document->place) continue;
            // Frames of the document count at its own rate.
            if (edit.rate != edit_.rate) return false;
            originals_edit_ = std::make_unique<Edit>(std::move(edit));
        }
        if (originals_edit_ == nullptr) return false;
        document_.reset(*xml.value().document);
        // Copying loses the places: both trees have the same nodes in the same order.
        pair_nodes(*xml.value().document, document_);
        sequence_ = nodes_[edit_.document->place];
        for (const Track& track : originals_edit_->tracks) {
            const TrackHandles handles(track);
            for (const Event& event : track.events) {
                originals_[event.place] = {event, handles.of(event)};
                if (event.place.find('#') != std::string::npos) ++pieces_[outer_place(event.place)];
            }
            for (const Transition& transition : track.transitions)
                original_transitions_[transition.place] = transition;
        }
        remember_definitions(document_);
        if (edit_.name != originals_edit_->name) set_child(sequence_, "name", xml_safe(edit_.name));
        if (edit_.start_frame != originals_edit_->start_frame ||
            edit_.drop_frame != originals_edit_->drop_frame)
            set_timecode();
        return true;
    }

    void pair_nodes(const pugi::xml_node& from, const pugi::xml_node& to) {
        pugi::xml_node b = to.first_child();
        for (pugi::xml_node a = from.first_child(); a; a = a.next_sibling(), b = b.next_sibling()) {
            if (a.type() == pugi::node_element) nodes_[xml_place(a)] = b;
            pair_nodes(a, b);
        }
    }

    void make_document() {
        pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
        declaration.append_attribute("version") = "1.0";
        declaration.append_attribute("encoding") = "UTF-8";
        document_.append_child(pugi::node_doctype).set_value("xmeml");
        pugi::xml_node root = document_.append_child("xmeml");
        root.append_attribute("version") = "5";
        sequence_ = root.append_child("sequence");
        sequence_.append_attribute("id") = "sequence-1";
        set_child(sequence_, "name", xml_safe(edit_.name));
        set_child(sequence_, "duration", std::to_string(edit_.duration()));
        set_rate(sequence_, edit_.rate);
        set_timecode();
        pugi::xml_node media = sequence_.append_child("media");
        pugi::xml_node shape = media.append_child("video").append_child("format").append_child(
            "samplecharacteristics");
        if (edit_.width > 0 && edit_.height > 0) {
            set_child(shape, "width", std::to_string(edit_.width));
            set_child(shape, "height", std::to_string(edit_.height));
        }
        set_child(shape, "pixelaspectratio", "square");
        set_rate(shape, edit_.rate);
    }

    void set_timecode() {
        pugi::xml_node timecode = sequence_.child("timecode");
        if (!timecode) timecode = sequence_.append_child("timecode");
        const bool drop = edit_.drop_frame && has_drop_frame(edit_.rate);
        set_rate(timecode, edit_.rate);
        set_child(timecode, "string", timecode_text(edit_.start_frame, edit_.rate, drop));
        set_child(timecode, "frame", std::to_string(edit_.start_frame));
        set_child(timecode, "displayformat", drop ? "DF" : "NDF");
    }

    pugi::xml_node original_node(const std::string& place, const char* name) {
        const auto found = nodes_.find(place);
        if (place.empty() || found == nodes_.end() || !used_.insert(place).second) return {};
        return found->second.name() == std::string_view(name) ? found->second : pugi::xml_node{};
    }

    void write_track(const Track& track, pugi::xml_node parent) {
        pugi::xml_node element = original_node(track.place, "track");
        if (!element) {
            element = parent.append_child("track");
            set_child(element, "enabled", track.enabled ? "TRUE" : "FALSE");
            set_child(element, "locked", "FALSE");
        } else if (is_true(element, "enabled", true) != track.enabled) {
            set_child(element, "enabled", track.enabled ? "TRUE" : "FALSE");
        }
        if (!track.name.empty() && track.name != element.attribute("MZ.TrackName").value() &&
            track.name != child_text(element, "name")) {
            pugi::xml_attribute name = element.attribute("MZ.TrackName");
            if (!name) name = element.append_attribute("MZ.TrackName");
            name = xml_safe(track.name).c_str();
        }
        tracks_.push_back(element);
        parent.append_move(element); // In the edit's order.
        write_items(track, element);
    }

    void write_items(const Track& track, pugi::xml_node element) {
        const TrackHandles handles(track);
        // Items go before what follows them in the document.
        std::vector<pugi::xml_node> items;
        auto transition = track.transitions.begin();
        const auto transitions_until = [&](std::int64_t cut) {
            for (; transition != track.transitions.end() && transition->at <= cut; ++transition)
                items.push_back(transition_node(*transition, element));
        };
        for (const Event& event : track.events) {
            transitions_until(event.record_in);
            if (event.kind == EventKind::Gap) continue;
            if (const pugi::xml_node node = clip_node(event, handles.of(event), element))
                items.push_back(node);
        }
        transitions_until(INT64_MAX);
        pugi::xml_node place = element.insert_child_before("place", element.first_child());
        for (const pugi::xml_node& item : items) element.insert_move_before(item, place);
        element.remove_child(place);
        remove_others(element, items);
    }

    static void remove_others(pugi::xml_node element, const std::vector<pugi::xml_node>& items) {
        std::set<std::size_t> kept;
        for (const pugi::xml_node& item : items) kept.insert(item.hash_value());
        for (pugi::xml_node child = element.first_child(); child;) {
            const pugi::xml_node next = child.next_sibling();
            const std::string_view name = child.name();
            if ((name == "clipitem" || name == "generatoritem" || name == "transitionitem") &&
                !kept.contains(child.hash_value()))
                element.remove_child(child);
            child = next;
        }
    }

    pugi::xml_node transition_node(const Transition& transition, pugi::xml_node track) {
        pugi::xml_node node = original_node(transition.place, "transitionitem");
        if (!node)
            node = track.append_child("transitionitem");
        else if (const auto original = original_transitions_.find(transition.place);
                 original != original_transitions_.end() && original->second == transition)
            return node;
        elements_->set_transition(node, transition);
        return node;
    }

    /// The element of an event; null where a nested sequence that holds it stands already.
    pugi::xml_node clip_node(const Event& event, const Handles& handles, pugi::xml_node track) {
        const std::string outer = outer_place(event.place);
        const bool nested = outer != event.place;
        if (nested && nest_is_whole(outer)) {
            if (!kept_nests_.insert(outer).second) return {};
            return nodes_[outer];
        }
        pugi::xml_node node;
        if (!nested) node = original_node(event.place, "clipitem");
        if (!nested && !node && nodes_.contains(event.place) && event.media.empty() &&
            nodes_[event.place].name() == std::string_view("generatoritem"))
            node = nodes_[event.place];
        const auto original = originals_.find(event.place);
        if (node && original != originals_.end() && original->second.event == event &&
            original->second.handles == handles)
            return node;
        const bool changed = !node.empty();
        if (!node) {
            node = track.append_child("clipitem");
            std::string id;
            do id = "clipitem-" + std::to_string(++made_);
            while (ids_.contains(id));
            node.append_attribute("id") = id.c_str();
            for (const std::string& what : event.unsupported)
                elements_->losses.push_back({event.name, what + ": left out"});
        }
        const MediaReference* before =
            original == originals_.end() ? nullptr : original->second.event.active_media();
        const MediaReference* now = event.active_media();
        const bool same_medium = changed && before != nullptr && now != nullptr && *before == *now;
        elements_->set_clip(node, event, handles, same_medium);
        return node;
    }

    /// Whether all events out of a nested sequence are in the edit as they were.
    bool nest_is_whole(const std::string& outer) {
        const auto known = whole_.find(outer);
        if (known != whole_.end()) return known->second;
        std::size_t same = 0;
        for (const Track& track : edit_.tracks)
            for (const Event& event : track.events) {
                if (event.place.size() <= outer.size() || outer_place(event.place) != outer)
                    continue;
                const auto original = originals_.find(event.place);
                if (original != originals_.end() && original->second.event == event) ++same;
            }
        return whole_[outer] = pieces_.contains(outer) && same == pieces_[outer];
    }

    void drop_other_tracks(pugi::xml_node media) {
        std::set<std::size_t> kept;
        for (const pugi::xml_node& track : tracks_) kept.insert(track.hash_value());
        for (const char* kind : {"video", "audio"}) {
            pugi::xml_node parent = media.child(kind);
            for (pugi::xml_node track = parent.child("track"); track;) {
                const pugi::xml_node next = track.next_sibling("track");
                if (!kept.contains(track.hash_value())) parent.remove_child(track);
                track = next;
            }
        }
    }

    /// A file or sequence that was written out in an element now gone is written out again where
    /// its id is first used.
    void remember_definitions(const pugi::xml_node& node) {
        for (const pugi::xml_node& child : node.children()) {
            const std::string_view kind = child.name();
            const std::string id = child.attribute("id").value();
            if (!id.empty()) ids_.insert(id);
            if ((kind == "file" || kind == "sequence") && !id.empty() && child.first_child() &&
                !definitions_.contains(id))
                definitions_[id] = definition_store_.append_copy(child);
            remember_definitions(child);
        }
    }

    void define_again() {
        std::map<std::string, pugi::xml_node> first_use;
        std::set<std::string> defined;
        const auto walk = [&](const auto& self, const pugi::xml_node& node) -> void {
            for (const pugi::xml_node& child : node.children()) {
                const std::string_view kind = child.name();
                const std::string id = child.attribute("id").value();
                if ((kind == "file" || kind == "sequence") && !id.empty()) {
                    first_use.emplace(id, child);
                    if (child.first_child()) defined.insert(id);
                }
                self(self, child);
            }
        };
        walk(walk, document_);
        for (auto& [id, node] : first_use) {
            const auto definition = definitions_.find(id);
            if (defined.contains(id) || definition == definitions_.end()) continue;
            for (const pugi::xml_node& child : definition->second.children())
                node.append_copy(child);
        }
    }

    const Edit& edit_;
    pugi::xml_document document_;
    pugi::xml_document definition_store_;
    pugi::xml_node sequence_;
    Elements* elements_ = nullptr;
    std::unique_ptr<Edit> originals_edit_;
    std::unordered_map<std::string, pugi::xml_node> nodes_; ///< By place.
    std::unordered_map<std::string, Original> originals_;
    std::unordered_map<std::string, Transition> original_transitions_;
    std::unordered_map<std::string, std::size_t> pieces_;
    std::unordered_map<std::string, bool> whole_;
    std::map<std::string, pugi::xml_node> definitions_;
    std::set<std::string> ids_; ///< Of all elements of the original.
    std::set<std::string> used_;
    std::set<std::string> kept_nests_;
    std::vector<pugi::xml_node> tracks_;
    int made_ = 0;
    WrittenEdit out_;
};

} // namespace

Result<WrittenEdit> write_xmeml(const Edit& edit) {
    if (!has_rate(edit.rate))
        return Error{ErrorCode::InvalidArgument,
                     edit.name + ": xmeml cannot state " + edit.rate.text() +
                         " frames per second: it knows whole rates and 1000/1001 of them"};
    return XmemlWriter(edit).write();
}

} // namespace seamline::interchange
