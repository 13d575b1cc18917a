// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <thread>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/write_layers.hpp"

#include "tests/support/layers.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

namespace fs = std::filesystem;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::TempFolder;

std::vector<Layer> every_kind_of_layer() {
    return {testing::hotspots_layer(), testing::routes_layer(), testing::stops_layer(),
            testing::empty_layer(), testing::table_layer()};
}

gdal::Dataset written(const fs::path& file, const std::vector<Layer>& layers) {
    write_geopackage(file, layers, testing::bath_context());
    gdal::register_drivers();
    gdal::Dataset dataset{GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR)};
    if (!dataset) throw std::runtime_error{"GDAL does not open what we wrote"};
    return dataset;
}

std::string answer(GDALDataset& dataset, const std::string& sql) {
    OGRLayer* rows = dataset.ExecuteSQL(sql.c_str(), nullptr, nullptr);
    std::string text;
    if (rows != nullptr)
        for (const auto& row : *rows) {
            for (int i = 0; i < row->GetFieldCount(); ++i)
                text += std::string{i > 0 ? "|" : ""} + row->GetFieldAsString(i);
            text += "\n";
        }
    dataset.ReleaseResultSet(rows);
    return text;
}

TEST(WriteGeopackage, HoldsEveryLayerInOrderWithItsTypeAndCrs) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", every_kind_of_layer());
    EXPECT_EQ(
        answer(*dataset,
               "SELECT c.table_name, c.data_type, c.identifier, g.geometry_type_name, g.srs_id "
               "FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g USING (table_name)"),
        "hotspots|features|Hotspots|POLYGON|27700\n"
        "routes|features|Routes|LINESTRING|27700\n"
        "stops|features|Stops|POINT|27700\n"
        "unserved|features|Unserved|POINT|27700\n"
        "shifts|attributes|Shifts||\n"
        "layer_styles|attributes|layer_styles||\n");
    EXPECT_EQ(answer(*dataset, "PRAGMA integrity_check"), "ok\n");
    EXPECT_EQ(answer(*dataset, "PRAGMA foreign_key_check"), "");
}

TEST(WriteGeopackage, ReadsBackAsItWas) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", every_kind_of_layer());
    const Layer stops = testing::stops_layer();
    OGRLayer& table = *dataset->GetLayerByName("stops");
    ASSERT_EQ(table.GetFeatureCount(), 4);
    std::size_t at = 0;
    for (const auto& row : table) {
        const auto& values = stops.features[at].values;
        if (const auto* why = std::get_if<std::string>(&values[8]))
            EXPECT_EQ(row->GetFieldAsString("why"), *why);
        else
            EXPECT_TRUE(row->IsFieldNull(row->GetFieldIndex("drive_km")));  // NaN is no number
        EXPECT_EQ(row->GetFID(), static_cast<GIntBig>(++at));
    }
    const OGRFeatureUniquePtr first{table.GetFeature(1)};
    EXPECT_EQ(first->GetFieldAsInteger64("seq"), 1);
    EXPECT_EQ(first->GetFieldAsDouble("drive_km"), 1.25);
    EXPECT_EQ(first->GetFieldAsInteger("planned"), 1);
    EXPECT_EQ(first->GetGeometryRef()->toPoint()->getX(), 375100);
    EXPECT_EQ(first->GetGeometryRef()->toPoint()->getY(), 164800);
}

TEST(WriteGeopackage, KeepsLocalTimeAsTextAndTheSameMomentInUtc) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", {testing::stops_layer()});
    EXPECT_EQ(
        answer(*dataset, "SELECT arrive, CAST(arrive_utc AS TEXT) FROM stops WHERE fid IN (1, 4)"),
        "2025-07-01T14:05:00+01:00|2025-07-01T13:05:00.000Z\n|\n");
    EXPECT_EQ(dataset->GetLayerByName("stops")
                  ->GetLayerDefn()
                  ->GetFieldDefn(
                      dataset->GetLayerByName("stops")->GetLayerDefn()->GetFieldIndex("arrive_utc"))
                  ->GetType(),
              OFTDateTime);
}

TEST(WriteGeopackage, WritesTheSameBytesTwiceAndLater) {
    const TempFolder temp;
    const auto layers = every_kind_of_layer();
    write_geopackage(temp / "a.gpkg", layers, testing::bath_context());
    std::this_thread::sleep_for(std::chrono::milliseconds{1100});  // past the next whole second
    write_geopackage(temp / "b.gpkg", layers, testing::bath_context());
    write_geopackage(temp / "b.gpkg", layers, testing::bath_context());  // over itself
    EXPECT_TRUE(bytes_of(temp / "a.gpkg") == bytes_of(temp / "b.gpkg"));
    EXPECT_EQ(temp.names(), (std::set<std::string>{"a.gpkg", "b.gpkg"}));
}

