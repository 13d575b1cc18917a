// SPDX-License-Identifier: Apache-2.0
#include "data/proj_context.hpp"

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <vector>

#include <ogr_srs_api.h>

#include "data/projection.hpp"

namespace beatline {
namespace {

namespace fs = std::filesystem;

struct SearchPaths {
    std::mutex mutex;
    std::vector<std::string> folders;  // empty: PROJ's own
};

SearchPaths& search_paths() {
    static SearchPaths paths;
    return paths;
}

void stay_silent(void* /*data*/, int /*level*/, const char* /*message*/) {}

std::vector<std::string> split_at_colons(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        if (colon != 0) parts.emplace_back(text.substr(0, colon));
        text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
    }
    return parts;
}

}  // namespace

ProjContext proj_context() {
    ProjContext context{proj_context_create()};
    proj_log_func(context.get(), nullptr, stay_silent);
    proj_context_set_enable_network(context.get(), 0);
    const std::scoped_lock lock{search_paths().mutex};
    std::vector<const char*> folders;
    for (const std::string& folder : search_paths().folders) folders.push_back(folder.c_str());
    if (!folders.empty()) {
        proj_context_set_search_paths(context.get(), static_cast<int>(folders.size()),
                                      folders.data());
    }
    return context;
}

void find_grids(const std::string& program_folder, const std::string& bundled_folder) {
    std::vector<std::string> folders;
    const auto add_if_there = [&](const fs::path& folder) {
        std::error_code ignored;
        if (fs::is_directory(folder, ignored)) folders.push_back(folder.string());
    };
    if (const char* listed = std::getenv("BEATLINE_GRIDS")) {
        for (const std::string& folder : split_at_colons(listed)) add_if_there(folder);
    }
    fs::path above = program_folder;
    for (int up = 0; up <= 4 && !above.empty(); ++up, above = above.parent_path()) {
        add_if_there(above / "share" / "beatline" / "grid");
        add_if_there(above / "data" / "grid");
        if (above == above.parent_path()) break;
    }
    if (!bundled_folder.empty()) add_if_there(bundled_folder);
    for (const std::string& folder : split_at_colons(proj_info().searchpath)) {
        folders.push_back(folder);
    }

    std::vector<const char*> list;
    for (const std::string& folder : folders) list.push_back(folder.c_str());
    list.push_back(nullptr);
    OSRSetPROJSearchPaths(list.data());
    OSRSetPROJEnableNetwork(0);
    const std::scoped_lock lock{search_paths().mutex};
    search_paths().folders = std::move(folders);
}

}  // namespace beatline
