// Opens a file of vector layers or a workbook with the one GDAL driver that its content calls for.
// SPDX-License-Identifier: Apache-2.0
// Private to data/: GDAL's types stop here.
#pragma once

#include <optional>
#include <string>

#include "data/event_source.hpp"
#include "data/gdal.hpp"
#include "data/layer_format.hpp"

namespace beatline {

/// Open for reading while it lives; GDAL's errors are collected, not printed.
class LayerFile {
public:
    /// `source.shown_path` names the file in messages. Throws InputError for a format that is not
    /// read, a damaged file or a locked workbook; LimitError for a workbook that unpacks to more
    /// than 1 GiB; UsageError for keys that say nothing of such a file (delimiter, encoding).
    LayerFile(const IncidentSource& source, LayerFormat format);

    /// The one named by the source, or else the only one that has features. Throws UsageError that
    /// lists the layers when there is no such or several have features.
    [[nodiscard]] OGRLayer& layer() const { return *layer_; }
    /// Throws InputError when anything failed so far: half a file is no file.
    void refuse_damage(std::uint64_t features_read) const;

private:
    void open(const IncidentSource& source, LayerFormat format);
    [[nodiscard]] OGRLayer& choose(const IncidentSource& source) const;

    gdal::ErrorLog log_;
    gdal::Option first_row_is_header_{"OGR_XLSX_HEADERS", "FORCE"};
    gdal::Option leaves_no_files_{"CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO"};
    std::string shown_;
    gdal::Dataset dataset_;
    OGRLayer* layer_{nullptr};
};

}  // namespace beatline
