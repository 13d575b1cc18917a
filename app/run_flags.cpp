// SPDX-License-Identifier: Apache-2.0
#include "app/run_flags.hpp"

#include <charconv>
#include <limits>
#include <string>

#include "data/operation.hpp"

namespace beatline {

void add_threads_flag(CLI::App& command, int& threads) {
    command.add_option("-j,--threads", threads, "Threads to use, 1 to 1024 (default: all)")
        ->check(CLI::Range(1, 1024))
        ->type_name("N");
}

void add_search_flags(CLI::App& command, const TakeNumber& seed, const TakeNumber& iterations) {
    const auto add = [&](const char* flag, const TakeNumber& take, const char* help,
                         std::int64_t most) {
        command
            .add_option_function<std::string>(
                flag,
                [take, flag, most](const std::string& text) {
                    std::int64_t value = -1;
                    const char* const last = text.data() + text.size();
                    const auto [end, error] = std::from_chars(text.data(), last, value);
                    if (error != std::errc{} || end != last || value < 0 || value > most)
                        throw CLI::ValidationError(
                            flag, "found \"" + text + "\", wanted a whole number from 0 to " +
                                      std::to_string(most));
                    take(static_cast<std::uint64_t>(value));
                },
                help)
            ->type_name("N");
    };
    add("--seed", seed, "Seed of the search", std::numeric_limits<std::int64_t>::max());
    add("--iterations", iterations, "End the search after N steps", 1'000'000'000'000);
}

void add_time_limit_flag(CLI::App& command, std::optional<std::chrono::milliseconds>& limit) {
    command
        .add_option_function<std::string>(
            "--time-limit",
            [&limit](const std::string& text) {
                limit = parse_time_limit(text);
                if (!limit)
                    throw CLI::ValidationError("--time-limit",
                                               "found \"" + text + "\", wanted a time like 20s");
            },
            "End the search after this time, e.g. 30s")
        ->type_name("TIME");
}

void add_run_flags(CLI::App& command, RunOptions& options) {
    command.add_option("-o,--output", options.output, "Folder for the results")->type_name("DIR");
    command.add_flag("--overwrite", options.overwrite, "Replace the results of an earlier run");
    command.add_option("--set", options.sets, "Change a key of the operation file")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_search_flags(
        command, [&options](std::uint64_t n) { options.seed = n; },
        [&options](std::uint64_t n) { options.iterations = n; });
    add_time_limit_flag(command, options.time_limit);
    command.add_option("--profile", options.profile, "Who the results are for: internal")
        ->check(CLI::IsMember({"internal", "partner", "public"}))
        ->type_name("NAME");
    command.add_flag("--strict", options.strict, "Warnings end with exit code 3");
    command.add_flag("--json", options.json, "Print a summary as JSON on stdout");
    command
        .add_option_function<std::string>(
            "--progress",
            [&options](const std::string& style) {
                options.progress = style == "json"   ? ProgressStyle::json
                                   : style == "none" ? ProgressStyle::none
                                                     : ProgressStyle::automatic;
            },
            "Progress on stderr: auto, none or json")
        ->check(CLI::IsMember({"auto", "none", "json"}))
        ->type_name("STYLE");
    auto* quiet = command.add_flag("-q,--quiet", options.quiet, "Print nothing on success");
    command.add_flag("-v,--verbose", options.verbose, "Print the time of each stage")
        ->excludes(quiet);
    add_threads_flag(command, options.threads);
}

}  // namespace beatline
