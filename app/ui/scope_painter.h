// app/ui/scope_painter.h: draws what lies over the traces: graticules, marks, legends.
#pragma once

#include "app/ui/ui_model.h"
#include "renderer/scopes/graticule.h"

#include <string_view>
#include <vector>

namespace seamline::ui {

/// Over one scope. Labels that would touch an earlier one are left out.
class ScopePainter {
public:
    /// `bounds`: what labels may not leave.
    ScopePainter(const Ui& ui, ImDrawList& list, const ScreenRect& bounds)
        : ui_(&ui), list_(&list), bounds_(bounds) {}

    /// Over the trace in `rect`. `numbered`: with labels.
    void graticule(const ScreenRect& rect, const renderer::Graticule& graticule, bool numbered);
    /// A ring around a place of the trace in `rect`, with a letter beside it unless that is empty;
    /// or a line up from the lower edge.
    void ring(const ScreenRect& rect, glm::vec2 place, const char* letter);
    void tick(const ScreenRect& rect, glm::vec2 place);

private:
    void line(const ScreenRect& rect, const renderer::GraticuleLine& line);
    void label(const ScreenRect& rect, const renderer::GraticuleLabel& label);

    const Ui* ui_;
    ImDrawList* list_;
    ScreenRect bounds_;
    std::vector<ScreenRect> written_;
};

} // namespace seamline::ui
