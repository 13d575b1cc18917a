// Bad input, part 1: files that are no text, no table, cut short, or something else in disguise.
// SPDX-License-Identifier: Apache-2.0
//
// Every kind of bad input that is thought of, and the test that runs the program on it:
//   empty file, header only                  BadText.AnEmptyFile, EmptyRoadsAndAnEmptyArea
//   empty or cut PBF                         BadText.AnEmptyPbf
//   byte order mark                          BadText.AByteOrderMark
//   UTF-16, Windows-1252                     BadText.Utf16Needs, Windows1252Needs
//   open quote                               BadText.AnOpenQuote; PlantedBytes (tests/data)
//   NUL byte                                 BadText.ANulByte, ALongLineOfNothingButNul
//   ; and tab, decimal comma                 BadText.AnotherDelimiter, ADecimalComma
//   column missing or twice                  BadText.AMissingColumn, AColumnThatStandsTwice
//   too few or too many fields               BadText.RowsWithTooFew
//   line of 1 GB, a million columns          BadText.ALineBeyondTheLimit, AMillionColumns
//   VRT in a .csv, /vsicurl/, PG:            BadText.WhatIsHidden, AnAddress
//   NaN, infinity, 1e308                     BadPlace.NumbersThatAreNotFinite
//   0, 0                                     BadPlace.TheOriginOfDegrees
//   longitude and latitude swapped           BadPlace.LongitudeAndLatitude
//   eastings as degrees and the reverse      BadPlace.EastingsRead, DegreesRead
//   outside the study area                   BadPlace.OutsideTheStudyArea
//   one point, all points the same           BadPlace.OnePoint
//   most events on stacks                    BadPlace.MostEvents
//   time_to before time                      BadTime.AnEndBeforeTheStart
//   day and month unclear                    BadTime.DayAndMonth, ADayThatTells
//   26/13/2026, the year 0202                BadTime.DaysAndYears
//   01:30 on the days of a clock change      BadTime.ClockChanges
//   future, older than the retention         BadTime.TheFuture, OlderThan, AnprHits
//   bandwidth not above 0, cell above it     BadOperation.ABandwidth
//   callsign twice, ../x, control character  BadOperation.ACallsign
//   base far from every road                 BadOperation.ABase
//   task outside all shifts                  BadOperation.ATask
//   unknown key, wrong type                  BadOperation.AnUnknownKey
//   <script> in a name                       BadOperation.Markup
//   island of roads, no roads                BadRoads
//   JSON nested 100,000 deep                 BadJson
//   key file missing or open to others       BadKeyFile
//   0, -1, a million threads                 BadThreads
//   output exists, is a symbolic link        BadOutput.AnEarlierRun, ASymbolicLink
//   disk full, read-only, kill -9            BadOutput.AFileThatCannotGrow, AFullDisk, AReadOnly,
//                                            KilledAtAnyMoment
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/bad_town.hpp"
#include "tests/support/osm_text.hpp"

namespace beatline {
namespace {

using testing::Account;
using testing::expect_accounted;
using testing::expect_refused;
using testing::operation_with;
using testing::put;
using testing::repeated;
using testing::SmallTown;
using testing::town_incidents;
using testing::with_incident_keys;

/// The town's incidents as UTF-16 with a byte order mark; ASCII only.
std::string utf16(const std::string& ascii, bool big_endian) {
    std::string text = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        if (big_endian) text += '\0';
        text += c;
        if (!big_endian) text += '\0';
    }
    return text;
}

std::string replaced(std::string text, char from, char to) {
    std::ranges::replace(text, from, to);
    return text;
}

TEST(BadText, AnEmptyFileAndAHeaderAloneEndWith3) {
    const SmallTown town;
    put(town / "incidents.csv", "");
    expect_refused(town, 3, {"incidents.csv", "empty", "Wanted a header line and rows"});
    put(town / "incidents.csv", "\n\n\n");
    expect_refused(town, 3, {"incidents.csv", "empty"});
    put(town / "incidents.csv", "lon,lat,when,what\n");
    expect_refused(town, 3, {"incidents.csv", "a header, but no rows"});
}

TEST(BadText, EmptyRoadsAndAnEmptyAreaEndWith3) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("crs =", "area = \"area.geojson\"\ncrs ="));
    put(town / "area.geojson", "");
    expect_refused(town, 3, {"area.geojson", "empty"});
    const SmallTown other;
    put(other / "roads.geojson", "");
    expect_refused(other, 3, {"roads.geojson", "empty"});
}

TEST(BadText, AnEmptyPbfAndOneCutAnywhereEndWith3) {
    const SmallTown town = SmallTown::with_operation(operation_with("roads.geojson", "r.osm.pbf"));
    put(town / "r.osm.pbf", "");
    expect_refused(town, 3, {"r.osm.pbf", "empty"});
    const std::string whole = testing::bytes_of(std::string{BEATLINE_SOURCE_DIR} +
                                                "/data/sample/rutland/roads/rutland-roads.osm.pbf");
    for (const std::size_t bytes :
         {std::size_t{3}, std::size_t{200}, whole.size() / 3, whole.size() - 1}) {
        put(town / "r.osm.pbf", whole.substr(0, bytes));
        expect_refused(town, 3, {"r.osm.pbf"});
    }
}

