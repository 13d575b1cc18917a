// `beatline density` on points of a test's own, and the raster that it writes read back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "tests/support/command.hpp"

namespace beatline::testing {

struct Raster {
    int cols{0};
    int rows{0};
    double corner[6]{};
    std::vector<float> values;                // from the north-west
    std::map<std::string, std::string> says;  // metadata items
    std::string unit_type;
};

inline Raster raster_of(const std::filesystem::path& file) {
    GDALAllRegister();
    Raster raster;
    auto* dataset = GDALDataset::FromHandle(GDALOpen(file.c_str(), GA_ReadOnly));
    if (dataset == nullptr) return raster;
    raster.cols = dataset->GetRasterXSize();
    raster.rows = dataset->GetRasterYSize();
    dataset->GetGeoTransform(raster.corner);
    raster.values.resize(static_cast<std::size_t>(raster.cols) *
                         static_cast<std::size_t>(raster.rows));
    const CPLErr read = dataset->GetRasterBand(1)->RasterIO(
        GF_Read, 0, 0, raster.cols, raster.rows, raster.values.data(), raster.cols, raster.rows,
        GDT_Float32, 0, 0, nullptr);
    EXPECT_EQ(read, CE_None);
    for (char** item = dataset->GetMetadata(); item != nullptr && *item != nullptr; ++item) {
        const std::string text = *item;
        const std::size_t equals = text.find('=');
        raster.says[text.substr(0, equals)] = text.substr(equals + 1);
    }
    raster.unit_type = dataset->GetRasterBand(1)->GetUnitType();
    GDALClose(dataset);
    return raster;
}

class DensityCommand : public ::testing::Test {
protected:
    /// The command line for these points, with what `more` does not say filled in.
    [[nodiscard]] std::vector<std::string> line_for(const std::string& csv,
                                                    std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{
            "density",     folder.file("p.csv", csv).string(), "--x", "e", "--y", "n", "-o",
            out().string()};
        const auto unless_said = [&](const char* flag, const char* value) {
            if (std::ranges::find(more, flag) == more.end()) more.insert(more.end(), {flag, value});
        };
        unless_said("--bandwidth", "100");
        unless_said("--crs", "EPSG:27700");
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    Outcome run(const std::string& csv, const std::vector<std::string>& more = {}) const {
        return beatline_says(line_for(csv, more));
    }
    [[nodiscard]] std::filesystem::path out() const { return folder / "d.tif"; }

    TempFolder folder;
};

}  // namespace beatline::testing
