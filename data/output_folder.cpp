// SPDX-License-Identifier: Apache-2.0
#include "data/output_folder.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <stdlib.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "data/error.hpp"
#include "data/run_folder.hpp"

namespace beatline {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& what, int error = 0) {
    throw FileError{path.string() + ": " + what +
                    (error != 0 ? ": " + std::generic_category().message(error) : "")};
}

/// "out/", "out//" and "out/." are "out": a trailing slash must not hide a symlink or name an empty
/// file.
fs::path without_trailing_slash(fs::path path) {
    while ((!path.has_filename() || path.filename() == ".") && path.has_relative_path() &&
           !path.parent_path().empty() && path.parent_path() != path)
        path = path.parent_path();
    return path;
}

fs::path parent_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

/// What stands at `path`; a symlink is itself, not what it points at.
fs::file_status standing(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (status.type() == fs::file_type::none || status.type() == fs::file_type::unknown)
        refuse(path, "cannot be looked at", error.value());
    return status;
}

/// Permissions that the process gives new files: everything but the umask.
mode_t allowed_mode(mode_t wanted) {
    const mode_t mask = ::umask(022);
    ::umask(mask);
    return wanted & ~mask;
}

void sync_path(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) refuse(path, "cannot be opened to be flushed", errno);
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // EINVAL: the file system has no fsync; then there is nothing to wait for.
    if (failed != 0 && failed != EINVAL) refuse(path, "cannot be flushed to the disk", failed);
}

void sync_tree(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file() || entry.is_directory()) sync_path(entry.path());
    sync_path(folder);
}

/// Creates the missing folders above `path` and returns those that it made, outermost first.
std::vector<fs::path> make_parents(const fs::path& path) {
    std::vector<fs::path> missing;
    for (fs::path folder = parent_of(path); !fs::exists(standing(folder));
         folder = parent_of(folder))
        missing.insert(missing.begin(), folder);
    for (std::size_t i = 0; i < missing.size(); ++i) {
        std::error_code error;
        fs::create_directory(missing[i], error);
        if (!error) continue;
        std::error_code ignored;
        for (std::size_t made = i; made-- > 0;) fs::remove(missing[made], ignored);
        refuse(missing[i], "this folder above the output cannot be created", error.value());
    }
    return missing;
}

/// Throws unless an earlier thing at `target` may be replaced, or nothing is there.
void check_folder_target(const fs::path& target, bool overwrite) {
    const fs::file_status there = standing(target);
    if (!fs::exists(there)) return;
    if (fs::is_symlink(there))
        refuse(target, "is a symbolic link, which is never replaced; give the folder it points at");
    if (!fs::is_directory(there))
        refuse(target, "exists and is not a folder; give the name of a new folder");
    if (!overwrite) {
        refuse(target,
               "exists already; give another folder, or --overwrite to replace an earlier run");
    }
    struct stat own {};
    struct stat above {};
    if (::stat(target.c_str(), &own) == 0 && ::stat(parent_of(target).c_str(), &above) == 0 &&
        own.st_dev != above.st_dev)
        refuse(target, "is a mount point and cannot be replaced; give a folder inside it");
    if (const auto stranger = what_no_run_wrote(target)) {
        refuse(target,
               "is not replaced: " + *stranger +
                   ". --overwrite replaces only the folder of an earlier run; move your own "
                   "files away or give another folder");
    }
}

