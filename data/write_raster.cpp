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
#include "data/raster_statistics.hpp"
#include "data/value_text.hpp"

namespace beatline {
namespace {

constexpr float nodata = -9999.0F;
constexpr const char* cannot_write = "the density raster cannot be written";
// Tiles of the passing file: as wide as the raster's, as high as the strips of stream_density, so
// that whole tiles are written and read once.
constexpr int tile_cols = 256;
constexpr int tile_rows = 64;

/// GDAL's cache of blocks, for all of the process, put back at the end of the scope.
class CacheLimit {
public:
    explicit CacheLimit(GIntBig bytes) : before_{GDALGetCacheMax64()} { GDALSetCacheMax64(bytes); }
    ~CacheLimit() { GDALSetCacheMax64(before_); }
    CacheLimit(const CacheLimit&) = delete;
    CacheLimit& operator=(const CacheLimit&) = delete;

private:
    GIntBig before_;
};

/// Two rows of tiles of the surfaces and of their first overviews: with less GDAL would pack tiles
/// before they are full.
GIntBig cache_bytes(const GridSpec& spec, std::size_t bands) {
    constexpr GIntBig least = GIntBig{16} << 20;
    return std::max(least, static_cast<GIntBig>(spec.cols * bands) * tile_rows * 4 * 4);
}

int as_int(std::size_t n) {
    return static_cast<int>(n);
}

const GridSpec& checked(const GridSpec& spec, const RasterLabel& label) {
    constexpr auto most = static_cast<std::size_t>(std::numeric_limits<int>::max());
    if (spec.size() == 0 || spec.rows > most || spec.cols > most)
        throw std::invalid_argument{"a density grid without cells, or with too many in a row"};
    if (label.bands.empty() || label.bands.size() > 65535)  // what a TIFF file can have
        throw std::invalid_argument{"a density raster without bands, or with too many"};
    return spec;
}

/// The file that strips pass through. Its name is taken away at once: it lives as long as it is
/// open.
gdal::Dataset passing_file(const std::filesystem::path& file, const GridSpec& spec,
                           std::size_t bands) {
    CPLStringList options;
    options.SetNameValue("INTERLEAVE", "BAND");  // they come one after the other
    options.SetNameValue("TILED", "YES");
    options.SetNameValue("BLOCKXSIZE", std::to_string(tile_cols).c_str());
    options.SetNameValue("BLOCKYSIZE", std::to_string(tile_rows).c_str());
    options.SetNameValue("BIGTIFF", "IF_SAFER");
    // Else a file that an interruption leaves unfinished is filled up to its end before it closes.
    options.SetNameValue("SPARSE_OK", "TRUE");
    const std::filesystem::path passing = file.string() + ".strips";
    gdal::Dataset dataset{gdal::driver("GTiff").Create(passing.c_str(), as_int(spec.cols),
                                                       as_int(spec.rows), as_int(bands),
                                                       GDT_Float32, options)};
    std::error_code ignored;
    std::filesystem::remove(passing, ignored);
    return dataset;
}

void describe(GDALDataset& dataset, const GridSpec& spec, const RasterLabel& label,
              const OGRSpatialReference& srs) {
    const double north = spec.corner.y + static_cast<double>(spec.rows) * spec.cell.value;
    std::array<double, 6> transform{spec.corner.x, spec.cell.value, 0.0, north,
                                    0.0,           -spec.cell.value};
    dataset.SetGeoTransform(transform.data());
    dataset.SetSpatialRef(&srs);
    dataset.SetMetadataItem("AREA_OR_POINT", "Area");
    for (const auto& [key, value] : label.metadata)
        dataset.SetMetadataItem(clean_utf8(key).c_str(), clean_utf8(value).c_str());
    for (std::size_t b = 0; b < label.bands.size(); ++b) {
        GDALRasterBand& band = *dataset.GetRasterBand(as_int(b + 1));
        band.SetNoDataValue(double{nodata});
        band.SetDescription(clean_utf8(label.bands[b].description).c_str());
        band.SetUnitType(label.unit_type.c_str());
        for (const auto& [key, value] : label.bands[b].metadata)
            band.SetMetadataItem(clean_utf8(key).c_str(), clean_utf8(value).c_str());
    }
}

void describe(GDALRasterBand& band, const RasterStatistics& statistics, const GridSpec& spec) {
    if (statistics.count() == 0) return;
    band.SetStatistics(statistics.min(), statistics.max(), statistics.mean(),
                       statistics.standard_deviation());
    const double share = static_cast<double>(statistics.count()) / static_cast<double>(spec.size());
    band.SetMetadataItem("STATISTICS_VALID_PERCENT", CPLSPrintf("%.4g", 100.0 * share));
}

OGRSpatialReference reference_of(const std::string& crs, const std::string& shown,
                                 const gdal::ErrorLog& log) {
    OGRSpatialReference srs;
    srs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (srs.SetFromUserInput(crs.c_str()) != OGRERR_NONE)
        log.raise(shown, "the working CRS \"" + crs + "\" is not known");
    return srs;
}

int CPL_STDCALL go_on(double, const char*, void* cancelled) {
    const auto& asked = *static_cast<bool (**)()>(cancelled);
    return asked == nullptr || !asked() ? TRUE : FALSE;
}

}  // namespace

struct DensityRasterWriter::Parts {
    Parts(std::filesystem::path target, const GridSpec& grid, RasterLabel words)
        : file{std::move(target)},
          spec{checked(grid, words)},
          label{std::move(words)},
          cache{cache_bytes(spec, label.bands.size())},
          statistics(label.bands.size()),
          rows_left{spec.rows},
          line(spec.cols) {
        if (label.shown.empty()) label.shown = file.string();
        log.reword(file.string() + ".strips", label.shown);
        log.reword(file.string(), label.shown);
        log.reword(
            ". You can disable this check by defining the CHECK_DISK_FREE_SPACE configuration "
            "option to FALSE.",
            "");
        const OGRSpatialReference srs = reference_of(label.crs, label.shown, log);
        passing = passing_file(file, spec, label.bands.size());
        if (!passing) log.raise(label.shown, cannot_write);
        describe(*passing, spec, label, srs);
        log.raise_if_failed(label.shown, cannot_write);
    }

