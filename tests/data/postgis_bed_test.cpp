// Is the database server of the tests what tests of readers need it to be?
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "data/gdal.hpp"

#include "tests/support/postgis.hpp"

namespace beatline {
namespace {

using testing::no_test_server;
using ::testing::StartsWith;
using testing::test_server;

gdal::Dataset open_test_database() {
    gdal::register_drivers();
    const char* const drivers[] = {"PostgreSQL", nullptr};
    gdal::Dataset dataset{GDALDataset::Open(("PG:" + test_server()).c_str(),
                                            GDAL_OF_VECTOR | GDAL_OF_UPDATE | GDAL_OF_VERBOSE_ERROR,
                                            drivers)};
    if (!dataset) throw std::runtime_error{"GDAL does not open the test database"};
    return dataset;
}

/// The first field of the first row; "no answer" when there is none.
std::string answer(GDALDataset& dataset, const std::string& sql) {
    OGRLayer* rows = dataset.ExecuteSQL(sql.c_str(), nullptr, nullptr);
    if (rows == nullptr) return "no answer";
    const OGRFeatureUniquePtr row{rows->GetNextFeature()};
    const std::string text = row ? row->GetFieldAsString(0) : "no answer";
    dataset.ReleaseResultSet(rows);
    return text;
}

TEST(PostgisBed, HasPostgisAndListensOnNoNetwork) {
    if (test_server().empty()) GTEST_SKIP() << no_test_server;
    const gdal::Dataset database = open_test_database();
    EXPECT_THAT(answer(*database, "SELECT postgis_version()"), StartsWith("3."));
    EXPECT_EQ(answer(*database, "SHOW listen_addresses"), "");
    EXPECT_EQ(answer(*database, "SELECT coalesce(inet_server_addr()::text, 'socket')"), "socket");
}

/// A table of one point, through one connection, which is closed again.
void put_oakham_into(const char* table) {
    const gdal::Dataset database = open_test_database();
    OGRSpatialReference british;
    british.importFromEPSG(27700);
    char overwrite[] = "OVERWRITE=YES";
    char* options[] = {overwrite, nullptr};
    OGRLayer* layer = database->CreateLayer(table, &british, wkbPoint, options);
    ASSERT_NE(layer, nullptr);
    OGRFeature feature{layer->GetLayerDefn()};
    const OGRPoint oakham{485702.0, 308935.0};
    ASSERT_EQ(feature.SetGeometry(&oakham), OGRERR_NONE);
    ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
}

TEST(PostgisBed, KeepsAPointInItsReferenceSystemUntilTheTableIsDropped) {
    if (test_server().empty()) GTEST_SKIP() << no_test_server;
    put_oakham_into("postgis_bed");
    const gdal::Dataset database = open_test_database();
    // Under a name of its own: GDAL makes a geometry of a column called st_asewkt.
    EXPECT_EQ(answer(*database, "SELECT ST_AsEWKT(wkb_geometry) AS point FROM postgis_bed"),
              "SRID=27700;POINT(485702 308935)");
    database->ReleaseResultSet(database->ExecuteSQL("DROP TABLE postgis_bed", nullptr, nullptr));
    EXPECT_EQ(answer(*database, "SELECT coalesce(to_regclass('postgis_bed')::text, 'gone')"),
              "gone");
}

}  // namespace
}  // namespace beatline