TEST(BadText, AByteOrderMarkIsNoPartOfTheFirstColumnsName) {
    const SmallTown town;
    put(town / "incidents.csv", "\xEF\xBB\xBF" + town_incidents());
    EXPECT_EQ(expect_accounted(town).incidents()["used"], 27);
}

TEST(BadText, Utf16NeedsItsEncodingSaid) {
    for (const bool big_endian : {false, true}) {
        const SmallTown town;
        put(town / "incidents.csv", utf16(town_incidents(), big_endian));
        expect_refused(town, 3, {"incidents.csv", "UTF-16", "encoding = \"utf-16\""});
        const SmallTown told =
            SmallTown::with_operation(with_incident_keys("encoding = \"utf-16\""));
        put(told / "incidents.csv", utf16(town_incidents(), big_endian));
        EXPECT_EQ(expect_accounted(told).incidents()["used"], 27);
    }
}

TEST(BadText, Windows1252NeedsItsEncodingSaid) {
    const std::string text = town_incidents() + "-2.354,51.384,2025-11,Caf\xE9\n";
    const SmallTown town;
    put(town / "incidents.csv", text);
    expect_refused(town, 3, {"incidents.csv", "line 29", "0xE9", "offset", "encoding"});
    const SmallTown told =
        SmallTown::with_operation(with_incident_keys("encoding = \"windows-1252\""));
    put(told / "incidents.csv", text);
    EXPECT_EQ(expect_accounted(told).incidents()["used"], 28);
    EXPECT_NE(testing::bytes_of(told.out() + "/hotspots.geojson").find("Caf\xC3\xA9"),
              std::string::npos);
}

TEST(BadText, AnUnknownEncodingEndsWith2) {
    expect_refused(SmallTown::with_operation(with_incident_keys("encoding = \"latin9\"")), 2,
                   {"operation.toml:", "encoding", "latin9", "windows-1252"});
}

TEST(BadText, AnOpenQuoteIsNamedWhereItOpensAndSwallowsNothing) {
    const SmallTown town;
    put(town / "incidents.csv", "lon,lat,when,what\n-2.354,51.384,2025-11,\"Drugs\n" +
                                    repeated("-2.3,51.3,2025-11,x\n", 9));
    expect_refused(town, 3, {"incidents.csv", "line 2", "never closed"});
    // Closed by the quote that opens the next field of its kind, nine rows on.
    put(town / "incidents.csv", "lon,lat,when,what\n-2.354,51.384,2025-11,\"Drugs\n" +
                                    repeated("-2.3,51.3,2025-11,x\n", 9) +
                                    "-2.354,51.384,2025-11,\"Drugs\"\n");
    expect_refused(town, 3, {"incidents.csv", "line 2", "quote"});
}

TEST(BadText, ANulByteEndsWith3AndItsOffset) {
    const SmallTown town;
    std::string text = town_incidents();
    text[100] = '\0';
    put(town / "incidents.csv", text);
    expect_refused(town, 3, {"incidents.csv", "NUL", "offset 100"});
}

TEST(BadText, AnotherDelimiterIsFoundAndSaid) {
    for (const auto& [delimiter, name] : {std::pair{';', "\";\""}, std::pair{'\t', "a tab"}}) {
        const SmallTown town;
        put(town / "incidents.csv", replaced(town_incidents(), ',', delimiter));
        const Account account = expect_accounted(town);
        EXPECT_EQ(account.incidents()["used"], 27);
        EXPECT_TRUE(account.says("the delimiter is " + std::string{name})) << account.incidents();
        EXPECT_TRUE(account.says("found from the header")) << account.incidents();
    }
    const SmallTown told = SmallTown::with_operation(with_incident_keys("delimiter = \"^\""));
    put(told / "incidents.csv", replaced(town_incidents(), ',', '^'));
    EXPECT_EQ(expect_accounted(told).incidents()["used"], 27);
}

TEST(BadText, ADecimalCommaIsFoundAndSaidOrGivenByKey) {
    std::string text = replaced(town_incidents(), ',', ';');
    text = replaced(text, '.', ',');
    for (const char* key : {"", "decimal = \",\""}) {
        const SmallTown town = SmallTown::with_operation(with_incident_keys(key));
        put(town / "incidents.csv", text);
        const Account account = expect_accounted(town);
        EXPECT_EQ(account.incidents()["used"], 27);
        EXPECT_EQ(account.says("decimal comma"), *key == '\0') << account.incidents();
    }
    const SmallTown wrong = SmallTown::with_operation(with_incident_keys("decimal = \".\""));
    put(wrong / "incidents.csv", text);
    expect_refused(wrong, 3, {"incidents.csv", "coord_bad", "decimal = \",\""});
}

TEST(BadText, AMissingColumnEndsWith2AndListsWhatThereIs) {
    const SmallTown town;
    put(town / "incidents.csv", "long,lat,when,what\n-2.354,51.384,2025-11,Drugs\n");
    expect_refused(town, 2, {"incidents.csv", "\"lon\"", "long", "lat", "when", "what"});
}

