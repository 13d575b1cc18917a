// One source of incidents as the operation file names it: where it lies, and what its columns hold.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/text_stream.hpp"

namespace beatline {

enum class SourceKind : std::uint8_t {
    file,    ///< CSV, or a vector layer or spreadsheet, told by content
    postgis  ///< a database table; `path` holds the connection ("PG:dbname=...")
};

enum class SourceUse : std::uint8_t {
    incidents,  ///< what the surface is made of
    timing      ///< for the hours of the week alone: in no surface and no count
};

/// One [[incidents]] table. With a preset the names below are filled in; a name given wins over the
/// preset.
struct IncidentSource {
    std::filesystem::path path;
    std::string shown_path;  ///< as the operation file has it; what reports and messages say
    std::string name;        ///< for other keys to refer to; may be empty
    SourceUse use{SourceUse::incidents};
    SourceKind kind{SourceKind::file};
    std::string preset;       ///< "", "police.uk", "police.uk-stop-search" or "stats19"
    std::string layer;        ///< of a file or database that has several
    std::string x, y;         ///< column names; x is longitude or easting
    std::string grid_ref;     ///< column of National Grid references, instead of x and y
    std::string crs;          ///< of x and y; EPSG:4326 with a preset, else the working CRS
    std::string time;         ///< column, optional: without one, events have no time
    std::string time_of_day;  ///< column, optional: the clock, where `time` holds the date alone
    std::string time_to;      ///< column, optional: the end of an interval
    std::string time_format;  ///< of all three; empty: ISO 8601
    std::string category;     ///< column, optional
    std::string id;           ///< column, optional
    std::vector<std::string> categories;  ///< keep these only; empty keeps all
    char delimiter{0};                    ///< 0: found from the header
    char decimal{0};                      ///< '.' or ','; 0: found from the first rows
    std::optional<Encoding> encoding;     ///< nothing: UTF-8
    std::optional<int> retention_months;  ///< older rows are rejected
};

}  // namespace beatline
