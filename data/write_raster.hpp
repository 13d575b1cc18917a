// Writes a density surface as a Cloud Optimized GeoTIFF, whole or strip by strip.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "geo/density.hpp"
#include "geo/grid.hpp"

namespace beatline {

/// What one band of the raster says of itself.
struct BandLabel {
    std::string description{"density"};
    std::map<std::string, std::string> metadata;
};

/// What the raster says of itself.
struct RasterLabel {
    std::string crs;
    /// TIFF metadata items: kernel, bandwidth, unit, normalisation.
    std::map<std::string, std::string> metadata;
    std::string unit_type{"1/km2"};  ///< of the bands
    std::string shown{};             ///< what errors call the file; empty: its path
    /// Asked often; once it says yes the writer throws Interrupted.
    bool (*cancelled)(){nullptr};
    std::vector<BandLabel> bands = std::vector<BandLabel>(1);  ///< one surface each
};

/// What the cells hold; of the cells outside the study area nothing.
struct RasterSummary {
    std::size_t count{0};
    double min{0.0};
    double max{0.0};
    double mean{0.0};
    double standard_deviation{0.0};
    std::size_t peak_row{
        0};  ///< 0 is south; the largest value, the most northern, western of several
    std::size_t peak_col{0};
};

/// Takes a surface in strips, from the north down as stream_density hands them out, and holds only
/// a few rows of it: strips go to an unnamed file in the target's folder (4 bytes a cell), which is
/// gone with the process whatever ends it, and `finish` makes the raster from that. float32, north
/// up, NaN written as nodata -9999, statistics in the band. The same cells give the same bytes,
/// however they are cut into strips. With several bands their surfaces come one after the other.
class DensityRasterWriter {
public:
    /// Throws FileError, and std::invalid_argument for a grid without cells or no band.
    DensityRasterWriter(std::filesystem::path file, const GridSpec& spec, RasterLabel label);
    ~DensityRasterWriter();
    DensityRasterWriter(const DensityRasterWriter&) = delete;
    DensityRasterWriter& operator=(const DensityRasterWriter&) = delete;

    /// The next strip to the south, or the next band's first; std::invalid_argument for any other.
    void take(const DensityStrip& strip);
    /// Once every row was taken: the raster stands whole at `file`. Without it, or when it throws,
    /// nothing is left there.
    [[nodiscard]] std::vector<RasterSummary> finish_bands();  ///< one for each band
    [[nodiscard]] RasterSummary finish();                     ///< the first band's

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The same for a surface that is held whole.
void write_density_tif(const std::filesystem::path& file, const DensityGrid& density,
                       const std::string& crs, const std::map<std::string, std::string>& metadata);

/// The QGIS style of the raster beside it: same base name, .qml. Colours by value, zero
/// transparent.
void write_density_qml(const std::filesystem::path& file, const DensityGrid& density);

}  // namespace beatline
