#include "app/playback/blind_view.h"

#include <algorithm>

namespace seamline::playback {
namespace {

using session::Session;
using session::Source;
using session::SourceKey;

/// Those of `keys` first, in their order; what came meanwhile stays behind them.
void order_by(std::vector<Source>& sources, const std::vector<SourceKey>& keys) {
    std::ranges::stable_sort(sources, {}, [&](const Source& source) {
        return std::ranges::find(keys, source.key) - keys.begin();
    });
}

} // namespace

BlindView blind_view_of(const Session& session) {
    BlindView view;
    view.compare = session.compare;
    for (const Source& source : session.sources) {
        view.order.push_back(source.key);
        if (source.visible) view.visible.push_back(source.key);
    }
    return view;
}

bool show_blind_pair(Player& player, SourceKey left, SourceKey right) {
    const Session before = player.session();
    if (before.find(left) == nullptr || before.find(right) == nullptr) return false;
    player.edit([left, right](Session& s) {
        std::vector<SourceKey> order{left, right};
        for (const Source& source : s.sources)
            if (source.key != left && source.key != right) order.push_back(source.key);
        order_by(s.sources, order);
        for (Source& source : s.sources) source.visible = source.key == left || source.key == right;
        s.compare.a = left;
        s.compare.b = right;
        s.compare.mode = session::CompareMode::Row;
        s.compare.labels = true;
    });
    player.seek(0);
    return true;
}

Session settled(Session session, const BlindView& view) {
    order_by(session.sources, view.order);
    for (Source& source : session.sources)
        if (std::ranges::find(view.order, source.key) != view.order.end())
            source.visible = std::ranges::find(view.visible, source.key) != view.visible.end();
    session.compare = view.compare;
    return session;
}

void leave_blind(Player& player, const BlindView& view) {
    player.edit([&view](Session& s) { s = settled(std::move(s), view); });
}

} // namespace seamline::playback
