// SPDX-License-Identifier: Apache-2.0
#include "data/read_event_layer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/crime_layers.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using ::testing::AllOf;
using testing::crimes_in;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::in_every_format;
using testing::message_of;
using ::testing::Pair;
using testing::places_in;
using testing::PointLayer;
using testing::PointRow;
using testing::some_crimes;
using testing::TempFolder;
using ::testing::UnorderedElementsAre;
using testing::write_points;

std::string as_csv(const PointLayer& layer) {
    std::string text;
    for (const auto& column : layer.columns)
        text += (text.empty() ? "" : ",") + std::string{column.name};
    text += '\n';
    for (const PointRow& row : layer.rows) {
        std::string line;
        for (const auto& value : row.values)
            line += (line.empty() ? "\"" : ",\"") + value.value_or("") + '"';
        text += line + '\n';
    }
    return text;
}

class ReadEventLayer : public ::testing::Test {
protected:
    static EventReading read(const IncidentSource& s, const EventRules& rules = {}) {
        EventReading reading = read_events({s}, rules);
        const InputReport& report = reading.inputs.at(0);
        std::uint64_t rejected = 0;
        for (const auto& [reason, count] : report.rejected) rejected += count;
        EXPECT_EQ(report.read, report.used + rejected);
        EXPECT_EQ(reading.rejected.size(), rejected);
        return reading;
    }
    template <class Error = InputError>
    static std::string complaint(const IncidentSource& s) {
        return message_of<Error>([&] { (void)read_events({s}, {}); });
    }
    TempFolder folder;
};

void expect_same(const EventReading& a, const EventReading& b, const std::string& what) {
    EXPECT_EQ(a.kinds, b.kinds) << what;
    ASSERT_EQ(a.events.size(), b.events.size()) << what;
    for (std::size_t i = 0; i < a.events.size(); ++i) {
        EXPECT_EQ(a.events[i].at, b.events[i].at) << what << i;
        EXPECT_EQ(a.events[i].when.from, b.events[i].when.from) << what << i;
        EXPECT_EQ(a.events[i].when.to, b.events[i].when.to) << what << i;
        EXPECT_EQ(a.events[i].kind, b.events[i].kind) << what << i;
    }
    EXPECT_EQ(a.inputs[0].read, b.inputs[0].read) << what;
    EXPECT_EQ(a.inputs[0].rejected, b.inputs[0].rejected) << what;
    EXPECT_EQ(a.inputs[0].incidents->repeated_ids, b.inputs[0].incidents->repeated_ids) << what;
    ASSERT_EQ(a.rejected.size(), b.rejected.size()) << what;
    for (std::size_t i = 0; i < a.rejected.size(); ++i) {
        EXPECT_EQ(a.rejected[i].row, b.rejected[i].row) << what;
        EXPECT_EQ(a.rejected[i].column, b.rejected[i].column) << what;
        EXPECT_EQ(a.rejected[i].value, b.rejected[i].value) << what;
    }
}

TEST_F(ReadEventLayer, GivesTheEventsOfTheSameRowsInCsv) {
    const PointLayer layer = some_crimes();
    IncidentSource csv = crimes_in(folder.file("rows", as_csv(layer)));
    csv.x = "x", csv.y = "y", csv.crs = "EPSG:27700";
    const EventReading wanted = read(csv);
    ASSERT_EQ(wanted.events.size(), 38U);
    for (const auto& [format, path] : in_every_format(folder, layer)) {
        const EventReading found = read(crimes_in(path));
        expect_same(found, wanted, format);
        EXPECT_THAT(found.inputs[0].notes.at(0), HasSubstr("EPSG:27700")) << format;
        IncidentSource by_columns = crimes_in(path);
        by_columns.x = "x", by_columns.y = "y";
        expect_same(read(by_columns), wanted, format + " by columns");
    }
    PointLayer sheet = layer;
    sheet.type = wkbNone;
    IncidentSource book = crimes_in(write_points(folder / "book.xlsx", "XLSX", {sheet}));
    book.x = "x", book.y = "y";
    expect_same(read(book), wanted, "XLSX");
}

