// Ordnance Survey's open road products with all their columns are read without any key.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/line_layers.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::add_layer;
using testing::any_holds;
using testing::create_dataset;
using testing::LayerColumn;
using testing::LayerRow;
using testing::read_layer;
using testing::street_named;
using testing::TempFolder;

/// The columns of road_link in the OS Open Roads GeoPackage, in its order (OS Open Roads technical
/// specification, GeoPackage overview).
const std::vector<LayerColumn> open_roads_columns{{"id"},
                                                  {"fictitious", OFTInteger, OFSTBoolean},
                                                  {"road_classification"},
                                                  {"road_function"},
                                                  {"form_of_way"},
                                                  {"road_classification_number"},
                                                  {"name_1"},
                                                  {"name_1_lang"},
                                                  {"name_2"},
                                                  {"name_2_lang"},
                                                  {"road_structure"},
                                                  {"length", OFTInteger},
                                                  {"length_uom"},
                                                  {"loop", OFTInteger, OFSTBoolean},
                                                  {"primary_route", OFTInteger, OFSTBoolean},
                                                  {"trunk_road", OFTInteger, OFSTBoolean},
                                                  {"start_node"},
                                                  {"end_node"},
                                                  {"road_number_toid"},
                                                  {"road_name_toid"}};

LayerRow open_road(std::vector<Point> line, const std::string& classification,
                   const std::string& function, const std::string& form, const std::string& number,
                   const std::string& name, bool primary_route = false, bool trunk_road = false) {
    return {std::move(line),
            {"0A1B2C3D-0000-4000-8000-000000000000",
             "0",
             classification,
             function,
             form,
             number,
             name,
             "",
             "",
             "",
             "",
             "100",
             "m",
             "0",
             primary_route ? "1" : "0",
             trunk_road ? "1" : "0",
             "N1",
             "N2",
             "osgb5000000000000001",
             "osgb5000000000000002"}};
}

/// A small town by the sea: a trunk road in, an A road, a B road, streets, and a private drive.
std::string open_roads(const TempFolder& folder) {
    const std::string path = folder / "oproad.gpkg";
    const auto file = create_dataset(path);
    add_layer(*file, "motorway_junction", wkbPoint, {{"id"}, {"junction_number"}}, {});
    add_layer(*file, "road_link", wkbLineString, open_roads_columns,
              {open_road({{0, 0}, {1000, 0}}, "A Road", "A Road", "Dual Carriageway", "A30", "",
                         true, true),
               open_road({{1000, 0}, {1000, 500}, {1500, 500}}, "A Road", "A Road",
                         "Single Carriageway", "A3047", "Foundry Hill"),
               open_road({{1500, 500}, {2000, 500}}, "B Road", "B Road", "Single Carriageway",
                         "B3301", "Penpol Terrace"),
               open_road({{1500, 500}, {1500, 900}}, "Classified Unnumbered", "Minor Road",
                         "Single Carriageway", "", "Mount Pleasant"),
               open_road({{1500, 900}, {1700, 900}}, "Unclassified", "Local Road",
                         "Single Carriageway", "", "Chapel Row"),
               open_road({{1700, 900}, {1700, 950}}, "Not Classified", "Local Access Road",
                         "Single Carriageway", "", ""),
               open_road({{1700, 950}, {1800, 950}}, "Unknown", "Restricted Local Access Road",
                         "Single Carriageway", "", "The Drive"),
               open_road({{1000, 0}, {1000, -200}}, "A Road", "A Road", "Slip Road", "A30", "",
                         true, true),
               open_road({{1000, -200}, {1000, -400}}, "Unclassified", "Minor Road",
                         "Guided Busway", "", "Busway")});
    add_layer(*file, "road_node", wkbPoint, {{"id"}, {"form_of_road_node"}},
              {{{{0, 0}}, {"N1", "road end"}}, {{{1000, 0}}, {"N2", "junction"}}});
    return path;
}

TEST(OsOpenRoads, IsReadWithoutAnyKey) {
    const TempFolder folder;
    const RoadReading roads = read_layer(open_roads(folder));
    EXPECT_EQ(roads.features_read, 9U);
    EXPECT_EQ(roads.features_used, 7U);
    EXPECT_EQ(roads.features_left_out.at("no_access"), 1U) << "The Drive is restricted";
    EXPECT_EQ(roads.features_left_out.at("not_for_mode"), 1U) << "the guided busway";
    EXPECT_EQ(street_named(roads, "A30").road_class, RoadClass::trunk) << "named by its number";
    EXPECT_EQ(street_named(roads, "Foundry Hill").road_class, RoadClass::primary);
    EXPECT_EQ(street_named(roads, "Penpol Terrace").road_class, RoadClass::secondary);
    EXPECT_EQ(street_named(roads, "Mount Pleasant").road_class, RoadClass::tertiary);
    EXPECT_EQ(street_named(roads, "Chapel Row").road_class, RoadClass::residential);
    EXPECT_NEAR(roads.report.km_by_class.at(RoadClass::trunk), 1.2, 1e-9);
    EXPECT_NEAR(roads.report.km_by_class.at(RoadClass::service), 0.05, 1e-9);
    EXPECT_EQ(roads.report.nameless, 1U);
    EXPECT_EQ(roads.report.one_way, 0U);
    EXPECT_EQ(roads.report.weak_components, 1U);
    EXPECT_EQ(roads.report.dead_ends, 4U)
        << "the A30's two ends, Penpol Terrace and the access road";
    EXPECT_TRUE(any_holds(roads.notes, "two-way"));
    EXPECT_TRUE(any_holds(roads.notes, "no speed limit stands in the data"));
    EXPECT_FALSE(any_holds(roads.notes, "line layers")) << "the point layers are none";
}

TEST(OsOpenMapLocal, IsReadWithoutAnyKey) {
    const TempFolder folder;
    const std::string path = folder / "opmplc.gpkg";
    {
        const auto file = create_dataset(path);
        add_layer(*file, "railway_track", wkbLineString, {{"id"}, {"classification"}},
                  {{{{0, 900}, {9, 900}}, {"1", "Single Track"}}});
        add_layer(
            *file, "road", wkbLineString,
            {{"id"},
             {"classification"},
             {"distinctive_name"},
             {"road_number"},
             {"drawing_level"},
             {"override"},
             {"feature_code", OFTInteger}},
            {{{{0, 0}, {500, 0}}, {"1", "Primary Road", "Bath Road", "A4", "0", "F", "15721"}},
             {{{500, 0}, {900, 0}},
              {"2", "A Road, Collapsed Dual Carriageway", "", "A36", "0", "F", "15723"}},
             {{{500, 0}, {500, 300}}, {"3", "Local Street", "", "", "0", "F", "15728"}},
             {{{500, 300}, {600, 300}},
              {"4", "Private Road Publicly Accessible", "Mews", "", "0", "F", "15729"}},
             {{{500, 300}, {400, 300}},
              {"5", "Pedestrianised Street", "Walk", "", "0", "F", "15730"}}});
    }
    const RoadReading roads = read_layer(path);
    EXPECT_EQ(roads.features_read, 5U);
    EXPECT_EQ(roads.features_left_out.at("not_for_mode"), 1U) << "Pedestrianised Street";
    EXPECT_EQ(street_named(roads, "Bath Road").road_class, RoadClass::trunk);
    EXPECT_EQ(street_named(roads, "A36").road_class, RoadClass::primary);
    EXPECT_EQ(street_named(roads, "Mews").road_class, RoadClass::service);
    EXPECT_TRUE(any_holds(roads.notes, "read from \"road\""));
}

}  // namespace
}  // namespace beatline
