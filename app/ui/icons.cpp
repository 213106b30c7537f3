#include "app/ui/icons.h"

#include <initializer_list>

namespace seamline::ui {
namespace {

/// A pen on a square of 16 units.
class Pen {
public:
    Pen(ImDrawList& list, ImVec2 at, float size, ImU32 color)
        : list_(list), at_(at), unit_(size / 16.0F), color_(color) {}

    void fill(std::initializer_list<ImVec2> points) {
        path(points);
        list_.PathFillConvex(color_);
    }
    void line(std::initializer_list<ImVec2> points, bool closed = false) {
        path(points);
        list_.PathStroke(color_, closed ? ImDrawFlags_Closed : 0, width());
    }
    void box(float x0, float y0, float x1, float y1) {
        list_.AddRect(to(x0, y0), to(x1, y1), color_, 0, 0, width());
    }
    void solid(float x0, float y0, float x1, float y1) {
        list_.AddRectFilled(to(x0, y0), to(x1, y1), color_);
    }
    /// Angles in turns, clockwise from the right.
    void arc(float x, float y, float radius, float from, float until) {
        constexpr float kTurn = 6.2831853F;
        list_.PathArcTo(to(x, y), radius * unit_, from * kTurn, until * kTurn, 20);
        list_.PathStroke(color_, 0, width());
    }
    void disc(float x, float y, float radius) {
        list_.AddCircleFilled(to(x, y), radius * unit_, color_);
    }

private:
    float width() const { return unit_ * 1.5F; }
    ImVec2 to(float x, float y) const { return {at_.x + x * unit_, at_.y + y * unit_}; }
    void path(std::initializer_list<ImVec2> points) {
        for (const ImVec2& p : points) list_.PathLineTo(to(p.x, p.y));
    }

