// app/cli/sources_argument.h: what a command is to show: media, edits, or one session.
#pragma once

#include "app/cli/arguments.h"
#include "app/session/open_edit.h"
#include "app/session/session.h"
#include "decode/media/rational.h"
#include "decode/media/result.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seamline::cli {

/// `options` with those of edits (--search, --map, --rate, --as-cut) in front of its last one
/// (--help).
std::vector<Option> with_edit_options(std::span<const Option> options);

/// --map and --search, then the environment; see session::with_environment.
/// Errors: InvalidArgument.
Result<session::EditPlaces> edit_places(const Arguments& arguments);

/// --rate. Errors: InvalidArgument.
Result<interchange::ReadOptions> read_options(const Arguments& arguments);
/// Nothing when --rate was not given or `is_list` says that it was used; else InvalidArgument.
std::optional<Error> unused_rate(const Arguments& arguments, bool is_list);

/// Says on stderr that a list's rate was guessed, why, and how to state it; nothing of other edits.
void tell_rate_guess(const std::string& file, const interchange::Edit& edit);

/// For commands that take one medium. Errors: Unsupported for a timeline or a session, naming the
/// commands that take it, and for what can only be exported from another program.
Result<Done> check_medium(const std::string& file);

/// --as-cut: `arguments.files()`, or a folder's in name order, one after another.
/// Errors: InvalidArgument; as session::cut_of_takes.
Result<session::Source> takes_as_cut(const Arguments& arguments);

/// Applies what was likely found for each medium that is still offline; says on stderr where, and
/// why it is believed, and what stays offline.
void link_and_tell(session::OpenedEdit& opened);

/// The session that `arguments.files()` name: one .seamline file as it was saved, or media and
/// edits, in a row when there are several, with everything else as it is at first. An edit's media
/// are linked as `link_and_tell` says. With --as-cut all media are one cut in the order given.
/// `sequence_rate`: of image sequences; a session has its own, and to give another is an error.
/// Errors: as session::load_session, session::open_edit, session::cut_of_takes; InvalidArgument.
Result<session::Session> session_named(const Arguments& arguments, Rational sequence_rate);

} // namespace seamline::cli
