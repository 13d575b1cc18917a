// SPDX-License-Identifier: Apache-2.0
#include "data/write_raster.hpp"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <gmock/gmock.h>
#include <limits>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/gdal.hpp"

#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::bytes_of;
using ::testing::HasSubstr;
using testing::TempFolder;

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

DensityGrid grid(std::size_t rows, std::size_t cols) {
    DensityGrid density{{{375000, 164000}, Metres{25}, rows, cols}, {}};
    for (std::size_t i = 0; i < rows * cols; ++i)
        density.values.push_back(i % 7 == 3 ? nan : static_cast<float>(i) * 0.5F);
    return density;
}

const std::map<std::string, std::string> facts{{"KERNEL", "quartic"}, {"BANDWIDTH_M", "500"}};

gdal::Dataset opened(const std::filesystem::path& file) {
    gdal::register_drivers();
    gdal::Dataset dataset{GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_VERBOSE_ERROR)};
    if (!dataset) throw std::runtime_error{"GDAL does not open what we wrote"};
    return dataset;
}

TEST(WriteDensityTif, PutsEachCellWhereItIsOnTheGroundNorthUp) {
    const TempFolder temp;
    for (const auto& [rows, cols] :
         {std::pair<std::size_t, std::size_t>{40, 30}, {1, 1}, {1, 9}, {9, 1}, {700, 600}}) {
        const DensityGrid density = grid(rows, cols);
        write_density_tif(temp / "d.tif", density, "EPSG:27700", facts);
        const auto dataset = opened(temp / "d.tif");
        double transform[6];
        ASSERT_EQ(dataset->GetGeoTransform(transform), CE_None);
        EXPECT_EQ(transform[0], 375000);
        EXPECT_EQ(transform[1], 25);
        EXPECT_EQ(transform[3], 164000 + 25.0 * static_cast<double>(rows));
        EXPECT_EQ(transform[5], -25);
        const int width = static_cast<int>(cols);
        const int height = static_cast<int>(rows);
        ASSERT_EQ(dataset->GetRasterXSize(), width);
        std::vector<float> read(rows * cols);
        ASSERT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, width, height, read.data(),
                                                      width, height, GDT_Float32, 0, 0, nullptr),
                  CE_None);
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t col = 0; col < cols; ++col) {
                const float wanted = density.at(row, col);
                EXPECT_EQ(read[(rows - 1 - row) * cols + col], std::isnan(wanted) ? -9999 : wanted);
            }
    }
}

