// A run's folder: complete, or not there at all.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace beatline {

/// Collects files in a hidden temporary folder beside the target and renames it whole on `commit`.
/// Destroyed without commit, it leaves nothing. With `overwrite` an earlier run at the target is
/// swapped out and removed only when the new one stands; without it an existing target is refused.
/// A symlink, a file, or a folder that holds anything a run would not have written is never
/// replaced. Missing folders above the target are created, and removed again without commit. Throws
/// FileError.
class OutputFolder {
public:
    OutputFolder(std::filesystem::path target, bool overwrite);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

    /// Where to write a file now.
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return work_ / name;
    }
    [[nodiscard]] const std::filesystem::path& work() const { return work_; }
    [[nodiscard]] const std::filesystem::path& target() const { return target_; }
    void commit();

private:
    void remove_made() const;

    std::filesystem::path target_;
    std::filesystem::path work_;
    std::vector<std::filesystem::path> made_;  // folders above the target that were missing
    bool overwrite_{false};
    bool committed_{false};
};

/// The same promise for a single file: `write` fills a temporary beside it, which is renamed over.
/// Refuses an existing file unless `overwrite`, and a symlink always. Its folder must exist. Throws
/// FileError.
class OutputFile {
public:
    OutputFile(std::filesystem::path target, bool overwrite);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    [[nodiscard]] const std::filesystem::path& work() const { return work_; }
    void commit();

private:
    void check_target() const;

    std::filesystem::path target_;
    std::filesystem::path work_;
    bool overwrite_{false};
    bool committed_{false};
};

/// Writes text whole, or throws FileError with the path and the system's reason.
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace beatline
