// SPDX-License-Identifier: Apache-2.0
#include "app/bandwidth_text.hpp"

#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace beatline {

namespace {

std::string scores_text(const ChosenBandwidth& c) {
    const ScoredBandwidths& s = *c.scores;
    std::string text = fmt::format("of {} from {:.0f} to {:.0f} m ", s.ladder.size(),
                                   s.ladder.front().value, s.ladder.back().value);
    if (s.smoothest == s.best)
        text += fmt::format("{:.0f} m is best", s.ladder[s.best].value);
    else
        text += fmt::format("{:.0f} m is best, {:.0f} m the widest within one standard error of it",
                            s.ladder[s.best].value, s.ladder[s.smoothest].value);
    if (c.narrowest) text += ", the narrowest tried";
    if (c.widest) text += ", the widest tried";
    return text;
}

std::string outcome_text(const ChosenBandwidth& c, const TimeZone& zone) {
    const BandwidthChoice& reference = c.reference;
    switch (c.used) {
        case BandwidthRule::held_out:
            return fmt::format(
                "held-out likelihood: the surface of {} earlier events foretells the {} from {} "
                "on; {}",
                c.earlier, c.later, to_string(zone.day_of(c.cut)), scores_text(c));
        case BandwidthRule::likelihood:
            return fmt::format("leave-one-out likelihood of {} places: {}", c.scores->asked,
                               scores_text(c));
        case BandwidthRule::diggle:
            return fmt::format(
                "Diggle (1985), Berman & Diggle (1989): least mean square error at a standard "
                "deviation of {:.0f} m{}",
                c.diggle->deviation.value,
                c.diggle->at_end ? ", at the end of what was tried: there is no minimum" : "");
        case BandwidthRule::scott:
            return fmt::format("Scott (1992) eq. 6.42, spread {:.0f} m, n {:.0f}",
                               reference.spread.value, reference.effective_n);
        case BandwidthRule::silverman:
        case BandwidthRule::automatic:
            break;
    }
    return fmt::format("Silverman (1986) eq. 4.14, robust spread {:.0f} m, n {:.0f}",
                       reference.spread.value, reference.effective_n);
}

/// What was asked for could not be had.
bool fell_back(const ChosenBandwidth& c, BandwidthRule asked) {
    if (asked == BandwidthRule::automatic) return c.used != BandwidthRule::held_out;
    return c.used != asked;
}

std::string why_fell_back(const ChosenBandwidth& c, BandwidthRule asked) {
    if (!fell_back(c, asked)) return {};
    if (asked == BandwidthRule::automatic && c.used == BandwidthRule::likelihood)
        return "no part of the period could be held out (events of one time, or too few); ";
    return fmt::format("too few places for {}; ", name_of(asked));
}

}  // namespace

std::string bandwidth_text(const ChosenBandwidth& c, BandwidthRule asked, const TimeZone& zone) {
    if (c.degenerate) return "fallback of 300 m: all events are at one place";
    std::string text = why_fell_back(c, asked) + outcome_text(c, zone);
    if (c.raised) text += fmt::format("; raised to {:.0f} m, the floor", c.floor.value);
    return text;
}

nlohmann::json bandwidth_section(const ChosenBandwidth& c, BandwidthRule asked,
                                 const TimeZone& zone) {
    nlohmann::json section{{"asked", name_of(asked)},
                           {"used", c.degenerate ? "fallback" : name_of(c.used)},
                           {"bandwidth_m", c.bandwidth.value},
                           {"floor_m", c.floor.value},
                           {"raised_to_floor", c.raised},
                           {"why", bandwidth_text(c, asked, zone)},
                           {"rule_of_thumb_m", c.reference.bandwidth.value}};
    if (c.used == BandwidthRule::held_out) {
        section["held_out_from"] = to_string(zone.day_of(c.cut));
        section["events_before"] = c.earlier;
        section["events_held_out"] = c.later;
        section["events_across_the_cut"] = c.across;
    }
    if (c.scores) {
        const ScoredBandwidths& s = *c.scores;
        section["best_m"] = s.ladder[s.best].value;
        section["places_asked"] = s.asked;
        section["tried"] = nlohmann::json::array();
        for (std::size_t m = 0; m < s.ladder.size(); ++m)
            section["tried"].push_back({{"bandwidth_m", s.ladder[m].value},
                                        {"log_likelihood_per_weight", s.scores[m]},
                                        {"behind_best", s.behind[m]},
                                        {"standard_error", s.errors[m]}});
    }
    if (c.diggle) section["standard_deviation_m"] = c.diggle->deviation.value;
    return section;
}

}  // namespace beatline
