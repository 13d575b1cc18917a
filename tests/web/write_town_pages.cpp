// Writes the pages that the browser tests open: write_town_pages FOLDER
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "tests/web/town.hpp"

namespace {

bool write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    if (!file) std::cerr << path.string() << ": cannot be written\n";
    return !file.fail();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: write_town_pages FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder{argv[1]};
    std::filesystem::create_directories(folder);
    beatline::ViewerInput bare = beatline::testing::a_town();
    bare.density.reset();
    for (beatline::Layer& layer : bare.layers) layer.features.clear();
    const bool written =
        write(folder / "town.html", viewer_page(beatline::testing::a_town())) &&
        write(folder / "no-features.html", viewer_page(bare)) &&
        write(folder / "empty.html", viewer_page(beatline::testing::an_empty_page()));
    return written ? 0 : 5;
}