fs::path make_work_folder(const fs::path& target) {
    std::string name = (parent_of(target) / ".beatline-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        refuse(parent_of(target), "no folder can be created here", errno);
    return name;
}

/// Puts `work` at `target`, where nothing may stand.
void move_in(const fs::path& work, const fs::path& target) {
    if (::renameat2(AT_FDCWD, work.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0)
        return;
    if (errno == EINVAL || errno == ENOSYS) {  // a file system without the flag
        if (fs::exists(standing(target))) refuse(target, "appeared while the run was working");
        if (::rename(work.c_str(), target.c_str()) == 0) return;
    }
    refuse(target, "the finished run cannot be put here", errno);
}

/// Swaps `work` and `target`; afterwards the old run stands at the returned path.
fs::path exchange(const fs::path& work, const fs::path& target) {
    if (::renameat2(AT_FDCWD, work.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0)
        return work;
    if (errno != EINVAL && errno != ENOSYS)
        refuse(target, "the earlier run cannot be replaced", errno);
    fs::path aside = make_work_folder(target);
    if (::rename(target.c_str(), aside.c_str()) != 0) {
        const int error = errno;
        ::rmdir(aside.c_str());
        refuse(target, "the earlier run cannot be moved aside", error);
    }
    if (::rename(work.c_str(), target.c_str()) != 0) {
        const int error = errno;
        if (::rename(aside.c_str(), target.c_str()) != 0)
            refuse(aside, "holds the earlier run, which could not be put back", errno);
        refuse(target, "the finished run cannot be put here", error);
    }
    return aside;
}

}  // namespace

OutputFolder::OutputFolder(std::filesystem::path target, bool overwrite)
    : target_{without_trailing_slash(std::move(target))}, overwrite_{overwrite} {
    if (target_.empty())
        throw FileError{"the output folder has an empty name; give one, for instance -o out"};
    const fs::path name = target_.filename();
    if (name.empty() || name == "." || name == "..")
        refuse(target_, "cannot be replaced as a whole; give the name of a new folder inside it");
    check_folder_target(target_, overwrite_);
    made_ = make_parents(target_);
    try {
        work_ = make_work_folder(target_);
    } catch (...) {
        remove_made();
        throw;
    }
}

OutputFolder::~OutputFolder() {
    if (committed_) return;
    std::error_code ignored;
    fs::remove_all(work_, ignored);
    remove_made();
}

void OutputFolder::remove_made() const {
    std::error_code ignored;
    for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder)
        fs::remove(*folder, ignored);  // only while empty
}

void OutputFolder::commit() {
    if (committed_) throw std::logic_error{"the output folder is committed twice"};
    if (::chmod(work_.c_str(), allowed_mode(0777)) != 0)
        refuse(work_, "its permissions cannot be set", errno);
    sync_tree(work_);
    check_folder_target(target_, overwrite_);
    if (!fs::exists(standing(target_))) {
        move_in(work_, target_);
        committed_ = true;
    } else {
        const fs::path old = exchange(work_, target_);
        committed_ = true;
        std::error_code error;
        fs::remove_all(old, error);
        if (error) {
            refuse(old, "is the earlier run and cannot be removed, though the new one stands",
                   error.value());
        }
    }
    sync_path(parent_of(target_));
}

OutputFile::OutputFile(std::filesystem::path target, bool overwrite)
    : target_{std::move(target)}, overwrite_{overwrite} {
    if (target_.empty() || !target_.has_filename() || target_.filename() == "." ||
        target_.filename() == "..")
        refuse(target_, "names no file; give the output a file name");
    check_target();
    std::string name =
        (parent_of(target_) / (".beatline-XXXXXX" + target_.extension().string())).string();
    const int descriptor =
        ::mkstemps(name.data(), static_cast<int>(target_.extension().string().size()));
    if (descriptor < 0) refuse(target_, "no file can be created in its folder", errno);
    ::close(descriptor);
    work_ = name;
}

OutputFile::~OutputFile() {
    if (committed_) return;
    std::error_code ignored;
    fs::remove(work_, ignored);
}

void OutputFile::check_target() const {
    const fs::file_status there = standing(target_);
    if (!fs::exists(there)) return;
    if (fs::is_symlink(there))
        refuse(target_, "is a symbolic link, which is never replaced; give the file it points at");
    if (!fs::is_regular_file(there)) refuse(target_, "exists and is not a file; give a file name");
    if (!overwrite_) refuse(target_, "exists already; give another name, or --overwrite");
}

void OutputFile::commit() {
    if (committed_) throw std::logic_error{"the output file is committed twice"};
    if (::chmod(work_.c_str(), allowed_mode(0666)) != 0)
        refuse(work_, "its permissions cannot be set", errno);
    sync_path(work_);
    check_target();
    if (::rename(work_.c_str(), target_.c_str()) != 0)
        refuse(target_, "the finished file cannot be put here", errno);
    committed_ = true;
}

}  // namespace beatline
