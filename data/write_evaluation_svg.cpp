// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "data/evaluation.hpp"

namespace beatline {

namespace {

constexpr double page_width = 980;
constexpr double head = 92;
constexpr double group_height = 268;
constexpr double plot_height = 170;
constexpr double plot_width = 390;
constexpr double curve_left = 64;
constexpr double rates_left = 560;
constexpr double curve_area = 0.20;  // of the area, where the curve ends

/// Okabe and Ito's colours, told apart by dashes and marks as well.
struct Line {
    const char* label;
    const char* colour;
    const char* dash;
    const char* shape;
};
constexpr Line auto_line{"auto", "#0072B2", "", "circle"};
constexpr Line usual_line{"usual KDE (500 m, 12 months)", "#D55E00", "7 3", "square"};
constexpr Line count_line{"count ranking (12 months)", "#444444", "2 3", "diamond"};
constexpr Line foresight_line{"foresight: the most that these cells could catch", "#999999", "1 2",
                              ""};

std::string xml_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') out += c;
        }
    }
    return out;
}

std::string text_at(double x, double y, const std::string& text, const std::string& style = "") {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>\n", x, y,
                       style.empty() ? "" : " " + style, xml_text(text));
}

std::string mark(const Line& line, double x, double y) {
    const std::string shape = line.shape;
    if (shape == "circle")
        return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" fill=\"{}\"/>\n", x, y,
                           line.colour);
    if (shape == "square")
        return fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"8\" height=\"8\" fill=\"{}\"/>\n", x - 4,
            y - 4, line.colour);
    return fmt::format("<path d=\"M{0:.1f} {1:.1f}l5 5l-5 5l-5 -5z\" fill=\"{2}\"/>\n", x, y - 5,
                       line.colour);
}

std::string percent(double share) {
    return fmt::format("{:g} %", std::round(share * 1e4) / 1e2);
}

/// A round number of percent that tops the axis.
double axis_top(double highest) {
    for (const double top : {0.05, 0.1, 0.2, 0.4, 0.6, 0.8}) {
        if (highest <= top) return top;
    }
    return 1.0;
}

std::string frame(double left, double top, double highest, const std::string& title) {
    std::string out = text_at(left, top - 8, title, "class=\"t\"");
    for (int i = 0; i <= 4; ++i) {
        const double y = top + plot_height * (1.0 - i / 4.0);
        out +=
            fmt::format("<path d=\"M{:.1f} {:.1f}h{:.1f}\" class=\"g\"/>\n", left, y, plot_width);
        out +=
            text_at(left - 6, y + 4, percent(highest * i / 4.0), "class=\"n\" text-anchor=\"end\"");
    }
    return out;
}

std::string curve_path(const std::vector<double>& curve, const Line& line, double top,
                       double highest) {
    std::string d;
    for (std::size_t i = 0; i < curve.size() && curve_shares()[i] <= curve_area + 1e-9; ++i)
        d += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L",
                         curve_left + plot_width * curve_shares()[i] / curve_area,
                         top + plot_height * (1.0 - curve[i] / highest));
    return fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", d, line.colour,
        *line.dash == '\0' ? "" : fmt::format(" stroke-dasharray=\"{}\"", line.dash));
}

double at_area(const std::vector<double>& curve, double share) {
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (curve_shares()[i] >= share - 1e-9) return curve[i];
    }
    return 1.0;
}

std::string curve_panel(const Backtest& b, double top) {
    const double highest = axis_top(at_area(b.foresight, curve_area));
    std::string out = frame(curve_left, top, highest, "Incidents caught, by share of the area");
    for (int i = 0; i <= 4; ++i) {
        const double share = curve_area * i / 4.0;
        out += text_at(curve_left + plot_width * i / 4.0, top + plot_height + 15, percent(share),
                       "class=\"n\" text-anchor=\"middle\"");
    }
    out +=
        text_at(curve_left + plot_width / 2, top + plot_height + 30,
                "share of the study area, best cells first", "class=\"n\" text-anchor=\"middle\"");
    out += curve_path(b.foresight, foresight_line, top, highest);
    out += curve_path(b.methods[1].curve, count_line, top, highest);
    out += curve_path(b.methods[0].curve, usual_line, top, highest);
    return out + curve_path(b.methods[b.chosen].curve, auto_line, top, highest);
}

