// A layer: features with typed attributes, where what is published meets how it is written.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

enum class FieldType { text, integer, real, boolean, time };  ///< time: ISO 8601 text with offset

struct Field {
    std::string name;
    FieldType type{FieldType::text};
    std::string meaning;  ///< one phrase with the unit, for layer metadata
};

using Value = std::variant<std::monostate, std::string, std::int64_t, double, bool>;

enum class GeometryType { none, point, line, polygon };
using Geometry = std::variant<std::monostate, Point, Polyline, Polygon>;

struct Feature {
    Geometry geometry;
    std::vector<Value> values;  ///< one a field, in the layer's order
};

/// Coordinates are in the working CRS. `style` names an entry of data/styles; a layer whose name
/// equals its style is the rule.
struct Layer {
    std::string name;
    std::string title;
    GeometryType geometry{GeometryType::none};
    std::vector<Field> fields;
    std::vector<Feature> features;
    std::string style;
};

}  // namespace beatline
