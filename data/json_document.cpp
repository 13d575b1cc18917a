// SPDX-License-Identifier: Apache-2.0
#include "data/json_document.hpp"

#include <cmath>
#include <fmt/format.h>
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
    std::vector<std::set<std::string>> open_objects;
    const auto watch = [&](int, Event event, nlohmann::json& parsed) {
        if (event == Event::object_start) open_objects.emplace_back();
        if (event == Event::object_end) open_objects.pop_back();
        if (event == Event::key && !open_objects.back().insert(parsed.get<std::string>()).second) {
            throw InputError{fmt::format("{}: the key \"{}\" occurs twice in one object; keep one",
                                         shown, excerpt(parsed.get<std::string>()))};
        }
        return true;
    };
    try {
        return nlohmann::json::parse(text, watch);
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t at = error.byte > 0 ? error.byte - 1 : 0;
        throw InputError{fmt::format("{}:{}: not JSON: {}", shown, line_and_column(text, at),
                                     plain(error.what()))};
    } catch (const nlohmann::json::exception& error) {
        throw InputError{fmt::format("{}: {}", shown, plain(error.what()))};
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
