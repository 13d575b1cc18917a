// The file that a road layer is in, and which of its layers holds the roads.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: GDAL's types stop here.
#pragma once

#include <string>

#include "data/gdal.hpp"
#include "data/road_links.hpp"

namespace beatline {

/// An open vector file; of gzip'd GeoJSON the text stays in memory for as long.
class RoadLayerFile {
public:
    /// `log` collects GDAL's errors and is told how to name the file. Throws InputError when GDAL's
    /// allowed drivers cannot open it, LimitError for gzip'd GeoJSON of more than 1 GiB.
    RoadLayerFile(const RoadSource& source, LayerPacking packing, gdal::ErrorLog& log);
    RoadLayerFile(const RoadLayerFile&) = delete;
    RoadLayerFile& operator=(const RoadLayerFile&) = delete;
    ~RoadLayerFile();

    /// The layer that the source's layout names, else the only one of lines, else the first of them
    /// with "road" in its name, else the first; `notes` says so when there was a choice. Throws
    /// UsageError when the named one is missing or holds no lines, InputError without any.
    [[nodiscard]] OGRLayer& choose_layer(const RoadSource& source,
                                         std::vector<std::string>& notes) const;

private:
    std::string text_;
    std::string memory_path_;
    gdal::Dataset dataset_;
};

}  // namespace beatline
