// app/interchange/xmeml_elements.h: elements of xmeml made or changed from an event.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/xmeml_clip.h"

#include <pugixml.hpp>

#include <map>
#include <string>
#include <vector>

namespace seamline::interchange::xmeml {

/// Record frames that transitions reach beyond an event.
struct Handles {
    bool leads_in = false; ///< A transition stands at the event's start.
    bool leads_out = false;
    std::int64_t before = 0;
    std::int64_t after = 0;

    friend bool operator==(const Handles&, const Handles&) = default;
};

/// Sets the first child of that name, in place, or as the last one.
void set_child(pugi::xml_node node, const char* name, const std::string& text);
void set_rate(pugi::xml_node node, const Rational& rate);

/// Makes and changes the elements of one document.
class Elements {
public:
    Elements(pugi::xml_document& document, const Edit& edit);

    /// Makes `item`, an empty or existing clipitem, say what `event` says. `same_medium`: its file
    /// stays as it is.
    void set_clip(pugi::xml_node item, const Event& event, const Handles& handles,
                  bool same_medium);
    void set_transition(pugi::xml_node item, const Transition& transition);
    /// Replaces the markers below `node`; `in` of one is `offset` + record * `ratio`.
    void set_markers(pugi::xml_node node, const std::vector<EditMarker>& markers,
                     const Rational& offset, const Rational& ratio);
    /// What was left out so often.
    std::map<std::string, int> counted;
    std::vector<EditNote> losses;

private:
    void set_file(pugi::xml_node item, const Event& event);
    void set_timing(pugi::xml_node item, const Event& event, const Handles& handles,
                    bool same_medium);
    void set_speed(pugi::xml_node item, const Event& event, const Rational& in, const Rational& out,
                   const Rational& position);
    void set_motion(pugi::xml_node item, const Event& event);
    void set_color(pugi::xml_node item, const Event& event);
    std::string words(const std::string& text);

    const Edit& edit_;
    std::vector<std::pair<MediaReference, std::string>> files_; ///< Written ones and their ids.
    std::map<std::string, pugi::xml_node> known_;               ///< Files of the document, by id.
    int next_file_ = 0;
};

} // namespace seamline::interchange::xmeml
