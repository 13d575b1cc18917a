// SPDX-License-Identifier: Apache-2.0
#include "data/qml.hpp"

#include <fmt/format.h>
#include <stdexcept>

#include "data/value_text.hpp"

namespace beatline::qml {
namespace {

std::string option(const std::string& name, const std::string& value) {
    return fmt::format(R"(<Option type="QString" name="{}" value="{}"/>)", name, xml_text(value));
}

std::string computed_properties(const Options& computed) {
    if (computed.empty()) return {};
    std::string text =
        R"(<data_defined_properties><Option type="Map"><Option type="QString" name="name" value=""/>)"
        R"(<Option type="Map" name="properties">)";
    for (const auto& [name, expression] : computed) {
        text += fmt::format(
            R"(<Option type="Map" name="{}"><Option type="bool" name="active" value="true"/>)"
            R"(<Option type="QString" name="expression" value="{}"/><Option type="int" name="type" value="3"/></Option>)",
            name, xml_text(expression));
    }
    return text + R"(</Option><Option type="QString" name="type" value="collection"/></Option>)"
                  "</data_defined_properties>";
}

std::string symbol_xml(const std::string& name, const Symbol& symbol) {
    const char* type = nullptr;
    switch (symbol.type) {
        case SymbolType::marker:
            type = "marker";
            break;
        case SymbolType::line:
            type = "line";
            break;
        case SymbolType::fill:
            type = "fill";
            break;
    }
    std::string text = fmt::format(
        R"(<symbol type="{}" name="{}" alpha="1" clip_to_extent="1" force_rhr="0">)", type, name);
    for (const std::string& layer : symbol.layers) text += layer;
    return text + "</symbol>\n";
}

std::string symbols(const std::vector<Entry>& entries) {
    std::string text{"<symbols>\n"};
    for (std::size_t i = 0; i < entries.size(); ++i)
        text += symbol_xml(std::to_string(i), entries[i].symbol);
    return text + "</symbols>\n";
}

const char* placement_xml(LabelPlace place) {
    switch (place) {
        case LabelPlace::on_point:
            return R"(<placement placement="1" quadOffset="4" priority="10"/>)";
        case LabelPlace::beside_point:
            return R"(<placement placement="6" dist="1.5" distUnits="MM" )"
                   R"(predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR" priority="5"/>)";
        case LabelPlace::beside_area:
            return R"(<placement placement="8" dist="0.5" distUnits="MM" priority="8"/>)";
    }
    throw std::logic_error{"unknown label place"};
}

std::string renderer(const std::string& type, const std::string& attributes,
                     const std::string& body) {
    return fmt::format(
        "<renderer-v2 type=\"{}\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\"{}>\n{}"
        "</renderer-v2>\n",
        type, attributes, body);
}

}  // namespace

std::string colour(const std::string& hex, int alpha) {
    if (hex.size() != 7) throw std::invalid_argument{"a colour is written #RRGGBB"};
    const unsigned long rgb = std::stoul(hex.substr(1), nullptr, 16);
    return fmt::format("{},{},{},{}", rgb >> 16U, (rgb >> 8U) & 255U, rgb & 255U, alpha);
}

std::string symbol_layer(const std::string& kind, const Options& options, const Options& computed,
                         const std::string& inner) {
    std::string text = fmt::format(
        R"(<layer class="{}" enabled="1" locked="0" pass="0"><Option type="Map">)", kind);
    for (const auto& [name, value] : options) text += option(name, value);
    return text + "</Option>" + computed_properties(computed) + inner + "</layer>";
}

std::string fill(const std::string& hex, int alpha, const std::string& outline, double outline_mm) {
    return symbol_layer("SimpleFill", {{"style", "solid"},
                                       {"color", colour(hex, alpha)},
                                       {"outline_style", "solid"},
                                       {"outline_color", colour(outline)},
                                       {"outline_width", fmt::format("{}", outline_mm)},
                                       {"outline_width_unit", "MM"},
                                       {"joinstyle", "round"}});
}

std::string line(const std::string& hex, double width_mm, int alpha, bool dashed) {
    return symbol_layer("SimpleLine", {{"line_style", dashed ? "dash" : "solid"},
                                       {"line_color", colour(hex, alpha)},
                                       {"line_width", fmt::format("{}", width_mm)},
                                       {"line_width_unit", "MM"},
                                       {"capstyle", "round"},
                                       {"joinstyle", "round"}});
}

std::string arrows(const std::string& hex, double size_mm, double every_mm) {
    Symbol head{SymbolType::marker, {marker("filled_arrowhead", hex, size_mm)}};
    return symbol_layer("MarkerLine",
                        {{"placement", "interval"},
                         {"interval", fmt::format("{}", every_mm)},
                         {"interval_unit", "MM"},
                         {"offset_along_line", fmt::format("{}", every_mm / 2)},
                         {"offset_along_line_unit", "MM"},
                         {"rotate", "1"}},
                        {}, symbol_xml("arrow", head));
}

