// SPDX-License-Identifier: Apache-2.0
#include "app/progress.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

#include "data/error.hpp"

namespace beatline {

namespace {

std::atomic<bool> interrupt_asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_signal(int /*signal*/) {
    if (interrupt_asked.exchange(true)) ::_exit(static_cast<int>(ExitCode::interrupted));
}

}  // namespace

void catch_interrupts() {
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGHUP, on_signal);
    std::signal(SIGXFSZ, SIG_IGN);  // a file size limit is then a failed write like any other
    std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() {
    return interrupt_asked;
}

void print_whole(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw FileError{"standard output: could not be written whole"};
}

Progress::Progress(const RunOptions& options)
    : line_{options.progress == ProgressStyle::automatic && !options.quiet && isatty(2) == 1},
      json_{options.progress == ProgressStyle::json},
      verbose_{options.verbose} {}

void Progress::end_stage() {
    if (name_.empty()) return;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun_;
    seconds_[name_] += took.count();
    if (line_) fmt::print(stderr, "\r\033[K");
    if (verbose_) fmt::print(stderr, "{:<24} {:8.3f} s\n", name_, took.count());
    name_.clear();
}

void Progress::stage(const std::string& name) {
    end_stage();
    if (interrupted()) throw Interrupted{};
    name_ = name;
    begun_ = std::chrono::steady_clock::now();
    if (line_) fmt::print(stderr, "\r\033[K{} …", name);
    if (json_) fmt::print(stderr, "{{\"stage\":\"{}\"}}\n", name);
    std::fflush(stderr);
}

void Progress::finish() {
    end_stage();
    if (interrupted()) throw Interrupted{};
}

}  // namespace beatline
