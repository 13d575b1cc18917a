// SPDX-License-Identifier: Apache-2.0
#include "app/command_run.hpp"

#include <cstdlib>

#include "app/pipeline.hpp"

namespace beatline {

namespace {

int code(ExitCode exit) {
    return static_cast<int>(exit);
}

void require_output(const RunOptions& options) {
    if (options.output.empty())
        throw UsageError{"-o/--output is missing: name the folder that the results go to"};
}

}  // namespace

std::filesystem::path bundled_data() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    std::vector<std::filesystem::path> candidates;
    if (const char* folder = std::getenv("BEATLINE_DATA")) candidates.emplace_back(folder);
    candidates.push_back(program / ".." / "share" / "beatline");
    candidates.emplace_back(BEATLINE_SOURCE_DATA);
    for (const auto& c : candidates) {
        if (std::filesystem::exists(c / "sample", error)) return c;
    }
    throw FileError{
        "the bundled sample is not found; set BEATLINE_DATA to the folder that holds sample/"};
}

int run_command(const RunOptions& options) {
    require_output(options);
    return code(run_operation(options, Scope::patrols, "run"));
}

int hotspots_command(const RunOptions& options) {
    require_output(options);
    return code(run_operation(options, Scope::hotspots, "hotspots"));
}

int plan_command(const RunOptions& options) {
    require_output(options);
    return code(run_operation(options, Scope::patrols, "plan"));
}

int demo_command(RunOptions options) {
    if (options.output.empty()) options.output = "beatline-demo";
    options.operation = bundled_data() / "sample" / "bath" / "operation.toml";
    return code(run_operation(options, Scope::patrols, "demo"));
}

}  // namespace beatline
