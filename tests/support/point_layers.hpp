// Vector files and sheets of incidents, written by GDAL with columns of a test's choice.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cpl_string.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

namespace beatline::testing {

struct PointColumn {
    const char* name;
    OGRFieldType type{OFTString};
    OGRFieldSubType subtype{OFSTNone};
};

/// Its place as WKT, "" for none, and its columns as texts that OGR reads by their types; nothing
/// for null.
struct PointRow {
    std::string wkt;
    std::vector<std::optional<std::string>> values;
};

struct PointLayer {
    std::string name{"crimes"};
    std::vector<PointColumn> columns;
    std::vector<PointRow> rows;
    OGRwkbGeometryType type{wkbPoint};
    int epsg{27700};  ///< 0: no CRS
    std::vector<const char*> options{};
};

inline void add_points(GDALDataset& dataset, const PointLayer& what) {
    OGRSpatialReference crs;
    if (what.epsg != 0) {
        ASSERT_EQ(crs.importFromEPSG(what.epsg), OGRERR_NONE);
    }
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    CPLStringList options;
    for (const char* option : what.options) options.AddString(option);
    OGRLayer* layer = dataset.CreateLayer(what.name.c_str(),
                                          what.epsg == 0 || what.type == wkbNone ? nullptr : &crs,
                                          what.type, options.List());
    ASSERT_NE(layer, nullptr);
    for (const PointColumn& column : what.columns) {
        OGRFieldDefn field{column.name, column.type};
        field.SetSubType(column.subtype);
        ASSERT_EQ(layer->CreateField(&field), OGRERR_NONE);
    }
    for (const PointRow& row : what.rows) {
        OGRFeature feature{layer->GetLayerDefn()};
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            if (row.values[i]) {
                feature.SetField(static_cast<int>(i), row.values[i]->c_str());
            } else {
                feature.SetFieldNull(static_cast<int>(i));
            }
        }
        if (!row.wkt.empty() && what.type != wkbNone) {
            OGRGeometry* geometry = nullptr;
            ASSERT_EQ(OGRGeometryFactory::createFromWkt(row.wkt.c_str(), nullptr, &geometry),
                      OGRERR_NONE);
            feature.SetGeometryDirectly(geometry);
        }
        ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
}

/// A file of these layers, in the format of the driver.
inline std::filesystem::path write_points(const std::filesystem::path& path, const char* driver,
                                          const std::vector<PointLayer>& layers) {
    GDALAllRegister();
    GDALDriver* found = GetGDALDriverManager()->GetDriverByName(driver);
    EXPECT_NE(found, nullptr) << driver;
    if (found == nullptr) return path;
    const std::unique_ptr<GDALDataset> dataset{
        found->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr)};
    EXPECT_NE(dataset, nullptr) << path;
    if (dataset == nullptr) return path;
    for (const PointLayer& layer : layers) add_points(*dataset, layer);
    return path;
}

}  // namespace beatline::testing
