// SPDX-License-Identifier: Apache-2.0
#include "data/change_layer.hpp"

#include <cmath>
#include <fmt/format.h>

namespace beatline {

namespace {

std::string why(const ChangedArea& a, const ChangeFigures& figures) {
    const ChangeOptions& o = figures.options;
    const bool grew = a.peak_z > 0.0;
    std::string text = fmt::format(
        "{} on {:.2f} km2: about {:.1f} weighted events from {} to {}, {:.1f} from {} to {}",
        grew ? "Grew" : "Fell", a.area.value / 1e6, a.before * figures.before_scale,
        to_string(o.before_from), to_string(o.before_to), a.after * figures.after_scale,
        to_string(o.after_from), to_string(o.after_to));
    if (o.shares)
        text += fmt::format(", {:.2f} % of all and {:.2f} %", 100.0 * a.before, 100.0 * a.after);
    else
        text += fmt::format(", {:.1f} and {:.1f} a year", a.before, a.after);
    return text +
           fmt::format(". Chance does as much anywhere on the map with p = {:.3g}.", a.p_value);
}

Value ratio(const ChangedArea& a) {
    if (!(a.before > 0.0)) return std::monostate{};
    return a.after / a.before;
}

}  // namespace

Layer change_layer(std::span<const ChangedArea> areas, const ChangeFigures& figures) {
    Layer layer{"changes", "Changes", GeometryType::polygon, {}, {}, "changes"};
    const std::string unit = figures.options.shares
                                 ? "share of the period's weighted events, 0 to 1"
                                 : "weighted events a year";
    layer.fields = {{"id", FieldType::integer, "1 changed most"},
                    {"direction", FieldType::text, "grew or fell"},
                    {"before", FieldType::real, "before, " + unit},
                    {"after", FieldType::real, "after, " + unit},
                    {"difference", FieldType::real, "after less before"},
                    {"ratio", FieldType::real, "after over before; empty where there was nothing"},
                    {"z", FieldType::real, "difference in standard deviations where it is largest"},
                    {"p_value", FieldType::real, "of the whole map, by simulation"},
                    {"area_m2", FieldType::real, "area, m2"},
                    {"why", FieldType::text, "what changed, and how sure it is"}};
    for (const ChangedArea& a : areas) {
        layer.features.push_back(
            {a.outline,
             {static_cast<std::int64_t>(a.id), std::string{a.peak_z > 0.0 ? "grew" : "fell"},
              a.before, a.after, a.after - a.before, ratio(a), a.peak_z, a.p_value, a.area.value,
              why(a, figures)}});
    }
    return layer;
}

}  // namespace beatline
