// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <variant>

#include "data/error.hpp"
#include "data/geojson_geometry.hpp"
#include "data/output_folder.hpp"
#include "data/projection.hpp"
#include "data/run_record.hpp"
#include "data/value_text.hpp"
#include "data/write_layers.hpp"

namespace beatline {
namespace {

std::string quoted(const std::string& text) {
    return nlohmann::json(clean_utf8(text)).dump();
}

struct JsonValue {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const {
        const std::string text = real_text(number);
        return text.empty() ? "null" : text;
    }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
};

std::string properties(const Layer& layer, const Feature& feature) {
    std::string text{"{"};
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
        if (i > 0) text += ',';
        text += quoted(layer.fields[i].name) + ":" + std::visit(JsonValue{}, feature.values.at(i));
    }
    return text + "}";
}

}  // namespace

void write_geojson(const std::filesystem::path& file, const Layer& layer,
                   const LayerContext& context) {
    const Projection to_wgs84{context.crs, "EPSG:4326"};
    std::string text = "{\"type\":\"FeatureCollection\",\n\"name\":" + quoted(layer.name) +
                       ",\n\"title\":" + quoted(layer.title) +
                       ",\n\"description\":" + quoted(context.description) +
                       ",\n\"marking\":" + quoted(context.marking) +
                       ",\n\"generator\":" + quoted("beatline " + beatline_version()) +
                       ",\n\"features\":[";
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
        const auto geometry = geojson_geometry(layer.features[i].geometry, to_wgs84);
        if (!geometry) {
            throw FileError{file.string() + ": feature " + std::to_string(i + 1) + " of layer \"" +
                            layer.name + "\" has a point that " + context.crs +
                            " does not cover, so it has no longitude and latitude; check the "
                            "operation's crs"};
        }
        text += i == 0 ? "\n" : ",\n";
        text += "{\"type\":\"Feature\",\"properties\":" + properties(layer, layer.features[i]) +
                ",\"geometry\":" + *geometry + "}";
    }
    text += layer.features.empty() ? "]}\n" : "\n]}\n";
    write_text(file, text);
}

}  // namespace beatline
