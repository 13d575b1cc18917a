// SPDX-License-Identifier: Apache-2.0
#include "data/read_cameras.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "data/csv.hpp"
#include "data/error.hpp"
#include "data/misread_places.hpp"
#include "data/projection.hpp"

namespace beatline {
namespace {

struct CameraRow {
    std::uint64_t row{0};
    CameraRate camera;  // `at` as given
};

class CameraParser {
public:
    CameraParser(const CsvFile& file, CameraList& list)
        : file_{file},
          list_{list},
          camera_{file.column("camera")},
          x_{file.column("x")},
          y_{file.column("y")} {
        if (file.has_column("bearing")) bearing_ = file.column("bearing");
        if (file.has_column("simulated")) simulated_ = file.column("simulated");
    }

    void take(const CsvRow& row) {
        row_ = &row;
        ++list_.report.read;
        if (row.fields.size() != file_.columns().size()) {
            return reject(
                "", "field_count",
                fmt::format("{} fields, wanted {}", row.fields.size(), file_.columns().size()));
        }
        CameraRate camera;
        camera.id = trimmed(row.fields[camera_]);
        if (camera.id.empty()) return reject("camera", "camera_missing", "");
        const auto x = coordinate(x_, "x");
        if (!x) return;
        const auto y = coordinate(y_, "y");
        if (!y) return;
        if (*x == 0.0 && *y == 0.0) return reject("x", "coord_null_island", "0, 0");
        if (!ids_.insert(camera.id).second) {
            return reject("camera", "duplicate_camera", camera.id);
        }
        camera.at = {*x, *y};
        camera.bearing_deg = bearing();
        list_.simulated = list_.simulated || says_simulated(row, simulated_);
        placed_.push_back({row.number, std::move(camera)});
    }

    [[nodiscard]] std::vector<CameraRow>& placed() { return placed_; }

    void note_bad_bearings() {
        if (bad_bearings_ == 0) return;
        list_.report.notes.push_back(fmt::format(
            "{} bearings are not numbers from 0 to 360; taken as not given", bad_bearings_));
    }

private:
    void reject(const char* column, const std::string& reason, std::string_view value) {
        list_.rejected.push_back(
            {list_.report.file, row_->number, column, reason, std::string{shortened_value(value)}});
    }

    std::optional<double> coordinate(std::size_t column, const char* name) {
        const FiniteField field = finite_number(row_->fields[column]);
        if (!field.number)
            reject(name, "coord_" + std::string{field.trouble}, trimmed(row_->fields[column]));
        return field.number;
    }

    double bearing() {
        if (!bearing_) return -1.0;
        const std::string_view text = trimmed(row_->fields[*bearing_]);
        if (text.empty()) return -1.0;
        const auto number = parse_number(text);
        if (number && *number >= 0.0 && *number <= 360.0) return *number == 360.0 ? 0.0 : *number;
        ++bad_bearings_;
        return -1.0;
    }

    const CsvFile& file_;
    CameraList& list_;
    std::size_t camera_, x_, y_;
    std::optional<std::size_t> bearing_, simulated_;
    const CsvRow* row_{nullptr};
    std::set<std::string> ids_;
    std::vector<CameraRow> placed_;
    std::uint64_t bad_bearings_{0};
};

/// Degrees when every place could be degrees, else the working CRS.
std::string crs_by_range(const std::vector<CameraRow>& rows, const std::string& working_crs) {
    const bool degrees = std::ranges::all_of(rows, [](const CameraRow& r) {
        return std::abs(r.camera.at.x) <= 180.0 && std::abs(r.camera.at.y) <= 90.0;
    });
    return degrees ? "EPSG:4326" : working_crs;
}

void refuse_misread_cameras(const std::vector<CameraRow>& rows, const IncidentSource& columns,
                            const std::string& working_crs) {
    const PlaceFrame frame = place_frame(columns.crs, working_crs, nullptr);
    PlaceJudge judge{frame};
    PlaceTally tally;
    for (const CameraRow& one : rows) tally.take(judge.judge(one.camera.at), one.row);
    refuse_misread_places(tally, columns, frame);
}

}  // namespace

bool says_simulated(const CsvRow& row, std::optional<std::size_t> column) {
    if (!column) return false;
    const std::string_view text = trimmed(row.fields[*column]);
    return text == "1" || text == "true" || text == "TRUE" || text == "True";
}

CameraList read_camera_list(const AnprSource& source, const std::string& working_crs) {
    CameraList list;
    list.report.file =
        source.shown_cameras.empty() ? source.cameras.string() : source.shown_cameras;
    list.report.what = "cameras";
    CsvOptions options;
    options.shown_path = list.report.file;
    const CsvFile file{source.cameras, options};
    CameraParser parser{file, list};
    file.for_each_row([&](const CsvRow& row) { parser.take(row); });
    parser.note_bad_bearings();

    IncidentSource columns;
    columns.shown_path = list.report.file;
    columns.x = "x";
    columns.y = "y";
    columns.crs = source.cameras_crs.empty() ? crs_by_range(parser.placed(), working_crs)
                                             : source.cameras_crs;
    const Projection& projection = projection_between(columns.crs, working_crs);
    refuse_misread_cameras(parser.placed(), columns, working_crs);
    for (CameraRow& one : parser.placed()) {
        const Point given = one.camera.at;
        const auto at = projection(given);
        if (!at) {
            const bool in_reach = projection.reach().contains(given);
            list.rejected.push_back({list.report.file, one.row, "x, y",
                                     in_reach ? "coord_untransformable" : "coord_range",
                                     fmt::format("{}, {}", given.x, given.y)});
            continue;
        }
        one.camera.at = *at;
        list.cameras.push_back(std::move(one.camera));
    }
    std::ranges::stable_sort(list.rejected, {}, &Rejection::row);
    for (const Rejection& one : list.rejected) ++list.report.rejected[one.reason];
    list.report.used = list.cameras.size();
    if (list.cameras.empty()) {
        throw InputError{fmt::format(
            "{}: no usable camera in {} rows. Wanted columns camera, x, y and, if known, bearing.",
            list.report.file, list.report.read)};
    }
    return list;
}

}  // namespace beatline
