// hotspots.method = "auto": the way to hotspots that the back-test of the incidents supports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "geo/backtest.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct Operation;
struct Inputs;

/// What the choice was, and what it rests on.
struct MethodChoice {
    /// `none`: no back-test was possible; `kde`: contours with the model's bandwidth and memory;
    /// `cells`: the back-test's own cells, ranked by the model.
    enum class As { none, kde, cells };
    As as{As::none};
    ScoreModel model;  ///< of `kde` and `cells`
    std::string why;
    Backtest backtest;
    std::vector<std::string> tuned_on, scored;  ///< names of the first and last period of each
    Metres cell{0};
    /// Of `cells`: the middle of every cell with its share of the incidents' weight, moved so that
    /// a corner of some cell lies at (0, 0); `anchor` moves them back.
    std::vector<WeightedPoint> scores;
    Point anchor{};
    SquareMetres ground{0};  ///< of all cells
};

/// With method "auto" runs the back-test of [evaluate] on all incidents together and replaces the
/// method, and what it sets, in `operation`; weighs the incidents by age as that asks; leaves the
/// account in inputs.method and a warning when there is nothing to choose by. Else does nothing.
/// Throws LimitError for too many cells or periods, Interrupted.
void settle_method(Operation& operation, Inputs& inputs);

/// "cells of 250 m: blend of own incidents: nothing did better ..."
[[nodiscard]] std::string choice_words(const MethodChoice& choice);

/// "Method chosen by back-test: ..." for each hotspot's reason.
[[nodiscard]] std::string choice_sentence(const MethodChoice& choice);

/// hotspots.method_chosen of quality.json: what, why, and how the best of each method did.
[[nodiscard]] nlohmann::json choice_section(const MethodChoice& choice);

}  // namespace beatline
