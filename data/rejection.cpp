// SPDX-License-Identifier: Apache-2.0
#include "data/rejection.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "data/error.hpp"

namespace beatline {
namespace {

std::uint16_t place_of(std::vector<std::string>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) {
        if (words.size() == std::numeric_limits<std::uint16_t>::max())
            throw LimitError{"too many different inputs, columns or reasons of rejection"};
        words.emplace_back(word);
        return static_cast<std::uint16_t>(words.size() - 1);
    }
    return static_cast<std::uint16_t>(found - words.begin());
}

}  // namespace

void RejectedRows::add(const Rejection& one) {
    add(one.file, one.row, one.column, one.reason, one.value);
}

void RejectedRows::add(std::string_view file, std::uint64_t row, std::string_view column,
                       std::string_view reason, std::string_view value) {
    put(row, shortened_value(value), place_of(files_, file), place_of(columns_, column),
        place_of(reasons_, reason));
}

void RejectedRows::append(const RejectedRows& other, std::uint64_t rows_before) {
    const auto translate = [](const Words& theirs, Words& ours) {
        std::vector<std::uint16_t> to;
        for (const std::string& word : theirs) to.push_back(place_of(ours, word));
        return to;
    };
    const auto files = translate(other.files_, files_);
    const auto columns = translate(other.columns_, columns_);
    const auto reasons = translate(other.reasons_, reasons_);
    for (const Row& row : other.rows_) {
        put(row.row + rows_before, std::string_view{other.values_}.substr(row.value, row.bytes),
            files[row.file], columns[row.column], reasons[row.reason]);
    }
}

void RejectedRows::append(RejectedRows&& other) {
    if (rows_.empty()) {
        *this = std::move(other);
    } else {
        append(std::as_const(other));
    }
}

void RejectedRows::put(std::uint64_t row, std::string_view value, std::uint16_t file,
                       std::uint16_t column, std::uint16_t reason) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    if (row > most || values_.size() > most - value.size())
        throw LimitError{files_[file] + ": more rejected rows than can be listed; split the file"};
    const Kept kept = keep(value);
    rows_.push_back({static_cast<std::uint32_t>(row), kept.at, kept.bytes, file, column, reason});
}

RejectedRows::Kept RejectedRows::keep(std::string_view value) {
    std::uint32_t hash = 2166136261U;  // FNV-1a; only decides which memory is looked at
    for (const char c : value) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    Kept& recent = recent_[hash % recent_.size()];
    if (std::string_view{values_}.substr(recent.at, recent.bytes) == value) return recent;
    recent = {static_cast<std::uint32_t>(values_.size()), static_cast<std::uint16_t>(value.size())};
    values_ += value;
    return recent;
}

void RejectedRows::rename_files(const std::function<std::string(const std::string&)>& new_name) {
    for (std::string& file : files_) file = new_name(file);
}

Rejection RejectedRows::operator[](std::size_t i) const {
    const Row& row = rows_[i];
    return {files_[row.file], row.row, columns_[row.column], reasons_[row.reason],
            values_.substr(row.value, row.bytes)};
}

std::map<std::string, std::uint64_t> RejectedRows::by_reason(std::size_t first) const {
    std::vector<std::uint64_t> counts(reasons_.size());
    for (std::size_t i = first; i < rows_.size(); ++i) ++counts[rows_[i].reason];
    std::map<std::string, std::uint64_t> named;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0) named[reasons_[i]] = counts[i];
    }
    return named;
}

std::string reasons_text(const std::map<std::string, std::uint64_t>& rejected) {
    std::string text;
    for (const auto& [reason, count] : rejected)
        text += (text.empty() ? "" : ", ") + reason + " " + std::to_string(count);
    return text;
}

std::string_view shortened_text(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

std::string_view shortened_value(std::string_view field) {
    return shortened_text(field, 80);
}

}  // namespace beatline
