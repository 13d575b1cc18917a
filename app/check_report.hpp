// The findings of a check in words, short enough to be read before an operation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/check_inputs.hpp"

namespace beatline {

[[nodiscard]] std::string check_report(const Operation& operation, const CheckFindings& findings);

}  // namespace beatline
