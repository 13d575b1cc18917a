// The connection to a database as the operation file has it: what may stand in it, and how it is
// shown without its password.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace beatline {

/// Keywords of libpq and their values.
struct PostgisConnection {
    std::vector<std::pair<std::string, std::string>> settings;

    /// "PG:host='...' dbname='...'", every value quoted.
    [[nodiscard]] std::string for_gdal() const;
    /// Its passwords as they are, and as they stand in for_gdal(): no message may hold any.
    [[nodiscard]] std::vector<std::string> secrets() const;
};

/// Stands in messages where a secret stood.
inline constexpr const char* hidden_secret = "***";

/// Takes "PG:dbname=crimes host=db user=analyst", values with blanks in single quotes, as libpq
/// reads them. Throws UsageError, without any value in it, for anything else: addresses
/// (postgresql://), what is no keyword=value, and keywords that are no part of reaching a database
/// (tables, options, ...).
[[nodiscard]] PostgisConnection parse_connection(std::string_view text);

/// The connection to show: its passwords become "***", even in a text that parse_connection
/// refuses.
[[nodiscard]] std::string without_secrets(std::string_view connection);

}  // namespace beatline
