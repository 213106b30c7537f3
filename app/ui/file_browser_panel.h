// app/ui/file_browser_panel.h: the file browser's window.
#pragma once

#include "app/ui/file_browser_model.h"
#include "app/ui/overwrite_guard.h"
#include "app/ui/ui_model.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace seamline::ui {

/// Threads: main thread.
class FileBrowserPanel {
public:
    /// Draws while `ui.state.browser` asks for it; what was chosen goes into the commands.
    void draw(const Ui& ui);
    /// The rows that came since the last call.
    std::span<const BrowserRow> take_new_rows();

private:
    void open(const Ui& ui);
    float footer_px() const;
    void draw_places(const Ui& ui);
    void draw_rows(const Ui& ui);
    void draw_row(const Ui& ui, const BrowserRow& row, std::size_t index);
    void draw_footer(const Ui& ui);
    void draw_reading(const Ui& ui);
    void show_others(bool media_only, bool hidden);
    void handle_keys(const Ui& ui);
    void take_typing();
    void show_cursor();
    void save(const Ui& ui);
    void save_match(const Ui& ui, std::filesystem::path file);
    void choose(const Ui& ui, const std::vector<std::filesystem::path>& paths);
    void close(const Ui& ui);

    std::optional<FileBrowserModel> model_;
    std::vector<Bookmark> bookmarks_;
    Errand<std::vector<Bookmark>> finding_bookmarks_;
    BrowserPurpose purpose_ = BrowserPurpose::Closed;
    std::array<char, 1024> path_{};
    std::array<char, 256> search_{};
    std::array<char, 256> name_{};
    bool has_new_rows_ = false;
    std::filesystem::path last_folder_;
    OverwriteGuard guard_;
    std::string typed_;   ///< The start of a name, typed over the list ...
    double typed_at_ = 0; ///< ... last at this time of ImGui's.
    bool follows_cursor_ = false;
    bool focuses_folder_ = false;
    std::string objection_; ///< To what was to be saved; empty: none.
};

} // namespace seamline::ui
