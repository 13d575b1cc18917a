// SPDX-License-Identifier: Apache-2.0
#include "app/input_files.hpp"

#include <algorithm>

namespace beatline {

std::vector<InputFile> input_files(const Operation& op, const Inputs& inputs) {
    const auto rows_of = [&](const std::string& shown) {
        const auto report =
            std::ranges::find(inputs.reports, published_path(shown), &InputReport::file);
        return report == inputs.reports.end() ? std::optional<std::uint64_t>{}
                                              : std::optional{report->read};
    };
    std::vector<InputFile> files{{op.file.filename().string(), op.file, "operation", {}}};
    const auto add = [&](const std::string& shown, const std::filesystem::path& path,
                         const char* what) {
        if (!path.empty()) files.push_back({shown, path, what, rows_of(shown)});
    };
    for (const IncidentSource& s : op.incidents) {
        const bool is_file = s.kind == SourceKind::file;
        files.push_back({s.shown_path, is_file ? s.path : std::filesystem::path{}, "incidents",
                         rows_of(s.shown_path)});
    }
    if (op.anpr) {
        add(op.anpr->source.shown_hits, op.anpr->source.hits, "anpr hits");
        add(op.anpr->source.shown_reads, op.anpr->source.reads, "anpr reads");
        add(op.anpr->source.shown_cameras, op.anpr->source.cameras, "cameras");
    }
    add(op.weights.shown_table, op.weights.table, "weights");
    add(op.shown_area, op.area, "area");
    if (inputs.road_features)
        files.push_back({op.shown_roads, op.roads, "roads", inputs.road_features});
    if (op.hotspots.relative) {
        add(op.hotspots.relative->zones.shown_path, op.hotspots.relative->zones.path, "background");
        for (const IncidentSource& s : op.hotspots.relative->incidents)
            add(s.shown_path, s.path, "background");
    }
    return files;
}

}  // namespace beatline
