// A time_format such as "%d/%m/%Y %H:%M": what it may say, and the texts that it reads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/written_time.hpp"

namespace beatline {

/// As strptime of POSIX, without locale:
///   %Y year of four digits; %y of two, 69-99 in the 1900s and 00-68 in the 2000s
///   %m month, %d and %e day; %b and %B month in English, whole or three letters, any case
///   %H hour 0-24, %I hour 1-12 with %p (AM, PM); %M minute, %S second, %f its fraction (dropped)
///   %z offset: Z, +hh, +hhmm, +hh:mm; %T = %H:%M:%S, %R = %H:%M, %F = %Y-%m-%d; %% a per cent sign
/// A blank stands for one blank or more; all else for itself. Numbers of two digits may be written
/// with one, unless they touch another number.
class TimeFormat {
public:
    /// Throws UsageError naming the directive that is not understood, stands twice, or lacks
    /// another (a year, a month, the day of a clock, ...).
    explicit TimeFormat(std::string_view format);

    /// The whole text as a real date or time; without a clock in the format the whole day, without
    /// a day the whole month.
    [[nodiscard]] std::optional<WrittenTime> read(std::string_view text) const;

private:
    struct Piece {
        char directive{0};       // its letter; ' ' for blanks, 0 for a literal
        char literal{0};         // of a literal
        bool all_digits{false};  // a number that must have all its digits
    };
    struct Fields;

    void take(std::string_view format);
    void take_directive(char letter);
    [[noreturn]] void refuse(std::string_view why, bool list_directives) const;
    void refuse_gaps() const;
    void mark_touching_numbers();
    [[nodiscard]] bool has(std::string_view any_of) const;
    static bool read_piece(const Piece& piece, TimeCursor& text, Fields& fields);

    std::string format_;  // as given, for messages
    std::vector<Piece> pieces_;
};

}  // namespace beatline
