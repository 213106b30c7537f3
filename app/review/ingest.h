// app/review/ingest.h: files become stacks of takes, by their names, a table or notes beside them.
#pragma once

#include "app/review/actions.h"
#include "app/review/review.h"
#include "decode/media/result.h"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace seamline::review {

/// What is said of a file; nothing: not said.
struct TakeNote {
    std::optional<std::string> shot;
    TakeFacts facts; ///< Empty ones are not said.
    std::optional<CoverageClass> coverage;
    std::optional<ShotPlace> place;

    friend bool operator==(const TakeNote&, const TakeNote&) = default;
};

/// A pattern of file names without their extension: "{shot}_{generator}_v{version}". Fields: shot,
/// generator, version, seed, prompt, any (which is passed over). A field is at least one character,
/// and as short as the rest allows; a version begins with a digit, so that "_v" may begin a name.
class NamePattern {
public:
    /// Errors: InvalidArgument: no {shot}, a field that is not known or comes twice, a brace alone,
    /// two fields without anything between.
    static Result<NamePattern> parse(std::string_view text);

    /// What `stem` says; nothing when the pattern does not fit it.
    std::optional<TakeNote> match(std::string_view stem) const;

private:
    struct Part {
        bool is_field = false;
        std::string text; ///< The field's name, or what has to be there.
    };
    std::vector<Part> parts_;
};

/// Notes by file name, of a table whose first row names the columns: file, and any of shot,
/// generator, version, prompt, seed, rights, class, place. `name` begins the messages.
/// Errors: Corrupt: "takes.csv: row 3: what"; TooLarge.
Result<std::map<std::string, TakeNote>>
notes_of_table(std::span<const std::vector<std::string>> rows, const std::string& name);

/// The note of one file: a JSON object with the same words as keys; others are passed over, since
/// sidecars of generators hold more. Errors: Corrupt, TooLarge, one line that begins with `name`.
Result<TakeNote> note_of_json(std::string_view text, const std::string& name);

/// `over` where it says something, else `under`.
TakeNote merged(const TakeNote& over, const TakeNote& under);

/// One file of a preview.
struct IngestItem {
    std::string file; ///< Its name without folder.
    Medium medium;    ///< As it is now.
    TakeNote note;
    std::string from;    ///< "name", "table", "sidecar", or several of them: "table + name".
    std::string problem; ///< Why it will not be taken up; empty: it will.
    bool is_new = true;  ///< Whether the review does not have it in this stack already.
    /// What is known and would be another: "class environment -> character"; see tell_changes.
    std::vector<std::string> changes;
    std::vector<std::string> not_used; ///< "class title: another file of the shot says character".
};

/// The rule for one file: a table says more than a sidecar, that more than the name. Without a
/// shot it has a problem.
IngestItem ingest_item(std::string file, const Medium& medium, const std::optional<TakeNote>& table,
                       const std::optional<TakeNote>& sidecar, const std::optional<TakeNote>& name,
                       const Review& review);

/// Fills in what ingest_action would change of what `review` knows: facts of the take, class and
/// place of its shot. Of several files of one shot the first that tells its class counts; what a
/// later one tells otherwise is not used.
void tell_changes(std::span<IngestItem> items, const Review& review);

/// One action that takes up every item without a problem, whole stacks in the items' order.
/// Nothing, when there is nothing to do.
std::optional<Action> ingest_action(const Author& author, std::span<const IngestItem> items,
                                    const Review& review);

} // namespace seamline::review
