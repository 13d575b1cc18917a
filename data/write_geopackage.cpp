// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <system_error>
#include <vector>

#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include "data/gdal.hpp"
#include "data/ogr_feature.hpp"
#include "data/styles.hpp"
#include "data/value_text.hpp"
#include "data/write_layers.hpp"

namespace beatline {
namespace {

constexpr const char* cannot_write = "the GeoPackage cannot be written";

std::string sql_quoted(const std::string& text) {
    std::string quoted{"'"};
    for (const char c : clean_utf8(text)) {
        if (c == '\'') quoted += c;
        quoted += c;
    }
    return quoted + "'";
}

class GeoPackage {
public:
    GeoPackage(const std::filesystem::path& file, const LayerContext& context)
        : file_{file}, context_{context} {
        srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (srs_.SetFromUserInput(context.crs.c_str()) != OGRERR_NONE)
            log_.raise(file_, "the working CRS \"" + context.crs + "\" is not known");
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
        CPLStringList options;
        options.SetNameValue("VERSION", "1.3");
        options.SetNameValue("DATETIME_FORMAT", "UTC");
        dataset_.reset(gdal::driver("GPKG").Create(file_.c_str(), 0, 0, 0, GDT_Unknown, options));
        if (!dataset_) log_.raise(file_, cannot_write);
        set_metadata(*dataset_, "");
        if (dataset_->StartTransaction() != OGRERR_NONE) log_.raise(file_, cannot_write);
    }

    void add(const Layer& layer) {
        CPLStringList options;
        options.SetNameValue("FID", "fid");
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("IDENTIFIER", clean_utf8(layer.title).c_str());
        options.SetNameValue("DESCRIPTION", described(layer).c_str());
        if (layer.geometry == GeometryType::none)
            options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
        OGRLayer& table = create(layer.name, ogr_type(layer.geometry), options);
        const std::vector<OgrColumn> columns = ogr_columns(layer);
        for (const OgrColumn& column : columns) {
            const auto definition = ogr_definition(layer.fields[column.field], column);
            if (table.CreateField(definition.get()) != OGRERR_NONE) log_.raise(file_, cannot_write);
        }
        set_metadata(table, layer.title);
        for (const Feature& feature : layer.features) add_row(table, columns, feature);
        // GDAL puts an empty table off until closing, which would spoil the order of the layers.
        if (table.SyncToDisk() != OGRERR_NONE) log_.raise(file_, cannot_write);
    }

    /// QGIS looks here for the style to open a layer with; the column names are QGIS's.
    void add_styles(std::span<const Layer> layers) {
        CPLStringList options;
        options.SetNameValue("FID", "id");
        options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
        OGRLayer& table = create("layer_styles", wkbNone, options);
        for (const char* name : {"f_table_catalog", "f_table_schema", "f_table_name",
                                 "f_geometry_column", "styleName"})
            add_style_column(table, name, OFTString, 256);
        add_style_column(table, "styleQML", OFTString, 0);
        add_style_column(table, "styleSLD", OFTString, 0);
        add_style_column(table, "useAsDefault", OFTInteger, 0);
        add_style_column(table, "description", OFTString, 0);
        add_style_column(table, "owner", OFTString, 30);
        add_style_column(table, "ui", OFTString, 30);
        add_style_column(table, "update_time", OFTDateTime, 0);
        const UnitColours colours = unit_colours(layers);
        for (const Layer& layer : layers) add_style(table, layer, colours);
    }

    /// What each column means, as the standard's schema extension has it.
    void describe_columns(std::span<const Layer> layers) {
        run_sql(
            "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name "
            "TEXT "
            "NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name "
            "TEXT, "
            "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
            "CONSTRAINT gdc_tn UNIQUE (table_name, name))");
        run_sql(
            "CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (constraint_name TEXT NOT "
            "NULL, "
            "constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max "
            "NUMERIC, max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv UNIQUE "
            "(constraint_name, constraint_type, value))");
        for (const char* name : {"gpkg_data_columns", "gpkg_data_column_constraints"}) {
            run_sql(
                std::string{"INSERT INTO gpkg_extensions VALUES ('"} + name +
                "', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', "
                "'read-write')");
        }
        for (const Layer& layer : layers)
            for (const OgrColumn& column : ogr_columns(layer)) describe_column(layer, column);
    }