std::string rate_panel(const Backtest& b, const std::vector<double>& shares, double top) {
    double highest = 0.01;
    for (const std::size_t m : {std::size_t{0}, std::size_t{1}, b.chosen}) {
        for (const ShareResult& s : b.methods[m].shares)
            highest = std::max({highest, s.hit_rate.value,
                                std::isfinite(s.hit_rate.high) ? s.hit_rate.high : 0.0});
    }
    highest = axis_top(highest);
    std::string out = frame(rates_left, top, highest, "Hit rate with 95 % interval");
    const double step = plot_width / static_cast<double>(shares.size());
    for (std::size_t s = 0; s < shares.size(); ++s) {
        const double middle = rates_left + step * (static_cast<double>(s) + 0.5);
        out += text_at(middle, top + plot_height + 15, percent(shares[s]),
                       "class=\"n\" text-anchor=\"middle\"");
        const double apart = std::min(16.0, step / 4.0);
        const std::pair<const Line*, std::size_t> players[] = {
            {&auto_line, b.chosen}, {&usual_line, 0}, {&count_line, 1}};
        for (int i = 0; i < 3; ++i) {
            const IntervalOf& rate = b.methods[players[i].second].shares[s].hit_rate;
            if (!std::isfinite(rate.value)) continue;
            const double x = middle + (i - 1) * apart;
            const auto y = [&](double v) { return top + plot_height * (1.0 - v / highest); };
            if (std::isfinite(rate.low))
                out += fmt::format(
                    "<path d=\"M{:.1f} {:.1f}V{:.1f}\" stroke=\"{}\" "
                    "stroke-width=\"2\"/>\n",
                    x, y(rate.high), y(rate.low), players[i].first->colour);
            out += mark(*players[i].first, x, y(rate.value));
        }
    }
    return out + text_at(rates_left + plot_width / 2, top + plot_height + 30,
                         "share of the study area", "class=\"n\" text-anchor=\"middle\"");
}

std::string legend() {
    std::string out;
    double x = curve_left;
    for (const Line* line : {&auto_line, &usual_line, &count_line, &foresight_line}) {
        out += fmt::format(
            "<path d=\"M{:.1f} 78h26\" stroke=\"{}\" stroke-width=\"2\" "
            "stroke-dasharray=\"{}\"/>\n",
            x, line->colour, *line->dash == '\0' ? "none" : line->dash);
        if (*line->shape != '\0') out += mark(*line, x + 13, 78);
        const std::string label = line->label;
        out += text_at(x + 32, 82, label, "class=\"n\"");
        x += 56 + 6.3 * static_cast<double>(label.size());
    }
    return out;
}

std::string group_panel(const Evaluation& e, const GroupEvaluation& g, double top) {
    const Backtest& b = g.backtest;
    std::string out = text_at(curve_left, top + 16,
                              fmt::format("{}: {:.0f} incidents scored; auto is {}", g.name,
                                          b.test_events, b.methods[b.chosen].model.name),
                              "class=\"h\"");
    return out + curve_panel(b, top + 44) + rate_panel(b, e.area_shares, top + 44);
}

}  // namespace

std::string evaluation_svg(const Evaluation& e) {
    const double height = head + group_height * static_cast<double>(e.groups.size()) + 30;
    const BacktestSchedule& s = e.periods.schedule;
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
        "viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" font-family=\"sans-serif\">\n"
        "<title>{2}</title>\n<style>text{{fill:#222}}.b{{font-size:18px;font-weight:bold}}"
        ".h{{font-size:14px;font-weight:bold}}.t{{font-size:12px}}.n{{font-size:11px}}"
        ".m{{font-size:13px;font-weight:bold}}.g{{stroke:#ddd}}</style>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        page_width, height, xml_text("Back-test: " + e.operation));
    out += text_at(curve_left, 30, "Back-test: " + e.operation, "class=\"b\"");
    out += text_at(curve_left, 52,
                   fmt::format("Scored {} to {}, tuned {} to {}; {} cells of {:g} m, {:.1f} km²",
                               e.periods.names[s.test_first], e.periods.names[s.test_end - 1],
                               e.periods.names[s.tune_first], e.periods.names[s.tune_end - 1],
                               e.cells, e.grid.cell.value, e.area_km2),
                   "class=\"t\"");
    const std::string marking = "class=\"m\" text-anchor=\"middle\"";
    if (!e.marking.empty()) {
        out += text_at(page_width - 120, 24, e.marking, marking);
        out += text_at(page_width / 2, height - 10, e.marking, marking);
    }
    out += legend();
    double top = head;
    for (const GroupEvaluation& g : e.groups) {
        out += group_panel(e, g, top);
        top += group_height;
    }
    return out + "</svg>\n";
}

}  // namespace beatline
