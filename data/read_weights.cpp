// SPDX-License-Identifier: Apache-2.0
#include "data/read_weights.hpp"

#include <algorithm>
#include <cmath>

#include "data/csv.hpp"
#include "data/error.hpp"

namespace beatline {

namespace {

/// Far above every harm table (days of sentence: below 10,000); larger sums would lose the rest.
constexpr double largest_weight = 1e6;

/// Why a row of the table is not used; nothing when it is.
std::optional<Rejection> take(const CsvRow& row, std::size_t columns, std::size_t category,
                              std::size_t weight, std::map<std::string, double>& by_category) {
    if (row.fields.size() != columns)
        return Rejection{"", row.number, "", "field_count", std::to_string(row.fields.size())};
    const auto number = parse_number(trimmed(row.fields[weight]));
    if (!number || !(*number >= 0.0 && *number <= largest_weight))
        return Rejection{"", row.number, "weight", "weight_bad",
                         std::string{row.fields[weight].substr(0, 80)}};
    if (!by_category.emplace(trimmed(row.fields[category]), *number).second)
        return Rejection{"", row.number, "category", "duplicate_category",
                         std::string{row.fields[category].substr(0, 80)}};
    return std::nullopt;
}

}  // namespace

WeightReading read_weights(const WeightRules& rules) {
    const CsvFile csv{rules.table};
    const std::size_t category = csv.column("category");
    const std::size_t weight = csv.column("weight");
    WeightReading reading;
    reading.input.file = rules.shown_table;
    reading.input.what = "weights";
    reading.input.read = csv.for_each_row([&](const CsvRow& row) {
        auto rejection = take(row, csv.columns().size(), category, weight, reading.by_category);
        if (!rejection) return;
        rejection->file = rules.shown_table;
        ++reading.input.rejected[rejection->reason];
        reading.rejected.add(*rejection);
    });
    reading.input.used = reading.by_category.size();
    if (reading.by_category.empty())
        throw InputError{rules.shown_table +
                         ": no usable row: wanted columns category and weight, the "
                         "weight a number from 0 to 1,000,000"};
    return reading;
}

std::vector<std::string> weigh(std::span<PointEvent> events, std::span<const std::string> kinds,
                               const std::map<std::string, double>& by_category,
                               std::optional<double> half_life_days, Instant now) {
    std::vector<double> factors(kinds.size(), 1.0);
    std::vector<std::string> lacking;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
        const auto found = by_category.find(kinds[k]);
        if (found != by_category.end())
            factors[k] = found->second;
        else
            lacking.push_back(kinds[k]);
    }
    for (PointEvent& e : events) {
        if (e.kind < factors.size()) e.weight *= factors[e.kind];
        if (!half_life_days || e.when == Interval{}) continue;
        const Instant middle = e.when.from + e.when.length() / 2;
        const double age_days = static_cast<double>((now - middle).count()) / 86'400.0;
        e.weight *= std::exp2(-std::max(age_days, 0.0) / *half_life_days);
    }
    return lacking;
}

}  // namespace beatline
