// What a failure tells the user, for tests that read it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace beatline::testing {

/// What `action` throws of this type says; empty when it throws nothing.
template <class Error, class Action>
std::string message_of(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace beatline::testing
