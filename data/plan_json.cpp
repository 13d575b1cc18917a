// Writes a plan as "beatline-plan/1".
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>

#include "data/problem_json.hpp"

namespace beatline {
namespace {

using Json = nlohmann::ordered_json;

Json route_json(const PatrolProblem& problem, const Route& route) {
    Json out;
    out["unit"] = problem.units[route.unit].id;
    out["leave"] = route.leave;
    out["back"] = route.back;
    out["driving"] = route.driving;
    out["waiting"] = route.waiting;
    if (route.rest) out["break"] = {{"start", route.rest->open}, {"end", route.rest->close}};
    out["visits"] = Json::array();
    for (const Visit& visit : route.visits) {
        Json stop;
        stop["site"] = problem.sites[visit.site].id;
        stop["arrive"] = visit.arrive;
        stop["start"] = visit.start;
        stop["depart"] = visit.depart;
        out["visits"].push_back(std::move(stop));
    }
    return out;
}

Json unserved_json(const PatrolProblem& problem, const Unserved& left) {
    Json out;
    out["site"] = problem.sites[left.site].id;
    out["reason"] = std::string{name_of(left.why)};
    out["why"] = left.reason;
    return out;
}

}  // namespace

std::string plan_json(const PatrolProblem& problem, const PatrolPlan& plan,
                      const PlanStamp& stamp) {
    Json out;
    out["format"] = "beatline-plan/1";
    if (!problem.name.empty()) out["name"] = problem.name;
    out["value"] = plan.value;
    out["upper_bound"] = plan.upper_bound;
    out["required_met"] = plan.required_met;
    out["routes"] = Json::array();
    for (const Route& route : plan.routes) out["routes"].push_back(route_json(problem, route));
    out["unserved"] = Json::array();
    for (const Unserved& left : plan.unserved) {
        out["unserved"].push_back(unserved_json(problem, left));
    }
    out["iterations"] = plan.iterations;
    out["ended_on"] = plan.ended_on_time_limit ? "time_limit" : "iterations";
    out["seconds"] = std::round(stamp.seconds * 1000.0) / 1000.0;
    out["seed"] = stamp.seed;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace beatline
