// SPDX-License-Identifier: Apache-2.0
#include "viewer/page.hpp"

#include <string>
#include <string_view>

#include "viewer/bundle.hpp"
#include "viewer/escape.hpp"
#include "viewer/page_data.hpp"

namespace beatline {
namespace {

// The page may run its own script and wear its own style, known by hash, and may ask nothing of
// anybody.
std::string policy() {
    std::string text = "default-src 'none'; script-src '";
    text += bundle::script_hash;
    text += "'; style-src '";
    text += bundle::style_hash;
    text += "'; base-uri 'none'; form-action 'none'";
    return text;
}

void add_banner(std::string& page, const std::string& marking, std::string_view place) {
    if (marking.empty()) return;
    page += "<p class=\"marking\" id=\"marking-";
    page += place;
    page += "\">";
    page += html_escaped(valid_utf8(marking));
    page += "</p>\n";
}

}  // namespace

std::string viewer_page(const ViewerInput& input) {
    const std::string data = script_escaped(page_data(input));
    std::string page;
    page.reserve(data.size() + bundle::script.size() + bundle::style.size() + 4096);
    page += "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n";
    page += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy() + "\">\n";
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page += "<meta name=\"referrer\" content=\"no-referrer\">\n";
    page += "<title>" + html_escaped(valid_utf8(input.title)) + "</title>\n<style>";
    page += bundle::style;
    page += "</style>\n</head>\n<body>\n";
    add_banner(page, input.marking, "top");
    page +=
        "<div id=\"app\"><noscript><p>This map needs JavaScript. Nothing is fetched: script, style "
        "and ";
    page += "data are in this file.</p></noscript></div>\n";
    add_banner(page, input.marking, "bottom");
    page += "<script type=\"application/json\" id=\"data\">";
    page += data;
    page += "</script>\n<script>";
    page += bundle::script;
    page += "</script>\n</body>\n</html>\n";
    return page;
}

}  // namespace beatline
