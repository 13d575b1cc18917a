// SPDX-License-Identifier: Apache-2.0
#include "geo/score_model.hpp"

#include <cmath>
#include <cstdio>

namespace beatline {

namespace {

std::string number(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

/// Memories are thought of in months; where a period is shorter they span as many periods.
struct Months {
    double half_life{0.0};
    double window{0.0};

    [[nodiscard]] Memory in(const ModelSetting& s) const {
        if (half_life > 0.0) return {half_life * s.periods_per_month, 0};
        return {0.0, static_cast<std::uint32_t>(std::lround(window * s.periods_per_month))};
    }
    [[nodiscard]] std::string words() const {
        if (half_life > 0.0) return "half-life " + number(half_life) + " months";
        return window > 0.0 ? "last " + number(window) + " months" : "all before";
    }
};

constexpr double wide_bandwidths[] = {150, 200, 300, 400, 500, 700, 1000};
constexpr Months windows[] = {{0, 12}, {0, 36}, {0, 0}};
constexpr Months half_lives[] = {{3, 0}, {6, 0}, {18, 0}};

std::string metres(double value) {
    return number(value) + " m";
}

void add_counts(std::vector<ScoreModel>& all, const ModelSetting& s) {
    for (const Months m : windows)
        all.push_back({ScoreMethod::count, "count, " + m.words(), {{Metres{0}, m.in(s)}}});
    for (const Months m : half_lives)
        all.push_back({ScoreMethod::count, "count, " + m.words(), {{Metres{0}, m.in(s)}}});
}

template <std::size_t N>
void add_kdes(std::vector<ScoreModel>& all, ScoreMethod method, const Months (&memories)[N],
              const ModelSetting& s) {
    for (const double h : wide_bandwidths) {
        for (const Months m : memories)
            all.push_back({method, "KDE " + metres(h) + ", " + m.words(), {{Metres{h}, m.in(s)}}});
    }
}

void add_mixes(std::vector<ScoreModel>& all, const ModelSetting& s) {
    constexpr Months memories[] = {{6, 0}, {18, 0}, {0, 12}, {0, 0}};
    for (const double h : {200.0, 300.0, 500.0, 1000.0}) {
        for (const Months m : memories) {
            for (const double lambda : {0.3, 1.0, 3.0})
                all.push_back({ScoreMethod::mix,
                               "count + " + number(lambda) + " KDE " + metres(h) + ", " + m.words(),
                               {{Metres{0}, m.in(s)}, {Metres{h}, m.in(s), false, lambda}}});
        }
    }
}

void add_network(std::vector<ScoreModel>& all, const ModelSetting& s) {
    constexpr Months memories[] = {{6, 0}, {18, 0}, {0, 12}};
    for (const double h : {200.0, 400.0, 800.0}) {
        for (const Months m : memories) {
            ScoreModel model{ScoreMethod::network,
                             "density along streets " + metres(h) + ", " + m.words(),
                             {{Metres{h}, m.in(s)}}};
            model.terms[0].along_streets = true;
            all.push_back(std::move(model));
        }
    }
}

void add_near_repeats(std::vector<ScoreModel>& all, const ModelSetting& s) {
    constexpr Months memories[] = {{18, 0}, {0, 12}};
    for (const Months m : memories) {
        for (const double near : {200.0, 400.0}) {
            for (const double beta : {1.0, 4.0}) {
                const Memory last{1.0, 0};
                all.push_back({ScoreMethod::near_repeat,
                               "KDE 300 m, " + m.words() + ", + " + number(beta) + " KDE " +
                                   metres(near) + " of the latest (half-life one period)",
                               {{Metres{300}, m.in(s)}, {Metres{near}, last, false, beta}}});
            }
        }
    }
}

/// What is fitted are the weights and how fast the second term fades.
void add_self_exciting(std::vector<ScoreModel>& all) {
    for (const double h : {0.0, 300.0, 500.0}) {
        for (const double near : {0.0, 200.0, 400.0}) {
            const std::string background = h > 0.0 ? metres(h) : "by cell";
            const std::string triggering = near > 0.0 ? metres(near) : "in the cell";
            ScoreModel model{
                ScoreMethod::self_exciting,
                "self-exciting, background " + background + ", triggering " + triggering,
                {{Metres{h}, {}}, {Metres{near}, {1.0, 0}}}};
            model.terms[0].per_period = true;
            all.push_back(std::move(model));
        }
    }
}

/// Own places at every scale and age; `pooled`: what happened there of any kind besides.
ScoreModel blend_of(const ModelSetting& s, bool pooled) {
    ScoreModel model{ScoreMethod::blend,
                     pooled ? "blend of own and all incidents" : "blend of own incidents",
                     {}};
    constexpr Months own[] = {{2, 0}, {6, 0}, {18, 0}, {0, 0}};
    for (const double h : {0.0, 200.0, 300.0, 500.0, 1000.0, 1500.0}) {
        for (const Months m : own) model.terms.push_back({Metres{h}, m.in(s)});
    }
    if (!pooled) return model;
    constexpr Months others[] = {{6, 0}, {18, 0}};
    for (const double h : {0.0, 300.0, 1000.0}) {
        for (const Months m : others) model.terms.push_back({Metres{h}, m.in(s), true});
    }
    return model;
}

}  // namespace

std::string_view name_of(ScoreMethod method) {
    switch (method) {
        case ScoreMethod::count:
            return "count";
        case ScoreMethod::kde:
            return "kde";
        case ScoreMethod::kde_recency:
            return "kde_recency";
        case ScoreMethod::kde_adaptive:
            return "kde_adaptive";
        case ScoreMethod::mix:
            return "mix";
        case ScoreMethod::network:
            return "network";
        case ScoreMethod::near_repeat:
            return "near_repeat";
        case ScoreMethod::gi_star:
            return "gi_star";
        case ScoreMethod::self_exciting:
            return "self_exciting";
        case ScoreMethod::blend:
            return "blend";
    }
    return {};
}

ScoreModel usual_kde(const ModelSetting& setting) {
    return {
        ScoreMethod::kde, "KDE 500 m, last 12 months", {{Metres{500}, Months{0, 12}.in(setting)}}};
}

ScoreModel plain_count(const ModelSetting& setting) {
    return {ScoreMethod::count, "count, last 12 months", {{Metres{0}, Months{0, 12}.in(setting)}}};
}

std::vector<ScoreModel> candidates(ScoreMethod method, const ModelSetting& setting) {
    std::vector<ScoreModel> all;
    switch (method) {
        case ScoreMethod::count:
            add_counts(all, setting);
            break;
        case ScoreMethod::kde:
            add_kdes(all, method, windows, setting);
            break;
        case ScoreMethod::kde_recency:
            add_kdes(all, method, half_lives, setting);
            break;
        case ScoreMethod::kde_adaptive:
            for (const double h : {300.0, 500.0})
                all.push_back({method,
                               "adaptive KDE, pilot " + metres(h) + ", last 12 months",
                               {{Metres{h}, Months{0, 12}.in(setting)}}});
            break;
        case ScoreMethod::mix:
            add_mixes(all, setting);
            break;
        case ScoreMethod::network:
            if (setting.streets) add_network(all, setting);
            break;
        case ScoreMethod::near_repeat:
            add_near_repeats(all, setting);
            break;
        case ScoreMethod::gi_star:
            for (const Months m : {Months{0, 12}, Months{6, 0}})
                all.push_back({method,
                               "Gi* with its 8 neighbours, " + m.words(),
                               {{Metres{0}, m.in(setting)}}});
            break;
        case ScoreMethod::self_exciting:
            add_self_exciting(all);
            break;
        case ScoreMethod::blend:
            all.push_back(blend_of(setting, false));
            if (setting.pooled) all.push_back(blend_of(setting, true));
            break;
    }
    return all;
}

}  // namespace beatline
