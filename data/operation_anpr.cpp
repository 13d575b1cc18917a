// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "data/operation_tables.hpp"

namespace beatline {

namespace {

/// A number from `least` up to, and without, `below`.
double number_in(TomlTable& table, std::string_view key, double fallback, double least,
                 double below) {
    const double number = table.number(key).value_or(fallback);
    if (!(number >= least && number < below))
        table.fail(
            key, fmt::format("found {}, wanted {} up to, not including, {}", number, least, below));
    return number;
}

}  // namespace

AnprRules read_anpr_rules(TomlTable table, const FileContext& context) {
    AnprRules rules;
    AnprSource& source = rules.source;
    source.shown_hits = table.require_text("hits");
    source.hits = resolve(table, "hits", source.shown_hits, context);
    source.shown_cameras = table.require_text("cameras");
    source.cameras = resolve(table, "cameras", source.shown_cameras, context);
    if (const auto reads = table.text("reads")) {
        source.shown_reads = *reads;
        source.reads = resolve(table, "reads", *reads, context);
    }
    source.cameras_crs = crs_text(table);
    if (const auto key = table.text("key_file"))
        source.key_file = resolve(table, "key_file", *key, context);
    source.fresh_key = table.boolean("fresh_key").value_or(false);
    if (source.fresh_key && !source.key_file.empty())
        table.fail("fresh_key",
                   "contradicts anpr.key_file: name a key, or let one be made for "
                   "this run alone");
    source.plate = table.text("plate").value_or("");
    if (!source.plate.empty() && source.key_file.empty() && !source.fresh_key)
        table.fail("plate",
                   "plates are read only to be made pseudonyms: name the key as anpr.key_file "
                   "(beatline keygen makes one), say fresh_key = true, or leave plate out");
    source.retention_months =
        static_cast<int>(table.integer("retention_months", 1, 1200).value_or(12));
    rules.share = table.number("share").value_or(rules.share);
    if (rules.share < 0.0 || rules.share >= 1.0)
        table.fail("share", fmt::format("found {}, wanted 0 up to, not including, 1", rules.share));
    ExposureParams& exposure = source.exposure;
    exposure.raised_ratio = number_in(table, "raised_ratio", exposure.raised_ratio, 1.0, 1000.0);
    exposure.raised_fdr = table.number("raised_fdr").value_or(exposure.raised_fdr);
    if (!(exposure.raised_fdr > 0.0 && exposure.raised_fdr < 1.0))
        table.fail("raised_fdr", fmt::format("found {}, wanted more than 0 and less than 1",
                                             exposure.raised_fdr));
    rules.reach = Metres{number_in(table, "reach_m", rules.reach.value, 0.0, 20'000.0)};
    rules.longest_trip =
        std::chrono::minutes{table.integer("longest_trip_min", 1, 24 * 60).value_or(60)};
    table.refuse_unknown();
    return rules;
}

}  // namespace beatline
