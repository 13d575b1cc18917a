// SPDX-License-Identifier: Apache-2.0
#include "app/command_doctor.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/machine.hpp"
#include "data/run_record.hpp"

namespace beatline {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "none of note" : text;
}

void print_json(const std::vector<Finding>& findings, bool fit) {
    nlohmann::ordered_json report{{"version", beatline_version()},
                                  {"fit_to_run", fit},
                                  {"libraries", library_versions()},
                                  {"time_zones", time_zone_version()},
                                  {"threads", std::thread::hardware_concurrency()},
                                  {"processor", processor_features()},
                                  {"findings", nlohmann::ordered_json::array()}};
    for (const Finding& f : findings) {
        report["findings"].push_back({{"name", f.name},
                                      {"found", f.found},
                                      {"well", f.problem.empty()},
                                      {"essential", f.essential},
                                      {"problem", f.problem}});
    }
    print_whole(report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

void print_text(const std::vector<Finding>& findings, bool fit) {
    fmt::print("beatline {}\n", beatline_version());
    for (const auto& [library, version] : library_versions())
        fmt::print("  {:<12} {}\n", library, version);
    fmt::print("  {:<12} {}\n", "time zones", time_zone_version());
    fmt::print("  {:<12} {} ({})\n\n", "threads", std::thread::hardware_concurrency(),
               joined(processor_features()));
    for (const Finding& f : findings) {
        const char* mark = f.problem.empty() ? "ok" : f.essential ? "MISSING" : "WARNING";
        fmt::print("{:<8} {}: {}\n", mark, f.name, f.found);
        if (!f.problem.empty()) fmt::print("         {}\n", f.problem);
    }
    const bool well =
        std::ranges::all_of(findings, [](const Finding& f) { return f.problem.empty(); });
    fmt::print("\n{}\n", !fit   ? "Runs will fail here until what is MISSING is installed."
                         : well ? "All is well."
                                : "Runs work here, within what the warnings say.");
}

}  // namespace

int doctor_command(const DoctorOptions& options) {
    const std::vector<Finding> findings = examine_machine();
    const bool fit = std::ranges::none_of(
        findings, [](const Finding& f) { return f.essential && !f.problem.empty(); });
    if (options.json) {
        print_json(findings, fit);
    } else {
        print_text(findings, fit);
        print_whole({});
    }
    return static_cast<int>(fit ? ExitCode::ok : ExitCode::read_or_write_failed);
}

}  // namespace beatline
