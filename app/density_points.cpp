// SPDX-License-Identifier: Apache-2.0
#include "app/density_points.hpp"

#include <fmt/format.h>
#include <functional>
#include <map>
#include <optional>

#include "data/csv.hpp"
#include "data/error.hpp"

namespace beatline {
namespace {

struct PointColumns {
    std::size_t x;
    std::size_t y;
    std::optional<std::size_t> weight;
    std::optional<std::size_t> by;
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

/// Numbers the values of the --by column as they come.
class Values {
public:
    explicit Values(const DensityOptions& options) : options_{options} {}

    std::uint8_t number_of(const CsvRow& row, std::size_t column) {
        std::string_view value = trimmed(row.fields[column]);
        if (value.empty()) value = "(none)";
        const auto known = numbers_.find(value);
        if (known != numbers_.end()) return known->second;
        if (numbers_.size() == most_bands) {
            throw LimitError{fmt::format(
                "{} line {}: \"{}\" is value number {} in the column \"{}\"; --by makes a band of "
                "each and takes {} at most. Name a column of fewer values, or write a column that "
                "puts them into groups.",
                options_.points.string(), row.line, value, most_bands + 1, options_.by,
                most_bands)};
        }
        return numbers_.emplace(value, static_cast<std::uint8_t>(numbers_.size())).first->second;
    }

    /// In the order of the values from here on.
    void sort(PointReading& reading) const {
        std::vector<std::uint8_t> sorted(numbers_.size());
        for (const auto& [value, number] : numbers_) {
            sorted[number] = static_cast<std::uint8_t>(reading.values.size());
            reading.values.push_back(value);
        }
        for (std::uint8_t& number : reading.value_of) number = sorted[number];
    }

private:
    const DensityOptions& options_;
    std::map<std::string, std::uint8_t, std::less<>> numbers_;
};

}  // namespace

PointReading read_weighted_points(const DensityOptions& options) {
    const CsvFile file{options.points};
    PointColumns columns{file.column(options.x), file.column(options.y), {}, {}};
    if (!options.weight.empty()) columns.weight = file.column(options.weight);
    if (!options.by.empty()) columns.by = file.column(options.by);
    Values values{options};
    PointReading reading;
    reading.report.file = options.points.string();
    reading.report.what = "points";
    reading.report.read = file.for_each_row([&](const CsvRow& row) {
        WeightedPoint point;
        const std::string reason = take(row, columns, file.columns().size(), point);
        if (reason.empty()) {
            reading.points.push_back(point);
            if (columns.by) reading.value_of.push_back(values.number_of(row, *columns.by));
        } else {
            ++reading.report.rejected[reason];
        }
    });
    values.sort(reading);
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
