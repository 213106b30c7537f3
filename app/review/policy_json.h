// app/review/policy_json.h: a policy inside of JSON that was read already. Private to readers.
#pragma once

#include "app/review/policy.h"

#include <nlohmann/json.hpp>

#include <string>

namespace seamline::review {

/// As policy_text.
nlohmann::json json_of(const Policy& policy);
/// As policy_from. Errors: Corrupt.
Result<Policy> policy_of(const nlohmann::json& json, const std::string& name);

} // namespace seamline::review
