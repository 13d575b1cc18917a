// SPDX-License-Identifier: Apache-2.0
#include "app/publish_warnings.hpp"

#include "data/run_record.hpp"

namespace beatline {

namespace {

void replace_all(std::string& text, const std::string& path, const std::string& name) {
    if (path.empty() || path == name) return;
    for (auto at = text.find(path); at != std::string::npos; at = text.find(path, at + name.size()))
        text.replace(at, path.size(), name);
}

/// Every path that the operation knows, as messages show it.
std::vector<std::string> paths_of(const Operation& operation) {
    std::vector<std::string> paths{operation.shown_area, operation.shown_roads,
                                   operation.weights.shown_table};
    for (const IncidentSource& source : operation.incidents) paths.push_back(source.shown_path);
    const SignificanceRules& significance = operation.hotspots.significance;
    paths.push_back(significance.zones.shown_path);
    for (const IncidentSource& source : significance.incidents) paths.push_back(source.shown_path);
    if (operation.anpr) {
        const AnprSource& anpr = operation.anpr->source;
        paths.insert(paths.end(), {anpr.shown_hits, anpr.shown_reads, anpr.shown_cameras});
    }
    return paths;
}

}  // namespace

void publish_warnings(const Operation& operation, std::vector<std::string>& warnings) {
    const std::vector<std::string> paths = paths_of(operation);
    for (std::string& warning : warnings) {
        replace_all(warning, operation.file.string(), operation.file.filename().string());
        for (const std::string& path : paths) replace_all(warning, path, published_path(path));
    }
}

}  // namespace beatline
