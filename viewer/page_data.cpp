// SPDX-License-Identifier: Apache-2.0
#include "viewer/page_data.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "viewer/density_image.hpp"

namespace beatline {
namespace {

using Json = nlohmann::ordered_json;

constexpr double units_per_metre = 10.0;
constexpr double far_away =
    1e9;  // metres: beyond any working CRS, within what a double keeps exactly

bool drawable(Point p) {
    return std::abs(p.x) < far_away && std::abs(p.y) < far_away;
}

// Every list of points in a geometry: one for a point or a line, one a ring for a polygon.
std::vector<std::span<const Point>> parts_of(const Geometry& geometry) {
    std::vector<std::span<const Point>> parts;
    if (const auto* point = std::get_if<Point>(&geometry)) {
        parts.emplace_back(point, 1);
    } else if (const auto* line = std::get_if<Polyline>(&geometry)) {
        parts.emplace_back(*line);
    } else if (const auto* polygon = std::get_if<Polygon>(&geometry)) {
        parts.emplace_back(polygon->outer);
        for (const Ring& hole : polygon->holes) parts.emplace_back(hole);
    }
    return parts;
}

bool drawable(const std::vector<std::span<const Point>>& parts) {
    for (const auto part : parts) {
        if (part.empty()) return false;
        for (const Point p : part) {
            if (!drawable(p)) return false;
        }
    }
    return !parts.empty();
}

// The south-west corner of all that is drawn, in whole metres, so that the numbers stay short.
Point origin_of(const ViewerInput& input) {
    Box box;
    if (input.density) box.include(input.density->spec.corner);
    for (const Layer& layer : input.layers) {
        for (const Feature& feature : layer.features) {
            const auto parts = parts_of(feature.geometry);
            if (!drawable(parts)) continue;
            for (const auto part : parts) {
                for (const Point p : part) box.include(p);
            }
        }
    }
    if (box.empty()) return {0.0, 0.0};
    return {std::floor(box.min.x), std::floor(box.min.y)};
}

// Points that round to the one before are dropped, except where a line would lose its second point.
Json delta_coded(std::span<const Point> part, Point origin) {
    Json out = Json::array();
    std::int64_t last_x = 0;
    std::int64_t last_y = 0;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const std::int64_t x = std::llround((part[i].x - origin.x) * units_per_metre);
        const std::int64_t y = std::llround((part[i].y - origin.y) * units_per_metre);
        const bool inside = i > 0 && i + 1 < part.size();
        if (inside && x == last_x && y == last_y) continue;
        out.push_back(x - last_x);
        out.push_back(y - last_y);
        last_x = x;
        last_y = y;
    }
    return out;
}

Json shape_of(const Geometry& geometry, Point origin) {
    const auto parts = parts_of(geometry);
    if (!drawable(parts)) return nullptr;
    Json out = Json::array();
    for (const auto part : parts) out.push_back(delta_coded(part, origin));
    return out;
}

const Value& value_at(const Feature& feature, std::size_t field) {
    static const Value nothing;
    return field < feature.values.size() ? feature.values[field] : nothing;
}

// Text is written once a word; a column that holds anything but text is written as it is.
bool is_text(const Layer& layer, std::size_t field) {
    for (const Feature& feature : layer.features) {
        const Value& value = value_at(feature, field);
        if (!std::holds_alternative<std::string>(value) &&
            !std::holds_alternative<std::monostate>(value)) {
            return false;
        }
    }
    return true;
}

Json text_column(const Layer& layer, std::size_t field) {
    std::map<std::string_view, std::int64_t> places;
    Json words = Json::array();
    Json at = Json::array();
    for (const Feature& feature : layer.features) {
        const auto* text = std::get_if<std::string>(&value_at(feature, field));
        if (text == nullptr) {
            at.push_back(-1);
            continue;
        }
        const auto [place, fresh] =
            places.try_emplace(*text, static_cast<std::int64_t>(words.size()));
        if (fresh) words.push_back(*text);
        at.push_back(place->second);
    }
    return {{"words", std::move(words)}, {"at", std::move(at)}};
}

Json json_of(const Value& value) {
    return std::visit(
        [](const auto& held) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
                return nullptr;
            } else {
                return held;  // nlohmann writes a number that is not finite as null
            }
        },
        value);
}

Json value_column(const Layer& layer, std::size_t field) {
    Json out = Json::array();
    for (const Feature& feature : layer.features) out.push_back(json_of(value_at(feature, field)));
    return out;
}

std::string_view name_of(FieldType type) {
    switch (type) {
        case FieldType::text:
            return "text";
        case FieldType::integer:
            return "integer";
        case FieldType::real:
            return "real";
        case FieldType::boolean:
            return "boolean";
        case FieldType::time:
            return "time";
    }
    return "text";
}

std::string_view name_of(GeometryType type) {
    switch (type) {
        case GeometryType::none:
            return "none";
        case GeometryType::point:
            return "point";
        case GeometryType::line:
            return "line";
        case GeometryType::polygon:
            return "polygon";
    }
    return "none";
}

Json json_of(const Layer& layer, Point origin) {
    Json fields = Json::array();
    Json columns = Json::array();
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        const Field& field = layer.fields[i];
        fields.push_back(
            {{"name", field.name}, {"type", name_of(field.type)}, {"meaning", field.meaning}});
        columns.push_back(is_text(layer, i) ? text_column(layer, i) : value_column(layer, i));
    }
    Json shapes = Json::array();
    for (const Feature& feature : layer.features) {
        shapes.push_back(shape_of(feature.geometry, origin));
    }
    return {{"name", layer.name},
            {"title", layer.title.empty() ? layer.name : layer.title},
            {"style", layer.style.empty() ? layer.name : layer.style},
            {"geometry", name_of(layer.geometry)},
            {"features", layer.features.size()},
            {"fields", std::move(fields)},
            {"shapes", std::move(shapes)},
            {"columns", std::move(columns)}};
}

Json json_of(const std::optional<DensityGrid>& density) {
    if (!density || density->spec.size() == 0) return nullptr;
    const DensityImage image = density_image(*density);
    return {{"corner", {image.spec.corner.x, image.spec.corner.y}},
            {"cell", image.spec.cell.value},
            {"rows", image.spec.rows},
            {"cols", image.spec.cols},
            {"merged", image.merged},
            {"max", image.max_per_km2},
            {"levels", packed_levels(image.levels)}};
}

}  // namespace

std::string page_data(const ViewerInput& input) {
    const Point origin = origin_of(input);
    Json layers = Json::array();
    for (const Layer& layer : input.layers) layers.push_back(json_of(layer, origin));
    const Json page = {{"title", input.title},
                       {"marking", input.marking},
                       {"period", input.period},
                       {"crs", input.crs},
                       {"attribution", input.attribution},
                       {"notices", input.notices},
                       {"origin", {origin.x, origin.y}},
                       {"layers", std::move(layers)},
                       {"density", json_of(input.density)}};
    // Bytes that are not UTF-8 become U+FFFD: the page stays readable and stays UTF-8.
    return page.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace beatline