    void write(std::span<const float> values, std::size_t row) {
        statistics[band].add_row(values, row);
        std::ranges::transform(values, line.begin(),
                               [](float v) { return std::isfinite(v) ? v : nodata; });
        const int from_north = as_int(spec.rows - 1 - row);
        if (passing->GetRasterBand(as_int(band + 1))
                ->RasterIO(GF_Write, 0, from_north, as_int(spec.cols), 1, line.data(),
                           as_int(spec.cols), 1, GDT_Float32, 0, 0, nullptr) != CE_None)
            log.raise(label.shown, cannot_write);
    }

    void stop_if_cancelled() const {
        if (label.cancelled != nullptr && label.cancelled()) throw Interrupted{};
    }

    std::filesystem::path file;
    GridSpec spec;
    RasterLabel label;
    gdal::ErrorLog log;
    CacheLimit cache;
    gdal::Dataset passing;
    std::vector<RasterStatistics> statistics;  // by band
    std::size_t band{0};                       // the one that is being taken
    std::size_t rows_left;
    std::vector<float> line;
    bool begun{false};
    bool finished{false};
};

DensityRasterWriter::DensityRasterWriter(std::filesystem::path file, const GridSpec& spec,
                                         RasterLabel label)
    : parts_{std::make_unique<Parts>(std::move(file), spec, std::move(label))} {}

DensityRasterWriter::~DensityRasterWriter() {
    if (!parts_->begun || parts_->finished) return;
    std::error_code ignored;
    std::filesystem::remove(parts_->file, ignored);
    std::filesystem::remove(parts_->file.string() + ".ovr.tmp", ignored);  // GDAL's own
}

void DensityRasterWriter::take(const DensityStrip& strip) {
    Parts& p = *parts_;
    p.stop_if_cancelled();
    if (p.rows_left == 0 && p.band + 1 < p.label.bands.size()) {
        ++p.band;
        p.rows_left = p.spec.rows;
    }
    if (strip.rows == 0 || strip.first_row + strip.rows != p.rows_left ||
        strip.values.size() != strip.rows * p.spec.cols)
        throw std::invalid_argument{"not the next strip of the density grid"};
    for (std::size_t row = strip.rows; row-- > 0;)
        p.write(strip.values.subspan(row * p.spec.cols, p.spec.cols), strip.first_row + row);
    p.rows_left = strip.first_row;
}

std::vector<RasterSummary> DensityRasterWriter::finish_bands() {
    Parts& p = *parts_;
    p.stop_if_cancelled();  // whoever computes the strips then leaves some out
    if (p.rows_left > 0 || p.band + 1 < p.label.bands.size() || p.begun)
        throw std::invalid_argument{"a density raster finished before its last strip, or twice"};
    for (std::size_t b = 0; b < p.statistics.size(); ++b)
        describe(*p.passing->GetRasterBand(as_int(b + 1)), p.statistics[b], p.spec);
    p.passing->FlushCache(false);
    p.log.raise_if_failed(p.label.shown, cannot_write);

    std::error_code ignored;
    std::filesystem::remove(p.file, ignored);
    p.begun = true;
    CPLStringList options;
    options.SetNameValue("COMPRESS", "DEFLATE");
    options.SetNameValue("PREDICTOR", "FLOATING_POINT");
    options.SetNameValue("BLOCKSIZE", "256");
    options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");  // keeps the mean; never below zero
    gdal::Dataset written{gdal::driver("COG").CreateCopy(p.file.c_str(), p.passing.get(), FALSE,
                                                         options, go_on, &p.label.cancelled)};
    p.stop_if_cancelled();
    if (!written) p.log.raise(p.label.shown, cannot_write);
    written.reset();
    p.log.raise_if_failed(p.label.shown, cannot_write);
    p.finished = true;
    std::vector<RasterSummary> summaries;
    for (const RasterStatistics& s : p.statistics)
        summaries.push_back({s.count(), s.min(), s.max(), s.mean(), s.standard_deviation(),
                             s.peak_row(), s.peak_col()});
    return summaries;
}

RasterSummary DensityRasterWriter::finish() {
    return finish_bands().front();
}

void write_density_tif(const std::filesystem::path& file, const DensityGrid& density,
                       const std::string& crs, const std::map<std::string, std::string>& metadata) {
    DensityRasterWriter writer{file, density.spec, {crs, metadata}};
    writer.take({0, density.spec.rows, density.values});
    static_cast<void>(writer.finish());
}

}  // namespace beatline
