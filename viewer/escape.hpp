// Text into HTML and into a script block: nothing of the user's can end the place it stands in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace beatline {

/// Text for HTML content and quoted attributes: & < > " ' become character references.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// The text with every byte that is not part of valid UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(const std::string& text);

/// JSON for a <script> block: < > & and the line separators U+2028 and U+2029 become \uXXXX
/// escapes, which JSON allows wherever they can occur (inside strings), so the parsed value is
/// unchanged.
[[nodiscard]] std::string script_escaped(std::string_view json);

/// Bytes as base64 (RFC 4648, section 4), padded.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace beatline
