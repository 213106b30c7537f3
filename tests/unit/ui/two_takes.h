// tests/unit/ui/two_takes.h: two takes of one size, A and B, with a frame each.
#pragma once

#include "app/playback/compose.h"
#include "app/session/session.h"

#include <memory>
#include <vector>

namespace seamline::ui {

struct TwoTakes {
    session::Session session;
    std::vector<playback::ShownSource> sources{2}; ///< Of the session's sources, keys 1 and 2.

    explicit TwoTakes(Extent size) {
        session.sources.resize(2);
        session.compare.a = 1;
        session.compare.b = 2;
        for (std::size_t i = 0; i < 2; ++i) {
            session.sources[i].key = static_cast<session::SourceKey>(i + 1);
            sources[i].source = &session.sources[i];
            sources[i].shape.visible = size;
            auto frame = std::make_shared<renderer::CachedFrame>();
            frame->visible = {0, 0, size.width, size.height};
            sources[i].frame = frame;
        }
    }
    TwoTakes(const TwoTakes&) = delete;
    TwoTakes& operator=(const TwoTakes&) = delete;
};

} // namespace seamline::ui
