// SPDX-License-Identifier: Apache-2.0
#include "planner/schedule.hpp"

namespace beatline {
namespace {

/// First begin of service at or after `ready`, or `never`.
PlanTime earliest_begin(const Stop& stop, PlanTime ready) {
    const PlanTime begin = std::max(ready, stop.window.open);
    if (begin > stop.window.close) return never;
    if (stop.windows.empty()) return begin;
    for (const PlanWindow& window : stop.windows) {
        if (begin <= window.close) {
            const PlanTime in_window = std::max(begin, window.open);
            return in_window <= stop.window.close ? in_window : never;
        }
    }
    return never;
}

/// Last begin of service at or before `limit`, or `-never`.
PlanTime latest_begin(const Stop& stop, PlanTime limit) {
    const PlanTime begin = std::min(limit, stop.window.close);
    if (begin < stop.window.open) return -never;
    if (stop.windows.empty()) return begin;
    for (std::size_t i = stop.windows.size(); i-- > 0;) {
        if (begin >= stop.windows[i].open) {
            const PlanTime in_window = std::min(begin, stop.windows[i].close);
            return in_window >= stop.window.open ? in_window : -never;
        }
    }
    return -never;
}

}  // namespace

RouteSchedule::RouteSchedule(const PatrolUnit& unit, const TravelMatrix& travel)
    : unit_{&unit}, travel_{&travel}, has_rest_{unit.rest.duration > 0}, stops_(2) {
    stops_.reserve(32);
    for (Stop& stop : stops_) stop.window = unit.shift;
    stops_.front().place = unit.start;
    stops_.back().place = unit.end;
    stops_.front().early[has_rest_ ? 0 : 1] = unit.shift.open;
    stops_.back().late[1] = unit.shift.close;
    forward(1);
    backward(stops_.size() - 1);
}

/// Brings the drive onward from this stop up to date, and the sum of all. A route without visits
/// has no drive.
void RouteSchedule::measure(std::size_t index) {
    Stop& stop = stops_[index];
    driving_ -= stop.onward;
    stop.onward = visit_count() == 0 ? 0 : travel(stop.place, stops_[index + 1].place);
    driving_ += stop.onward;
}

PlanTime RouteSchedule::ready_after_rest(PlanTime free, PlanTime drive) const {
    const PatrolBreak& rest = unit_->rest;
    const PlanTime last_begin = rest.window.close - rest.duration;
    // After the drive is never later than before it, where both can be.
    if (free + drive <= last_begin) return std::max(free + drive, rest.window.open) + rest.duration;
    if (free <= last_begin) return std::max(free, rest.window.open) + rest.duration + drive;
    return never;
}

PlanTime RouteSchedule::latest_before_rest(PlanTime ready, PlanTime drive) const {
    const PatrolBreak& rest = unit_->rest;
    const PlanTime last_begin = rest.window.close - rest.duration;
    PlanTime latest = -never;
    if (rest.window.open + rest.duration <= ready) {
        latest = std::min(last_begin, ready - rest.duration) - drive;
    }
    if (rest.window.open + rest.duration + drive <= ready) {
        latest = std::max(latest, std::min(last_begin, ready - rest.duration - drive));
    }
    return latest;
}

void RouteSchedule::add_rest(const Stop& a, const Stop& b, PlanTime there, PlanTime onward,
                             PlanTime service, Reach& reach) const {
    const PlanTime free = a.early[0] + a.service;
    reach.ready[0] = free + there;
    reach.ready[1] = std::min(reach.ready[1], ready_after_rest(free, there));
    reach.latest[0] = std::max(b.late[0] - onward, latest_before_rest(b.late[1], onward)) - service;
}

void RouteSchedule::forward(std::size_t from) {
    for (std::size_t i = from; i < stops_.size(); ++i) {
        const Stop& a = stops_[i - 1];
        Stop& b = stops_[i];
        const PlanTime drive = travel(a.place, b.place);
        PlanTime ready = a.early[1] + a.service + drive;
        if (has_rest_) {
            const PlanTime free = a.early[0] + a.service;
            b.early[0] = earliest_begin(b, free + drive);
            ready = std::min(ready, ready_after_rest(free, drive));
        }
        b.early[1] = earliest_begin(b, ready);
    }
}

void RouteSchedule::backward(std::size_t from) {
    for (std::size_t i = from; i > 0; --i) {
        Stop& a = stops_[i - 1];
        const Stop& b = stops_[i];
        const PlanTime drive = travel(a.place, b.place);
        a.late[1] = latest_begin(a, b.late[1] - drive - a.service);
        if (has_rest_) {
            const PlanTime ready_limit =
                std::max(b.late[0] - drive, latest_before_rest(b.late[1], drive));
            a.late[0] = latest_begin(a, ready_limit - a.service);
        }
    }
}

void RouteSchedule::insert(std::size_t before, const Stop& stop) {
    stops_.insert(stops_.begin() + static_cast<std::ptrdiff_t>(before) + 1, stop);
    forward(before + 1);
    backward(before + 2);
    measure(before);
    measure(before + 1);
}

void RouteSchedule::erase(std::size_t index) {
    driving_ -= stops_[index].onward;
    stops_.erase(stops_.begin() + static_cast<std::ptrdiff_t>(index));
    forward(index);
    backward(index);
    measure(index - 1);
}

void RouteSchedule::set_window(std::size_t index, const PlanWindow& window) {
    if (stops_[index].window == window) return;
    stops_[index].window = window;
    forward(index);
    // The stop's own latest begin depends on its window too.
    backward(index + 1);
}

std::size_t RouteSchedule::find(std::uint32_t site, std::uint32_t occasion) const {
    for (std::size_t i = 1; i + 1 < stops_.size(); ++i) {
        if (stops_[i].site == site && stops_[i].occasion == occasion) return i;
    }
    return 0;
}

}  // namespace beatline