    ImDrawList& list_;
    ImVec2 at_;
    float unit_;
    ImU32 color_;
};

bool draw_transport(Pen& pen, Icon icon) {
    switch (icon) {
    case Icon::Play:
        pen.fill({{4, 2}, {14, 8}, {4, 14}});
        return true;
    case Icon::PlayReverse:
        pen.fill({{12, 2}, {12, 14}, {2, 8}});
        return true;
    case Icon::Pause:
        pen.solid(3.5F, 2.5F, 6.5F, 13.5F);
        pen.solid(9.5F, 2.5F, 12.5F, 13.5F);
        return true;
    case Icon::StepForward:
        pen.solid(3, 3, 5, 13);
        pen.fill({{7, 3}, {14, 8}, {7, 13}});
        return true;
    case Icon::StepBack:
        pen.solid(11, 3, 13, 13);
        pen.fill({{9, 3}, {9, 13}, {2, 8}});
        return true;
    case Icon::ToStart:
        pen.solid(2, 3, 4, 13);
        pen.fill({{9, 3}, {9, 13}, {4, 8}});
        pen.fill({{14, 3}, {14, 13}, {9, 8}});
        return true;
    case Icon::ToEnd:
        pen.solid(12, 3, 14, 13);
        pen.fill({{7, 3}, {12, 8}, {7, 13}});
        pen.fill({{2, 3}, {7, 8}, {2, 13}});
        return true;
    case Icon::LoopOnce:
        pen.line({{2, 8}, {11, 8}});
        pen.fill({{9, 4.5F}, {13, 8}, {9, 11.5F}});
        pen.solid(13, 3.5F, 14.5F, 12.5F);
        return true;
    case Icon::Loop:
        pen.arc(8, 8, 5, 0.05F, 0.80F);
        pen.fill({{8.6F, 0.5F}, {13, 3.2F}, {8.6F, 6}});
        return true;
    case Icon::PingPong:
        pen.line({{4, 5.5F}, {12, 5.5F}});
        pen.fill({{10.5F, 2.5F}, {14.5F, 5.5F}, {10.5F, 8.5F}});
        pen.line({{4, 11}, {12, 11}});
        pen.fill({{5.5F, 8}, {5.5F, 14}, {1.5F, 11}});
        return true;
    case Icon::EveryFrame:
        for (const float x : {1.5F, 5.0F, 8.5F, 12.0F}) pen.solid(x, 4, x + 2.5F, 12);
        return true;
    case Icon::RealTime:
        pen.arc(8, 8, 6, 0, 1);
        pen.line({{8, 4}, {8, 8}, {11, 10}});
        return true;
    default:
        return false;
    }
}

bool draw_compare(Pen& pen, Icon icon) {
    switch (icon) {
    case Icon::Single:
        pen.box(2, 3, 14, 13);
        return true;
    case Icon::Row:
        pen.box(1.5F, 4, 7.5F, 12);
        pen.box(8.5F, 4, 14.5F, 12);
        return true;
    case Icon::Column:
        pen.box(3, 1.5F, 13, 7.5F);
        pen.box(3, 8.5F, 13, 14.5F);
        return true;
    case Icon::Grid:
        for (const float x : {2.0F, 8.75F})
            for (const float y : {2.0F, 8.75F}) pen.box(x, y, x + 5.25F, y + 5.25F);
        return true;
    case Icon::Wipe:
        pen.box(2, 3, 14, 13);
        pen.fill({{7, 3}, {7, 13}, {2, 13}, {2, 3}});
        pen.line({{7, 1}, {7, 15}});
        return true;
    case Icon::Overlay:
        pen.box(2, 2, 11, 11);
        pen.box(5, 5, 14, 14);
        return true;
    case Icon::Butterfly:
        pen.fill({{1.5F, 3}, {7, 6.5F}, {7, 9.5F}, {1.5F, 13}});
        pen.line({{9, 6.5F}, {14.5F, 3}, {14.5F, 13}, {9, 9.5F}}, true);
        return true;
    case Icon::Checkerboard:
        pen.box(2, 2, 14, 14);
        pen.solid(2, 2, 8, 8);
        pen.solid(8, 8, 14, 14);
        return true;
    case Icon::Difference:
        pen.box(2, 2, 14, 14);
        pen.line({{8, 4}, {8, 9}});
        pen.line({{5.5F, 6.5F}, {10.5F, 6.5F}});
        pen.line({{5.5F, 11.5F}, {10.5F, 11.5F}});
        return true;
    case Icon::Flip:
        pen.line({{2, 5}, {14, 5}, {11, 2}});
        pen.line({{14, 11}, {2, 11}, {5, 14}});
        return true;
    default:
        return false;
    }
}

bool draw_marks(Pen& pen, Icon icon) {
    switch (icon) {
    case Icon::MarkIn:
        pen.line({{11, 2.5F}, {5, 2.5F}, {5, 13.5F}, {11, 13.5F}});
        return true;
    case Icon::MarkOut:
        pen.line({{5, 2.5F}, {11, 2.5F}, {11, 13.5F}, {5, 13.5F}});
        return true;
    case Icon::Marker:
        pen.fill({{4, 2}, {12, 2}, {12, 9}, {8, 14}, {4, 9}});
        return true;
    case Icon::Sound:
        pen.fill({{2, 6}, {5, 6}, {5, 10}, {2, 10}});
        pen.fill({{5, 6}, {9, 2.5F}, {9, 13.5F}, {5, 10}});
        pen.arc(9, 8, 3, -0.13F, 0.13F);
        pen.arc(9, 8, 5.5F, -0.13F, 0.13F);
        return true;
    case Icon::Muted:
        pen.fill({{2, 6}, {5, 6}, {5, 10}, {2, 10}});
        pen.fill({{5, 6}, {9, 2.5F}, {9, 13.5F}, {5, 10}});
        pen.line({{11, 6}, {15, 10}});
        pen.line({{11, 10}, {15, 6}});
        return true;
    case Icon::Camera:
        pen.box(1.5F, 4.5F, 14.5F, 13);
        pen.solid(5.5F, 2.5F, 10.5F, 4.5F);
        pen.arc(8, 8.7F, 2.6F, 0, 1);
        return true;
    case Icon::Film:
        pen.box(2, 3, 14, 13);
        for (const float x : {3.2F, 6.6F, 10.0F}) {
            pen.solid(x, 4, x + 2, 5.5F);
            pen.solid(x, 10.5F, x + 2, 12);
        }
        return true;
    default:
        return false;
    }
}

void draw_signs(Pen& pen, Icon icon) {
    switch (icon) {
    case Icon::Close:
        pen.line({{4, 4}, {12, 12}});
        pen.line({{12, 4}, {4, 12}});
        return;
    case Icon::Reload:
        pen.arc(8, 8, 5, 0.05F, 0.80F);
        pen.fill({{8.6F, 0.5F}, {13, 3.2F}, {8.6F, 6}});
        return;
    case Icon::Plus:
        pen.line({{8, 3}, {8, 13}});
        pen.line({{3, 8}, {13, 8}});
        return;
    case Icon::Minus:
        pen.line({{3, 8}, {13, 8}});
        return;
    case Icon::Warning:
        pen.line({{8, 2}, {15, 14}, {1, 14}}, true);
        pen.line({{8, 6}, {8, 10}});
        pen.disc(8, 12, 0.9F);
        return;
    case Icon::Error:
        pen.arc(8, 8, 6.5F, 0, 1);
        pen.line({{5.5F, 5.5F}, {10.5F, 10.5F}});
        pen.line({{10.5F, 5.5F}, {5.5F, 10.5F}});
        return;
    case Icon::Notice:
        pen.arc(8, 8, 6.5F, 0, 1);
        pen.line({{8, 7}, {8, 12}});
        pen.disc(8, 4.7F, 0.9F);
        return;
    case Icon::Folder:
        pen.line({{1.5F, 13}, {1.5F, 3.5F}, {6, 3.5F}, {7.5F, 5.5F}, {14.5F, 5.5F}, {14.5F, 13}},
                 true);
        return;
    case Icon::File:
        pen.line({{3.5F, 1.5F}, {9.5F, 1.5F}, {12.5F, 4.5F}, {12.5F, 14.5F}, {3.5F, 14.5F}}, true);
        return;
    case Icon::Up:
        pen.line({{8, 13}, {8, 4}});
        pen.line({{4, 7.5F}, {8, 3.5F}, {12, 7.5F}});
        return;
    default:
        return;
    }
}

} // namespace

void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, float size, ImU32 color) {
    Pen pen(list, at, size, color);
    if (draw_transport(pen, icon) || draw_compare(pen, icon) || draw_marks(pen, icon)) return;
    draw_signs(pen, icon);
}

} // namespace seamline::ui
