// tests/fuzz/check_edit.h: what must hold for every edit that a reader of any format returns.
#pragma once

#include "app/interchange/edl.h"
#include "app/interchange/fcpxml.h"
#include "app/interchange/xmeml.h"

#include <cstdint>
#include <cstdlib>

inline void check_edit(const seamline::interchange::Edit& edit) {
    using namespace seamline::interchange;
    if (edit.rate < seamline::Rational(1, 1000)) std::abort();
    for (const Track& track : edit.tracks) {
        std::int64_t end = INT64_MIN;
        for (const Event& event : track.events) {
            if (event.duration < 0 || event.record_in < end) std::abort();
            if (event.source_start.rate <= seamline::Rational(0)) std::abort();
            if (!event.media.empty() && event.active >= event.media.size()) std::abort();
            for (const std::string& what : event.unsupported)
                if (what.empty()) std::abort();
            end = event.record_out();
        }
        std::int64_t cut = INT64_MIN;
        for (const Transition& transition : track.transitions) {
            if (transition.at < cut || transition.before < 0 || transition.after < 0) std::abort();
            cut = transition.at;
        }
    }
}

inline void check_edits(const seamline::Result<std::vector<seamline::interchange::Edit>>& read) {
    using namespace seamline::interchange;
    if (!read) {
        const std::string& message = read.error().message;
        if (message.empty() || message.find('\n') != std::string::npos) std::abort();
        return;
    }
    for (const Edit& edit : read.value()) {
        check_edit(edit);
        if (const auto list = write_edl(edit)) {
            const auto again = read_edl(list.value().text, "again", {edit.rate});
            if (!again) std::abort();
            check_edit(again.value().front());
        }
        if (const auto xml = write_xmeml(edit))
            if (!read_xmeml(xml.value().text, "again")) std::abort();
        if (const auto xml = write_fcpxml(edit))
            if (!read_fcpxml(xml.value().text, "again")) std::abort();
    }
}