TEST_F(ReadEventLayer, ReadsDatesAndTimesOfAllTypes) {
    PointLayer layer;
    layer.columns = {{"when", OFTDateTime}};
    const std::string here = "POINT (458700 304300)";
    layer.rows = {{here, {"2024/06/01 10:30:15"}},
                  {here, {"2024/06/01 10:30:15+00"}},
                  {here, {"2024/06/01 10:30:15+05:30"}},
                  {here, {"2024/01/01 00:00:00"}}};
    layer.options = {"SPATIAL_INDEX=NO"};
    IncidentSource s = places_in(write_points(folder / "a.fgb", "FlatGeobuf", {layer}));
    s.time = "when";
    EventRules rules;
    rules.zone = TimeZone{"Europe/London"};
    const auto at = [](int day, int hour, int minute, int second) {
        using namespace std::chrono;
        return sys_days{year{2024} / month{6} / day} + hours{hour} + minutes{minute} +
               seconds{second};
    };
    const EventReading times = read(s, rules);
    ASSERT_EQ(times.events.size(), 4U);
    EXPECT_EQ(times.events[0].when.from, at(1, 9, 30, 15)) << "the zone's clock";
    EXPECT_EQ(times.events[1].when.from, at(1, 10, 30, 15)) << "UTC";
    EXPECT_EQ(times.events[2].when.from, at(1, 5, 0, 15)) << "an offset of its own";
    EXPECT_EQ(times.events[3].when.length(), Seconds{0}) << "midnight is a time, not a day";

    PointLayer sheet;
    sheet.type = wkbNone;
    sheet.columns = {{"x", OFTReal},
                     {"y", OFTReal},
                     {"day", OFTDate},
                     {"clock", OFTTime},
                     {"both", OFTDateTime}};
    sheet.rows = {{"", {"458700", "304300", "2024/06/01", "23:05:07", "2024/06/01 10:59:59"}},
                  {"", {"458700", "304300", "2024/06/02", "00:00:00", "2024/06/30 00:00:00"}},
                  {"", {"458700", "304300", std::nullopt, std::nullopt, std::nullopt}}};
    IncidentSource book = places_in(write_points(folder / "a.xlsx", "XLSX", {sheet}));
    book.x = "x", book.y = "y", book.time = "day";
    const EventReading days = read(book, rules);
    ASSERT_EQ(days.events.size(), 2U);
    EXPECT_EQ(days.events[0].when.from, at(1, -1, 0, 0));
    EXPECT_EQ(days.events[0].when.length(), std::chrono::days{1});
    EXPECT_THAT(days.inputs[0].rejected, ElementsAre(Pair("time_missing", 1)));
    book.time_of_day = "clock";
    const EventReading clocks = read(book, rules);
    ASSERT_EQ(clocks.events.size(), 2U);
    EXPECT_EQ(clocks.events[0].when.from, at(1, 22, 5, 7));
    EXPECT_EQ(clocks.events[1].when.from, at(1, 23, 0, 0));
    book.time_of_day = "", book.time = "both";
    const EventReading both = read(book, rules);
    ASSERT_EQ(both.events.size(), 2U);
    EXPECT_EQ(both.events[0].when.from, at(1, 9, 59, 59)) << "to the second";
    EXPECT_EQ(both.events[1].when.from, at(29, 23, 0, 0));
}

TEST_F(ReadEventLayer, AppliesATimeFormatToTextOnly) {
    PointLayer layer;
    layer.columns = {{"text"}, {"when", OFTDateTime}};
    layer.rows = {{"POINT (458700 304300)", {"01/06/2024 10:30", "2024/06/01 10:30:00+00"}}};
    IncidentSource s = places_in(write_points(folder / "a.gpkg", "GPKG", {layer}));
    s.time_format = "%d/%m/%Y %H:%M";
    s.time = "text";
    const EventReading from_text = read(s);
    s.time = "when";
    const EventReading from_dates = read(s);
    EXPECT_EQ(from_text.events.at(0).when.from, from_dates.events.at(0).when.from);
    EXPECT_THAT(from_dates.inputs[0].notes, ::testing::Contains(HasSubstr("time_format")));
    s.time_to = "text";
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("Make them alike"));
}

