// SPDX-License-Identifier: Apache-2.0
#include "data/layer_file.hpp"

#include <gmock/gmock.h>

#include "data/error.hpp"
#include "data/read_events.hpp"

#include "tests/support/crime_layers.hpp"
#include "tests/support/message_of.hpp"

namespace beatline {
namespace {

using ::testing::AllOf;
using testing::crimes_in;
using ::testing::HasSubstr;
using testing::in_every_format;
using testing::message_of;
using testing::places_in;
using testing::PointLayer;
using testing::some_crimes;
using testing::TempFolder;
using testing::write_points;

class LayerFileTest : public ::testing::Test {
protected:
    static EventReading read(const IncidentSource& s) { return read_events({s}, {}); }
    template <class Error = InputError>
    static std::string complaint(const IncidentSource& s) {
        return message_of<Error>([&] { (void)read_events({s}, {}); });
    }

    TempFolder folder;
};

TEST_F(LayerFileTest, LeavesNothingBesideItsFiles) {
    const auto files = in_every_format(folder, some_crimes());
    const auto names = folder.names();
    for (const auto& [format, path] : files) (void)read(crimes_in(path));
    EXPECT_EQ(folder.names(), names);
}

TEST_F(LayerFileTest, ReadsNoPartOfAFileThatIsCut) {
    PointLayer layer = some_crimes();
    while (layer.rows.size() < 2'000) layer.rows.push_back(layer.rows[layer.rows.size() % 5]);
    for (const auto& [format, path] : in_every_format(folder, layer)) {
        ASSERT_EQ(read(crimes_in(path)).events.size(), 1998U) << format;
        std::vector<std::filesystem::path> parts{path};
        if (format == "Shapefile") parts = {path, folder / "d.dbf", folder / "d.shx"};
        for (const auto& part : parts) {
            const std::string bytes = testing::bytes_of(part);
            for (const std::size_t percent : {1, 10, 35, 50, 75, 90, 98}) {
                testing::put(part, bytes.substr(0, bytes.size() * percent / 100));
                EXPECT_THAT(complaint(crimes_in(path)), HasSubstr(path.filename().string()))
                    << format << ": " << part << " cut to " << percent << " %";
            }
            testing::put(part, bytes);
        }
    }
}

TEST_F(LayerFileTest, RefusesAWorkbookThatIsCut) {
    PointLayer sheet = some_crimes();
    sheet.type = wkbNone;
    const std::filesystem::path path = write_points(folder / "book.xlsx", "XLSX", {sheet});
    IncidentSource book = crimes_in(path);
    book.x = "x", book.y = "y";
    const std::string bytes = testing::bytes_of(path);
    for (const int percent : {10, 50, 90, 99}) {
        testing::put(path, bytes.substr(0, bytes.size() * static_cast<unsigned>(percent) / 100));
        EXPECT_THAT(complaint(book), HasSubstr("zip")) << percent;
    }
}

TEST_F(LayerFileTest, ChoosesTheOnlyLayerThatHasRows) {
    PointLayer full = some_crimes();
    PointLayer empty = full;
    empty.name = "archive";
    empty.rows.clear();
    EXPECT_EQ(
        read(crimes_in(write_points(folder / "a.gpkg", "GPKG", {empty, full}))).inputs[0].read,
        40U);
    PointLayer more = full;
    more.name = "stops";
    more.rows.resize(3);
    IncidentSource s = crimes_in(write_points(folder / "b.gpkg", "GPKG", {empty, full, more}));
    EXPECT_THAT(complaint<UsageError>(s),
                AllOf(HasSubstr("\"crimes\" (40 rows)"), HasSubstr("\"stops\" (3 rows)"),
                      ::testing::Not(HasSubstr("archive"))));
    s.layer = "stops";
    EXPECT_EQ(read(s).inputs[0].read, 3U);
    s.layer = "stop";
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("Did you mean \"stops\"?"));
    s.layer = "archive";
    EXPECT_THAT(complaint(s), HasSubstr("no rows"));
}

TEST_F(LayerFileTest, TakesTheCrsFromTheLayerOrElseFromTheUser) {
    PointLayer layer = some_crimes();
    layer.epsg = 0;
    IncidentSource s = places_in(write_points(folder / "a.gpkg", "GPKG", {layer}));
    EXPECT_THAT(complaint(s), HasSubstr("crs = \"EPSG:27700\""));
    s.crs = "EPSG:27700";
    EXPECT_EQ(read_events({s}, {}).events.at(0).at, (Point{458700.5, 304300.25}));

    layer.epsg = 4326;
    layer.rows = {{"POINT (-1.13 52.63)", {}}};
    s = places_in(write_points(folder / "b.gpkg", "GPKG", {layer}));
    const Point at = read(s).events.at(0).at;
    EXPECT_NEAR(at.x, 458900.0, 400.0) << "longitude first";
    for (const char* same : {"EPSG:4326", "OGC:CRS84"}) {
        s.crs = same;
        EXPECT_EQ(read_events({s}, {}).events.at(0).at, at) << same;
    }
    s.crs = "EPSG:27700";
    EXPECT_THAT(complaint<UsageError>(s), AllOf(HasSubstr("EPSG:4326"), HasSubstr("EPSG:27700")));
}

TEST_F(LayerFileTest, RefusesOtherFormatsByContent) {
    const auto refusal = [&](std::string_view bytes) {
        return complaint(places_in(folder.file("a.csv", bytes)));
    };
    using namespace std::string_view_literals;
    for (const std::string_view xml :
         {"<OGRVRTDataSource><OGRVRTLayer name=\"a\"/></OGRVRTDataSource>"sv,
          "\xEF\xBB\xBF<?xml version=\"1.0\"?><kml/>"sv, "  <gml:FeatureCollection/>"sv}) {
        EXPECT_THAT(refusal(xml), AllOf(HasSubstr("XML"), HasSubstr("GeoPackage")));
    }
    EXPECT_THAT(refusal("PK\x03\x04 and no more"), HasSubstr("zip archive"));
    EXPECT_THAT(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 encrypted"), HasSubstr("password"));
    EXPECT_THAT(refusal("SQLite format 3\0 and tables"sv), HasSubstr("no GeoPackage"));
    EXPECT_THAT(refusal("{\"type\":\"Topology\"}"), HasSubstr("JSON"));
    EXPECT_THAT(refusal("{\"type\":\"FeatureCollection\",\"features\":7}"), HasSubstr("GeoJSON"));
    EXPECT_THAT(refusal("fgb\x03"
                        "fgb\x00 cut"sv),
                HasSubstr("FlatGeobuf"));
    EXPECT_THAT(refusal("\0\0\x27\x0a shapes"sv), HasSubstr("Name its .shp"));
    for (const char* name : {"/vsicurl/http://127.0.0.1:9/a.gpkg", "PG:dbname=x", "/vsimem/a.gpkg",
                             "GPKG:/etc/passwd:x"})
        EXPECT_NE(complaint<Failure>(places_in(name)), "") << name;
}

TEST_F(LayerFileTest, RefusesAWorkbookWithDatesFrom1904) {
    testing::write_archive(folder / "a", {{"[Content_Types].xml", "<Types/>"},
                                          {"xl/workbook.xml", "<workbookPr date1904=\"1\"/>"}});
    EXPECT_THAT(complaint(places_in(folder / "a")), HasSubstr("1904"));
}

TEST_F(LayerFileTest, RefusesAnArchiveOfOtherThings) {
    testing::write_archive(folder / "a", {{"mimetype", "application/vnd.oasis.opendocument"},
                                          {"content.xml", "<office/>"}});
    EXPECT_THAT(complaint(places_in(folder / "a")),
                AllOf(HasSubstr("zip archive"), HasSubstr("XLSX")));
    testing::write_archive(folder / "b", {{"one/a.shp", "x"}, {"two/a.shp", "x"}});
    EXPECT_THAT(complaint(places_in(folder / "b")), HasSubstr("2 folders"));
}

TEST_F(LayerFileTest, SurvivesJsonNestedWithoutEnd) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    const std::string start = R"({"type":"FeatureCollection","features":[{"type":"Feature",)";
    EXPECT_NE(
        complaint(places_in(folder.file("a", start + R"("properties":{"a":)" + deep + "}}]}"))),
        "");
    EXPECT_NE(complaint(places_in(folder.file(
                  "b", start + R"("geometry":{"type":"Point","coordinates":)" + deep + "}}]}"))),
              "");
}

TEST_F(LayerFileTest, RefusesTextThatIsTooLongOrNotUtf8) {
    PointLayer layer;
    layer.columns = {{"kind"}, {"notes"}};
    const std::string here = "POINT (458700 304300)";
    layer.rows = {{here, {"a", std::string(3U << 20U, 'x')}},
                  {here, {std::string(1'100'000, 'x'), "b"}}};
    IncidentSource s = places_in(write_points(folder / "a.gpkg", "GPKG", {layer}));
    EXPECT_EQ(read(s).events.size(), 2U) << "other columns are not looked at";
    s.category = "kind";
    EXPECT_THAT(complaint<LimitError>(s), AllOf(HasSubstr("row 2"), HasSubstr("\"kind\"")));
    layer.rows = {{here, {"a", "b"}}, {here, {"caf\xE9", "b"}}};
    s.path = write_points(folder / "b.gpkg", "GPKG", {layer});
    EXPECT_THAT(complaint(s), AllOf(HasSubstr("row 2"), HasSubstr("UTF-8")));
}

TEST_F(LayerFileTest, ReadsAShapefileInTheEncodingThatTheUserSays) {
    PointLayer layer;
    layer.columns = {{"kind"}};
    layer.rows = {{"POINT (458700 304300)", {"\x80"}}};  // the euro in Windows-1252
    layer.options = {"ENCODING="};
    IncidentSource s = places_in(write_points(folder / "a.shp", "ESRI Shapefile", {layer}));
    s.category = "kind";
    s.encoding = Encoding::windows_1252;
    EXPECT_EQ(read(s).kinds.at(0), "\u20AC");
    s.encoding = Encoding::utf8;
    EXPECT_THAT(complaint(s), HasSubstr("UTF-8"));
    s.encoding = Encoding::utf16;
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("encoding"));
}

TEST_F(LayerFileTest, RefusesKeysThatAreForTextFiles) {
    IncidentSource s = crimes_in(write_points(folder / "a.gpkg", "GPKG", {some_crimes()}));
    s.delimiter = ';';
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("delimiter"));
    s.delimiter = 0;
    s.encoding = Encoding::windows_1252;
    EXPECT_THAT(complaint<UsageError>(s), HasSubstr("encoding"));
}

}  // namespace
}  // namespace beatline
