// Vector files with columns of a test's choice, and questions to the roads read from them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "data/read_roads.hpp"

namespace beatline::testing {

/// A row of a layer: its line in EPSG:27700 and its columns as text.
struct LayerRow {
    std::vector<Point> line;
    std::vector<std::string> values;
};

struct LayerColumn {
    const char* name;
    OGRFieldType type{OFTString};
    OGRFieldSubType subtype{OFSTNone};
};

inline void add_layer(GDALDataset& dataset, const char* name, OGRwkbGeometryType type,
                      const std::vector<LayerColumn>& columns, const std::vector<LayerRow>& rows) {
    OGRSpatialReference crs;
    ASSERT_EQ(crs.importFromEPSG(27700), OGRERR_NONE);
    OGRLayer* layer = dataset.CreateLayer(name, &crs, type, nullptr);
    ASSERT_NE(layer, nullptr);
    for (const LayerColumn& column : columns) {
        OGRFieldDefn field{column.name, column.type};
        field.SetSubType(column.subtype);
        ASSERT_EQ(layer->CreateField(&field), OGRERR_NONE);
    }
    for (const LayerRow& row : rows) {
        OGRFeature feature{layer->GetLayerDefn()};
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            if (!row.values[i].empty())
                feature.SetField(static_cast<int>(i), row.values[i].c_str());
        }
        if (type == wkbLineString) {
            OGRLineString line;
            for (const Point p : row.line) line.addPoint(p.x, p.y);
            feature.SetGeometry(&line);
        } else {
            const OGRPoint point{row.line.front().x, row.line.front().y};
            feature.SetGeometry(&point);
        }
        ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
}

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

inline Dataset create_dataset(const std::string& path, const char* format = "GPKG") {
    GDALAllRegister();
    return Dataset{GetGDALDriverManager()->GetDriverByName(format)->Create(path.c_str(), 0, 0, 0,
                                                                           GDT_Unknown, nullptr)};
}

inline RoadReading read_layer(const std::string& path, RoadLayout layout = {}) {
    return read_roads({path, std::filesystem::path{path}.filename().string(), "EPSG:27700",
                       TravelMode::car, std::move(layout)});
}

inline const Street& street_named(const RoadReading& roads, std::string_view name) {
    const RoadNetwork& net = roads.network;
    const auto street = std::ranges::find_if(
        net.streets, [&](const Street& s) { return net.names[s.name] == name; });
    EXPECT_NE(street, net.streets.end()) << name;
    return street == net.streets.end() ? net.streets.front() : *street;
}

inline double kmh_of(const RoadReading& roads, std::string_view name) {
    const Street& street = street_named(roads, name);
    const auto id = static_cast<StreetId>(&street - roads.network.streets.data());
    const RoadArc& arc = roads.network.arcs[roads.network.arcs_of(id).front()];
    return street.length_m / arc.drive_ms * 3600.0;
}

inline bool any_holds(const std::vector<std::string>& texts, std::string_view part) {
    return std::ranges::any_of(
        texts, [&](const std::string& t) { return t.find(part) != std::string::npos; });
}

}  // namespace beatline::testing
