// SPDX-License-Identifier: Apache-2.0
#include "data/event_piece.hpp"

namespace beatline {

std::uint32_t CategoryList::number(std::string_view name) {
    name = shortened_text(name, longest_category);
    if (last_ < counts_.size() && counts_[last_].name == name) return last_;
    const auto [found, is_new] =
        numbers_.try_emplace(std::string{name}, static_cast<std::uint32_t>(counts_.size()));
    if (is_new) counts_.push_back({std::string{name}, 0, 0});
    return last_ = found->second;
}

void EventTally::add(const EventTally& other, std::uint64_t rows_before) {
    read += other.read;
    places.add(other.places, rows_before);
    ambiguous_times += other.ambiguous_times;
    skipped_times += other.skipped_times;
    clock.with_clock += other.clock.with_clock;
    clock.on_the_hour += other.clock.on_the_hour;
    clock.at_midnight += other.clock.at_midnight;
    clock.intervals += other.clock.intervals;
    for (const auto& [month, theirs] : other.months) months[month] += theirs;
}

}  // namespace beatline
