// SPDX-License-Identifier: Apache-2.0
#include "data/json_document.hpp"

#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <vector>

#include "data/error.hpp"
#include "data/nearest_word.hpp"

namespace beatline {
namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longest_excerpt = 60;

/// "line:column" of a byte, both counted from 1.
std::string line_and_column(std::string_view text, std::size_t offset) {
    std::size_t line = 1;
    std::size_t start = 0;
    for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
        if (text[i] != '\n') continue;
        ++line;
        start = i + 1;
    }
    return fmt::format("{}:{}", line, offset - start + 1);
}

/// At most `longest_excerpt` bytes, never ending inside a character.
std::string excerpt(std::string text) {
    if (text.size() <= longest_excerpt) return text;
    std::size_t end = longest_excerpt;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

void check_depth(std::string_view text, const std::string& shown) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) {
                throw InputError{fmt::format("{}:{}: brackets nest deeper than {}", shown,
                                             line_and_column(text, i), deepest)};
            }
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
}

/// The parser's sentence without its tags; it quotes what it last read, however long.
std::string plain(const std::string& message) {
    std::size_t from = message.find("syntax error");
    if (from == std::string::npos) from = message.find("] ") + 2;
    std::string text = message.substr(std::min(from, message.size()));
    if (const std::size_t read = text.find("last read: '"); read != std::string::npos) {
        text = text.substr(0, read + 12) + excerpt(text.substr(read + 12));
    }
    return text;
}

/// Reads the text byte by byte and leaves behind how far the parser has come, which it does not say
/// of everything that it refuses.
class WatchedByte {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedByte(const char* at, const char** read_to) : at_{at}, read_to_{read_to} {}

    reference operator*() const { return *at_; }
    WatchedByte& operator++() {
        *read_to_ = ++at_;
        return *this;
    }
    bool operator==(const WatchedByte& other) const { return at_ == other.at_; }

private:
    const char* at_;
    const char** read_to_;
};

/// Where the text in quotes begins that ends at byte `end`, exclusive.
std::size_t start_of_quoted(std::string_view text, std::size_t end) {
    for (std::size_t at = end - 1; at > 0;) {
        if (text[--at] != '"') continue;
        std::size_t slashes = 0;
        while (slashes < at && text[at - 1 - slashes] == '\\') ++slashes;
        if (slashes % 2 == 0) return at;
    }
    return 0;
}

/// Where the number begins that lies before byte `end`; the parser looks one byte past a number.
std::size_t start_of_number(std::string_view text, std::size_t end) {
    constexpr std::string_view of_numbers = "0123456789+-.eE";
    const std::size_t last = text.find_last_of(of_numbers, end == 0 ? 0 : end - 1);
    if (last == std::string_view::npos) return 0;
    const std::size_t before = text.find_last_not_of(of_numbers, last);
    return before == std::string_view::npos ? 0 : before + 1;
}