TEST_F(ReadEventLayer, WritesNumbersAsTheyAre) {
    PointLayer layer;
    layer.columns = {{"whole", OFTInteger},
                     {"long", OFTInteger64},
                     {"real", OFTReal},
                     {"truth", OFTInteger, OFSTBoolean},
                     {"list", OFTStringList}};
    layer.rows = {{"POINT (458700 304300)", {"3", "9007199254740993", "0.1", "1", "a"}},
                  {"POINT (458700 304300)", {"-4", "-1", "2", "0", "b"}}};
    IncidentSource s = places_in(write_points(folder / "a.geojson", "GeoJSON", {layer}));
    const auto kinds = [&](const char* column) {
        s.category = column;
        return read(s).kinds;
    };
    EXPECT_THAT(kinds("whole"), ElementsAre("3", "-4"));
    EXPECT_THAT(kinds("long"), ElementsAre("9007199254740993", "-1"));
    EXPECT_THAT(kinds("real"), ElementsAre("0.1", "2"));
    EXPECT_THAT(kinds("truth"), ElementsAre("true", "false"));
    s.category = "list";
    EXPECT_THAT(complaint<UsageError>(s), AllOf(HasSubstr("\"list\""), HasSubstr("StringList")));
    s.category = "wohle";
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("\"whole\""));
}

TEST_F(ReadEventLayer, RejectsWhatIsNoPoint) {
    PointLayer layer;
    layer.columns = {{"kind"}};
    layer.type = wkbUnknown;
    layer.rows = {{"POINT Z (458700 304300 7)", {"a"}},
                  {"MULTIPOINT ((458710 304300))", {"b"}},
                  {"MULTIPOINT ((458710 304300), (458720 304300))", {"c"}},
                  {"LINESTRING (458710 304300, 458720 304300)", {"d"}},
                  {"POLYGON ((458710 304300, 458720 304300, 458720 304400, 458710 304300))", {"e"}},
                  {"GEOMETRYCOLLECTION (MULTIPOINT ((458730 304300)))", {"f"}},
                  {"POINT EMPTY", {"g"}},
                  {"", {"h"}}};
    IncidentSource s = places_in(write_points(folder / "a.gpkg", "GPKG", {layer}));
    s.category = "kind";
    const EventReading reading = read(s);
    EXPECT_THAT(reading.kinds, ElementsAre("a", "b", "f"));
    EXPECT_THAT(reading.inputs[0].rejected,
                UnorderedElementsAre(Pair("not_a_point", 3), Pair("coord_missing", 2)));
    EXPECT_EQ(reading.rejected[1].row, 4U);
    EXPECT_EQ(reading.rejected[1].column, "geometry");
    EXPECT_EQ(reading.rejected[1].value, "LINESTRING");
}

TEST_F(ReadEventLayer, SaysWhenXAndYAreSwapped) {
    PointLayer layer = some_crimes();
    layer.epsg = 4326;
    layer.rows = {{"POINT (52.63 -1.13)", {}}, {"POINT (52.64 -1.14)", {}}};
    const IncidentSource s = places_in(write_points(folder / "b.gpkg", "GPKG", {layer}));
    EXPECT_THAT(complaint(s), HasSubstr("swapped"));
}

TEST_F(ReadEventLayer, TakesTheFirstRowOfASheetForItsHeader) {
    PointLayer sheet;
    sheet.type = wkbNone;
    sheet.columns = {{"x"}, {"y"}, {"kind"}};  // all text, as a header alone would be
    sheet.rows = {{"", {"458700", "304300", "a"}},
                  {"", {std::nullopt, std::nullopt, std::nullopt}},
                  {"", {"458700", "304300", "b"}},
                  {"", {"", "", ""}},
                  {"", {"", "", ""}}};
    IncidentSource s = places_in(write_points(folder / "a.xlsx", "XLSX", {sheet}));
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("which columns hold the place"));
    s.x = "x", s.y = "y", s.category = "kind";
    const EventReading reading = read(s);
    EXPECT_THAT(reading.kinds, ElementsAre("a", "b"));
    EXPECT_EQ(reading.inputs[0].read, 3U) << "empty rows at the end are none";
    EXPECT_THAT(reading.inputs[0].rejected, ElementsAre(Pair("coord_missing", 1)));
}

TEST_F(ReadEventLayer, KnowsTheKeyColumnOfALayer) {
    IncidentSource s = places_in(write_points(folder / "a.gpkg", "GPKG", {some_crimes()}));
    s.category = "fid";
    EXPECT_EQ(read(s).kinds.at(2), "3");
}

}  // namespace
}  // namespace beatline
