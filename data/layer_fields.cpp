// SPDX-License-Identifier: Apache-2.0
#include "data/layer_fields.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace beatline {
namespace {

constexpr int utc_flag = 100;  // OGR's: UTC; 104 is an hour ahead, 0 unknown and 1 local

std::string clock_text(int hour, int minute, double second) {
    const int whole_ms = static_cast<int>(std::lround(second * 1000.0));
    const int ms = std::clamp(whole_ms, 0, 59'999);
    std::string text = fmt::format("{:02}:{:02}:{:02}", hour, minute, ms / 1000);
    if (ms % 1000 != 0) text += fmt::format(".{:03}", ms % 1000);
    return text;
}

std::string offset_text(int flag) {
    if (flag <= 1) return {};
    const int minutes = (flag - utc_flag) * 15;
    if (minutes == 0) return "Z";
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                       std::abs(minutes) % 60);
}

std::string time_text(const OGRFeature& feature, int column, OGRFieldType type) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    float second = 0.0F;
    int flag = 0;
    feature.GetFieldAsDateTime(column, &year, &month, &day, &hour, &minute, &second, &flag);
    if (type == OFTTime) return clock_text(hour, minute, second);
    const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (type == OFTDate) return date;
    return date + "T" + clock_text(hour, minute, second) + offset_text(flag);
}

std::string real_text_of(const OGRFeature& feature, int column, OGRFieldSubType subtype) {
    const double number = feature.GetFieldAsDouble(column);
    if (subtype == OFSTFloat32) return fmt::format("{}", static_cast<float>(number));
    return fmt::format("{}", number);
}

}  // namespace

std::vector<std::string> field_names(OGRLayer& layer) {
    std::vector<std::string> names;
    const OGRFeatureDefn& definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        names.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    return names;
}

std::vector<std::string> column_names(OGRLayer& layer) {
    std::vector<std::string> names = field_names(layer);
    const std::string key = layer.GetFIDColumn();
    if (!key.empty() && std::ranges::find(names, key) == names.end()) names.push_back(key);
    return names;
}

bool holds_times(OGRFieldType type) {
    return type == OFTDate || type == OFTDateTime || type == OFTTime;
}

bool holds_numbers(OGRFieldType type) {
    return type == OFTInteger || type == OFTInteger64 || type == OFTReal;
}

bool has_text(OGRFieldType type) {
    return type == OFTString || holds_numbers(type) || holds_times(type);
}

std::string_view field_text(const OGRFeature& feature, int column, std::string& room) {
    if (column == feature.GetFieldCount()) return room = fmt::format("{}", feature.GetFID());
    if (!feature.IsFieldSetAndNotNull(column)) return {};
    const OGRFieldDefn& definition = *feature.GetFieldDefnRef(column);
    const OGRFieldType type = definition.GetType();
    if (type == OFTString) return feature.GetFieldAsString(column);
    if (holds_times(type)) return room = time_text(feature, column, type);
    if (type == OFTReal) return room = real_text_of(feature, column, definition.GetSubType());
    const GIntBig number = feature.GetFieldAsInteger64(column);
    if (definition.GetSubType() == OFSTBoolean) return number != 0 ? "true" : "false";
    return room = fmt::format("{}", number);
}

LayerPlace place_of(const OGRGeometry* geometry) {
    while (geometry != nullptr && !geometry->IsEmpty()) {
        const auto type = wkbFlatten(geometry->getGeometryType());
        if (type == wkbPoint) {
            const OGRPoint& point = *geometry->toPoint();
            return {Point{point.getX(), point.getY()}, {}};
        }
        if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) == 0)
            return {{}, OGRToOGCGeomType(type)};
        const OGRGeometryCollection& parts = *geometry->toGeometryCollection();
        if (parts.getNumGeometries() != 1) return {{}, OGRToOGCGeomType(type)};
        geometry = parts.getGeometryRef(0);
    }
    return {};
}

}  // namespace beatline
