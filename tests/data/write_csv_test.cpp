// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/write_layers.hpp"

#include "tests/support/layers.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using testing::TempFolder;

TEST(WriteCsv, WritesRowsByRfc4180WithoutFormulas) {
    const TempFolder temp;
    write_csv(temp / "shifts.csv", testing::table_layer());
    EXPECT_EQ(bytes_of(temp / "shifts.csv"), "unit,minutes\r\n'=L1,-480\r\n");
}

TEST(WriteCsv, KeepsTypesApartAndLeavesNullsEmpty) {
    const TempFolder temp;
    Layer layer = testing::stops_layer();
    layer.features.erase(layer.features.begin() + 1, layer.features.begin() + 3);
    write_csv(temp / "stops.csv", layer);
    EXPECT_EQ(
        bytes_of(temp / "stops.csv"),
        "unit,seq,kind,place,arrive,depart,drive_km,planned,why\r\n"
        "L1,1,hotspot,H1,2025-07-01T14:05:00+01:00,2025-07-01T14:20:00+01:00,1.25,true,densest\r\n"
        ",,,,,,,,\r\n");
}

TEST(WriteCsv, WritesTheHeaderOfAnEmptyTable) {
    const TempFolder temp;
    write_csv(temp / "unserved.csv", testing::empty_layer());
    EXPECT_EQ(bytes_of(temp / "unserved.csv"), "place\r\n");
}

TEST(WriteCsv, SaysWhenTheFolderIsMissing) {
    const TempFolder temp;
    EXPECT_THROW(write_csv(temp / "missing/x.csv", testing::table_layer()), FileError);
}

}  // namespace
}  // namespace beatline
