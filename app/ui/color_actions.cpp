#include "app/ui/color_actions.h"

namespace seamline::ui {

bool color_action(Action action, session::Session& session, const ColorChoices& choices,
                  const ColorTarget& target) {
    session::Source* source = session.find(target.key);
    color::SourceColor none;
    color::SourceColor& color = source != nullptr ? source->source_color : none;
    switch (action) {
    case Action::BypassGrade:
        color.bypass = !color.bypass;
        return true;
    case Action::ResetGrade:
        reset_grade(color);
        return true;
    case Action::ConfirmInputSpace:
        if (color.input_space.empty()) color.input_space = target.report.input_space;
        return true;
    case Action::NextColorView:
        step_view(choices, session.view_color, 1);
        return true;
    case Action::PreviousColorView:
        step_view(choices, session.view_color, -1);
        return true;
    case Action::NextColorDisplay:
        step_display(choices, session.view_color, 1);
        return true;
    default:
        return false;
    }
}

} // namespace seamline::ui
