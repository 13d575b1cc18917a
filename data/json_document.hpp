// Strict JSON: parsed without surprises, read with the path of every value at hand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace beatline {

/// Parses UTF-8 text (a byte order mark is skipped). Throws InputError that names `shown`, line and
/// column for a syntax error, a key that occurs twice in one object, or nesting beyond 64, which is
/// found before anything is built.
[[nodiscard]] nlohmann::json parse_json(std::string_view text, const std::string& shown);

/// A value of a document and where it stands. Reads are checked: a value of another type, out of
/// range, or missing throws InputError with file, path ("$.sites[3].service"), what was found and
/// what was wanted.
class JsonAt {
public:
    JsonAt(const nlohmann::json& value, std::string path, const std::string& file)
        : value_{&value}, path_{std::move(path)}, file_{&file} {}

    [[nodiscard]] const nlohmann::json& raw() const { return *value_; }
    [[nodiscard]] const std::string& path() const { return path_; }

    /// Refuses any other key, with the nearest known one.
    void expect_object(std::initializer_list<std::string_view> keys) const;
    [[nodiscard]] JsonAt member(const std::string& key) const;
    [[nodiscard]] std::optional<JsonAt> find(const std::string& key) const;

    /// Refuses what is no array or has a size outside [least, most].
    void expect_array(std::size_t least, std::size_t most) const;
    [[nodiscard]] std::size_t size() const { return value_->size(); }
    [[nodiscard]] JsonAt at(std::size_t index) const;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] bool boolean() const;
    /// A whole number; 100.0 is one.
    [[nodiscard]] std::int64_t whole(std::int64_t least, std::int64_t most) const;
    [[nodiscard]] double number(double least, double most) const;

    [[noreturn]] void refuse(const std::string& wanted) const;
    /// "file: path: message".
    [[nodiscard]] std::string where(const std::string& message) const;

private:
    const nlohmann::json* value_;
    std::string path_;
    const std::string* file_;
};

}  // namespace beatline
