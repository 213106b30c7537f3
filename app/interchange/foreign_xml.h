// app/interchange/foreign_xml.h: what of XML edits only writing the same file again would keep.
#pragma once

#include "app/interchange/edit.h"
#include "app/interchange/edit_notes.h"

namespace seamline::interchange {

/// Counts, by kind, what is in the project of FCPXML or the sequence of xmeml at the document's
/// place (see xml_place) and an edit has no words for. Nothing where the text is not well-formed.
void count_foreign_fcpxml(const EditDocument& document, EditNotes& notes);
void count_foreign_xmeml(const EditDocument& document, EditNotes& notes);

} // namespace seamline::interchange
