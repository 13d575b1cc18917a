// What [hotspots] asks of significance, stability and cells.
// SPDX-License-Identifier: Apache-2.0
#include "data/operation_significance.hpp"

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/operation.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::TempFolder;

HotspotRules read_with(const std::string& hotspots) {
    const TempFolder folder;
    return read_operation(folder.file("operation.toml", R"([operation]
name = "Significance"
[[incidents]]
path = "i.csv"
preset = "police.uk"
[roads]
path = "roads.gpkg"
[hotspots]
)" + hotspots),
                          {})
        .hotspots;
}

std::string complaint(const std::string& hotspots) {
    return message_of<UsageError>([&] { (void)read_with(hotspots); });
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(OperationSignificance, NothingIsTestedUnlessAskedForAndCellsAreThere) {
    const HotspotRules rules = read_with("");
    EXPECT_FALSE(rules.significance.level);
    EXPECT_EQ(rules.significance.resamples, 0U);
    EXPECT_EQ(rules.significance.background, BackgroundKind::none);
    ASSERT_TRUE(rules.gi_star);
    EXPECT_EQ(rules.gi_star->cell, Metres{250});
    EXPECT_EQ(rules.gi_star->reach, Metres{250});
    EXPECT_EQ(rules.gi_star->level, 0.05);
}

TEST(OperationSignificance, EveryKeyLandsWhereItBelongs) {
    const HotspotRules rules = read_with(R"(significance = 0.01
simulations = 499
not_significant = "keep"
stability = 80
[hotspots.background]
zones = "lsoa.geojson"
column = "people"
layer = "lsoa"
[hotspots.gi_star]
cell_m = 100
reach_m = 300
shape = "disc"
)");
    EXPECT_EQ(rules.significance.level, 0.01);
    EXPECT_EQ(rules.significance.simulations, 499U);
    EXPECT_TRUE(rules.significance.keep_all);
    EXPECT_EQ(rules.significance.resamples, 80U);
    EXPECT_EQ(rules.significance.background, BackgroundKind::zones);
    EXPECT_EQ(rules.significance.zones.path.filename(), "lsoa.geojson");
    EXPECT_TRUE(rules.significance.zones.path.is_absolute()) << "beside the operation file";
    EXPECT_EQ(rules.significance.zones.column, "people");
    EXPECT_EQ(rules.significance.zones.layer, "lsoa");
    ASSERT_TRUE(rules.gi_star);
    EXPECT_EQ(rules.gi_star->cell, Metres{100});
    EXPECT_EQ(rules.gi_star->reach, Metres{300});
    EXPECT_EQ(rules.gi_star->shape, Neighbourhood::disc);
    EXPECT_EQ(rules.gi_star->level, 0.01) << "that of significance";
}

TEST(OperationSignificance, ABackgroundIsZonesRoadsOrIncidents) {
    EXPECT_EQ(read_with("background = \"roads\"").significance.background, BackgroundKind::roads);
    EXPECT_EQ(read_with("background = \"none\"").significance.background, BackgroundKind::none);
    const auto rules = read_with(R"([[hotspots.background.incidents]]
path = "all.csv"
preset = "police.uk"
[[hotspots.background.incidents]]
path = "more.csv"
x = "e"
y = "n"
)")
                           .significance;
    EXPECT_EQ(rules.background, BackgroundKind::incidents);
    ASSERT_EQ(rules.incidents.size(), 2U);
    EXPECT_EQ(rules.incidents[1].x, "e");
}

TEST(OperationSignificance, AFinerLevelGetsMoreSimulations) {
    EXPECT_EQ(read_with("significance = 0.05").significance.simulations, 199U);
    EXPECT_EQ(read_with("significance = 0.01").significance.simulations, 999U);
    EXPECT_EQ(read_with("significance = 0.2").significance.simulations, 199U);
}

TEST(OperationSignificance, CellsCanBeLeftOut) {
    EXPECT_FALSE(read_with("[hotspots.gi_star]\nenabled = false").gi_star);
}

TEST(OperationSignificance, WhatMakesNoSenseIsRefusedWithWhatWould) {
    EXPECT_TRUE(holds(complaint("significance = 0"), "more than 0 and less than 1"));
    EXPECT_TRUE(holds(complaint("significance = 5"), "hotspots.significance"));
    EXPECT_TRUE(holds(complaint("significance = 1e-9"), "simulations"));
    const std::string few = complaint("significance = 0.05\nsimulations = 19");
    EXPECT_TRUE(holds(few, ":10:") && holds(few, "wanted 45 or more")) << few;
    EXPECT_TRUE(holds(complaint("simulations = 0"), "simulations"));
    EXPECT_TRUE(holds(complaint("not_significant = \"drop\""), "leave-out"));
    EXPECT_TRUE(holds(complaint("background = \"people\""), "hotspots.background"));
    EXPECT_TRUE(holds(complaint("[hotspots.background]\ncolumn = \"people\""), "zones"));
    EXPECT_TRUE(holds(complaint("[hotspots.background]\nzones = \"a.gpkg\""), "column"));
    EXPECT_TRUE(holds(
        complaint("[hotspots.background]\nzones = \"a.gpkg\"\ncolumn = \"n\"\nsize = 3"), "size"));
    EXPECT_TRUE(holds(complaint("[[hotspots.background.incidents]]\npath = \"PG:dbname=x\"\n"
                                "kind = \"postgis\"\nlayer = \"t\""),
                      "not from a database"));
    EXPECT_TRUE(holds(complaint("stability = -1"), "stability"));
    EXPECT_TRUE(holds(complaint("[hotspots.gi_star]\ncell_m = 0"), "more than 0"));
    EXPECT_TRUE(holds(complaint("[hotspots.gi_star]\nreach_m = -5"), "reach_m"));
    EXPECT_TRUE(holds(complaint("[hotspots.gi_star]\nshape = \"round\""), "disc"));
}

TEST(OperationSignificance, ALevelFinerThanAnyCountOfSimulationsIsRefusedAtOnce) {
    // 1e-308 once counted replicates until the end of time.
    for (const char* level : {"0.00009", "1e-12", "1e-308", "5e-324"})
        EXPECT_TRUE(
            holds(complaint(std::string{"significance = "} + level), "wanted 0.0001 or more"))
            << level;
    EXPECT_EQ(read_with("significance = 0.0001").significance.simulations, 99'999U);
}

TEST(OperationSignificance, RoadsAsABackgroundNeedRoads) {
    const TempFolder folder;
    const auto file = folder.file("operation.toml", R"([operation]
name = "No roads"
[[incidents]]
path = "i.csv"
preset = "police.uk"
[hotspots]
background = "roads"
)");
    EXPECT_TRUE(
        holds(message_of<UsageError>([&] { (void)read_operation(file, {}); }), "roads.path"));
}

}  // namespace
}  // namespace beatline
