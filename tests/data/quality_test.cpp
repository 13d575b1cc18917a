// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <stdexcept>

#include <gtest/gtest.h>

#include "data/run_record.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::bytes_of;
using testing::TempFolder;

TEST(Quality, RefusesAReportThatDoesNotAddUp) {
    const TempFolder temp;
    InputReport report{"crimes.csv", "incidents", 10, 7, {{"coord_missing", 2}}, {"comma"}, {}};
    EXPECT_THROW(write_quality(temp / "q.json", {report}, {}, json::object()), std::logic_error);
    report.rejected["outside_area"] = 1;
    write_quality(temp / "q.json", {report}, {"few events"}, {{"density", {{"bandwidth_m", 500}}}});
    const json quality = json::parse(bytes_of(temp / "q.json"));
    EXPECT_EQ(quality["inputs"][0]["rejected"]["coord_missing"], 2);
    EXPECT_EQ(quality["inputs"][0]["used"], 7);
    EXPECT_EQ(quality["warnings"][0], "few events");
    EXPECT_EQ(quality["density"]["bandwidth_m"], 500);
}

TEST(Quality, RefusesASectionThatWouldHideTheInputs) {
    const TempFolder temp;
    EXPECT_THROW(write_quality(temp / "q.json", {}, {}, {{"inputs", 1}}), std::logic_error);
}

TEST(Rejected, HasAHeaderAlwaysAndNoFormulaEver) {
    const TempFolder temp;
    write_rejected(temp / "none.csv", {});
    EXPECT_EQ(bytes_of(temp / "none.csv"), "file,row,column,reason,value\r\n");
    RejectedRows one;
    one.add({"crimes.csv", 3, "Longitude", "coord_bad", "=cmd|' /C calc'!A0"});
    write_rejected(temp / "one.csv", one);
    EXPECT_EQ(
        bytes_of(temp / "one.csv"),
        "file,row,column,reason,value\r\ncrimes.csv,3,Longitude,coord_bad,'=cmd|' /C calc'!A0\r\n");
}

}  // namespace
}  // namespace beatline
