// Rasters of several bands, and what each says of itself.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/gdal.hpp"
#include "data/write_raster.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using testing::TempFolder;

constexpr std::size_t rows = 700;
constexpr std::size_t cols = 600;
const GridSpec spec{{375000, 164000}, Metres{25}, rows, cols};

/// Surfaces that differ, each with cells outside the study area.
std::vector<float> surface(std::size_t band) {
    std::vector<float> values;
    for (std::size_t i = 0; i < rows * cols; ++i)
        values.push_back(i % 7 == band % 7 ? std::numeric_limits<float>::quiet_NaN()
                                           : static_cast<float>((i * (band + 3)) % 10'007) * 0.25F);
    return values;
}

RasterLabel label_of(std::size_t bands) {
    RasterLabel label{"EPSG:27700", {{"kernel", "quartic"}}};
    label.bands.clear();
    for (std::size_t b = 0; b < bands; ++b)
        label.bands.push_back(
            {"Band " + std::to_string(b) + " <é & \"…\">", {{"events", std::to_string(10 * b)}}});
    return label;
}

std::vector<RasterSummary> write(const std::filesystem::path& file, std::size_t bands,
                                 std::size_t height) {
    DensityRasterWriter writer{file, spec, label_of(bands)};
    for (std::size_t b = 0; b < bands; ++b) {
        const std::vector<float> values = surface(b);
        for (std::size_t end = rows; end > 0;) {
            const std::size_t begin = end > height ? end - height : 0;
            writer.take({begin, end - begin,
                         std::span{values}.subspan(begin * cols, (end - begin) * cols)});
            end = begin;
        }
    }
    return writer.finish_bands();
}

gdal::Dataset opened(const std::filesystem::path& file) {
    gdal::register_drivers();
    gdal::Dataset dataset{GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR)};
    if (!dataset) throw std::runtime_error{"GDAL does not open what we wrote"};
    return dataset;
}

std::vector<float> pixels(GDALRasterBand& band) {
    std::vector<float> values(static_cast<std::size_t>(band.GetXSize()) *
                              static_cast<std::size_t>(band.GetYSize()));
    EXPECT_EQ(band.RasterIO(GF_Read, 0, 0, band.GetXSize(), band.GetYSize(), values.data(),
                            band.GetXSize(), band.GetYSize(), GDT_Float32, 0, 0, nullptr),
              CE_None);
    return values;
}

TEST(DensityRasterBands, EachIsWhatItWouldBeAlone) {
    const TempFolder temp;
    for (const std::size_t bands : {1U, 3U, 4U, 9U}) {
        const std::vector<RasterSummary> summaries = write(temp / "all.tif", bands, 64);
        ASSERT_EQ(summaries.size(), bands);
        const auto all = opened(temp / "all.tif");
        ASSERT_EQ(all->GetRasterCount(), static_cast<int>(bands));
        EXPECT_STREQ(all->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
        EXPECT_STREQ(all->GetMetadataItem("kernel"), "quartic");
        for (std::size_t b = 0; b < bands; ++b) {
            write_density_tif(temp / "one.tif", {spec, surface(b)}, "EPSG:27700", {});
            const auto one = opened(temp / "one.tif");
            GDALRasterBand& found = *all->GetRasterBand(static_cast<int>(b + 1));
            GDALRasterBand& wanted = *one->GetRasterBand(1);
            EXPECT_EQ(pixels(found), pixels(wanted));
            ASSERT_EQ(found.GetOverviewCount(), wanted.GetOverviewCount());
            ASSERT_GT(found.GetOverviewCount(), 0);
            EXPECT_EQ(pixels(*found.GetOverview(0)), pixels(*wanted.GetOverview(0)));
            for (const char* item : {"STATISTICS_MAXIMUM", "STATISTICS_MEAN", "STATISTICS_STDDEV"})
                EXPECT_STREQ(found.GetMetadataItem(item), wanted.GetMetadataItem(item));
            EXPECT_EQ(found.GetNoDataValue(), -9999);
            EXPECT_STREQ(found.GetUnitType(), "1/km2");
            EXPECT_EQ(found.GetDescription(), label_of(bands).bands[b].description);
            EXPECT_EQ(found.GetMetadataItem("events"), std::to_string(10 * b));
            EXPECT_NE(found.GetColorInterpretation(), GCI_AlphaBand) << "opacity is no density";
            EXPECT_EQ(summaries[b].max, wanted.GetMaximum());
        }
    }
}

TEST(DensityRasterBands, AreTheSameBytesHoweverTheirSurfacesAreCut) {
    const TempFolder temp;
    const auto whole = write(temp / "whole.tif", 3, rows);
    for (const std::size_t height : {63U, 64U, 300U}) {
        EXPECT_EQ(write(temp / "s.tif", 3, height).back().peak_row, whole.back().peak_row);
        EXPECT_TRUE(bytes_of(temp / "whole.tif") == bytes_of(temp / "s.tif")) << height;
    }
    EXPECT_EQ(temp.names(), (std::set<std::string>{"whole.tif", "s.tif"}));
}

TEST(DensityRasterBands, ComeOneAfterTheOtherAndAllOfThem) {
    const TempFolder temp;
    const std::vector<float> values = surface(0);
    const DensityStrip all{0, rows, values};
    const DensityStrip north{rows - 10, 10, std::span{values}.last(10 * cols)};
    {
        DensityRasterWriter writer{temp / "d.tif", spec, label_of(2)};
        EXPECT_THROW(static_cast<void>(writer.finish_bands()), std::invalid_argument);
        writer.take(all);
        EXPECT_THROW(static_cast<void>(writer.finish_bands()), std::invalid_argument);
        writer.take(north);
        EXPECT_THROW(writer.take(north), std::invalid_argument);
        EXPECT_THROW(static_cast<void>(writer.finish_bands()), std::invalid_argument);
        writer.take({0, rows - 10, std::span{values}.first((rows - 10) * cols)});
        EXPECT_THROW(writer.take(all), std::invalid_argument) << "there is no third";
        EXPECT_EQ(writer.finish_bands().size(), 2U);
    }
    EXPECT_THROW((DensityRasterWriter{temp / "none.tif", spec, label_of(0)}),
                 std::invalid_argument);
    EXPECT_EQ(temp.names(), (std::set<std::string>{"d.tif"}));
}

}  // namespace
}  // namespace beatline
