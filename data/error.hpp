// What can go wrong with what we were given, and the exit code that each case ends with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace beatline {

/// The exit codes of the command line (docs/operation.md lists them for users).
enum class ExitCode : int {
    ok = 0,
    internal_fault = 1,
    usage = 2,
    bad_input = 3,
    no_plan = 4,
    read_or_write_failed = 5,
    limit_reached = 6,
    policy_failed = 7,
    interrupted = 130
};

/// Carries a message for a tired reader: file, row or key, what was found, what was wanted, the
/// next step.
class Failure : public std::runtime_error {
public:
    Failure(ExitCode code, const std::string& message) : std::runtime_error{message}, code_{code} {}
    [[nodiscard]] ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

struct UsageError : Failure {
    explicit UsageError(const std::string& message) : Failure{ExitCode::usage, message} {}
};
struct InputError : Failure {
    explicit InputError(const std::string& message) : Failure{ExitCode::bad_input, message} {}
};
struct NothingToDo : Failure {
    explicit NothingToDo(const std::string& message) : Failure{ExitCode::no_plan, message} {}
};
struct FileError : Failure {
    explicit FileError(const std::string& message)
        : Failure{ExitCode::read_or_write_failed, message} {}
};
struct LimitError : Failure {
    explicit LimitError(const std::string& message) : Failure{ExitCode::limit_reached, message} {}
};
struct PolicyError : Failure {
    explicit PolicyError(const std::string& message) : Failure{ExitCode::policy_failed, message} {}
};
struct Interrupted : Failure {
    Interrupted() : Failure{ExitCode::interrupted, "interrupted"} {}
};

}  // namespace beatline