TEST(WriteDensityTif, IsACloudOptimizedGeotiffThatSaysWhatItShows) {
    const TempFolder temp;
    const DensityGrid density = grid(700, 600);
    write_density_tif(temp / "d.tif", density, "EPSG:27700", facts);
    const auto dataset = opened(temp / "d.tif");
    EXPECT_STREQ(dataset->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
    EXPECT_STREQ(dataset->GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE"), "DEFLATE");
    EXPECT_STREQ(dataset->GetMetadataItem("KERNEL"), "quartic");
    EXPECT_STREQ(dataset->GetMetadataItem("BANDWIDTH_M"), "500");
    EXPECT_STREQ(dataset->GetSpatialRef()->GetAuthorityCode(nullptr), "27700");
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    EXPECT_EQ(band.GetRasterDataType(), GDT_Float32);
    EXPECT_EQ(band.GetNoDataValue(), -9999);
    EXPECT_STREQ(band.GetUnitType(), "1/km2");
    EXPECT_STREQ(band.GetDescription(), "density");
    EXPECT_GT(band.GetOverviewCount(), 0);
}

TEST(WriteDensityTif, HoldsTheStatisticsThatGdalComputesItself) {
    const TempFolder temp;
    write_density_tif(temp / "d.tif", grid(70, 60), "EPSG:27700", facts);
    const auto dataset = opened(temp / "d.tif");
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    double stored[4];
    double computed[4];
    ASSERT_EQ(band.GetStatistics(FALSE, FALSE, &stored[0], &stored[1], &stored[2], &stored[3]),
              CE_None);
    ASSERT_EQ(band.ComputeStatistics(FALSE, &computed[0], &computed[1], &computed[2], &computed[3],
                                     nullptr, nullptr),
              CE_None);
    for (int i = 0; i < 4; ++i) EXPECT_NEAR(stored[i], computed[i], 1e-9 * (1 + computed[i]));
}

TEST(WriteDensityTif, TakesAGridWithoutASingleValue) {
    const TempFolder temp;
    DensityGrid density = grid(30, 30);
    density.values.assign(density.values.size(), nan);
    write_density_tif(temp / "d.tif", density, "EPSG:27700", facts);
    write_density_qml(temp / "d.qml", density);
    const auto dataset = opened(temp / "d.tif");
    EXPECT_EQ(dataset->GetRasterBand(1)->GetMetadataItem("STATISTICS_MAXIMUM"), nullptr);
    EXPECT_THAT(bytes_of(temp / "d.qml"), HasSubstr("singlebandpseudocolor"));
}

TEST(WriteDensityTif, WritesTheSameBytesTwiceAndNothingElse) {
    const TempFolder temp;
    for (const std::string name : {"a.tif", "b.tif", "b.tif"})
        write_density_tif(temp / name, grid(700, 600), "EPSG:27700", facts);
    EXPECT_TRUE(bytes_of(temp / "a.tif") == bytes_of(temp / "b.tif"));
    EXPECT_EQ(temp.names(), (std::set<std::string>{"a.tif", "b.tif"}));
}

TEST(WriteDensityTif, RefusesAnUnknownCrsAMissingFolderAndAnEmptyGrid) {
    const TempFolder temp;
    EXPECT_THROW(write_density_tif(temp / "d.tif", grid(3, 3), "EPSG:999999", {}), FileError);
    EXPECT_THROW(write_density_tif(temp / "missing/d.tif", grid(3, 3), "EPSG:27700", {}),
                 FileError);
    EXPECT_THROW(write_density_tif(temp / "d.tif", DensityGrid{}, "EPSG:27700", {}),
                 std::invalid_argument);
}

/// Takes `density` in strips of `rows` and says what finish says.
RasterSummary write_in_strips(const std::filesystem::path& file, const DensityGrid& density,
                              std::size_t rows) {
    DensityRasterWriter writer{file, density.spec, {"EPSG:27700", facts}};
    for (std::size_t end = density.spec.rows; end > 0;) {
        const std::size_t first = end - std::min(rows, end);
        const std::span<const float> values{density.values};
        writer.take({first, end - first,
                     values.subspan(first * density.spec.cols, (end - first) * density.spec.cols)});
        end = first;
    }
    return writer.finish();
}

TEST(DensityRasterWriter, WritesTheSameBytesHoweverTheSurfaceIsCut) {
    const TempFolder temp;
    for (const auto& [rows, cols] : {std::pair<std::size_t, std::size_t>{1, 9}, {700, 600}}) {
        const DensityGrid density = grid(rows, cols);
        write_density_tif(temp / "whole.tif", density, "EPSG:27700", facts);
        for (const std::size_t height : {1U, 63U, 64U, 65U, 300U, 700U}) {
            const RasterSummary summary = write_in_strips(temp / "s.tif", density, height);
            EXPECT_TRUE(bytes_of(temp / "whole.tif") == bytes_of(temp / "s.tif")) << height;
            EXPECT_EQ(summary.max, density.at(summary.peak_row, summary.peak_col));
        }
    }
    EXPECT_EQ(temp.names(), (std::set<std::string>{"whole.tif", "s.tif"}));
}

TEST(DensityRasterWriter, WritesTheSurfaceThatIsHeldWholeWhenItIsStreamed) {
    const TempFolder temp;
    const GridSpec spec{{375000, 164000}, Metres{25}, 150, 170};
    const std::vector<WeightedPoint> points{
        {{375300, 164200}, 2.0}, {{378000, 166000}, 1.0}, {{376511, 167749}, 3.5}};
    const DensityParams params{Kernel::quartic, Metres{400}};
    const DensityGrid held = estimate_density(points, spec, params);
    write_density_tif(temp / "held.tif", held, "EPSG:27700", facts);
    DensityRasterWriter writer{temp / "streamed.tif", spec, {"EPSG:27700", facts}};
    stream_density(points, spec, params, [&](const DensityStrip& strip) { writer.take(strip); });
    const RasterSummary summary = writer.finish();
    const auto pixels = [&](const char* name) {
        const auto dataset = opened(temp / name);
        std::vector<float> read(spec.size());
        EXPECT_EQ(dataset->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, 170, 150, read.data(), 170,
                                                      150, GDT_Float32, 0, 0, nullptr),
                  CE_None);
        return read;
    };
    const auto streamed = pixels("streamed.tif");
    const auto whole = pixels("held.tif");
    for (std::size_t i = 0; i < spec.size(); ++i)
        ASSERT_NEAR(streamed[i], whole[i], 1e-6 * summary.max) << i;
}

TEST(DensityRasterWriter, TakesOnlyTheNextStripAndFinishesOnlyAfterTheLast) {
    const TempFolder temp;
    const DensityGrid density = grid(10, 5);
    const std::span<const float> values{density.values};
    {
        DensityRasterWriter writer{temp / "d.tif", density.spec, {"EPSG:27700", facts}};
        EXPECT_THROW(writer.take({0, 4, values.first(20)}), std::invalid_argument) << "the south";
        EXPECT_THROW(writer.take({6, 4, values.first(19)}), std::invalid_argument);
        EXPECT_THROW(writer.take({10, 0, {}}), std::invalid_argument);
        writer.take({6, 4, values.last(20)});
        EXPECT_THROW(writer.take({6, 4, values.last(20)}), std::invalid_argument) << "twice";
        EXPECT_THROW(static_cast<void>(writer.finish()), std::invalid_argument);
        EXPECT_TRUE(temp.names().empty()) << "what is under way has no name";
    }
    EXPECT_TRUE(temp.names().empty());
}

TEST(DensityRasterWriter, LeavesNothingWhenItIsCancelled) {
    static int asked = 0;
    const TempFolder temp;
    for (const int patience : {0, 1, 2, 5}) {
        asked = -patience;
        RasterLabel label{"EPSG:27700", facts};
        label.cancelled = [] { return ++asked > 0; };
        const DensityGrid density = grid(700, 600);
        const auto write = [&] {
            DensityRasterWriter writer{temp / "d.tif", density.spec, label};
            writer.take({0, 700, density.values});
            static_cast<void>(writer.finish());
        };
        EXPECT_THROW(write(), Interrupted) << patience;
        EXPECT_TRUE(temp.names().empty()) << patience;
    }
}

/// What this process has handed to the system to write.
std::uint64_t bytes_written() {
    std::ifstream io{"/proc/self/io"};
    for (std::string word; io >> word;) {
        if (word != "wchar:") continue;
        std::uint64_t bytes = 0;
        io >> bytes;
        return bytes;
    }
    return 0;
}

TEST(DensityRasterWriter, DoesNotFillUpTheFileOfASurfaceThatEndsEarly) {
    const TempFolder temp;
    const GridSpec spec{{0, 0}, Metres{1}, 4000, 4000};
    const std::vector<float> strip(64 * spec.cols, 1.0F);
    const std::uint64_t before = bytes_written();
    {
        DensityRasterWriter writer{temp / "d.tif", spec, {"EPSG:27700", facts}};
        writer.take({spec.rows - 64, 64, strip});
    }
    const std::uint64_t written = bytes_written() - before;
    EXPECT_GT(written, 4U * strip.size());
    EXPECT_LT(written, 3U * 4U * strip.size()) << "64 of 4,000 rows";
}

TEST(DensityRasterWriter, AnswersForStripsThatACancelledSurfaceLeftOut) {
    const TempFolder temp;
    RasterLabel label{"EPSG:27700", facts};
    label.cancelled = [] { return true; };
    DensityRasterWriter writer{temp / "d.tif", grid(10, 5).spec, label};
    EXPECT_THROW(static_cast<void>(writer.finish()), Interrupted);
    EXPECT_TRUE(temp.names().empty());
}

TEST(WriteDensityQml, HidesZeroAndEndsAtTheLargestValue) {
    const TempFolder temp;
    write_density_qml(temp / "d.qml", grid(3, 3));
    const std::string qml = bytes_of(temp / "d.qml");
    EXPECT_THAT(qml, HasSubstr(R"(<item value="0" color="#fcffa4" alpha="0")"));
    EXPECT_THAT(qml, HasSubstr(R"(classificationMax="4")"));
    EXPECT_THAT(qml, HasSubstr("events per km²"));
}

}  // namespace
}  // namespace beatline
