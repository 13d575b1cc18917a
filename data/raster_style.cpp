// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <string>

#include "data/output_folder.hpp"
#include "data/write_raster.hpp"

namespace beatline {
namespace {

// Matplotlib's inferno, light end first: monotonous in lightness, safe for colour-blind readers.
constexpr std::array ramp{"#fcffa4", "#f9c932", "#f98c0a", "#e35933", "#ba3655",
                          "#88226a", "#550f6d", "#1f0c48", "#000004"};

float largest(const DensityGrid& density) {
    float most = 0.0F;
    for (const float value : density.values)
        if (std::isfinite(value)) most = std::max(most, value);
    return most;
}

std::string item(double value, const char* hex, int alpha) {
    return fmt::format(
        R"(<item value="{0}" color="{1}" alpha="{2}" label="{0:.3g} events per km²"/>)"
        "\n",
        value, hex, alpha);
}

}  // namespace

void write_density_qml(const std::filesystem::path& file, const DensityGrid& density) {
    const double most = largest(density) > 0 ? double{largest(density)} : 1.0;
    std::string items = item(0, ramp.front(), 0);
    for (std::size_t i = 0; i < ramp.size(); ++i) {
        // Squared steps: densities are skewed, and most of the map lies far below the peak.
        const double t = static_cast<double>(i + 1) / double{ramp.size()};
        items += item(most * t * t, ramp[i], 90 + static_cast<int>(120 * t));
    }
    write_text(
        file,
        fmt::format(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
            "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n<pipe>\n"
            "<rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" "
            "alphaBand=\"-1\" classificationMin=\"0\" classificationMax=\"{0}\" nodataColor=\"\">\n"
            "<rastershader>\n<colorrampshader colorRampType=\"INTERPOLATED\" "
            "classificationMode=\"1\" clip=\"0\" minimumValue=\"0\" maximumValue=\"{0}\">\n{1}"
            "</colorrampshader>\n</rastershader>\n</rasterrenderer>\n"
            "<brightnesscontrast brightness=\"0\" contrast=\"0\"/>\n"
            "<rasterresampler "
            "maxOversampling=\"2\"/>\n</pipe>\n<blendMode>0</blendMode>\n</qgis>\n",
            most, items));
}

}  // namespace beatline
