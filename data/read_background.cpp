// SPDX-License-Identifier: Apache-2.0
#include "data/read_background.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

#include "data/error.hpp"
#include "data/layer_fields.hpp"
#include "data/nearest_word.hpp"
#include "data/number.hpp"
#include "data/polygon_file.hpp"
#include "data/run_record.hpp"

namespace beatline {

namespace {

/// Gathers one file's polygons; a polygon of a layer without the column is passed over.
class Gatherer {
public:
    Gatherer(std::string shown, const BackgroundSource& source)
        : shown_{std::move(shown)}, column_{source.column}, wanted_layer_{source.layer} {}

    void take(const OGRFeature& feature, const OGRMultiPolygon& parts) {
        const std::string layer = feature.GetDefnRef()->GetName();
        if (!wanted_layer_.empty() && layer != wanted_layer_)
            throw InputError{fmt::format(
                "{}: no layer named \"{}\" that has polygons; the first that has is \"{}\".",
                shown_, wanted_layer_, layer)};
        const int index = feature.GetFieldIndex(column_.c_str());
        if (index < 0) {
            note_columns(feature);
            return;
        }
        if (layer_.empty()) layer_ = layer;
        if (layer_ != layer) return;  // the first that has the column is meant
        ++polygons_;
        const std::optional<double> amount = amount_in(feature, index);
        if (!amount) ++without_value_;
        if (!amount || *amount == 0.0) {
            ++background_.empty;
            return;
        }
        Zone zone{{}, *amount};
        for (const OGRPolygon* part : parts) zone.shape.push_back(polygon_of(*part));
        background_.total += zone.amount;
        background_.zones.push_back(std::move(zone));
    }

    Background finish() {
        if (polygons_ == 0 && columns_.empty())
            throw InputError{fmt::format(
                "{}: holds no polygon. Wanted the zones of the background as polygons.", shown_)};
        if (polygons_ == 0)
            throw InputError{fmt::format("{}: no column named \"{}\".{} Its polygons have: {}.",
                                         shown_, column_, did_you_mean(column_, columns_),
                                         fmt::join(columns_, ", "))};
        if (background_.zones.empty())
            throw InputError{
                fmt::format("{}: column {}: none of {} polygons holds more than 0; there is "
                            "nothing to compare with.",
                            shown_, column_, polygons_)};
        if (without_value_ > 0)
            background_.warnings.push_back(
                fmt::format("{}: column {}: {} of {} polygons have no value and count as empty",
                            shown_, column_, without_value_, polygons_));
        return std::move(background_);
    }

private:
    void note_columns(const OGRFeature& feature) {
        for (int i = 0; i < feature.GetFieldCount(); ++i) {
            const std::string name = feature.GetFieldDefnRef(i)->GetNameRef();
            if (std::ranges::find(columns_, name) == columns_.end()) columns_.push_back(name);
        }
        if (columns_.empty()) columns_.emplace_back("none at all");
    }

    [[nodiscard]] std::optional<double> amount_in(const OGRFeature& feature, int index) const {
        std::string room;
        const std::string_view text = trimmed(field_text(feature, index, room));
        if (text.empty()) return std::nullopt;
        const FiniteField field = finite_number(text);
        if (field.number && *field.number >= 0.0) return field.number;
        throw InputError{
            fmt::format("{}: feature {}: column {}: found \"{}\", wanted a number of 0 or more.",
                        shown_, feature.GetFID(), column_, text.substr(0, 40))};
    }

    std::string shown_;
    std::string column_;
    std::string wanted_layer_;
    std::string layer_;
    std::vector<std::string> columns_;  // of the layers that lack the one asked for
    std::size_t polygons_{0};
    std::size_t without_value_{0};
    Background background_;
};

}  // namespace

Background read_background(const BackgroundSource& source, const std::string& working_crs) {
    const std::string shown =
        source.shown_path.empty() ? published_path(source.path.string()) : source.shown_path;
    Gatherer gatherer{shown, source};
    visit_polygons({source.path, shown, working_crs, source.layer},
                   [&](const OGRFeature& feature, const OGRMultiPolygon& parts) {
                       gatherer.take(feature, parts);
                   });
    return gatherer.finish();
}

}  // namespace beatline
