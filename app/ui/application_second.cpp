// The picture alone in a second window: which display, and its opening and closing.
#include "app/session/json_file.h"
#include "app/session/xdg.h"
#include "app/ui/application.h"

#include <fstream>

namespace seamline::ui {
namespace {

constexpr const char* kStateFile = "second_display";

/// The display that was used last, by name; empty: none was chosen yet.
std::string remembered_display() {
    std::ifstream file(session::xdg_path(session::XdgFolder::State) / kStateFile);
    std::string name;
    std::getline(file, name);
    return name;
}

/// What cannot be written is not remembered: nobody's work depends on it.
void remember_display(const std::string& name) {
    const auto folder = session::xdg_folder(session::XdgFolder::State);
    if (folder)
        static_cast<void>(session::write_whole(folder.value() / kStateFile, name + "\n",
                                               session::Durability::Process));
}

} // namespace

void Application::toggle_second() {
    if (second_window_) {
        close_second();
        return;
    }
    const std::vector<Display> displays = desktop_.displays();
    const std::string wanted = remembered_display();
    const int own = window_.display();
    int chosen = -1;
    for (int i = static_cast<int>(displays.size()) - 1; i >= 0; --i) {
        if (i == own) continue; // It would cover the window that is worked in.
        const bool better = chosen < 0 || displays[static_cast<std::size_t>(i)].name == wanted;
        if (better) chosen = i;
    }
    open_second(chosen);
}

void Application::open_second(int display) {
    if (second_window_ && second_display_ == display) {
        close_second();
        return;
    }
    close_second();
    DesktopWindow::Options options;
    options.title = "Seamline: picture";
    options.width = 960;
    options.height = 540;
    options.display = display;
    options.quiet = true;
    auto window = DesktopWindow::open(options);
    if (!window) {
        say(ToastKind::Error, window.error().message);
        return;
    }
    second_window_ = std::move(window.value());
    second_display_ = display;
    attach_second();
    const std::vector<Display> displays = desktop_.displays();
    if (display >= 0 && display < static_cast<int>(displays.size()))
        remember_display(displays[static_cast<std::size_t>(display)].name);
}

void Application::attach_second() {
    loop_->open_second(
        [this, window = second_window_.get()] { return window->make_surface(device_.instance()); },
        second_window_->framebuffer(), preferences_.second_output);
    second_output_told_ = false;
}

void Application::close_second() {
    if (!second_window_) return;
    loop_->close_second();
    second_window_.reset();
    frames_wanted_ = std::max(frames_wanted_, 2);
}

void Application::tend_second() {
    if (!second_window_) return;
    const Extent extent = second_window_->framebuffer();
    const auto failure = loop_->take_second_failure();
    if (second_window_->is_lost() || failure) {
        const bool lost = second_window_->is_lost();
        close_second();
        say(lost ? ToastKind::Warning : ToastKind::Error,
            lost ? "Another program closed the second window; " +
                       keys_.keys_text(Action::SecondDisplay) + " opens it again."
                 : "The second window cannot be drawn: " + *failure);
        return;
    }
    if (second_window_->should_close()) {
        close_second();
        return;
    }
    if (const auto output = loop_->second_output(); output && !second_output_told_) {
        second_output_told_ = true;
        tell_output(*output, "The second window");
    }
    const bool touched = second_window_->take_activity();
    if (touched) frames_wanted_ = std::max(frames_wanted_, 2); // Its keys are read with a frame.
    loop_->follow_second(extent, touched);
    for (const DropEvent& drop : second_window_->take_drops()) open_files(drop.paths, 0);
}

} // namespace seamline::ui
