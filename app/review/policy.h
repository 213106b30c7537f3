// app/review/policy.h: what a production allows generators to be used for.
#pragma once

#include "app/review/take.h"
#include "decode/media/result.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace seamline::review {

/// Which classes, and which places in the edit, each generator may be used for.
struct Policy {
    static constexpr std::size_t kMostRules = 1'000;
    struct Rule {
        std::set<CoverageClass> classes; ///< None: a class that is not known.
        std::set<ShotPlace> places;

        friend bool operator==(const Rule&, const Rule&) = default;
    };
    std::map<std::string, Rule> generators; ///< "*": every generator that is not named.

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// {"schema": "seamline.review_policy/1", "generators": {"Sora 2": {"classes": ["environment",
/// "establishing"], "places": ["bookend"]}, "*": {...}}}. Without "classes" all are allowed,
/// without "places" likewise; "" in them is what is not known. `name` begins the messages. Errors:
/// Corrupt, TooLarge, one line naming the key.
Result<Policy> policy_from(std::string_view json, const std::string& name);

/// The same on one line, every list written out; policy_from reads it back.
std::string policy_text(const Policy& policy);

} // namespace seamline::review
