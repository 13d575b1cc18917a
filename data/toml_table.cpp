// SPDX-License-Identifier: Apache-2.0
#include "data/toml_table.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {

namespace {

/// Of a node that is a number. A whole number beyond 2^53 is rounded: toml++ itself gives none
/// back.
double as_double(const toml::node& node) {
    if (const auto* whole = node.as_integer()) return static_cast<double>(whole->get());
    return node.as_floating_point()->get();
}

std::string_view type_name(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::none:
            return "nothing";
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "an array";
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
            return "a date";
        case toml::node_type::time:
            return "a time";
        case toml::node_type::date_time:
            return "a date and time";
    }
    return "something";
}

std::string at(const std::string& file, const toml::source_region& source) {
    if (source.path && source.path->starts_with("--set ")) return *source.path;
    if (!source.begin) return file;
    return fmt::format("{}:{}:{}", file, source.begin.line, source.begin.column);
}

}  // namespace

const toml::node* TomlTable::find(std::string_view key) {
    known_.emplace_back(key);
    return table_->get(key);
}

bool TomlTable::has(std::string_view key) {
    return find(key) != nullptr;
}

bool TomlTable::is_text(std::string_view key) {
    const toml::node* node = find(key);
    return node != nullptr && node->is_string();
}

std::string TomlTable::where(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return at(file_, node != nullptr ? node->source() : table_->source());
}

std::string TomlTable::name_of(std::string_view key) const {
    return path_ + std::string{key};
}

void TomlTable::fail(std::string_view key, const std::string& problem) const {
    throw UsageError{fmt::format("{}: {}: {}", where(key), name_of(key), problem)};
}

void TomlTable::wrong_type(std::string_view key, const toml::node& node,
                           std::string_view wanted) const {
    fail(key, fmt::format("found {}, wanted {}", type_name(node), wanted));
}

std::optional<std::string> TomlTable::text(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_string();
    if (value == nullptr) wrong_type(key, *node, "text");
    return value->get();
}

std::optional<double> TomlTable::number(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_number()) wrong_type(key, *node, "a number");
    const double value = as_double(*node);
    if (!std::isfinite(value)) fail(key, "found a number that is not finite");
    return value;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t least,
                                               std::int64_t most) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value == nullptr) wrong_type(key, *node, "a whole number");
    if (value->get() < least || value->get() > most)
        fail(key, fmt::format("found {}, wanted {} to {}", value->get(), least, most));
    return value->get();
}

std::optional<bool> TomlTable::boolean(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_boolean()) wrong_type(key, *node, "true or false");
    return *node->value<bool>();
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) wrong_type(key, *node, "an array of texts");
    std::vector<std::string> values;
    for (const toml::node& item : *array) {
        if (!item.is_string()) wrong_type(key, item, "text in the array");
        values.push_back(*item.value<std::string>());
    }
    return values;
}

std::vector<double> TomlTable::numbers(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) wrong_type(key, *node, "an array of numbers");
    std::vector<double> numbers;
    for (const toml::node& item : *array) {
        if (!item.is_number()) wrong_type(key, item, "a number");
        numbers.push_back(as_double(item));
        if (!std::isfinite(numbers.back())) fail(key, "found a number that is not finite");
    }
    return numbers;
}

std::optional<Point> TomlTable::point(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* array = node->as_array();
    if (array == nullptr || array->size() != 2 || !array->get(0)->is_number() ||
        !array->get(1)->is_number())
        wrong_type(key, *node, "[easting, northing] in the working CRS");
    const Point p{as_double(*array->get(0)), as_double(*array->get(1))};
    if (!std::isfinite(p.x) || !std::isfinite(p.y))
        fail(key, "found a coordinate that is not finite");
    return p;
}

std::optional<std::pair<double, double>> TomlTable::range(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* array = node->as_array();
    if (array == nullptr || array->size() != 2 || !array->get(0)->is_number() ||
        !array->get(1)->is_number())
        wrong_type(key, *node, "two numbers, [least, most]");
    const std::pair<double, double> ends{as_double(*array->get(0)), as_double(*array->get(1))};
    if (!std::isfinite(ends.first) || !std::isfinite(ends.second))
        fail(key, "found a number that is not finite");
    return ends;
}

Day TomlTable::day_of(const toml::node& node, std::string_view key) const {
    if (const auto* date = node.as_date()) {
        return {date->get().year, date->get().month, date->get().day};
    }
    const auto text = node.value_exact<std::string>();
    if (!text) wrong_type(key, node, "a date like \"2025-12-01\"");
    const auto day = parse_day(*text);
    if (!day) fail(key, fmt::format("found \"{}\", wanted a date like \"2025-12-01\"", *text));
    return *day;
}

std::optional<Day> TomlTable::day(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    return day_of(*node, key);
}

std::vector<Day> TomlTable::days(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) wrong_type(key, *node, "an array of dates");
    std::vector<Day> days;
    for (const toml::node& item : *array) days.push_back(day_of(item, key));
    return days;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const auto* table = node->as_table();
    if (table == nullptr) wrong_type(key, *node, fmt::format("a table [{}]", key));
    return TomlTable{*table, file_, fmt::format("{}{}.", path_, key)};
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) wrong_type(key, *node, fmt::format("one or more tables [[{}]]", key));
    std::vector<TomlTable> tables;
    for (const toml::node& item : *array) {
        const auto* table = item.as_table();
        if (table == nullptr) wrong_type(key, item, fmt::format("tables [[{}]]", key));
        tables.emplace_back(*table, file_, fmt::format("{}[{}].", key, tables.size() + 1));
    }
    return tables;
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, node] : *table_) keys.emplace_back(key.str());
    return keys;
}

std::string TomlTable::require_text(std::string_view key) {
    auto value = text(key);
    if (!value) {
        throw UsageError{fmt::format("{}: {}{} is missing: it must be given",
                                     at(file_, table_->source()), path_, key)};
    }
    if (value->empty()) fail(key, "is empty");
    return *value;
}

void TomlTable::refuse_unknown() const {
    for (const auto& [key, node] : *table_) {
        if (std::ranges::find(known_, key.str()) != known_.end()) continue;
        const auto near = nearest_word(key.str(), known_);
        const auto& source = key.source().begin ? key.source() : node.source();
        throw UsageError{fmt::format("{}: unknown key {}{}{}", at(file_, source), path_, key.str(),
                                     near ? fmt::format("; did you mean {}?", *near)
                                          : std::string{"; docs/operation.md lists the keys"})};
    }
}

}  // namespace beatline
