// What every fuzzer stands on: its input as a file, and laws that end the process when broken.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "data/error.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline::fuzz {

using Bytes = std::span<const std::uint8_t>;

inline std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The input under this name in a folder of the process; the next input takes its place.
inline std::filesystem::path file_of(Bytes bytes, const std::string& name) {
    static const testing::TempFolder folder;
    return folder.file(name, text_of(bytes));
}

/// Ends the process, which is a finding, unless the law holds.
inline void must(bool holds, std::string_view law, std::string_view found = "") {
    if (holds) return;
    std::fprintf(stderr, "broken law: %.*s %.*s\n", static_cast<int>(law.size()), law.data(),
                 static_cast<int>(found.size()), found.data());
    std::abort();
}

/// Runs a reader. A Failure that says something is an answer, and the only one besides success: any
/// other exception ends the process.
template <class Read>
bool accepts(const Read& read) {
    try {
        read();
        return true;
    } catch (const Failure& refusal) {
        must(*refusal.what() != '\0', "a refusal says why");
        return false;
    }
}

}  // namespace beatline::fuzz

/// libFuzzer's door, and replay's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT
