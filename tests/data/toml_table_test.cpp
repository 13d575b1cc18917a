// Values of the operation file at the ends of what TOML can say.
// SPDX-License-Identifier: Apache-2.0
#include "data/toml_table.hpp"

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/operation.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::TempFolder;

std::string complaint(const std::string& hotspots) {
    const TempFolder folder;
    const auto path = folder.file("operation.toml", R"([operation]
name = "Table"
[[incidents]]
path = "i.csv"
preset = "police.uk"
[hotspots]
)" + hotspots);
    return message_of<UsageError>([&] { (void)read_operation(path, {}); });
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(TomlTable, AWholeNumberThatNoDoubleHoldsIsStillTheNumberThatWasGiven) {
    // Beyond 2^53 toml++ hands no double back, and what lay in memory was taken for one.
    for (const char* key : {"unit_m", "volume_share", "area_share", "lixel_m", "margin_m"}) {
        const std::string given = std::string{key} + " = 9223372036854775807";
        EXPECT_TRUE(holds(complaint(given), "9.223372036854776e+18")) << complaint(given);
    }
    EXPECT_TRUE(holds(complaint("unit_m = -9007199254740993"), "-9007199254740992"))
        << complaint("unit_m = -9007199254740993");
}

}  // namespace
}  // namespace beatline
