// app/ui/scope_titles.h: what scopes are called, in the room there is.
#pragma once

#include "app/session/scope_settings.h"
#include "renderer/scopes/scope_bins.h"
#include "renderer/scopes/scope_view.h"

#include <string>
#include <vector>

namespace seamline::ui {

/// "Waveform luma", "CIE 1976 u' v'" ...
std::string scope_title(renderer::ScopeKind kind, const session::ScopeSettings& settings);
/// Titles of a cell from the fullest to the barest: with scale or targets, and whose signal it is,
/// which the header above says, too. `a`: null while nothing is counted; `b`: of the other source
/// of a pair, else null. Where the two are not encoded alike both are named. `after_view`: they are
/// of what the view makes of the source.
std::vector<std::string> scope_titles(renderer::ScopeKind kind,
                                      const session::ScopeSettings& settings,
                                      const renderer::ScopeBins* a, const renderer::ScopeBins* b,
                                      bool after_view);
/// The scale that is drawn: nits only where they mean something.
renderer::LevelScale scale_for(const session::ScopeSettings& settings, const ColorTags& color);

/// What a take's header says of its scopes.
struct ScopeFacts {
    std::string view;         ///< ViewSignal::name; empty: the source's signal is counted.
    std::string frame;        ///< "12", or "12 / 12" of a pair.
    std::string region;       ///< "640 x 360 px"; empty: the whole picture is counted.
    bool is_confirmed = true; ///< False: a colour space that the numbers depend on is a guess.
    bool is_table = false;    ///< The view's signal goes through a table: see ViewSignal.
    bool is_old = false;      ///< What is asked for is still being counted: see ScopeReport::old.
};
/// From all of it to the least. That a space is a guess is said, or signed by "!", in each; that
/// levels went through a table in each that says that they are after the view.
std::vector<std::string> scope_facts(const ScopeFacts& facts);

} // namespace seamline::ui