std::string found(const nlohmann::json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return fmt::format("an array of {}", value.size());
    return excerpt(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

nlohmann::json parse_json(std::string_view text, const std::string& shown) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    check_depth(text, shown);
    using Event = nlohmann::json::parse_event_t;
    const char* read_to = text.data();
    const auto offset = [&] { return static_cast<std::size_t>(read_to - text.data()); };
    std::vector<std::set<std::string>> open_objects;
    const auto watch = [&](int, Event event, nlohmann::json& parsed) {
        if (event == Event::object_start) open_objects.emplace_back();
        if (event == Event::object_end) open_objects.pop_back();
        if (event == Event::key && !open_objects.back().insert(parsed.get<std::string>()).second) {
            throw InputError{
                fmt::format("{}:{}: the key \"{}\" occurs twice in one object; keep one", shown,
                            line_and_column(text, start_of_quoted(text, offset())),
                            excerpt(parsed.get<std::string>()))};
        }
        return true;
    };
    try {
        return nlohmann::json::parse(WatchedByte{text.data(), &read_to},
                                     WatchedByte{text.data() + text.size(), &read_to}, watch);
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t at = error.byte > 0 ? error.byte - 1 : 0;
        throw InputError{fmt::format("{}:{}: not JSON: {}", shown, line_and_column(text, at),
                                     plain(error.what()))};
    } catch (const nlohmann::json::out_of_range&) {
        const std::size_t at = start_of_number(text, offset());
        const std::size_t end =
            std::min(text.find_first_not_of("0123456789+-.eE", at), text.size());
        throw InputError{fmt::format(
            "{}:{}: the number {} is too large; wanted "
            "one between -1.7e308 and 1.7e308",
            shown, line_and_column(text, at), excerpt(std::string{text.substr(at, end - at)}))};
    }
}

std::string JsonAt::where(const std::string& message) const {
    return fmt::format("{}: {}: {}", *file_, path_, message);
}

void JsonAt::refuse(const std::string& wanted) const {
    throw InputError{where(fmt::format("found {}, wanted {}", found(*value_), wanted))};
}

void JsonAt::expect_object(std::initializer_list<std::string_view> keys) const {
    if (!value_->is_object()) refuse("an object");
    const std::vector<std::string> known{keys.begin(), keys.end()};
    for (const auto& [key, value] : value_->items()) {
        bool expected = false;
        for (const std::string& name : known) expected = expected || key == name;
        if (expected) continue;
        std::string message = fmt::format("unknown key \"{}\".", excerpt(key));
        message += did_you_mean(excerpt(key), known);
        message += fmt::format(" Known here: {}", fmt::join(known, ", "));
        throw InputError{where(message)};
    }
}

std::optional<JsonAt> JsonAt::find(const std::string& key) const {
    const auto at = value_->find(key);
    if (at == value_->end()) return std::nullopt;
    return JsonAt{*at, path_ + "." + key, *file_};
}

JsonAt JsonAt::member(const std::string& key) const {
    auto at = find(key);
    if (!at) throw InputError{where(fmt::format("the key \"{}\" is missing", key))};
    return *at;
}

void JsonAt::expect_array(std::size_t least, std::size_t most) const {
    if (!value_->is_array()) refuse("an array");
    if (size() >= least && size() <= most) return;
    refuse(least == most ? fmt::format("an array of {}", least)
                         : fmt::format("an array of {} to {}", least, most));
}

JsonAt JsonAt::at(std::size_t index) const {
    return JsonAt{(*value_)[index], fmt::format("{}[{}]", path_, index), *file_};
}

std::string JsonAt::text() const {
    if (!value_->is_string()) refuse("a text in quotes");
    return value_->get<std::string>();
}

bool JsonAt::boolean() const {
    if (!value_->is_boolean()) refuse("true or false");
    return value_->get<bool>();
}

std::int64_t JsonAt::whole(std::int64_t least, std::int64_t most) const {
    const auto refused = [&] { refuse(fmt::format("a whole number from {} to {}", least, most)); };
    if (value_->is_number_unsigned()) {
        const auto number = value_->get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(most)) refused();
    } else if (value_->is_number_float()) {
        const double number = value_->get<double>();
        if (!(std::abs(number) <= 9e15) || number != std::floor(number)) refused();
    } else if (!value_->is_number_integer()) {
        refused();
    }
    const auto number = value_->is_number_float() ? static_cast<std::int64_t>(value_->get<double>())
                                                  : value_->get<std::int64_t>();
    if (number < least || number > most) refused();
    return number;
}

double JsonAt::number(double least, double most) const {
    if (!value_->is_number()) refuse(fmt::format("a number from {} to {}", least, most));
    const double number = value_->get<double>();
    if (!(number >= least && number <= most)) {
        refuse(fmt::format("a number from {} to {}", least, most));
    }
    return number;
}

}  // namespace beatline
