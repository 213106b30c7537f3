// app/playback/source_colors.h: from what a session says of colours to transforms that the
// compositor takes.
#pragma once

#include "app/session/session.h"
#include "decode/media/color_tags.h"
#include "decode/media/result.h"
#include "renderer/color/color_config.h"
#include "renderer/color/color_processor.h"
#include "renderer/color/source_color.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace seamline::renderer {
class ColorTransform;
}

namespace seamline::playback {

/// Where pictures are seen: each has its own display and view.
enum class Viewport : std::uint8_t {
    Main,
    Second,
    Export, ///< The session's main view, whatever the main window's screen makes of it; exact.
};

/// What is known of one source's colour in one viewport; a copy, for panels.
struct ColorReport {
    std::string input_space; ///< The space that the file is read in; empty until it is known.
    std::string reason;      ///< Why that one, one line: "tagged bt709, bt1886", "chosen".
    /// The user, the file's tags or a rule of the configuration say it. False: a guess, to be shown
    /// as one.
    bool confirmed = false;
    std::string
        description; ///< The steps in words: "ARRI LogC4 > exposure > Video (colorimetric)".
    /// One line when what the session asks for cannot be done ...
    std::string error;
    /// ... and what shows instead, a sentence: what a broken file gave before stays; what the
    /// configuration lacks gives way to the guess and to its defaults. See color_substitutes.h.
    std::string substitution;
    /// The space that the session chooses is not in the configuration; `input_space` is another.
    bool lacks_chosen_space = false;
    /// What shows is a table of the transform; see ColorMaking.
    bool is_approximate = false;
    bool is_preparing = false; ///< Another transform is being made; until then the last one shows.
    bool is_identity = true;   ///< What shows now are the file's own R'G'B'.

    friend bool operator==(const ColorReport&, const ColorReport&) = default;
};

/// What a source is shown through now.
struct ShownColor {
    std::shared_ptr<const renderer::ColorTransform> transform; ///< Null: as it is.
    color::Grade grade;
};

/// All of a medium's colour with its grade's values in it, for pictures made on the CPU; null: its
/// own R'G'B'. Blocks: tens of milliseconds, and on CDL and LUT files.
/// Errors: as color::ColorProcessor::viewed.
Result<std::shared_ptr<const color::ColorProcessor>>
still_processor(const color::ColorConfig& config, const session::Source& medium,
                const ColorTags& tags, const color::ViewColor& view);

/// A source as its colour depends on it.
struct ColorSubject {
    const session::Source& source;
    const ColorTags& tags; ///< The file's, after the user's overrides.
    const color::ViewColor& view;
    Viewport viewport = Viewport::Main;
    /// The transform itself and no table of it, for pictures at rest; another answer than the one
    /// for playing. Viewport::Export is always exact.
    bool exact = false;
};

/// Whether transforms are computed or looked up in a table.
enum class ColorMaking : std::uint8_t {
    Exact,
    /// Those with a long program (ColorTransform::is_long) become tables of 65^3 entries, unless
    /// the subject is exact: for playing on a CPU device. Near the neutral axis a table is off by
    /// some codes of 8 bits at most; in extreme colours, outside of BT.709, by tens. A grade under
    /// such a view makes a table for each of its values.
    TablesForLongOnes,
};

/// Makes transforms on a worker thread and remembers them. A source keeps its last good one until
/// the next is ready; when that cannot be made, a substitute shows and the report says so. A
/// grade's values alone never make a new one: sources with a grade get a dynamic transform.
///
/// Threads: every function is safe.
class SourceColors {
public:
    /// `changed` is called on the worker thread, without a lock, whenever a transform was made.
    SourceColors(color::ColorConfig config, ColorMaking making, std::function<void()> changed);
    ~SourceColors();
    SourceColors(const SourceColors&) = delete;
    SourceColors& operator=(const SourceColors&) = delete;

    color::ColorConfig config() const;
    /// All transforms are made anew; the old ones show until then.
    void set_config(color::ColorConfig config);
    /// Why the file of the configuration cannot be read any more, one line: every report says so
    /// while what was read before is used. Empty, or another configuration: it can.
    void set_config_error(std::string error);

    /// Asks for what is missing; never waits for it.
    ShownColor shown(const ColorSubject& subject);
    ColorReport report(const ColorSubject& subject);
    /// Blocks until the subject's transform is made. Errors: why it cannot be.
    Result<Done> wait_for(const ColorSubject& subject);
    /// Whether the subject's own transform, or its substitute, is there and can be shown; asks for
    /// it.
    bool has(const ColorSubject& subject);
    /// Files of the transforms have changed: all are made anew, from what is on the disk. Where
    /// that fails the old ones stay, and the report says why.
    void reload_files();
    void forget(session::SourceKey key);
    /// How many transforms were made so far, identities included.
    std::size_t made() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace seamline::playback
