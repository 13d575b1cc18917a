// SPDX-License-Identifier: Apache-2.0
#include "app/command_check.hpp"

#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <oneapi/tbb/global_control.h>
#include <optional>

#include "app/check_inputs.hpp"
#include "app/check_report.hpp"
#include "app/input_files.hpp"
#include "app/pipeline.hpp"
#include "app/progress.hpp"
#include "app/quality_sections.hpp"
#include "data/output_folder.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace beatline {

namespace {

nlohmann::json sections_of(const Operation& operation, const CheckFindings& findings) {
    nlohmann::json sections;
    if (!findings.inputs.crs.empty()) sections["crs"] = crs_section(findings.inputs);
    sections["all_incidents"] = coverage_json(findings.inputs.coverage);
    sections["roads"] = nlohmann::json::array();
    for (const RoadReading& roads : findings.roads)
        sections["roads"].push_back(road_section(roads, published_path(operation.shown_roads)));
    sections["snapping"] = snapping_section(findings.snapped);
    sections["failures"] = nlohmann::json::array();
    for (const CheckFailure& failure : findings.failures) {
        sections["failures"].push_back({{"input", failure.input},
                                        {"message", failure.message},
                                        {"exit_code", static_cast<int>(failure.code)}});
    }
    return sections;
}

/// What was judged, with its hash, as far as it can be opened at all.
std::vector<InputFile> readable_files(const Operation& operation, const CheckFindings& findings) {
    std::vector<InputFile> files = input_files(operation, findings.inputs);
    if (!operation.roads.empty() && !findings.inputs.road_features)
        files.push_back({operation.shown_roads, operation.roads, "roads", {}});
    std::erase_if(files, [](const InputFile& file) {
        return !file.path.empty() && !std::ifstream{file.path}.good();
    });
    return files;
}

ExitCode verdict(const RunOptions& options, const CheckFindings& findings) {
    if (!findings.failures.empty()) {
        const CheckFailure& first = findings.failures.front();
        // The report has the messages; without it the first is said here.
        const std::size_t more = findings.failures.size() - 1;
        fmt::print(stderr, "beatline: {}{}\n",
                   terminal_text(options.quiet ? first.message : "refused: " + first.input),
                   more > 0 ? fmt::format(" (and {} more)", more) : "");
        return first.code;
    }
    const auto& warnings = findings.inputs.warnings;
    if (!options.strict || warnings.empty()) return ExitCode::ok;
    fmt::print(stderr, "beatline: --strict: {} warning(s), the first: {}\n", warnings.size(),
               terminal_text(warnings.front()));
    return ExitCode::bad_input;
}

}  // namespace

int check_command(const RunOptions& options) {
    Progress progress{options};
    const Operation operation = effective_operation(options);
    std::optional<OutputFolder> folder;
    if (!options.output.empty()) folder.emplace(options.output, options.overwrite);
    progress.stage("reading");
    const CheckFindings findings = check_inputs(operation);
    progress.stage("writing");
    const std::string report = check_report(operation, findings);
    const Inputs& inputs = findings.inputs;
    const std::string quality =
        quality_text(inputs.reports, inputs.warnings, sections_of(operation, findings));
    progress.finish();
    if (folder) {
        write_text(*folder / "quality.json", quality);
        write_rejected(*folder / "rejected.csv", inputs.rejected);
        write_text(*folder / "report.txt", report);
        RunRecord record;
        record.command = "check";
        record.effective_operation = operation.effective;
        record.seed = operation.search.seed;
        record.marking = operation.marking;
        record.projection = inputs.projection;
        record.inputs = readable_files(operation, findings);
        record.warnings = inputs.warnings;
        record.stage_seconds = progress.seconds();
        write_manifest(folder->work(), record,
                       static_cast<int>(tbb::global_control::active_value(
                           tbb::global_control::max_allowed_parallelism)));
        folder->commit();
    }
    if (options.json) print_whole(quality);
    if (!options.quiet) fmt::print(stderr, "{}", terminal_text(report));
    if (folder && !options.quiet) fmt::print(stderr, "results: {}\n", options.output.string());
    return static_cast<int>(verdict(options, findings));
}

}  // namespace beatline