TEST(BadText, AColumnThatStandsTwiceEndsWith2AndListsWhatThereIs) {
    const SmallTown town;
    put(town / "incidents.csv", "lon,lat,lon,when,what\n-2.354,51.384,1,2025-11,Drugs\n");
    expect_refused(
        town, 2,
        {"incidents.csv", "2 columns are called \"lon\"", "\"lat\"", "\"when\"", "\"what\""});
}

TEST(BadText, RowsWithTooFewOrTooManyFieldsAreSetAside) {
    testing::expect_rows_rejected(
        SmallTown{}, {"-2.354,51.384,2025-11", "-2.354,51.384,2025-11,Drugs,x", "-2.354", ",,,,,,"},
        "field_count", "");
}

/// Bytes of the long line: enough to be beyond the limit; the slow suite asks for a gigabyte.
std::size_t long_line_bytes() {
    const char* bytes = std::getenv("BEATLINE_LONG_LINE_BYTES");
    return bytes == nullptr ? 20'000'000 : std::stoul(bytes);
}

/// `before`, one line of so many letters, `after`.
void put_long_line(const std::filesystem::path& file, const std::string& before,
                   const std::string& after) {
    std::ofstream out{file, std::ios::binary};
    out << before;
    const std::string letters(1'000'000, 'x');
    for (std::size_t left = long_line_bytes(); left > 0; left -= std::min(left, letters.size()))
        out.write(letters.data(), static_cast<std::streamsize>(std::min(left, letters.size())));
    out << "\n" << after;
}

TEST(BadText, ALineBeyondTheLimitEndsWith6AndWhereItBegins) {
    const SmallTown town;
    put_long_line(town / "incidents.csv", town_incidents(), town_incidents());
    expect_refused(town, 6, {"incidents.csv", "line 29, ", "limit"});
    put_long_line(town / "incidents.csv", "", town_incidents());
    expect_refused(town, 6, {"incidents.csv", "line 1, ", "limit"});
    put(town / "incidents.csv", town_incidents() + std::string(40'000'000, '\n'));
    expect_refused(town, 6, {"incidents.csv", "line 29 on", "blank lines"});
}

TEST(BadText, ALongLineOfNothingButNulEndsWith3AndItsLine) {
    const SmallTown town;
    put(town / "incidents.csv", town_incidents());
    std::filesystem::resize_file(town / "incidents.csv", 1U << 30U);  // takes no room on the disk
    const std::string offset = "offset " + std::to_string(town_incidents().size());
    expect_refused(town, 3, {"incidents.csv", "NUL", offset.c_str(), "line 29"});
}

TEST(BadText, AMillionColumnsEndWith6) {
    const SmallTown town;
    put(town / "incidents.csv", "lon,lat,when,what" + repeated(",a", 1'000'000) + "\n1,2,3,4\n");
    expect_refused(town, 6, {"incidents.csv", "line 1", "4096", "limit"});
    put(town / "incidents.csv", town_incidents() + repeated("a,", 1'000'000) + "\n");
    expect_refused(town, 6, {"incidents.csv", "line 29", "4096", "limit"});
}

TEST(BadText, WhatIsHiddenInACsvEndsWith3) {
    const std::string vrt =
        "<OGRVRTDataSource><OGRVRTLayer name=\"x\"><SrcDataSource>/etc/passwd</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>";
    const SmallTown town;
    put(town / "incidents.csv", vrt);
    expect_refused(town, 3, {"incidents.csv"});
    put(town / "incidents.csv", "{\"type\": \"FeatureCollection\"}");
    expect_refused(town, 3, {"incidents.csv"});
    for (const char* key : {"path = \"roads.geojson\"", "crs = \"EPSG:27700\"\n"}) {
        const bool roads = std::string{key}.starts_with("path");
        const SmallTown other = SmallTown::with_operation(operation_with(
            key, roads ? "path = \"x.csv\"" : "area = \"x.csv\"\n" + std::string{key}));
        put(other / "x.csv", vrt);
        expect_refused(other, 3, {"x.csv"});
    }
}

TEST(BadText, AnAddressOrADatabaseInsteadOfAFileEndsWith3) {
    for (const char* address :
         {"/vsicurl/http://127.0.0.1/x.csv", "/vsizip/x.zip/x.csv", "https://127.0.0.1/x.csv",
          "PG:dbname=x", "MYSQL:x", "WFS:http://127.0.0.1"}) {
        for (const char* path : {"incidents.csv", "roads.geojson"})
            expect_refused(SmallTown::with_operation(operation_with(path, address)), 3,
                           {address, ".path: found", "only plain files"});
        expect_refused(SmallTown::with_operation(operation_with(
                           "crs = \"EPSG:27700\"",
                           "area = \"" + std::string{address} + "\"\ncrs = \"EPSG:27700\"")),
                       3, {address, "operation.area: found", "only plain files"});
    }
}

}  // namespace
}  // namespace beatline
