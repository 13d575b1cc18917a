// Puts every file of the folders named through a fuzzer once, without libFuzzer: the corpus as a
// test, and the way to run one finding under a debugger.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <set>

#include "tests/fuzz/fuzz.hpp"

namespace {

std::set<std::filesystem::path> files_in(const std::filesystem::path& place) {
    if (!std::filesystem::is_directory(place)) return {place};
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{place}) files.insert(entry.path());
    return files;
}

}  // namespace

int main(int argc, char** argv) {
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& file : files_in(argv[i])) {
            std::printf("%s\n", file.c_str());
            std::fflush(stdout);  // the last name is that of the input that ended it
            const std::string bytes = beatline::testing::bytes_of(file);
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                   bytes.size());
            ++count;
        }
    }
    std::printf("%d inputs, no finding\n", count);
    return count > 0 ? 0 : 1;
}
