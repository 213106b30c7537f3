// app/interchange/foreign_counts.h: kinds of foreign content, counted.
#pragma once

#include "app/interchange/edit.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace seamline::interchange {

/// A file may hold any number of kinds; what is told stays readable.
class ForeignCounts {
public:
    void add(const std::string& what);
    std::vector<EditNote> notes(const std::string& where) const;

private:
    std::map<std::string, std::size_t> counts_;
    std::size_t more_ = 0;
};

/// Of XML: what is in a project of FCPXML, or a sequence of xmeml, at `place` (see xml_place).
void count_foreign_fcpxml(const EditDocument& document, ForeignCounts& counts);
void count_foreign_xmeml(const EditDocument& document, ForeignCounts& counts);

} // namespace seamline::interchange