    void close() {
        if (dataset_->CommitTransaction() != OGRERR_NONE) log_.raise(file_, cannot_write);
        dataset_.reset();
        log_.raise_if_failed(file_, cannot_write);
    }

private:
    std::string described(const Layer& layer) const {
        std::string text = layer.title;
        if (!context_.description.empty()) text += ". " + context_.description;
        if (!context_.marking.empty()) text += " [" + context_.marking + "]";
        return clean_utf8(text);
    }

    void set_metadata(GDALMajorObject& object, const std::string& title) {
        CPLStringList items;
        if (!context_.description.empty())
            items.SetNameValue("DESCRIPTION", clean_utf8(context_.description).c_str());
        if (!context_.marking.empty())
            items.SetNameValue("MARKING", clean_utf8(context_.marking).c_str());
        if (!title.empty()) items.SetNameValue("TITLE", clean_utf8(title).c_str());
        if (object.SetMetadata(items) != CE_None) log_.raise(file_, cannot_write);
    }

    OGRLayer& create(const std::string& name, OGRwkbGeometryType type, CPLStringList& options) {
        OGRLayer* table =
            dataset_->CreateLayer(name.c_str(), type == wkbNone ? nullptr : &srs_, type, options);
        if (table == nullptr) log_.raise(file_, cannot_write);
        return *table;
    }

    void add_row(OGRLayer& table, const std::vector<OgrColumn>& columns, const Feature& feature) {
        OGRFeature row{table.GetLayerDefn()};
        fill_ogr_row(row, columns, feature);
        if (table.CreateFeature(&row) != OGRERR_NONE) log_.raise(file_, cannot_write);
    }

    void add_style_column(OGRLayer& table, const char* name, OGRFieldType type, int width) {
        OGRFieldDefn definition{name, type};
        definition.SetWidth(width);
        if (std::string_view{name} == "useAsDefault") definition.SetSubType(OFSTBoolean);
        if (table.CreateField(&definition) != OGRERR_NONE) log_.raise(file_, cannot_write);
    }

    void add_style(OGRLayer& table, const Layer& layer, const UnitColours& colours) {
        OGRFeature row{table.GetLayerDefn()};
        row.SetField("f_table_catalog", "");
        row.SetField("f_table_schema", "");
        row.SetField("f_table_name", layer.name.c_str());
        row.SetField("f_geometry_column", layer.geometry == GeometryType::none ? "" : "geom");
        row.SetField("styleName", layer.name.c_str());
        row.SetField("styleQML", qml_style(layer, colours).c_str());
        row.SetField("styleSLD", "");
        row.SetField("useAsDefault", 1);
        row.SetField("description", clean_utf8("beatline: " + layer.title).c_str());
        row.SetField("owner", "");
        row.SetField("ui", "");
        row.SetField("update_time", gdal::fixed_date);
        if (table.CreateFeature(&row) != OGRERR_NONE) log_.raise(file_, cannot_write);
    }

    void describe_column(const Layer& layer, const OgrColumn& column) {
        const Field& field = layer.fields[column.field];
        const std::string name = sql_quoted(ogr_name(field, column));
        const std::string meaning =
            column.utc ? field.meaning + " (UTC; \"" + field.name + "\" has the local text)"
                       : field.meaning;
        run_sql(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) "
            "VALUES (" +
            sql_quoted(layer.name) + ", " + name + ", " + name + ", " + name + ", " +
            sql_quoted(meaning) + ")");
    }

    void run_sql(const std::string& statement) {
        dataset_->ReleaseResultSet(dataset_->ExecuteSQL(statement.c_str(), nullptr, nullptr));
        log_.raise_if_failed(file_, cannot_write);
    }

    std::filesystem::path file_;
    const LayerContext& context_;
    gdal::ErrorLog log_;
    gdal::Option date_{"OGR_CURRENT_DATE", gdal::fixed_date};
    gdal::Option journal_{"OGR_SQLITE_JOURNAL", "DELETE"};
    OGRSpatialReference srs_;
    gdal::Dataset dataset_;
};

}  // namespace

void write_geopackage(const std::filesystem::path& file, std::span<const Layer> layers,
                      const LayerContext& context) {
    GeoPackage package{file, context};
    for (const Layer& layer : layers) package.add(layer);
    package.add_styles(layers);
    package.describe_columns(layers);
    package.close();
}

}  // namespace beatline
