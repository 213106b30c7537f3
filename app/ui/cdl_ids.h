// app/ui/cdl_ids.h: the corrections that a CDL file holds, for a menu and to be read.
#pragma once

#include "app/ui/errand.h"
#include "renderer/color/grade_files.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace seamline::ui {

/// Reads a file's corrections on a thread that nobody waits for; remembers those of the last file.
///
/// Threads: confined.
class CdlIds {
public:
    struct Listing {
        std::filesystem::path file;
        std::vector<color::CdlCorrection> corrections;
        std::string error; ///< One line; empty: none.
    };
    ~CdlIds() { reading_.settle(std::chrono::seconds(2)); }

    /// Null while the file is being read.
    const Listing* find(const std::filesystem::path& file) {
        if (auto listing = reading_.take()) listing_ = std::move(*listing);
        if (listing_.file == file) return &listing_;
        if (!reading_.is_running())
            reading_.start([file](const Errand<Listing>::Cancelled&) { return read(file); });
        return nullptr;
    }
    /// The file was written anew.
    void renew() { listing_ = {}; }
    bool is_waiting() const { return reading_.is_running(); }

private:
    static Listing read(const std::filesystem::path& file) {
        auto corrections = color::cdl_corrections(file);
        if (!corrections) return {file, {}, corrections.error().message};
        return {file, std::move(corrections).value(), {}};
    }

    Errand<Listing> reading_;
    Listing listing_;
};

} // namespace seamline::ui
