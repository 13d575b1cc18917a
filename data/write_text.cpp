// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstring>
#include <fstream>

#include "data/error.hpp"
#include "data/output_folder.hpp"

namespace beatline {

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out) throw FileError{file.string() + ": cannot be written: " + std::strerror(errno)};
}

}  // namespace beatline
