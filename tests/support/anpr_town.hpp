// The small town with ANPR cameras on its streets: hits, reads and made-up plates as a test wants
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "tests/support/small_town.hpp"

namespace beatline::testing {

/// A row of a layer as text, by column; empty fields are absent.
using LayerRow = std::map<std::string, std::string>;

inline std::vector<LayerRow> rows_of(const std::filesystem::path& file, const std::string& layer) {
    GDALAllRegister();
    const GDALDatasetUniquePtr data{
        GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    if (!data) throw std::runtime_error{file.string() + " does not open"};
    OGRLayer* const table = data->GetLayerByName(layer.c_str());
    if (table == nullptr) throw std::runtime_error{"no layer " + layer};
    std::vector<LayerRow> rows;
    for (const auto& feature : *table) {
        LayerRow& row = rows.emplace_back();
        for (int i = 0; i < feature->GetFieldCount(); ++i) {
            if (feature->IsFieldSetAndNotNull(i))
                row[feature->GetFieldDefnRef(i)->GetNameRef()] = feature->GetFieldAsString(i);
        }
    }
    return rows;
}

inline bool has_layer(const std::filesystem::path& file, const std::string& layer) {
    GDALAllRegister();
    const GDALDatasetUniquePtr data{
        GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    return data && data->GetLayerByName(layer.c_str()) != nullptr;
}

/// Hits and reads of one week from Monday 3 November 2025, a camera at a time.
class AnprFiles {
public:
    /// On the street "East `street`", in the middle of its `block`-th stretch from the west.
    void camera(const std::string& id, int street, int block, const std::string& bearing = "90") {
        cameras += fmt::format("{},{:.6f},{:.6f},{}\n", id, -2.36 + 0.003 * block + 0.0015,
                               51.38 + 0.002 * street, bearing);
    }
    /// The same number of reads each hour, hits spread evenly over the week.
    void counts(const std::string& id, int reads_an_hour, int hits_a_week) {
        for (int hour = 0; hour < 168; ++hour)
            reads += fmt::format("{},2025-11-{:02}T{:02}:00Z,{}\n", id, 3 + hour / 24, hour % 24,
                                 reads_an_hour);
        for (int i = 0; i < hits_a_week; ++i) {
            const int second = static_cast<int>(604'800LL * i / hits_a_week);
            hit(id, second, "");
        }
    }
    /// `second` of the week; plates are of a form that was never issued.
    void hit(const std::string& id, int second, const std::string& plate) {
        hits.push_back(fmt::format("2025-11-{:02}T{:02}:{:02}:{:02}Z,{},{}\n", 3 + second / 86'400,
                                   second / 3600 % 24, second / 60 % 60, second % 60, id, plate));
    }
    void write(const SmallTown& town) const {
        put(town / "cameras.csv", "camera,x,y,bearing\n" + cameras);
        put(town / "reads.csv", "camera,hour,reads\n" + reads);
        std::string text = "time,camera,plate\n";
        for (const std::string& row : hits) text += row;
        put(town / "hits.csv", text);
    }

    std::string cameras;
    std::string reads;
    std::vector<std::string> hits;
};

/// The table [anpr]; `more` is put at its end.
inline std::string anpr_table(const std::string& more = "") {
    return "\n[anpr]\nhits = \"hits.csv\"\nreads = \"reads.csv\"\ncameras = \"cameras.csv\"\n" +
           more + "\n";
}

}  // namespace beatline::testing
