// `beatline matrix` from the outside: the numbers, their form, and what is refused.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/osm_text.hpp"

namespace beatline {
namespace {

using testing::beatline_says;
using testing::bytes_of;
using testing::Outcome;
using testing::TempFolder;

/// A crossroads near Bath whose arms of 100 m are driven at 30 mph x 0.6: 12.4 s each; the south
/// arm is one-way in.
std::string roads() {
    testing::OsmText osm = testing::osm_crossroads();
    osm.node(5, 0, -200).node(6, 100, -200);
    osm.way(20, {3, 5, 6, 2}, {{"highway", "residential"}, {"oneway", "-1"}, {"name", "Ring"}});
    return osm.str();
}

constexpr const char* points =
    "id,lon,lat\nW,-2.3614368,51.38\nE,-2.3585632,51.38\nN,-2.36,51.3808990\n";

Outcome matrix(const TempFolder& folder, const std::string& csv,
               std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"matrix",
                                       folder.file("roads.osm", roads()),
                                       folder.file("points.csv", csv),
                                       "--x",
                                       "lon",
                                       "--y",
                                       "lat",
                                       "--crs",
                                       "EPSG:4326"};
    if (std::ranges::find(more, "-o") == more.end()) {
        more.emplace_back("-o");
        more.emplace_back("-");
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

TEST(MatrixCommand, PrintsSecondsAsASquareWithoutHeader) {
    const TempFolder folder;
    const Outcome outcome = matrix(folder, points, {"-q"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out, "0,25,25\n25,0,25\n25,25,0\n");
}

TEST(MatrixCommand, IgnoresBlanksAroundNumbers) {
    const TempFolder folder;
    const Outcome outcome = matrix(folder, "id,lon,lat\nW, -2.3614368 ,51.38 \n", {"-q"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "0\n");
}

TEST(MatrixCommand, WalksSlowerThanItDrives) {
    const TempFolder folder;
    const Outcome outcome = matrix(folder, points, {"--profile", "foot"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    std::istringstream first_row{outcome.out};
    int itself = -1;
    int east = -1;
    char comma = 0;
    first_row >> itself >> comma >> east;
    EXPECT_EQ(itself, 0);
    EXPECT_NEAR(east, 200.0 / 4.8 * 3.6, 2.0);
}

TEST(MatrixCommand, WritesAFileOnceAndOverItOnlyWhenAsked) {
    const TempFolder folder;
    const std::string out = folder / "matrix.csv";
    EXPECT_EQ(matrix(folder, points, {"-o", out}).code, 0);
    const std::string bytes = bytes_of(out);
    EXPECT_EQ(matrix(folder, points, {"-o", out}).code, 5);
    EXPECT_EQ(matrix(folder, points, {"-o", out, "--overwrite", "-j", "1"}).code, 0);
    EXPECT_EQ(bytes_of(out), bytes);
}

TEST(MatrixCommand, RefusesPointsThatWouldMakeItLessThanSquare) {
    const TempFolder folder;
    const auto refused = [&](const std::string& row, const std::string& says) {
        const Outcome outcome = matrix(folder, std::string{points} + row + "\n");
        EXPECT_EQ(outcome.code, 3) << row << outcome.err;
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err.find("row 4 (line 5)"), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find(says), std::string::npos) << outcome.err;
    };
    refused("F,-2.36,51.39", "from the nearest road");
    refused("F,-2.36,", "column \"lat\"");
    refused("F,nan,51.38", "column \"lon\"");
    refused("F,1e308,51.38", "no place");
    refused("F,west,51.38", "\"west\"");
    refused("F,-2.36", "fields");
    refused("F,51.38,-2.36", "");
}

TEST(MatrixCommand, SaysWhatIsWrongWithItsOptions) {
    const TempFolder folder;
    const std::string roads_file = folder.file("roads.osm", roads());
    const std::string points_file = folder.file("points.csv", points);
    const auto says = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "matrix");
        arguments.insert(arguments.end(), {"-o", "-"});
        return beatline_says(arguments);
    };
    EXPECT_EQ(
        says({roads_file, points_file, "--x", "long", "--y", "lat", "--crs", "EPSG:4326"}).code, 2);
    EXPECT_EQ(says({roads_file, points_file, "--x", "lon", "--y", "lat", "--crs", "EPSG:1"}).code,
              2);
    EXPECT_EQ(
        says({roads_file, points_file, "--x", "lon", "--y", "lat", "--crs", "EPSG:27700"}).code, 3);
    EXPECT_EQ(
        says({roads_file, points_file, "--x", "lat", "--y", "lon", "--crs", "EPSG:4326"}).code, 3);
    EXPECT_EQ(says({"/vsicurl/http://localhost/x", points_file, "--x", "lon", "--y", "lat", "--crs",
                    "EPSG:4326"})
                  .code,
              3);
    EXPECT_EQ(
        says({folder / "none.pbf", points_file, "--x", "lon", "--y", "lat", "--crs", "EPSG:4326"})
            .code,
        5);
    EXPECT_EQ(matrix(folder, points, {"--profile", "hovercraft"}).code, 2);
    EXPECT_EQ(matrix(folder, "id,lon,lat\n").code, 3);
}

}  // namespace
}  // namespace beatline
