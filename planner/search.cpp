// SPDX-License-Identifier: Apache-2.0
#include "planner/search.hpp"

#include <algorithm>

#include "planner/anneal.hpp"
#include "planner/bound.hpp"
#include "planner/displace.hpp"
#include "planner/explain.hpp"
#include "planner/recreate.hpp"
#include "planner/ruin.hpp"
#include "planner/timetable.hpp"

namespace beatline {
namespace {

constexpr std::uint32_t blink = 100;        // one position in a hundred is passed over
constexpr double first_temperature = 0.7;   // of the typical value of a site
constexpr double cooling = 3.7;             // ln(first / last): the last is 1/40 of the first
constexpr double room_share = 0.3;          // of ruins, while a required site is missing
constexpr std::uint64_t cooled_every = 16;  // iterations at one temperature
constexpr std::uint32_t most_exchanges = 10'000;
constexpr std::chrono::milliseconds last_touches{100};  // of exchanges, beyond the time limit

using Clock = std::chrono::steady_clock;

/// The default number of iterations, from what one costs on the greedy plan (see search.hpp).
std::uint64_t iterations_for(const Solution& greedy) {
    const Model& model = greedy.model();
    double stops = 0.0;
    double most_at_a_site = 0.0;
    for (const RouteSchedule& route : greedy.routes()) {
        stops += static_cast<double>(route.visit_count());
    }
    for (const std::uint32_t s : model.placeable) {
        most_at_a_site = std::max(most_at_a_site, static_cast<double>(greedy.occasions(s).size()));
    }
    const auto units = static_cast<double>(model.problem->units.size());
    const double legs = 1.0 + stops / units;  // of a route
    const double looks =
        static_cast<double>(model.placeable.size()) * std::min(units, 10.0) * legs +
        10.0 * most_at_a_site * legs;
    return static_cast<std::uint64_t>(std::clamp(2.5e8 / looks, 3'000.0, 200'000.0));
}

class Search {
public:
    Search(const Model& model, const SearchParams& params)
        : params_{&params},
          rng_{params.seed},
          ruin_{model, rng_, RuinParams{}},
          recreate_{model, rng_, {blink, true}},
          model_{&model},
          started_{Clock::now()},
          current_{model},
          best_{model} {}

    void run() {
        Recreate{*model_, rng_, InserterParams{}}.fill(current_, RecreateOrder::value_per_time);
        current_.keep();
        best_ = current_;
        if (model_->placeable.empty()) return;
        limit_ = params_->iterations.value_or(iterations_for(current_));
        double cost = current_.cost();
        double best_cost = cost;
        for (; done_ < limit_ && !stopped(); ++done_) {
            const double threshold = temperature() * -portable_log(1.0 - rng_.unit());
            change();
            const double new_cost = current_.cost();
            if (new_cost < cost + threshold) {
                current_.keep();
                cost = new_cost;
                if (cost < best_cost - 1e-12) {
                    best_cost = cost;
                    best_ = current_;
                }
            } else {
                current_.undo();
            }
        }
    }

    [[nodiscard]] Solution& best() { return best_; }
    [[nodiscard]] std::uint64_t iterations() const { return done_; }
    [[nodiscard]] bool ended_on_time_limit() const { return out_of_time_; }

    /// Whether the exchanges after the search must end: cancelled, or well beyond the time limit.
    [[nodiscard]] bool overdue() {
        if (params_->cancelled && params_->cancelled()) return true;
        if (!params_->time_limit || Clock::now() - started_ < *params_->time_limit + last_touches)
            return false;
        out_of_time_ = true;
        return true;
    }

private:
    void change() {
        if (current_.score().required_missing > 0 && rng_.chance(room_share)) {
            ruin_.make_room(current_);
        } else {
            ruin_.remove_strings(current_);
        }
        recreate_.fill(current_);
    }

    [[nodiscard]] double temperature() {
        if (done_ % cooled_every == 0) {
            const double progress =
                std::max(time_used_, static_cast<double>(done_) / static_cast<double>(limit_));
            temperature_ =
                first_temperature * model_->typical_value * portable_decay(cooling * progress);
        }
        return temperature_;
    }

    bool stopped() {
        if (params_->cancelled && params_->cancelled()) return true;
        if (!params_->time_limit) return false;
        const double limit_s = std::chrono::duration<double>(*params_->time_limit).count();
        const double used_s = std::chrono::duration<double>(Clock::now() - started_).count();
        time_used_ = limit_s > 0.0 ? std::min(1.0, used_s / limit_s) : 1.0;
        out_of_time_ = time_used_ >= 1.0;
        return out_of_time_;
    }

    const SearchParams* params_;
    Rng rng_;
    Ruin ruin_;
    Recreate recreate_;
    const Model* model_;
    std::uint64_t limit_{0};
    Clock::time_point started_;
    Solution current_;
    Solution best_;
    std::uint64_t done_{0};
    double time_used_{0.0};
    double temperature_{0.0};
    bool out_of_time_{false};
};

double value_of(const Solution& solution) {
    double value = 0.0;
    const Model& model = solution.model();
    for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
        value += model.site(s).value * static_cast<double>(solution.occasions(s).size());
    }
    return value;
}

}  // namespace

PatrolPlan plan_patrols(const PatrolProblem& problem, const SearchParams& params) {
    validate(problem);
    const Model model{problem};
    Search search{model, params};
    search.run();
    Solution& best = search.best();
    best.keep();
    const bool settled = exchange_all(best, most_exchanges, [&] { return search.overdue(); });
    PatrolPlan plan;
    for (std::uint32_t u = 0; u < problem.units.size(); ++u) {
        plan.routes.push_back(timetable(best.routes()[u], u));
    }
    plan.unserved = explain_unserved(best, settled, params.time_text);
    plan.value = value_of(best);
    // The bound is proved; only the rounding of sums can put it a hair below.
    plan.upper_bound = std::max(value_bound(problem), plan.value);
    plan.required_met = best.score().required_missing == 0;
    plan.iterations = search.iterations();
    plan.ended_on_time_limit = search.ended_on_time_limit();
    return plan;
}

}  // namespace beatline