TEST(WriteGeopackage, LeavesNoWriteAheadLogBehind) {
    const TempFolder temp;
    write_geopackage(temp / "a.gpkg", every_kind_of_layer(), testing::bath_context());
    const std::string bytes = bytes_of(temp / "a.gpkg");
    // SQLite file format, offsets 18 and 19: 1 is a rollback journal, 2 is write-ahead.
    EXPECT_EQ(bytes.at(18), 1);
    EXPECT_EQ(bytes.at(19), 1);
}

TEST(WriteGeopackage, GivesEachLayerADefaultStyleInTheColumnsQgisReads) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", every_kind_of_layer());
    EXPECT_EQ(answer(*dataset,
                     "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                     "useAsDefault, styleQML LIKE '<!DOCTYPE qgis%</qgis>_' FROM layer_styles"),
              "||hotspots|geom|1|1\n||routes|geom|1|1\n||stops|geom|1|1\n||unserved|geom|1|1\n"
              "||shifts||1|1\n");
    EXPECT_EQ(dataset->GetLayerByName("layer_styles")->GetLayerDefn()->GetFieldCount(), 12);
}

TEST(WriteGeopackage, SaysWhatEachColumnMeansAndHowItIsMarked) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", every_kind_of_layer());
    EXPECT_EQ(answer(*dataset,
                     "SELECT description FROM gpkg_data_columns WHERE table_name = 'stops' AND "
                     "column_name = 'drive_km'"),
              "km driven to get here\n");
    EXPECT_THAT(answer(*dataset, "SELECT description FROM gpkg_contents"),
                HasSubstr("Bath, one week [OFFICIAL-SENSITIVE]"));
    EXPECT_STREQ(dataset->GetMetadataItem("MARKING"), "OFFICIAL-SENSITIVE");
}

TEST(WriteGeopackage, GivesNoGeometryToALineThatGoesNowhere) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", {testing::routes_layer()});
    EXPECT_EQ(answer(*dataset, "SELECT unit, geom IS NULL FROM routes"), "L1|0\nL2|1\nL3|1\n");
}

TEST(WriteGeopackage, IndexesPlaces) {
    const TempFolder temp;
    const auto dataset = written(temp / "b.gpkg", every_kind_of_layer());
    EXPECT_EQ(answer(*dataset, "SELECT count(*) FROM rtree_hotspots_geom"), "6\n");
    EXPECT_EQ(answer(*dataset, "SELECT count(*) FROM rtree_unserved_geom"), "0\n");
}

TEST(WriteGeopackage, SurvivesTextMeantToBreakIt) {
    const TempFolder temp;
    Layer layer = testing::empty_layer();
    layer.title = "Robert'); DROP TABLE stops;--";
    layer.fields[0].meaning = "it's \"quoted\"";
    layer.features = {{Point{1, 2}, {std::string("a\0b", 3)}},
                      {Point{1, 2}, {std::string("\xFF")}}};
    LayerContext context = testing::bath_context();
    context.marking = "]]>'\"&<";
    write_geopackage(temp / "b.gpkg", {{layer}}, context);
    const gdal::Dataset dataset{GDALDataset::Open((temp / "b.gpkg").c_str(), GDAL_OF_VECTOR)};
    ASSERT_TRUE(dataset);
    EXPECT_EQ(answer(*dataset, "SELECT place FROM unserved"),
              "a\xEF\xBF\xBD"
              "b\n\xEF\xBF\xBD\n");
    EXPECT_EQ(answer(*dataset, "SELECT description FROM gpkg_data_columns"), "it's \"quoted\"\n");
    EXPECT_STREQ(dataset->GetMetadataItem("MARKING"), "]]>'\"&<");
}

TEST(WriteGeopackage, SaysWhyItCannotBeWritten) {
    const TempFolder temp;
    EXPECT_THROW(
        write_geopackage(temp / "missing/b.gpkg", every_kind_of_layer(), testing::bath_context()),
        FileError);
    LayerContext nowhere = testing::bath_context();
    nowhere.crs = "EPSG:999999";
    EXPECT_THROW(write_geopackage(temp / "b.gpkg", every_kind_of_layer(), nowhere), FileError);
}

TEST(WriteGeopackage, NoticesADiskThatIsFull) {
    const TempFolder temp;
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{64 * 1024, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    std::string message;
    try {
        write_geopackage(temp / "b.gpkg", every_kind_of_layer(), testing::bath_context());
    } catch (const FileError& error) {
        message = error.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    EXPECT_THAT(message, HasSubstr("b.gpkg"));
}

}  // namespace
}  // namespace beatline
