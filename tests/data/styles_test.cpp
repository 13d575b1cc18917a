// SPDX-License-Identifier: Apache-2.0
#include "data/styles.hpp"

#include <gmock/gmock.h>
#include <string>

#include <cpl_minixml.h>
#include <gtest/gtest.h>

#include "tests/support/layers.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

Layer bare_layer(const std::string& name, GeometryType type) {
    return {name, name, type, {}, {}, name};
}

TEST(QmlStyle, IsXmlForEveryStyleEvenOfALayerWithoutFieldsOrFeatures) {
    for (const std::string name : {"hotspots", "routes", "legs", "stops", "unserved", "units",
                                   "tasks", "roads_used", "cameras", "roads", "never heard of"})
        for (const GeometryType type :
             {GeometryType::none, GeometryType::point, GeometryType::line, GeometryType::polygon}) {
            const std::string qml = qml_style(bare_layer(name, type));
            CPLXMLNode* tree = CPLParseXMLString(qml.c_str());
            EXPECT_NE(tree, nullptr) << name;
            EXPECT_NE(CPLGetXMLNode(tree, "=qgis"), nullptr) << name;
            CPLDestroyXMLNode(tree);
        }
}

TEST(QmlStyle, HasOneCategoryAUnit) {
    const std::string qml = qml_style(testing::stops_layer());
    EXPECT_EQ(count_of(qml, "<category "), 2U);
    EXPECT_THAT(qml, HasSubstr(R"(value="L1")"));
    EXPECT_THAT(qml, HasSubstr(R"(value="L2")"));
}

TEST(QmlStyle, GivesAUnitOneColourInEveryLayer) {
    const std::vector<Layer> layers{testing::stops_layer(), testing::routes_layer()};
    const UnitColours colours = unit_colours(layers);
    ASSERT_EQ(colours.size(), 3U);
    EXPECT_EQ(colours, unit_colours(std::vector<Layer>{layers[1], layers[0]}));
    EXPECT_NE(colours.at("L1"), colours.at("L2"));
    EXPECT_NE(colours.at("L2"), colours.at("L3"));
}

TEST(QmlStyle, EscapesACallsignThatIsMarkup) {
    Layer layer = testing::routes_layer();
    layer.features[0].values[0] = std::string{"\"><script>&"};
    const std::string qml = qml_style(layer);
    EXPECT_THAT(qml, Not(HasSubstr("<script>")));
    CPLXMLNode* tree = CPLParseXMLString(qml.c_str());
    EXPECT_NE(tree, nullptr);
    CPLDestroyXMLNode(tree);
}

TEST(QmlStyle, CoversEveryMassWithItsClasses) {
    const std::string qml = qml_style(testing::hotspots_layer());
    EXPECT_EQ(count_of(qml, "<range "), 5U);
    EXPECT_THAT(qml, HasSubstr(R"(upper="40")"));  // masses run from 40/6 to 40
    EXPECT_THAT(qml, HasSubstr(R"(lower="6.66)"));
}

TEST(QmlStyle, WidensRoadsWithEachDoublingOfPasses) {
    Layer layer = bare_layer("roads_used", GeometryType::line);
    layer.fields = {{"passes", FieldType::integer, "times driven"}};
    for (const std::int64_t passes : {1, 2, 9})
        layer.features.push_back({Polyline{{0, 0}, {1, 1}}, {passes}});
    const std::string qml = qml_style(layer);
    EXPECT_EQ(count_of(qml, "<range "), 5U);  // 1, 2, 3-4, 5-8, 9-16
}

}  // namespace
}  // namespace beatline
