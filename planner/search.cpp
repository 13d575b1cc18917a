// SPDX-License-Identifier: Apache-2.0
#include "planner/search.hpp"

#include <algorithm>
#include <limits>

#include "planner/anneal.hpp"
#include "planner/bound.hpp"
#include "planner/budget.hpp"
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
constexpr double late_share = 0.1;          // of the time, gone before it may set the pace
constexpr std::uint64_t most_looks = 100'000'000;  // of the exchanges, and of the reasons

using Clock = Budget::Clock;

/// When each part of a run with a time limit has to be over.
struct Deadlines {
    using Moment = std::optional<Clock::time_point>;

    explicit Deadlines(const SearchParams& params) {
        if (!params.time_limit) return;
        constexpr Clock::duration most_kept = std::chrono::seconds{2};
        constexpr Clock::duration grace = std::chrono::milliseconds{250};
        const Clock::duration limit = *params.time_limit;
        const Clock::duration kept_back = std::min(limit / 8, most_kept);
        started = Clock::now();
        greedy = started + limit + grace;  // even the shortest limit should give a plan
        search = started + limit - kept_back;
        exchanges = started + limit - kept_back / 2;
        reasons = started + limit + grace / 2;
    }

    Clock::time_point started;
    Moment greedy;
    Moment search;
    Moment exchanges;
    Moment reasons;
};

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
    Search(const Model& model, const SearchParams& params, const Deadlines& deadlines)
        : params_{&params},
          deadlines_{&deadlines},
          rng_{params.seed},
          ruin_{model, rng_, RuinParams{}},
          recreate_{model, rng_, {blink, true}},
          model_{&model},
          current_{model},
          best_{model} {}

    void run() {
        Budget budget{Budget::unlimited, deadlines_->greedy, nullptr};
        Recreate{*model_, rng_, {0, false, &budget}}.fill(current_, RecreateOrder::value_per_time);
        current_.keep();
        best_ = current_;
        if (model_->placeable.empty()) return;
        limit_ = params_->iterations.value_or(iterations_for(current_));
        by_clock_ = params_->time_limit && limit_ == no_limit;
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
    /// Whether the clock ended it or set its pace: another run may differ.
    [[nodiscard]] bool ended_on_time_limit() const { return out_of_time_ || by_clock_; }

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
            // Iterations set the pace, so that a run that they end is the same everywhere; unless
            // the clock is seen to come first.
            const double by_count = static_cast<double>(done_) / static_cast<double>(limit_);
            by_clock_ = by_clock_ || (time_used_ > late_share && time_used_ > by_count);
            const double progress = by_clock_ ? std::max(time_used_, by_count) : by_count;
            temperature_ =
                first_temperature * model_->typical_value * portable_decay(cooling * progress);
        }
        return temperature_;
    }

    bool stopped() {
        if (params_->cancelled && params_->cancelled()) return true;
        if (!deadlines_->search) return false;
        const auto seconds_to = [&](Clock::time_point moment) {
            return std::chrono::duration<double>(moment - deadlines_->started).count();
        };
        const double limit_s = seconds_to(*deadlines_->search);
        const double used_s = seconds_to(Clock::now());
        time_used_ = limit_s > 0.0 ? std::min(1.0, used_s / limit_s) : 1.0;
        out_of_time_ = time_used_ >= 1.0;
        return out_of_time_;
    }

    static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

    const SearchParams* params_;
    const Deadlines* deadlines_;
    Rng rng_;
    Ruin ruin_;
    Recreate recreate_;
    const Model* model_;
    std::uint64_t limit_{0};
    Solution current_;
    Solution best_;
    std::uint64_t done_{0};
    double time_used_{0.0};
    double temperature_{0.0};
    bool out_of_time_{false};
    bool by_clock_{false};  ///< the temperature follows the time used, not the iterations done
};

double value_of(const Solution& solution) {
    double value = 0.0;
    const Model& model = solution.model();
    for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
        value += worth_of_visit(model.site(s)) * static_cast<double>(solution.occasions(s).size());
    }
    return value;
}

}  // namespace

PatrolPlan plan_patrols(const PatrolProblem& problem, const SearchParams& params) {
    validate(problem);
    const Deadlines deadlines{params};
    const Model model{problem};
    Search search{model, params, deadlines};
    search.run();
    Solution& best = search.best();
    best.keep();
    Budget exchanges{most_looks, deadlines.exchanges, params.cancelled};
    exchange_all(best, exchanges);
    PatrolPlan plan;
    for (std::uint32_t u = 0; u < problem.units.size(); ++u) {
        plan.routes.push_back(timetable(best.routes()[u], u));
    }
    Budget reasons{most_looks, deadlines.reasons, params.cancelled};
    plan.unserved = explain_unserved(best, reasons, params.time_text);
    plan.value = value_of(best);
    // The bound is proved; only the rounding of sums can put it a hair below.
    plan.upper_bound = std::max(value_bound(model), plan.value);
    plan.required_met = best.score().required_missing == 0;
    plan.iterations = search.iterations();
    plan.ended_on_time_limit =
        search.ended_on_time_limit() || exchanges.out_of_time() || reasons.out_of_time();
    return plan;
}

}  // namespace beatline
