// app/ui/review/ingest_view.h: what the window shows of taking in folders, and what is chosen
// there.
#pragma once

#include "app/session/watched_folders.h"
#include "app/ui/review/ingest_preview.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace seamline::ui {

/// What is chosen in the dialog that takes in a folder.
struct IngestChoice {
    bool open = false;
    std::filesystem::path folder;
    std::array<char, 256> pattern{}; ///< As it is typed.
    interchange::TableChoice table;
    bool watch = false;
};

/// A folder that is watched.
struct WatchedView {
    session::WatchedFolder what;
    std::string words;       ///< How it stands, in a line.
    bool is_problem = false; ///< That line says what is wrong.
};

/// What the dialog shows.
struct IngestView {
    std::shared_ptr<const IngestPreview> preview; ///< Null: nothing is listed yet.
    std::vector<std::filesystem::path> tables;    ///< That lie in the folder ...
    std::filesystem::path table;                  ///< ... and the one in use; empty: none.
    std::string table_problem;
    std::string problem; ///< Of the folder; empty: none.
    bool is_reading = false;
    std::size_t read = 0; ///< Of ...
    std::size_t total = 0;
    std::vector<WatchedView> watched;
    /// Whether the button does anything now.
    bool can_take_in = false;
    bool is_watched = false; ///< The folder of the dialog is.
};

} // namespace seamline::ui
