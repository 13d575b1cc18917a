// How QGIS draws each published layer: QML made from the layer's own values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>

#include "data/layer.hpp"

namespace beatline {

/// Callsign -> "#RRGGBB", told apart by colour-blind readers too; a unit has one colour in all
/// `layers`.
using UnitColours = std::map<std::string, std::string>;
[[nodiscard]] UnitColours unit_colours(std::span<const Layer> layers);

/// The QML document (QGIS 3.22 and later) for `layer.style`: colours by unit, widths by passes,
/// labels. A style name that we do not know gets a plain symbol of the layer's geometry type.
[[nodiscard]] std::string qml_style(const Layer& layer, const UnitColours& colours);
[[nodiscard]] std::string qml_style(const Layer& layer);

}  // namespace beatline
