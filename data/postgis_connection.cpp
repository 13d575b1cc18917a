// SPDX-License-Identifier: Apache-2.0
#include "data/postgis_connection.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

#include "data/error.hpp"
#include "data/label.hpp"

namespace beatline {
namespace {

constexpr std::array<std::string_view, 23> keywords{"host",
                                                    "hostaddr",
                                                    "port",
                                                    "dbname",
                                                    "user",
                                                    "password",
                                                    "passfile",
                                                    "service",
                                                    "sslmode",
                                                    "sslrootcert",
                                                    "sslcert",
                                                    "sslkey",
                                                    "sslpassword",
                                                    "sslcrl",
                                                    "gssencmode",
                                                    "krbsrvname",
                                                    "channel_binding",
                                                    "connect_timeout",
                                                    "keepalives",
                                                    "keepalives_idle",
                                                    "tcp_user_timeout",
                                                    "target_session_attrs",
                                                    "application_name"};

bool is_secret(std::string_view keyword) {
    return keyword == "password" || keyword == "sslpassword";
}

/// Another connection inside a value, "dbname=postgresql://me:word@host" or
/// "dbname='password=word'", or a user with a password, "me:word@host".
bool may_hold_secret(std::string_view value) {
    const auto colon = value.find(':');
    return value.find('=') != std::string_view::npos ||
           value.find("://") != std::string_view::npos ||
           (colon != std::string_view::npos && value.find('@', colon) != std::string_view::npos);
}

bool is_blank(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// A cursor over "keyword = value ..." by libpq's rules.
class SettingText {
public:
    explicit SettingText(std::string_view text) : text_{text} {}

    [[nodiscard]] bool done() {
        skip_blanks();
        return at_ == text_.size();
    }
    [[nodiscard]] std::size_t at() const { return at_; }

    /// Nothing unless letters and = follow.
    std::optional<std::string> keyword() {
        const std::size_t from = at_;
        while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '=') ++at_;
        std::string word{text_.substr(from, at_ - from)};
        skip_blanks();
        const bool plain = !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
            return std::isalpha(c) != 0 || c == '_';
        });
        if (!plain || at_ == text_.size() || text_[at_] != '=') return std::nullopt;
        ++at_;
        skip_blanks();
        return word;
    }

    /// Nothing when a quote is not closed.
    std::optional<std::string> value() {
        std::string value;
        const bool quoted = at_ < text_.size() && text_[at_] == '\'';
        if (quoted) ++at_;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (quoted && c == '\'') {
                ++at_;
                return value;
            }
            if (!quoted && is_blank(c)) return value;
            if (c == '\\' && at_ + 1 < text_.size()) ++at_;
            value += text_[at_];
        }
        return quoted ? std::nullopt : std::optional{value};
    }

private:
    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }

    std::string_view text_;
    std::size_t at_{0};
};

std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text;
}

constexpr const char* wanted_form =
    "Wanted libpq's keywords, for instance path = \"PG:dbname=crimes host=db.example "
    "user=analyst\"";

}  // namespace

std::string PostgisConnection::for_gdal() const {
    std::string text = "PG:";
    for (const auto& [keyword, value] : settings) {
        if (text.size() > 3) text += ' ';
        text += keyword + "='" + escaped(value) + "'";
    }
    return text;
}

std::vector<std::string> PostgisConnection::secrets() const {
    std::vector<std::string> found;
    for (const auto& [keyword, value] : settings) {
        if (!is_secret(keyword) || value.empty()) continue;
        found.push_back(value);
        if (escaped(value) != value) found.push_back(escaped(value));
    }
    return found;
}

PostgisConnection parse_connection(std::string_view text) {
    const std::string shown = without_secrets(text);
    if (!text.starts_with("PG:"))
        throw UsageError{fmt::format("{}: does not begin with \"PG:\". {}.", shown, wanted_form)};
    SettingText rest{text.substr(3)};
    PostgisConnection connection;
    while (!rest.done()) {
        const auto keyword = rest.keyword();
        const auto value = keyword ? rest.value() : std::nullopt;
        if (!value) {
            throw UsageError{fmt::format("{}: character {} on: no keyword=value. {}.", shown,
                                         rest.at() + 4, wanted_form)};
        }
        if (std::ranges::find(keywords, *keyword) == keywords.end()) {
            throw UsageError{fmt::format(
                "{}: the keyword \"{}\" is not taken; the table is named by the key layer, and the "
                "filters come from the operation. Taken are {}.",
                shown, *keyword, fmt::join(keywords, ", "))};
        }
        if (!is_secret(*keyword) && (may_hold_secret(*value) || holds_control(*value))) {
            throw UsageError{fmt::format(
                "{}: the value of \"{}\" is an address or a connection of its own, or holds "
                "control characters. {}.",
                shown, *keyword, wanted_form)};
        }
        connection.settings.emplace_back(*keyword, *value);
    }
    if (connection.settings.empty())
        throw UsageError{fmt::format("{}: names no database. {}.", shown, wanted_form)};
    return connection;
}

std::string without_secrets(std::string_view connection) {
    const std::string prefix{connection.substr(0, connection.starts_with("PG:") ? 3 : 0)};
    SettingText rest{connection.substr(prefix.size())};
    std::string shown = prefix;
    while (!rest.done()) {
        const std::size_t from = rest.at();
        const auto keyword = rest.keyword();
        const auto value = keyword ? rest.value() : std::nullopt;
        if (!value)
            return prefix + std::string{hidden_secret};  // where a password begins is not known
        if (shown.size() > prefix.size()) shown += ' ';
        const bool known = std::ranges::find(keywords, *keyword) != keywords.end();
        // "passwd" may hold one too
        if (is_secret(*keyword) || !known || may_hold_secret(*value)) {
            shown += *keyword + "=" + std::string{hidden_secret};
        } else {
            shown += connection.substr(prefix.size() + from, rest.at() - from);
        }
    }
    return shown;
}

}  // namespace beatline