std::string marker(const std::string& shape, const std::string& hex, double size_mm,
                   const Options& computed) {
    return symbol_layer("SimpleMarker",
                        {{"name", shape},
                         {"color", colour(hex)},
                         {"size", fmt::format("{}", size_mm)},
                         {"size_unit", "MM"},
                         {"outline_style", "solid"},
                         {"outline_color", colour("#FFFFFF")},
                         {"outline_width", "0.4"},
                         {"outline_width_unit", "MM"},
                         {"scale_method", "diameter"}},
                        computed);
}

std::string single(const Symbol& symbol) {
    return renderer("singleSymbol", "", "<symbols>\n" + symbol_xml("0", symbol) + "</symbols>\n");
}

std::string categories(const std::string& field, const std::vector<Entry>& entries) {
    std::string text{"<categories>\n"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        text += fmt::format(
            R"(<category type="string" render="true" symbol="{}" value="{}" label="{}"/>)"
            "\n",
            i, xml_text(entries[i].lower), xml_text(entries[i].label));
    }
    return renderer("categorizedSymbol", fmt::format(R"( attr="{}")", xml_text(field)),
                    text + "</categories>\n" + symbols(entries));
}

std::string ranges(const std::string& field, const std::vector<Entry>& entries) {
    std::string text{"<ranges>\n"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        text += fmt::format(R"(<range render="true" symbol="{}" lower="{}" upper="{}" label="{}"/>)"
                            "\n",
                            i, xml_text(entries[i].lower), xml_text(entries[i].upper),
                            xml_text(entries[i].label));
    }
    return renderer("graduatedSymbol",
                    fmt::format(R"( attr="{}" graduatedMethod="GraduatedColor")", xml_text(field)),
                    text + "</ranges>\n" + symbols(entries));
}

std::string rules(const std::vector<Entry>& entries) {
    std::string text{"<rules key=\"{00000000-0000-4000-8000-000000000000}\">\n"};
    for (std::size_t i = 0; i < entries.size(); ++i) {
        text += fmt::format(
            R"(<rule key="{{00000000-0000-4000-8000-{:012}}}" symbol="{}" filter="{}" label="{}"/>)"
            "\n",
            i + 1, i, xml_text(entries[i].lower), xml_text(entries[i].label));
    }
    return renderer("RuleRenderer", "", text + "</rules>\n" + symbols(entries));
}

std::string spread_out(const std::string& inner, const std::string& number) {
    const Symbol centre{SymbolType::marker, {marker("circle", "#222222", 1.2)}};
    return renderer("pointDisplacement",
                    fmt::format(R"( tolerance="1.5" toleranceUnit="MM" placement="0" )"
                                R"(circleWidth="0.2" circleColor="{}" circleRadiusAddition="0" )"
                                R"(labelAttributeName="{}" labelColor="{}" )"
                                R"(labelFont="Sans Serif,8,-1,5,75,0,0,0,0,0" )"
                                R"(labelDistanceFactor="0.3")",
                                colour("#777777"), xml_text(number), colour("#222222")),
                    inner + symbol_xml("centerSymbol", centre));
}

std::string labels(const Label& label) {
    const std::string halo =
        label.halo.empty()
            ? std::string{R"(<text-buffer bufferDraw="0"/>)"}
            : fmt::format(R"(<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" )"
                          R"(bufferColor="{}" bufferOpacity="1"/>)",
                          colour(label.halo));
    const bool always = label.place == LabelPlace::on_point;
    return fmt::format(
        R"(<labeling type="simple"><settings calloutType="simple"><text-style fieldName="{}" )"
        R"(isExpression="1" fontFamily="Sans Serif" namedStyle="Bold" fontWeight="75" )"
        R"(fontSize="{}" fontSizeUnit="Point" textColor="{}" textOpacity="1">{}</text-style>{})"
        R"(<rendering displayAll="{}" drawLabels="1" obstacle="{}"/></settings></labeling>)"
        "\n",
        xml_text(label.expression), label.size_pt, colour(label.hex), halo,
        placement_xml(label.place), always ? 1 : 0, always ? 0 : 1);
}

std::string map_tip(const std::vector<std::string>& fields) {
    std::string text;
    for (const std::string& field : fields) {
        text += fmt::format(
            R"(<div><b>{0}</b> [% replace(replace(to_string("{0}"),'&','&amp;'),'<','&lt;') %]</div>)",
            field);
    }
    return "<mapTip>" + xml_text(text) + "</mapTip>\n";
}

std::string temporal(const std::string& start_field, const std::string& end_field) {
    constexpr int start_and_end_from_fields = 2;  // QgsVectorLayerTemporalProperties::TemporalMode
    return fmt::format(
        R"(<temporal enabled="1" mode="{}" startField="{}" endField="{}" durationField="" )"
        R"(durationUnit="min" fixedDuration="0" accumulate="0" startExpression="" )"
        R"(endExpression=""><fixedRange><start></start><end></end></fixedRange></temporal>)"
        "\n",
        start_and_end_from_fields, start_field, end_field);
}

std::string document(const std::vector<std::string>& parts, bool labelled) {
    std::string text = fmt::format(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling|MapTips|Temporal\" "
        "labelsEnabled=\"{}\">\n",
        labelled ? 1 : 0);
    for (const std::string& part : parts) text += part;
    return text + "</qgis>\n";
}

}  // namespace beatline::qml
