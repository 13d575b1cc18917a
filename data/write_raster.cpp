// SPDX-License-Identifier: Apache-2.0
#include "data/write_raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace {

constexpr float nodata = -9999.0F;
constexpr const char* cannot_write = "the density raster cannot be written";

struct Statistics {
    double min{std::numeric_limits<double>::infinity()};
    double max{-std::numeric_limits<double>::infinity()};
    double sum{0.0};
    double sum_of_squares{0.0};
    std::size_t count{0};
};

Statistics statistics_of(const std::vector<float>& values) {
    Statistics s;
    for (const float value : values) {
        if (!std::isfinite(value)) continue;
        s.min = std::min(s.min, double{value});
        s.max = std::max(s.max, double{value});
        s.sum += value;
        ++s.count;
    }
    const double mean = s.count > 0 ? s.sum / static_cast<double>(s.count) : 0.0;
    for (const float value : values)
        if (std::isfinite(value)) s.sum_of_squares += (value - mean) * (value - mean);
    return s;
}

void check(const DensityGrid& density) {
    constexpr auto most = static_cast<std::size_t>(std::numeric_limits<int>::max());
    const GridSpec& spec = density.spec;
    if (spec.size() == 0 || spec.rows > most || spec.cols > most ||
        density.values.size() != spec.size())
        throw std::invalid_argument{"a density grid without cells, or whose values do not fit it"};
}

/// The grid north up in memory: the one copy that the writer makes.
gdal::Dataset in_memory(const DensityGrid& density, const gdal::ErrorLog& log,
                        const std::filesystem::path& file) {
    const GridSpec& spec = density.spec;
    const int cols = static_cast<int>(spec.cols);
    const int rows = static_cast<int>(spec.rows);
    gdal::Dataset memory{gdal::driver("MEM").Create("", cols, rows, 1, GDT_Float32, nullptr)};
    if (!memory) log.raise(file, cannot_write);
    std::vector<float> line(spec.cols);
    for (std::size_t row = 0; row < spec.rows; ++row) {
        const auto first = density.values.begin() + static_cast<std::ptrdiff_t>(row * spec.cols);
        std::transform(first, first + cols, line.begin(),
                       [](float v) { return std::isfinite(v) ? v : nodata; });
        const int from_north = rows - 1 - static_cast<int>(row);
        if (memory->GetRasterBand(1)->RasterIO(GF_Write, 0, from_north, cols, 1, line.data(), cols,
                                               1, GDT_Float32, 0, 0, nullptr) != CE_None)
            log.raise(file, cannot_write);
    }
    return memory;
}

void describe(GDALDataset& memory, const DensityGrid& density, const OGRSpatialReference& srs,
              const std::map<std::string, std::string>& metadata) {
    const GridSpec& spec = density.spec;
    const double north = spec.corner.y + static_cast<double>(spec.rows) * spec.cell.value;
    std::array<double, 6> transform{spec.corner.x, spec.cell.value, 0.0, north,
                                    0.0,           -spec.cell.value};
    memory.SetGeoTransform(transform.data());
    memory.SetSpatialRef(&srs);
    memory.SetMetadataItem("AREA_OR_POINT", "Area");
    for (const auto& [key, value] : metadata)
        memory.SetMetadataItem(clean_utf8(key).c_str(), clean_utf8(value).c_str());
    GDALRasterBand& band = *memory.GetRasterBand(1);
    band.SetNoDataValue(double{nodata});
    band.SetDescription("density");
    band.SetUnitType("1/km2");
    const Statistics s = statistics_of(density.values);
    if (s.count == 0) return;
    const auto count = static_cast<double>(s.count);
    band.SetStatistics(s.min, s.max, s.sum / count, std::sqrt(s.sum_of_squares / count));
    band.SetMetadataItem(
        "STATISTICS_VALID_PERCENT",
        CPLSPrintf("%.4g", 100.0 * count / static_cast<double>(density.values.size())));
}

}  // namespace

void write_density_tif(const std::filesystem::path& file, const DensityGrid& density,
                       const std::string& crs, const std::map<std::string, std::string>& metadata) {
    check(density);
    const gdal::ErrorLog log;
    gdal::Dataset memory = in_memory(density, log, file);
    OGRSpatialReference srs;
    srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (srs.SetFromUserInput(crs.c_str()) != OGRERR_NONE)
        log.raise(file, "the working CRS \"" + crs + "\" is not known");
    describe(*memory, density, srs, metadata);

    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    CPLStringList options;
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("PREDICTOR", "FLOATING_POINT");
    options.SetNameValue("BLOCKSIZE", "256");
    options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");  // keeps the mean; never below zero
    gdal::Dataset written{gdal::driver("COG").CreateCopy(file.c_str(), memory.get(), FALSE, options,
                                                         nullptr, nullptr)};
    if (!written) log.raise(file, cannot_write);
    written.reset();
    log.raise_if_failed(file, cannot_write);
}

}  // namespace beatline
