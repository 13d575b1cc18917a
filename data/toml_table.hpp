// Reads one TOML table strictly: every key is asked for by name and type, and what nobody asked
// for is an error.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "data/clock.hpp"
#include "geo/plane.hpp"

namespace beatline {

/// Errors are UsageError: "file:line:column: key: found ..., wanted ...".
class TomlTable {
public:
    TomlTable(const toml::table& table, std::string file, std::string path)
        : table_{&table}, file_{std::move(file)}, path_{std::move(path)} {}

    [[nodiscard]] bool has(std::string_view key);
    [[nodiscard]] bool is_text(std::string_view key);
    [[nodiscard]] std::optional<std::string> text(std::string_view key);
    [[nodiscard]] std::optional<double> number(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least,
                                                      std::int64_t most);
    [[nodiscard]] std::optional<bool> boolean(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    [[nodiscard]] std::vector<double> numbers(std::string_view key);
    [[nodiscard]] std::optional<Point> point(std::string_view key);
    /// Two numbers: the least and the most of something.
    [[nodiscard]] std::optional<std::pair<double, double>> range(std::string_view key);
    [[nodiscard]] std::optional<Day> day(std::string_view key);
    [[nodiscard]] std::vector<Day> days(std::string_view key);
    /// The sub-table, or nothing; and each table of an array of tables.
    [[nodiscard]] std::optional<TomlTable> table(std::string_view key);
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);

    /// Every key that stands in the table, for tables whose keys are the user's own words.
    [[nodiscard]] std::vector<std::string> keys() const;

    [[nodiscard]] std::string require_text(std::string_view key);

    /// Complains of the first key that nobody has asked for, and names the nearest that somebody
    /// did.
    void refuse_unknown() const;

    /// Throws UsageError at the key's place in the file.
    [[noreturn]] void fail(std::string_view key, const std::string& problem) const;
    [[nodiscard]] std::string where(std::string_view key) const;
    /// "unit[2].callsign"
    [[nodiscard]] std::string name_of(std::string_view key) const;

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    [[noreturn]] void wrong_type(std::string_view key, const toml::node& node,
                                 std::string_view wanted) const;
    [[nodiscard]] Day day_of(const toml::node& node, std::string_view key) const;

    const toml::table* table_;
    std::string file_;
    std::string path_;
    std::vector<std::string> known_;
};

}  // namespace beatline
