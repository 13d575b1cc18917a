// SPDX-License-Identifier: Apache-2.0
#include "data/time_format.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "data/error.hpp"
#include "data/rejection.hpp"

namespace beatline {
namespace {

constexpr std::string_view known = "YymdebBHIpMSfz";
constexpr std::string_view numbers = "YymdeHIMSf";

/// Directives that say the same thing: one of each at most.
constexpr std::array<std::string_view, 9> same_field = {"Yy", "mbB", "de", "HI", "p",
                                                        "M",  "S",   "f",  "z"};

constexpr std::array<std::string_view, 12> months = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool begins_with(std::string_view text, std::string_view lower_case) {
    const auto same = [](char c, char lower) { return (c | 0x20) == lower; };
    return text.size() >= lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, same);
}

/// The month whose name the text begins with, in full or in three letters (four: Sept).
std::optional<int> read_month_name(TimeCursor& text) {
    for (std::size_t month = 0; month < months.size(); ++month) {
        const std::string_view name = months[month];
        if (!begins_with(text.rest(), name.substr(0, 3))) continue;
        std::size_t length = 3;
        if (begins_with(text.rest(), "sept")) length = 4;
        if (begins_with(text.rest(), name)) length = name.size();
        text.advance(length);
        return static_cast<int>(month) + 1;
    }
    return {};
}

constexpr std::string_view wanted_directives =
    " Wanted %Y %y %m %d %e %b %B %H %I %p %M %S %f %z %T %R %F %%, blanks and text.";

std::string directives(std::string_view letters) {
    std::string text;
    for (const char letter : letters)
        text += fmt::format("{}%{}", text.empty() ? "" : " or ", letter);
    return text;
}

}  // namespace

/// What the pieces have found so far; -1 where nothing was said.
struct TimeFormat::Fields {
    Day date;
    int hour{-1};
    int minute{-1};
    int second{0};
    int half_day{-1};  // 0 AM, 1 PM
    bool twelve_hours{false};
    std::optional<Seconds> offset;
};

TimeFormat::TimeFormat(std::string_view format) : format_{format} {
    take(format);
    refuse_gaps();
    mark_touching_numbers();
}

void TimeFormat::take(std::string_view format) {
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '%') {
            if (++i == format.size()) refuse("the % at the end has no letter.", true);
            take_directive(format[i]);
        } else if (c != ' ' && c != '\t') {
            pieces_.push_back({0, c});
        } else if (pieces_.empty() || pieces_.back().directive != ' ') {
            pieces_.push_back({' '});
        }
    }
}

void TimeFormat::take_directive(char letter) {
    switch (letter) {
        case '%':
            pieces_.push_back({0, '%'});
            return;
        case 'T':
            take("%H:%M:%S");
            return;
        case 'R':
            take("%H:%M");
            return;
        case 'F':
            take("%Y-%m-%d");
            return;
        case 'D':
            refuse("%D begins with the month or the day, who knows: write it out.", true);
    }
    if (known.find(letter) != std::string_view::npos) return pieces_.push_back({letter});
    const bool shown = letter > ' ' && letter < '\x7f';
    refuse(fmt::format("{} is not understood.",
                       shown ? fmt::format("%{}", letter) : "a % without a letter"),
           true);
}

void TimeFormat::refuse(std::string_view why, bool list_directives) const {
    throw UsageError{fmt::format("time_format \"{}\": {}{}", shortened_value(format_), why,
                                 list_directives ? wanted_directives : "")};
}

bool TimeFormat::has(std::string_view any_of) const {
    return std::ranges::any_of(pieces_, [&](Piece piece) {
        return piece.directive != 0 && any_of.find(piece.directive) != std::string_view::npos;
    });
}

