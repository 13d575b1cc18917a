// SPDX-License-Identifier: Apache-2.0
#include "app/density_points.hpp"

#include <fmt/format.h>
#include <optional>

#include "data/csv.hpp"
#include "data/error.hpp"

namespace beatline {
namespace {

struct PointColumns {
    std::size_t x;
    std::size_t y;
    std::optional<std::size_t> weight;
};

/// The reason to set the row aside; empty when `point` holds it.
std::string take(const CsvRow& row, const PointColumns& columns, std::size_t width,
                 WeightedPoint& point) {
    if (row.fields.size() != width) return "field_count";
    for (const auto& [column, number] :
         {std::pair{columns.x, &point.at.x}, std::pair{columns.y, &point.at.y}}) {
        const FiniteField field = finite_number(row.fields[column]);
        if (!field.number) return fmt::format("coord_{}", field.trouble);
        *number = *field.number;
    }
    if (!columns.weight) return {};
    const FiniteField weight = finite_number(row.fields[*columns.weight]);
    if (!weight.number) return fmt::format("weight_{}", weight.trouble);
    point.weight = *weight.number;
    return point.weight < 0.0 ? "weight_negative" : "";
}

}  // namespace

PointReading read_weighted_points(const DensityOptions& options) {
    const CsvFile file{options.points};
    PointColumns columns{file.column(options.x), file.column(options.y), {}};
    if (!options.weight.empty()) columns.weight = file.column(options.weight);
    PointReading reading;
    reading.report.file = options.points.string();
    reading.report.what = "points";
    reading.report.read = file.for_each_row([&](const CsvRow& row) {
        WeightedPoint point;
        const std::string reason = take(row, columns, file.columns().size(), point);
        if (reason.empty()) {
            reading.points.push_back(point);
        } else {
            ++reading.report.rejected[reason];
        }
    });
    reading.report.used = reading.points.size();
    if (reading.points.empty()) {
        std::string reasons;
        for (const auto& [reason, count] : reading.report.rejected) {
            reasons += fmt::format("{}{} {}", reasons.empty() ? ": " : ", ", count, reason);
        }
        throw InputError{fmt::format(
            "{}: no usable point in {} rows{}. Wanted finite numbers in the columns \"{}\" and "
            "\"{}\".",
            options.points.string(), reading.report.read, reasons, options.x, options.y)};
    }
    return reading;
}

}  // namespace beatline
