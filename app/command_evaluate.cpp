// SPDX-License-Identifier: Apache-2.0
#include "app/command_evaluate.hpp"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <oneapi/tbb/global_control.h>

#include "app/evaluate_incidents.hpp"
#include "app/input_files.hpp"
#include "app/pipeline.hpp"
#include "app/progress.hpp"
#include "app/publish_warnings.hpp"
#include "app/quality_sections.hpp"
#include "data/output_folder.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"

namespace beatline {

namespace {

void write_files(const std::filesystem::path& folder, const Inputs& inputs,
                 const Evaluation& evaluation) {
    write_text(folder / "evaluation.json", evaluation_json(evaluation));
    write_text(folder / "evaluation.svg", evaluation_svg(evaluation));
    nlohmann::json sections;
    sections["crs"] = crs_section(inputs);
    sections["all_incidents"] = coverage_json(inputs.coverage);
    write_quality(folder / "quality.json", inputs.reports, inputs.warnings, sections);
    write_rejected(folder / "rejected.csv", inputs.rejected);
}

void write_record_of(const std::filesystem::path& folder, const Operation& operation,
                     const Inputs& inputs, const Progress& progress) {
    RunRecord record;
    record.command = "evaluate";
    record.effective_operation = operation.effective;
    record.seed = operation.search.seed;
    record.marking = operation.marking;
    record.projection = inputs.projection;
    record.inputs = input_files(operation, inputs);
    record.warnings = inputs.warnings;
    record.stage_seconds = progress.seconds();
    write_manifest(folder, record,
                   static_cast<int>(tbb::global_control::active_value(
                       tbb::global_control::max_allowed_parallelism)));
}

/// One line a group: the share caught in the area share nearest to 1 %, beside the usual KDE's.
void print_summary(const RunOptions& options, const Inputs& inputs, const Evaluation& e) {
    if (options.quiet) return;
    for (const std::string& w : inputs.warnings)
        fmt::print(stderr, "warning: {}\n", terminal_text(w));
    std::size_t at = 0;
    for (std::size_t s = 0; s < e.area_shares.size(); ++s) {
        if (std::abs(e.area_shares[s] - 0.01) < std::abs(e.area_shares[at] - 0.01)) at = s;
    }
    fmt::print(stderr, "hit rate in {:g} % of {:.1f} km2 ({} cells of {:g} m):\n",
               100.0 * e.area_shares[at], e.area_km2, e.cells, e.grid.cell.value);
    for (const GroupEvaluation& g : e.groups) {
        const Backtest& b = g.backtest;
        const ShareResult& best = b.methods[b.chosen].shares[at];
        fmt::print(stderr, "  {}: {:.1f} % (usual KDE {:.1f} %, count {:.1f} %) of {:.0f}: {}\n",
                   terminal_text(g.name), 100.0 * best.hit_rate.value,
                   100.0 * b.methods[0].shares[at].hit_rate.value,
                   100.0 * b.methods[1].shares[at].hit_rate.value, b.test_events,
                   b.methods[b.chosen].model.name);
    }
    for (const SkippedGroup& s : e.skipped)
        fmt::print(stderr, "  {}: not judged: {}\n", terminal_text(s.name), s.why);
    fmt::print(stderr, "results: {}\n", options.output.string());
}

}  // namespace

int evaluate_command(const RunOptions& options) {
    if (options.output.empty())
        throw UsageError{"-o/--output is missing: name the folder that the results go to"};
    Progress progress{options};
    const Operation operation = effective_operation(options);
    OutputFolder folder{options.output, options.overwrite};
    progress.stage("reading");
    Inputs inputs = read_inputs(operation);
    progress.stage("back-test");
    const Evaluation evaluation = evaluate_incidents(operation, inputs);
    publish_warnings(operation, inputs.warnings);
    progress.stage("writing");
    write_files(folder.work(), inputs, evaluation);
    progress.finish();
    write_record_of(folder.work(), operation, inputs, progress);
    folder.commit();
    if (options.json) print_whole(evaluation_json(evaluation));
    print_summary(options, inputs, evaluation);
    if (!options.strict || inputs.warnings.empty()) return static_cast<int>(ExitCode::ok);
    fmt::print(stderr, "beatline: --strict: {} warning(s), the first: {}\n", inputs.warnings.size(),
               terminal_text(inputs.warnings.front()));
    return static_cast<int>(ExitCode::bad_input);
}

}  // namespace beatline
