// Chooses a bandwidth when the user does not, and keeps what the choice rests on.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "geo/bandwidth.hpp"
#include "geo/bandwidth_diggle.hpp"
#include "geo/bandwidth_likelihood.hpp"
#include "geo/event.hpp"

namespace beatline {

enum class BandwidthRule {
    automatic,  ///< held out, else leave-one-out likelihood, else Silverman: what the data allow
    silverman,
    scott,
    likelihood,  ///< leave-one-out
    diggle,
    held_out,  ///< only as an outcome of automatic
};

/// The rules that can be asked for.
inline constexpr BandwidthRule all_bandwidth_rules[] = {
    BandwidthRule::automatic, BandwidthRule::silverman, BandwidthRule::scott,
    BandwidthRule::likelihood, BandwidthRule::diggle};

[[nodiscard]] std::string_view name_of(BandwidthRule rule);  ///< "auto", "silverman", …
[[nodiscard]] std::optional<BandwidthRule> bandwidth_rule_named(std::string_view name);

struct BandwidthWish {
    BandwidthRule rule{BandwidthRule::automatic};
    Kernel kernel{Kernel::quartic};
    Metres least{25};   ///< no rule chooses below it: the grid's cell; > 0
    Metres spacing{0};  ///< of the points that events are snapped to: the floor of automatic
    MultiPolygon area;  ///< the study area; empty: none known
    bool edge_corrected{false};  ///< the surface will be, so the scores are (needs the area)
};

struct ChosenBandwidth {
    Metres bandwidth{300};
    BandwidthRule used{BandwidthRule::silverman};  ///< the outcome, where a rule could not be used
    bool degenerate{false};                        ///< all weight at one place: a fallback of 300 m
    bool raised{false};                            ///< the rule's own choice was below `least`
    Metres floor{0};                               ///< the narrowest that was tried, or `least`
    BandwidthChoice reference;                     ///< Silverman's or Scott's figures
    std::optional<ScoredBandwidths> scores;        ///< of the likelihoods
    bool narrowest{false}, widest{false};  ///< the choice lies at that end of what was tried
    std::optional<DiggleChoice> diggle;
    Instant cut{};  ///< held out: the later events begin here
    std::size_t earlier{0}, later{0}, across{0};
};

/// The likelihoods try 24 bandwidths from the floor to Silverman's choice (four times the floor at
/// least). Automatic and likelihood choose the widest within one standard error of the best:
/// differences below that are noise, and of two maps that foretell as well the smoother is easier
/// to act on. Automatic wants 50 earlier and 20 later events and ten places; a fifth of the events,
/// the last, are held out.
[[nodiscard]] ChosenBandwidth choose_bandwidth(std::span<const PointEvent> events,
                                               const BandwidthWish& wish);

}  // namespace beatline
