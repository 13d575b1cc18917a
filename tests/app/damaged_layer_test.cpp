// Damaged vector files: what a check says of them names no folder of the machine.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tests/support/bad_town.hpp"
#include "tests/support/crime_layers.hpp"

namespace beatline {
namespace {

using testing::beatline_says;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::in_every_format;
using testing::NamedFile;
using ::testing::Not;
using testing::operation_with;
using testing::Outcome;
using testing::PointLayer;
using testing::put;
using testing::SmallTown;
using testing::write_points;

/// The town's folder is the working folder, so that no path has to be given in full.
class DamagedLayers : public ::testing::Test {
protected:
    void SetUp() override { std::filesystem::current_path(town.folder().path()); }
    void TearDown() override { std::filesystem::current_path(before); }

    /// A layer of a hundred features of this kind.
    static PointLayer layer_of(OGRwkbGeometryType type) {
        PointLayer layer;
        layer.type = type;
        layer.epsg = 4326;
        layer.columns = {{"lon"}, {"lat"}, {"when"}, {"what"}};
        for (int i = 0; i < 100; ++i) {
            const double x = -2.36 + 0.0001 * i;
            const std::string ring =
                fmt::format("{0} 51.38, {1} 51.38, {1} 51.39, {0} 51.38", x, x + 0.01);
            const std::string place = type == wkbPolygon      ? "POLYGON ((" + ring + "))"
                                      : type == wkbLineString ? "LINESTRING (" + ring + ")"
                                                              : fmt::format("POINT ({} 51.38)", x);
            layer.rows.push_back({place, {fmt::format("{}", x), "51.38", "2025-11", "Drugs"}});
        }
        return layer;
    }

    /// Cut behind its head and in the middle, and overwritten behind its head.
    static std::vector<std::string> damaged(const std::string& bytes) {
        const std::string head = bytes.substr(0, 110);
        return {head, bytes.substr(0, bytes.size() / 2),
                head + std::string(bytes.size() - head.size(), '\x07')};
    }

    void expect_no_folder(const std::string& text, const std::string& what) const {
        for (const auto& folder :
             {town.folder().path(), std::filesystem::canonical(town.folder().path())})
            EXPECT_THAT(text, Not(HasSubstr(folder.string()))) << what;
        EXPECT_THAT(text, Not(HasSubstr("/vsi"))) << what;
    }

    void expect_refused_without_folder(const std::vector<std::string>& command,
                                       const std::string& what) const {
        const Outcome outcome = beatline_says(command);
        EXPECT_EQ(outcome.code, 3) << what << "\n" << outcome.err;
        expect_no_folder(outcome.err, what);
        if (!std::filesystem::exists("out")) return;
        for (const char* file : {"out/quality.json", "out/report.txt", "out/manifest.json"})
            expect_no_folder(bytes_of(file), what + ", " + file);
    }

    void check_damaged(const NamedFile& file, const std::string& operation) const {
        put("operation.toml", operation);
        const std::string whole = bytes_of(file.second);
        for (const std::string& bytes : damaged(whole)) {
            put(file.second, bytes);
            expect_refused_without_folder({"check", "operation.toml", "-o", "out", "--overwrite"},
                                          file.first);
        }
        put(file.second, whole);
    }

    const std::filesystem::path before = std::filesystem::current_path();
    SmallTown town;
    // By its whole path, for then what the operation names is found by whole paths too.
    const std::vector<std::string> check{"check", town.operation(), "-q", "-o",
                                         "out",   "--overwrite"};
};

TEST_F(DamagedLayers, OfIncidentsAreNamedAsTheOperationNamesThem) {
    const std::string columns = "x = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n";
    const auto operation_on = [&](const std::string& file, const std::string& places) {
        return operation_with("incidents.csv\"\n" + columns, file + "\"\n" + places);
    };
    for (const NamedFile& file : in_every_format(town.folder(), layer_of(wkbPoint)))
        check_damaged(file, operation_on(file.second.filename().string(), ""));
    check_damaged({"XLSX", write_points("book.xlsx", "XLSX", {layer_of(wkbNone)})},
                  operation_on("book.xlsx", columns));
}

TEST_F(DamagedLayers, ThatLackAPartNameItWithoutItsFolder) {
    put("bad.shp", std::string{"\0\0\x27\x0A", 4} + std::string(196, 'x'));
    for (const std::string& operation :
         {operation_with("incidents.csv", "bad.shp"), operation_with("roads.geojson", "bad.shp"),
          operation_with("period =", "area = \"bad.shp\"\nperiod =")}) {
        put("operation.toml", operation);
        expect_refused_without_folder(check, "no .shx");
        EXPECT_THAT(bytes_of("out/report.txt"), HasSubstr("Unable to open bad.shx"));
    }
    const SmallTown sound;
    const Outcome outcome =
        beatline_says({"plan", sound.operation(), "-o", "plan", "--hotspots", "bad.shp"});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("Unable to open bad.shx"));
    expect_no_folder(outcome.err, "hotspots");
}

TEST_F(DamagedLayers, OfRoadsAreNamedAsTheOperationNamesThem) {
    for (const NamedFile& file : in_every_format(town.folder(), layer_of(wkbLineString)))
        check_damaged(file, operation_with("roads.geojson", file.second.filename().string()));
}

TEST_F(DamagedLayers, OfTheAreaAreNamedAsTheOperationNamesThem) {
    for (const NamedFile& file : in_every_format(town.folder(), layer_of(wkbPolygon))) {
        const std::string area = "area = \"" + file.second.filename().string() + "\"\n";
        check_damaged(file, operation_with("period =", area + "period ="));
    }
}

TEST_F(DamagedLayers, OfHotspotsAreNamedAsTheyAreGiven) {
    for (const NamedFile& file : in_every_format(town.folder(), layer_of(wkbPolygon))) {
        const std::string whole = bytes_of(file.second);
        for (const std::string& bytes : damaged(whole)) {
            put(file.second, bytes);
            expect_refused_without_folder({"plan", "operation.toml", "-o", "out", "--hotspots",
                                           file.second.filename().string()},
                                          file.first);
        }
        put(file.second, whole);
    }
}

}  // namespace
}  // namespace beatline