void TimeFormat::refuse_gaps() const {
    for (const std::string_view field : same_field) {
        const auto count = std::ranges::count_if(pieces_, [&](Piece piece) {
            return piece.directive != 0 && field.find(piece.directive) != std::string_view::npos;
        });
        if (count > 1) refuse(directives(field) + " stands twice.", false);
    }
    struct Need {
        std::string_view has, needs, why;
    };
    if (!has("Yy")) refuse("there is no year. Wanted %Y (four digits) or %y (two).", false);
    if (!has("mbB")) refuse("there is no month. Wanted %m (a number) or %b (a name).", false);
    for (const Need need : {Need{"HI", "de", "the clock has no day"},
                            {"I", "p", "AM and PM are not told apart"},
                            {"p", "I", "AM and PM need hours from 1 to 12"},
                            {"M", "HI", "the minutes have no hour"},
                            {"S", "M", "the seconds have no minute"},
                            {"f", "S", "the fraction has no second"},
                            {"z", "HI", "the offset has no clock"}}) {
        if (has(need.has) && !has(need.needs))
            refuse(fmt::format("{}. Wanted {}.", need.why, directives(need.needs)), false);
    }
}

void TimeFormat::mark_touching_numbers() {
    const auto numeric = [](Piece piece) {
        return piece.directive == 0 ? TimeCursor::is_digit(piece.literal)
                                    : numbers.find(piece.directive) != std::string_view::npos;
    };
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        pieces_[i].all_digits =
            numeric(pieces_[i]) && ((i > 0 && numeric(pieces_[i - 1])) ||
                                    (i + 1 < pieces_.size() && numeric(pieces_[i + 1])));
    }
}

bool TimeFormat::read_piece(const Piece& piece, TimeCursor& text, Fields& fields) {
    const auto number = [&](int& field, int least, int most) {
        const auto read = piece.all_digits ? text.digits(2) : text.one_or_two_digits();
        if (!read || *read < least || *read > most) return false;
        field = *read;
        return true;
    };
    int read = 0;
    switch (piece.directive) {
        case 0:
            return text.skip(piece.literal);
        case ' ':
            return text.skip_blanks();
        case 'Y': {
            const auto year = text.digits(4);
            fields.date.year = year.value_or(0);
            return is_plausible_year(fields.date.year);
        }
        case 'y': {
            const auto year = text.digits(2);
            fields.date.year = year.value_or(0) + (year.value_or(0) >= 69 ? 1900 : 2000);
            return year.has_value();
        }
        case 'm':
            if (!number(read, 1, 12)) return false;
            fields.date.month = static_cast<unsigned>(read);
            return true;
        case 'b':
        case 'B': {
            const auto month = read_month_name(text);
            fields.date.month = static_cast<unsigned>(month.value_or(0));
            return month.has_value();
        }
        case 'e':
            text.skip_blanks();
            [[fallthrough]];
        case 'd':
            if (!number(read, 1, 31)) return false;
            fields.date.day = static_cast<unsigned>(read);
            return true;
        case 'H':
            return number(fields.hour, 0, 24);
        case 'I':
            fields.twelve_hours = true;
            return number(fields.hour, 1, 12);
        case 'p':
            fields.half_day = begins_with(text.rest(), "pm") ? 1 : 0;
            if (fields.half_day == 0 && !begins_with(text.rest(), "am")) return false;
            text.advance(2);
            return true;
        case 'M':
            return number(fields.minute, 0, 59);
        case 'S':
            return number(fields.second, 0, 59);
        case 'f':
            return text.skip_digits();
        case 'z':
            fields.offset = read_offset(text);
            return fields.offset.has_value();
    }
    return false;
}

std::optional<WrittenTime> TimeFormat::read(std::string_view given) const {
    TimeCursor text{given};
    Fields fields;
    for (const Piece& piece : pieces_) {
        if (!read_piece(piece, text, fields)) return {};
    }
    if (!text.done() || !is_real_date(fields.date)) return {};
    WrittenTime written{fields.date};
    written.offset = fields.offset;
    if (fields.hour < 0) return written;
    if (fields.twelve_hours) fields.hour = fields.hour % 12 + 12 * fields.half_day;
    written.whole_hour = fields.minute < 0;
    written.clock_s = fields.hour * 3600 + std::max(fields.minute, 0) * 60 + fields.second;
    return written.clock_s <= 86'400 ? std::optional{written} : std::nullopt;
}

}  // namespace beatline
