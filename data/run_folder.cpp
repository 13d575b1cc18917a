// SPDX-License-Identifier: Apache-2.0
#include "data/run_folder.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "data/error.hpp"

namespace beatline {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t largest_manifest =
    64U << 20U;  // far above any run's; guards against a planted file

std::optional<std::set<std::string>> files_of_manifest(const fs::path& manifest) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(manifest, error)) ||
        fs::file_size(manifest, error) > largest_manifest)
        return std::nullopt;
    std::ifstream in{manifest, std::ios::binary};
    const auto json = nlohmann::json::parse(in, nullptr, false);
    if (!json.is_object() || json.value("format", nlohmann::json{}) != manifest_format)
        return std::nullopt;
    std::set<std::string> files{"manifest.json", "audit.jsonl"};
    for (const auto& output : json.value("outputs", nlohmann::json::array())) {
        if (output.is_object() && output.contains("file") && output["file"].is_string())
            files.insert(output["file"].get<std::string>());
    }
    return files;
}

bool left_by_a_reader(const std::string& name, const std::set<std::string>& files) {
    for (const std::string ending : {"-wal", "-shm", "-journal", ".aux.xml"}) {
        if (name.size() > ending.size() && name.ends_with(ending) &&
            files.contains(name.substr(0, name.size() - ending.size())))
            return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> what_no_run_wrote(const fs::path& folder) {
    std::error_code error;
    auto entry = fs::recursive_directory_iterator{folder, error};
    if (error) throw FileError{folder.string() + ": cannot be read: " + error.message()};
    if (entry == fs::recursive_directory_iterator{}) return std::nullopt;
    const auto files = files_of_manifest(folder / "manifest.json");
    if (!files) return "it is not empty and holds no manifest.json of a beatline run";
    for (; entry != fs::recursive_directory_iterator{}; entry.increment(error)) {
        if (error) throw FileError{folder.string() + ": cannot be read: " + error.message()};
        const std::string name = entry->path().lexically_relative(folder).generic_string();
        const fs::file_status status = entry->symlink_status();
        if (fs::is_directory(status)) continue;
        const bool known = files->contains(name) || left_by_a_reader(name, *files);
        if (!known || !fs::is_regular_file(status))
            return "it holds \"" + name + "\", which no run wrote";
    }
    return std::nullopt;
}

}  // namespace beatline
