// Tells a person, or a program, which stage a run is in; on stderr, and never among the data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "app/options.hpp"

namespace beatline {

class Progress {
public:
    explicit Progress(const RunOptions& options);

    /// Ends the stage before and begins the next; throws Interrupted after Ctrl-C.
    void stage(const std::string& name);
    /// Ends the last stage.
    void finish();
    [[nodiscard]] const std::map<std::string, double>& seconds() const { return seconds_; }

private:
    void end_stage();

    bool line_{false};
    bool json_{false};
    bool verbose_{false};
    std::string name_;
    std::chrono::steady_clock::time_point begun_;
    std::map<std::string, double> seconds_;
};

/// Lets Ctrl-C, SIGTERM and a closed terminal end the run at the next good moment, with nothing
/// half written; the second such signal ends it at once.
void catch_interrupts();
[[nodiscard]] bool interrupted();

/// Data for stdout; throws FileError unless all of it arrives.
void print_whole(const std::string& text);

}  // namespace beatline
