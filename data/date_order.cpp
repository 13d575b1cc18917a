// SPDX-License-Identifier: Apache-2.0
#include "data/date_order.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <vector>

#include "data/rejection.hpp"
#include "data/time_format.hpp"

namespace beatline {
namespace {

struct Candidate {
    std::string format;
    DateOrder order;

    bool operator==(const Candidate&) const = default;
};

/// A run of digits, of letters, of blanks, or another single character.
struct Token {
    enum class Kind { number, word, blank, mark } kind;
    std::string_view text;
};

Token::Kind kind_of(char c) {
    if (TimeCursor::is_digit(c)) return Token::Kind::number;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Token::Kind::word;
    return c == ' ' || c == '\t' ? Token::Kind::blank : Token::Kind::mark;
}

bool is_number(const Token& token) {
    return token.kind == Token::Kind::number;
}

std::vector<Token> tokens_of(std::string_view text) {
    std::vector<Token> tokens;
    while (!text.empty()) {
        const Token::Kind kind = kind_of(text.front());
        std::size_t length = 1;
        while (kind != Token::Kind::mark && length < text.size() && kind_of(text[length]) == kind)
            ++length;
        tokens.push_back({kind, text.substr(0, length)});
        text.remove_prefix(length);
    }
    return tokens;
}

std::string literal(const Token& token) {
    if (token.kind == Token::Kind::blank) return " ";
    return token.text == "%" ? "%%" : std::string{token.text};
}

/// The parts of a date in the order of the text: "d" for a day, "b" for a month's name, and so on.
struct DateParts {
    std::string_view directives;
    DateOrder order;
};

/// The orders in which a date of such parts is written somewhere. 'n' stands for a number of one or
/// two digits, 'Y' for one of four, 'w' for a word.
std::vector<DateParts> orders_of(std::string_view parts, std::string_view between) {
    if (parts == "nnY") return {{"dmY", DateOrder::day_first}, {"mdY", DateOrder::month_first}};
    if (parts == "nnn" && between == "-") {
        return {{"dmy", DateOrder::day_first},
                {"mdy", DateOrder::month_first},
                {"ymd", DateOrder::other}};
    }
    if (parts == "nnn") return {{"dmy", DateOrder::day_first}, {"mdy", DateOrder::month_first}};
    if (parts == "Ynn") return {{"Ymd", DateOrder::other}};
    if (parts == "nwY") return {{"dbY", DateOrder::day_first}};
    if (parts == "nwn") return {{"dby", DateOrder::day_first}};
    if (parts == "wnY") return {{"bdY", DateOrder::month_first}};
    if (parts == "wnn") return {{"bdy", DateOrder::month_first}};
    if (parts == "Ywn") return {{"Ybd", DateOrder::other}};
    if (parts == "nY") return {{"mY", DateOrder::other}};
    if (parts == "Yn") return {{"Ym", DateOrder::other}};
    if (parts == "wY") return {{"bY", DateOrder::other}};
    if (parts == "wn") return {{"by", DateOrder::other}};
    return {};
}

char part_of(const Token& token) {
    if (token.kind == Token::Kind::word) return 'w';
    if (token.kind != Token::Kind::number) return 0;
    if (token.text.size() == 4) return 'Y';
    return token.text.size() <= 2 ? 'n' : 0;
}

bool is_half_day(const Token& token) {
    return token.kind == Token::Kind::word && token.text.size() == 2 &&
           (token.text[1] == 'M' || token.text[1] == 'm');
}

/// Hours, minutes, seconds, a fraction and an offset, as far as the rest of the text has them;
/// `known` of them stand before it. Nothing where a word follows them: "UTC" and "BST" are no
/// text to pass over, and no directive reads them.
std::optional<std::string> clock_format(std::span<const Token> tokens, std::size_t known = 0) {
    const bool has_hours = known == 0 && std::ranges::any_of(tokens, is_number);
    auto half_day = has_hours ? std::ranges::find_if(tokens, is_half_day) : tokens.end();
    const bool by_twelves = half_day != tokens.end();
    const std::string_view directives[] = {by_twelves ? "%I" : "%H", "%M", "%S", "%f"};
    std::string format;
    std::size_t numbers = known;
    for (auto token = tokens.begin(); token != tokens.end(); ++token) {
        const std::string_view text = token->text;
        const bool offset = text == "+" || text == "-" || text == "Z" || text == "z";
        if (offset && numbers > 0 && half_day == tokens.end())
            return format + "%z";  // what follows is part of it, or no text reads so
        if (token == half_day) {
            format += "%p";
            half_day = tokens.end();
        } else if (token->kind == Token::Kind::word && text.size() > 1 && numbers > 0) {
            return {};
        } else if (!is_number(*token) || numbers >= std::size(directives)) {
            format += literal(*token);
        } else if (numbers == 0 && !by_twelves && (text.size() == 4 || text.size() == 6)) {
            format += text.size() == 4 ? "%H%M" : "%H%M%S";
            numbers = text.size() / 2;
        } else {
            format += directives[numbers++];
        }
    }
    return format;
}

/// 20240226, 26022024, 20240226140509: numbers without anything between.
std::vector<Candidate> packed_candidates(std::span<const Token> tokens) {
    const std::size_t digits = tokens.front().text.size();
    if (digits != 8 && digits != 12 && digits != 14) return {};
    const std::string_view clock = std::string_view{"%H%M%S"}.substr(0, digits - 8);
    const auto after = clock_format(tokens.subspan(1), clock.size() / 2);
    if (!after) return {};
    const std::string rest = fmt::format("{}{}", clock, *after);
    return {{"%Y%m%d" + rest, DateOrder::other},
            {"%d%m%Y" + rest, DateOrder::day_first},
            {"%m%d%Y" + rest, DateOrder::month_first}};
}

/// The formats that texts of this shape may have.
std::vector<Candidate> candidates_for(std::string_view text) {
    const std::vector<Token> tokens = tokens_of(text);
    if (tokens.empty()) return {};
    if (tokens.front().kind == Token::Kind::number && tokens.front().text.size() >= 8)
        return packed_candidates(tokens);
    std::vector<Candidate> candidates;
    std::string parts;
    std::string between;                  // the first two parts
    std::vector<std::string> separators;  // before each part
    separators.emplace_back();
    for (std::size_t i = 0; i < tokens.size() && parts.size() < 3; ++i) {
        const char part = part_of(tokens[i]);
        if (part == 0) {
            separators.back() += literal(tokens[i]);
            continue;
        }
        parts += part;
        if (parts.size() == 2) between = separators.back();
        const auto rest = std::span{tokens}.subspan(i + 1);
        for (const auto& [directives, order] : orders_of(parts, between)) {
            const bool has_day = directives.find('d') != std::string_view::npos;
            if (!has_day && std::ranges::any_of(rest, is_number)) continue;  // a clock has a day
            std::string format;
            for (std::size_t k = 0; k < parts.size(); ++k)
                format += separators[k] + '%' + directives[k];
            if (const auto clock = clock_format(rest))
                candidates.push_back({format + *clock, order});
        }
        separators.emplace_back();
    }
    return candidates;
}

using Texts = std::vector<std::string_view>;

/// Whether any known format reads the text at all.
bool is_some_time(std::string_view text) {
    return read_iso_time(text) || std::ranges::any_of(candidates_for(text), [&](const auto& known) {
               return TimeFormat{known.format}.read(text).has_value();
           });
}

/// The texts to judge by. Up to a tenth may be words such as "unknown": rows for themselves.
struct Sample {
    Texts times;
    Texts words;
};

Sample sample_of(std::span<const std::string_view> given) {
    Sample sample;
    for (const std::string_view text : given) {
        if (text.empty()) continue;
        (is_some_time(text) ? sample.times : sample.words).push_back(text);
    }
    if (sample.words.size() * 10 > sample.times.size() + sample.words.size()) sample.times.clear();
    return sample;
}

bool all_iso(const Texts& texts) {
    return std::ranges::all_of(
        texts, [](std::string_view text) { return read_iso_time(text).has_value(); });
}

std::optional<WrittenTime> read_by(const Candidate& candidate, std::string_view text) {
    return TimeFormat{candidate.format}.read(text);
}

/// Every candidate that the first few texts suggest and that reads all texts.
std::vector<Candidate> fitting_candidates(const Texts& texts) {
    constexpr std::size_t looked_at = 20;
    std::vector<Candidate> fitting;
    for (const std::string_view text : std::span{texts}.first(std::min(looked_at, texts.size()))) {
        for (const Candidate& candidate : candidates_for(text)) {
            if (std::ranges::find(fitting, candidate) != fitting.end()) continue;
            const TimeFormat format{candidate.format};
            if (std::ranges::all_of(texts, [&](auto one) { return format.read(one).has_value(); }))
                fitting.push_back(candidate);
        }
    }
    return fitting;
}

/// The first text that is not read as most of those are that could be read like the first.
std::string_view odd_one_of(const Texts& times) {
    std::string_view odd = times.back();
    std::ptrdiff_t most = 0;
    for (const Candidate& candidate : candidates_for(times.front())) {
        const TimeFormat format{candidate.format};
        const auto reads = [&](std::string_view text) { return format.read(text).has_value(); };
        const auto count = std::ranges::count_if(times, reads);
        if (!reads(times.front()) || count <= most) continue;
        most = count;
        odd = *std::ranges::find_if_not(times, reads);
    }
    return odd;
}

constexpr std::string_view say_it =
    "If there is one, say it, for instance time_format = \"%d/%m/%Y %H:%M\".";

std::string in_words(Day date) {
    constexpr const char* months[] = {"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
    const std::string month = fmt::format("{} {}", months[date.month - 1], date.year);
    return date.day == 0 ? month : fmt::format("{} {}", date.day, month);
}

std::string either_of(const std::vector<Candidate>& candidates, const Texts& texts) {
    std::vector<std::string> formats;
    for (const Candidate& candidate : candidates)
        formats.push_back(fmt::format("\"{}\"", candidate.format));
    const std::string say = fmt::format("say time_format = {}.", fmt::join(formats, " or "));
    for (const std::string_view text : texts) {
        std::vector<std::string> dates;
        for (const Candidate& candidate : candidates) {
            std::string date = in_words(read_by(candidate, text)->date);
            if (std::ranges::find(dates, date) == dates.end()) dates.push_back(std::move(date));
        }
        if (dates.size() > 1) {
            return fmt::format("\"{}\" may be {}: {}", shortened_value(text),
                               fmt::join(dates, " or "), say);
        }
    }
    return fmt::format("\"{}\" does not tell which is the day and which the month: {}",
                       shortened_value(texts.front()), say);
}

}  // namespace

DateOrder guess_date_order(std::span<const std::string_view> texts) {
    const Texts times = sample_of(texts).times;
    if (times.empty()) return DateOrder::other;
    if (all_iso(times)) return DateOrder::iso;
    const auto fitting = fitting_candidates(times);
    if (fitting.size() > 1) return DateOrder::unclear;
    return fitting.empty() ? DateOrder::other : fitting.front().order;
}

std::string time_format_hint(std::span<const std::string_view> texts) {
    const auto [times, words] = sample_of(texts);
    if (times.empty()) {
        return words.empty() ? ""
                             : fmt::format("No time_format is known that reads \"{}\". {}",
                                           shortened_value(words.front()), say_it);
    }
    if (all_iso(times)) return "These are ISO 8601 and need no time_format.";
    const auto fitting = fitting_candidates(times);
    if (fitting.empty()) {
        return fmt::format("No one time_format is known that reads both \"{}\" and \"{}\". {}",
                           shortened_value(times.front()), shortened_value(odd_one_of(times)),
                           say_it);
    }
    if (fitting.size() > 1) return either_of(fitting, times);
    return fmt::format("Say time_format = \"{}\"; \"{}\" is then {}.", fitting.front().format,
                       shortened_value(times.front()),
                       in_words(read_by(fitting.front(), times.front())->date));
}

}  // namespace beatline
