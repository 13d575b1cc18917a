// The table [roads] of an operation file.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/operation.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::TempFolder;

Operation read_with(const std::string& roads, const Overrides& overrides = {}) {
    const TempFolder folder;
    return read_operation(folder.file("operation.toml", R"([operation]
name = "Roads"
[[incidents]]
path = "i.csv"
preset = "police.uk"
[roads]
path = "roads.gpkg"
)" + roads),
                          overrides);
}

TEST(OperationRoads, EveryKeyLandsWhereItBelongs) {
    const Operation op = read_with(R"(layer = "network"
class = "Hierarchy"
one_way = "Traffic"
speed = "Limit"
speed_unit = "mph"
name = "Label"
snap_limit_m = 250.5
[roads.classes]
"Distributor road" = "primary"
ESTATE = "residential"
)");
    EXPECT_EQ(op.road_layout.layer, "network");
    EXPECT_EQ(op.road_layout.road_class, "Hierarchy");
    EXPECT_EQ(op.road_layout.one_way, "Traffic");
    EXPECT_EQ(op.road_layout.speed, "Limit");
    EXPECT_EQ(op.road_layout.speed_unit, "mph");
    EXPECT_EQ(op.road_layout.name, "Label");
    EXPECT_EQ(op.snap_limit, Metres{250.5});
    EXPECT_EQ(op.road_layout.classes,
              (std::map<std::string, std::string>{{"distributor road", "primary"},
                                                  {"estate", "residential"}}));
    EXPECT_EQ(op.road_layout.keys(), (std::vector<std::string>{"layer", "class", "one_way", "speed",
                                                               "speed_unit", "name", "classes"}));
}

TEST(OperationRoads, NothingIsSetUnlessGiven) {
    const Operation op = read_with("");
    EXPECT_TRUE(op.road_layout.keys().empty());
    EXPECT_EQ(op.snap_limit, Metres{500});
}

TEST(OperationRoads, CanBeSetOnTheCommandLine) {
    const Operation op =
        read_with("", {"roads.snap_limit_m=50", "roads.class=klass", "roads.classes.x=service"});
    EXPECT_EQ(op.snap_limit, Metres{50});
    EXPECT_EQ(op.road_layout.road_class, "klass");
    EXPECT_EQ(op.road_layout.classes.at("x"), "service");
}

TEST(OperationRoads, RefuseWhatTheyCannotMean) {
    const auto refused = [](const std::string& roads) {
        return message_of<UsageError>([&] { (void)read_with(roads); });
    };
    const auto expect_says = [&](const std::string& roads, const char* says) {
        const std::string message = refused(roads);
        EXPECT_NE(message.find(says), std::string::npos) << roads << "\n" << message;
    };
    expect_says("[roads.classes]\nEstate = \"residental\"", "Did you mean \"residential\"?");
    expect_says("[roads.classes]\nEstate = \"residental\"",
                "operation.toml:9:10: roads.classes.Estate");
    expect_says("[roads.classes]\nEstate = 3", "found a whole number, wanted text");
    expect_says("[roads.classes]\nEstate = \"service\"\nestate = \"track\"", "given twice");
    expect_says("classes = \"primary\"", "wanted a table");
    expect_says("speed_unit = \"knots\"", "wanted \"km/h\" or \"mph\"");
    expect_says("class = \"\"", "is empty");
    expect_says("snap_limit_m = 0", "wanted more than 0 and 5000 at most");
    expect_says("snap_limit_m = 5000.5", "wanted more than 0 and 5000 at most");
    expect_says("snap_limit_m = nan", "not finite");
    expect_says("snap_limit = 100", "did you mean snap_limit_m?");
    expect_says("speed_units = \"mph\"", "did you mean speed_unit?");
}

}  // namespace
}  // namespace beatline
