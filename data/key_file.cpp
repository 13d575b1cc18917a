// SPDX-License-Identifier: Apache-2.0
#include "data/key_file.hpp"

#include "data/error.hpp"

namespace beatline {

void check_key_file(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::is_regular_file(status))
        throw PolicyError{file.string() + ": the key file is missing or no plain file"};
    if (std::filesystem::file_size(file, error) == 0)
        throw PolicyError{file.string() + ": the key file is empty"};
    using std::filesystem::perms;
    constexpr perms others = perms::group_all | perms::others_all;
    if ((status.permissions() & others) != perms::none)
        throw PolicyError{file.string() +
                          ": the key file is open to others; run chmod 600 on it first"};
}

}  // namespace beatline
