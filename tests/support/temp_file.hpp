// A folder for one test's files, gone when the test is over.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace beatline {

class TempFolder {
public:
    TempFolder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "beatline-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path_ = name;
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Writes `content` and returns where.
    std::filesystem::path file(const std::string& name, std::string_view content) const {
        const std::filesystem::path at = path_ / name;
        std::ofstream{at, std::ios::binary}.write(content.data(),
                                                  static_cast<std::streamsize>(content.size()));
        return at;
    }

private:
    std::filesystem::path path_;
};

/// What `action` throws of this type says; empty when it does not throw it.
template <class Error, class Action>
std::string message_of(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

}  // namespace beatline
