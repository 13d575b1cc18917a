// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <variant>

#include "data/output_folder.hpp"
#include "data/value_text.hpp"
#include "data/write_layers.hpp"

namespace beatline {
namespace {

struct CellText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return csv_cell(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return real_text(number); }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
};

}  // namespace

void write_csv(const std::filesystem::path& file, const Layer& table) {
    std::string text;
    for (const Field& field : table.fields) {
        if (&field != &table.fields.front()) text += ',';
        text += csv_cell(field.name);
    }
    text += "\r\n";
    for (const Feature& feature : table.features) {
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
            if (i > 0) text += ',';
            text += std::visit(CellText{}, feature.values.at(i));
        }
        text += "\r\n";
    }
    write_text(file, text);
}

}  // namespace beatline
