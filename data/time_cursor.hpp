// A cursor over the text of a date or clock: takes digits and marks from the front.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace beatline {

/// Every step says whether it found what was wanted; one that did not leaves the text as it was.
class TimeCursor {
public:
    explicit TimeCursor(std::string_view text) : text_{text} {}

    [[nodiscard]] bool done() const { return text_.empty(); }
    /// NUL at the end.
    [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }
    [[nodiscard]] std::string_view rest() const { return text_; }

    bool skip(char wanted) {
        if (text_.empty() || text_.front() != wanted) return false;
        text_.remove_prefix(1);
        return true;
    }
    void advance(std::size_t count) { text_.remove_prefix(count); }

    /// Exactly `count` digits.
    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count) return std::nullopt;
        int number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!is_digit(text_[i])) return std::nullopt;
            number = number * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return number;
    }
    /// Two digits, or one if another does not follow.
    std::optional<int> one_or_two_digits() {
        if (text_.empty() || !is_digit(text_[0])) return std::nullopt;
        const bool two = text_.size() > 1 && is_digit(text_[1]);
        const int number = two ? (text_[0] - '0') * 10 + (text_[1] - '0') : text_[0] - '0';
        text_.remove_prefix(two ? 2 : 1);
        return number;
    }
    /// One digit or more, however many.
    bool skip_digits() { return skip_all(is_digit); }
    /// One blank (space or tab) or more.
    bool skip_blanks() {
        return skip_all([](char c) { return c == ' ' || c == '\t'; });
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

private:
    template <class Test>
    bool skip_all(Test wanted) {
        std::size_t count = 0;
        while (count < text_.size() && wanted(text_[count])) ++count;
        text_.remove_prefix(count);
        return count > 0;
    }

    std::string_view text_;
};

}  // namespace beatline
