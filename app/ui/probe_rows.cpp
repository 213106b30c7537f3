#include "app/ui/probe_rows.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace seamline::ui {
namespace {

/// Rows around the pointer that come with it, so that moving it is answered at once.
constexpr int kAround = 24;

bool hold(const renderer::FrameRows& rows, const renderer::CachedFrame& frame, int first,
          int count) {
    const int last = std::min(first + count, frame.visible.height) - 1;
    return rows.frame.visible.width == frame.visible.width && rows.frame.layout == frame.layout &&
           rows.holds(std::max(first, 0)) && rows.holds(last);
}

} // namespace

ProbeRows::ProbeRows(Read read) : read_(std::move(read)) {}

void ProbeRows::collect(Entry& entry) {
    if (!entry.asked.valid() ||
        entry.asked.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return;
    Result<renderer::FrameRows> read = entry.asked.get();
    entry.error = read ? "" : read.error().message;
    entry.failed = read ? std::weak_ptr<const renderer::CachedFrame>() : entry.asked_of;
    if (!read) return;
    entry.rows = std::make_shared<const renderer::FrameRows>(std::move(read).value());
    entry.of = entry.asked_of;
}

ProbeRows::Reading ProbeRows::find(session::SourceKey key,
                                   const std::shared_ptr<const renderer::CachedFrame>& frame,
                                   int first, int count) {
    if (frame->mapped != nullptr)
        return {std::make_shared<const renderer::FrameRows>(renderer::all_rows(*frame)), true, {}};
    Entry& entry = entries_[key];
    collect(entry);
    const bool holds = entry.rows != nullptr && hold(*entry.rows, *frame, first, count);
    const bool is_of_this_frame = holds && entry.of.lock() == frame;
    // What failed once is not asked for again before another frame is shown.
    const bool has_failed = !entry.error.empty() && entry.failed.lock() == frame;
    if (!is_of_this_frame && !has_failed && !entry.asked.valid()) {
        const int margin = count == 1 ? kAround : 0;
        entry.asked = read_(frame, first - margin, count + 2 * margin);
        entry.asked_of = frame;
    }
    return {holds ? entry.rows : nullptr, is_of_this_frame, entry.error};
}

bool ProbeRows::is_waiting() const {
    return std::ranges::any_of(entries_,
                               [](const auto& entry) { return entry.second.asked.valid(); });
}

} // namespace seamline::ui
