// The pieces of a QGIS style document: symbols, renderers and labels as XML text.
// SPDX-License-Identifier: Apache-2.0
// Private to data/; data/styles says which layer gets which.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace beatline::qml {

/// Name and value of a symbol layer's property, in QGIS's words: {"color", "0,114,178,255"}.
using Options = std::vector<std::pair<std::string, std::string>>;

/// "#0072B2" and 0..255 to QGIS's "0,114,178,255".
[[nodiscard]] std::string colour(const std::string& hex, int alpha = 255);

/// One layer of a symbol. `computed` properties are QGIS expressions over the feature's fields.
[[nodiscard]] std::string symbol_layer(const std::string& kind, const Options& options,
                                       const Options& computed = {}, const std::string& inner = {});

[[nodiscard]] std::string fill(const std::string& hex, int alpha, const std::string& outline,
                               double outline_mm);
[[nodiscard]] std::string line(const std::string& hex, double width_mm, int alpha = 255,
                               bool dashed = false);
/// Arrow heads along a line, one every `every_mm`.
[[nodiscard]] std::string arrows(const std::string& hex, double size_mm, double every_mm);
/// `shape` is QGIS's name (circle, square, star, cross_fill, ...).
[[nodiscard]] std::string marker(const std::string& shape, const std::string& hex, double size_mm,
                                 const Options& computed = {});

enum class SymbolType { marker, line, fill };

struct Symbol {
    SymbolType type{SymbolType::marker};
    std::vector<std::string> layers;  ///< bottom first, from the functions above
};

/// A legend entry: for categories `lower` is the value; for ranges lower <= value <= upper; for
/// rules the filter expression ("" matches all, "ELSE" the rest).
struct Entry {
    std::string lower;
    std::string upper;
    std::string label;
    Symbol symbol;
};

[[nodiscard]] std::string single(const Symbol& symbol);
[[nodiscard]] std::string categories(const std::string& field, const std::vector<Entry>& entries);
[[nodiscard]] std::string ranges(const std::string& field, const std::vector<Entry>& entries);
[[nodiscard]] std::string rules(const std::vector<Entry>& entries);

/// Points that would cover each other stand in a ring around their place, each with its `number`
/// field beside it; `inner` draws the single point.
[[nodiscard]] std::string spread_out(const std::string& inner, const std::string& number);

enum class LabelPlace {
    on_point,      ///< centred, and always drawn
    beside_point,  ///< where there is room
    beside_area    ///< outside its polygon, where there is room
};

struct Label {
    std::string expression;
    std::string hex{"#222222"};
    std::string halo{"#FFFFFF"};  ///< empty: none
    double size_pt{9};
    LabelPlace place{LabelPlace::beside_point};
};
[[nodiscard]] std::string labels(const Label& label);

/// What follows the pointer: these fields, one a line, escaped.
[[nodiscard]] std::string map_tip(const std::vector<std::string>& fields);

/// Shows features only while the temporal controller is between their two date-time fields.
[[nodiscard]] std::string temporal(const std::string& start_field, const std::string& end_field);

/// The whole document.
[[nodiscard]] std::string document(const std::vector<std::string>& parts, bool labelled);

}  // namespace beatline::qml
