// SPDX-License-Identifier: Apache-2.0
#include "data/ogr_feature.hpp"

#include <chrono>
#include <cmath>
#include <stdexcept>
#include <variant>

#include "data/clock.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace {

struct SetValue {
    OGRFeature& row;
    int column;

    void operator()(std::monostate) const { row.SetFieldNull(column); }
    void operator()(const std::string& text) const {
        row.SetField(column, clean_utf8(text).c_str());
    }
    void operator()(std::int64_t number) const {
        row.SetField(column, static_cast<GIntBig>(number));
    }
    void operator()(double number) const {
        if (std::isfinite(number)) {
            row.SetField(column, number);
        } else {
            row.SetFieldNull(column);
        }
    }
    void operator()(bool truth) const { row.SetField(column, truth ? 1 : 0); }
};

void set_utc(OGRFeature& row, int column, const Value& value) {
    static const TimeZone utc{"Etc/UTC"};  // only asked for text without an offset
    const std::string* text = std::get_if<std::string>(&value);
    const auto time = text != nullptr ? parse_time(*text, utc) : std::nullopt;
    if (!time) {
        row.SetFieldNull(column);
        return;
    }
    const auto midnight = std::chrono::floor<std::chrono::days>(time->when.from);
    const std::chrono::year_month_day day{midnight};
    const std::chrono::hh_mm_ss clock{time->when.from - midnight};
    constexpr int utc_flag = 100;  // OGR's time zone flag for UTC
    row.SetField(column, static_cast<int>(day.year()), static_cast<int>(unsigned{day.month()}),
                 static_cast<int>(unsigned{day.day()}), static_cast<int>(clock.hours().count()),
                 static_cast<int>(clock.minutes().count()),
                 static_cast<float>(clock.seconds().count()), utc_flag);
}

std::unique_ptr<OGRLinearRing> ogr_ring(const Ring& ring) {
    auto copy = std::make_unique<OGRLinearRing>();
    for (const Point p : ring) copy->addPoint(p.x, p.y);
    copy->closeRings();
    return copy;
}

struct ToOgr {
    std::unique_ptr<OGRGeometry> operator()(std::monostate) const { return nullptr; }
    std::unique_ptr<OGRGeometry> operator()(Point p) const {
        return std::make_unique<OGRPoint>(p.x, p.y);
    }
    std::unique_ptr<OGRGeometry> operator()(const Polyline& line) const {
        auto copy = std::make_unique<OGRLineString>();
        const Point* last = nullptr;
        for (const Point& p : line) {
            if (last == nullptr || *last != p) copy->addPoint(p.x, p.y);
            last = &p;
        }
        if (copy->getNumPoints() < 2) return nullptr;
        return copy;
    }
    std::unique_ptr<OGRGeometry> operator()(const Polygon& polygon) const {
        if (polygon.outer.size() < 3) return nullptr;
        auto copy = std::make_unique<OGRPolygon>();
        copy->addRingDirectly(ogr_ring(polygon.outer).release());
        for (const Ring& hole : polygon.holes) copy->addRingDirectly(ogr_ring(hole).release());
        return copy;
    }
};

}  // namespace

std::vector<OgrColumn> ogr_columns(const Layer& layer) {
    std::vector<OgrColumn> columns;
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        columns.push_back({i, false});
        if (layer.fields[i].type == FieldType::time) columns.push_back({i, true});
    }
    return columns;
}

std::string ogr_name(const Field& field, const OgrColumn& column) {
    return column.utc ? field.name + "_utc" : field.name;
}

std::unique_ptr<OGRFieldDefn> ogr_definition(const Field& field, const OgrColumn& column) {
    auto definition = std::make_unique<OGRFieldDefn>(ogr_name(field, column).c_str(), OFTString);
    switch (field.type) {
        case FieldType::text:
            break;
        case FieldType::time:
            if (column.utc) definition->SetType(OFTDateTime);
            break;
        case FieldType::integer:
            definition->SetType(OFTInteger64);
            break;
        case FieldType::real:
            definition->SetType(OFTReal);
            break;
        case FieldType::boolean:
            definition->SetType(OFTInteger);
            definition->SetSubType(OFSTBoolean);
            break;
    }
    return definition;
}

OGRwkbGeometryType ogr_type(GeometryType type) {
    switch (type) {
        case GeometryType::none:
            return wkbNone;
        case GeometryType::point:
            return wkbPoint;
        case GeometryType::line:
            return wkbLineString;
        case GeometryType::polygon:
            return wkbPolygon;
    }
    throw std::logic_error{"unknown geometry type"};
}

void fill_ogr_row(OGRFeature& row, const std::vector<OgrColumn>& columns, const Feature& feature) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Value& value = feature.values.at(columns[i].field);
        const int column = static_cast<int>(i);
        if (columns[i].utc) {
            set_utc(row, column, value);
        } else {
            std::visit(SetValue{row, column}, value);
        }
    }
    if (auto geometry = ogr_geometry(feature.geometry)) row.SetGeometryDirectly(geometry.release());
}

std::unique_ptr<OGRGeometry> ogr_geometry(const Geometry& geometry) {
    return std::visit(ToOgr{}, geometry);
}

}  // namespace beatline
