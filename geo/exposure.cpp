// SPDX-License-Identifier: Apache-2.0
#include "geo/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "geo/gamma_distribution.hpp"

namespace beatline {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double tail = 0.025;         // on either side of an interval
constexpr int rounds = 12;             // of cameras and hours in turn; settled after four or so
constexpr double hourly_share = 0.9;   // of the hits must have reads in their hour
constexpr double largest_shape = 1e8;  // a relative deviation of 1e-4: no more than Poisson

/// Log likelihood of negative binomial counts, without what the shape does not change. Counts go in
/// as how many exceed 0, 1, 2 ..., for log Gamma(k + h) - log Gamma(k) = sum of log(k + j), j < h.
class ShapeLikelihood {
public:
    ShapeLikelihood(std::span<const double> counts, std::span<const double> expected) {
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (!(expected[i] > 0.0)) continue;
            totals_.emplace_back(counts[i], expected[i]);
            if (counts[i] >= most_steps) {
                large_.push_back(counts[i]);
                continue;
            }
            const auto h = static_cast<std::size_t>(counts[i]);
            if (exceeding_.size() < h) exceeding_.resize(h, 0.0);
            if (h > 0) exceeding_[h - 1] += 1.0;
        }
        for (std::size_t j = exceeding_.size(); j-- > 1;) exceeding_[j - 1] += exceeding_[j];
    }

    [[nodiscard]] double at(double k) const {
        double sum = 0.0;
        for (std::size_t j = 0; j < exceeding_.size(); ++j)
            sum += exceeding_[j] * std::log1p(static_cast<double>(j) / k);
        for (const double h : large_) sum += std::lgamma(k + h) - std::lgamma(k) - h * std::log(k);
        for (const auto& [h, e] : totals_) sum -= (k + h) * std::log1p(e / k);
        return sum;
    }

    /// Sum of (h - e)^2 - h, which is above 0 where counts vary more than Poisson's.
    [[nodiscard]] double score() const {
        double sum = 0.0;
        for (const auto& [h, e] : totals_) sum += (h - e) * (h - e) - h;
        return sum;
    }

private:
    static constexpr double most_steps = 4096.0;
    std::vector<double> exceeding_;
    std::vector<double> large_;
    std::vector<std::pair<double, double>> totals_;
};

/// A relative rate after `count` events where `expected` were to be expected.
GammaRate relative_rate(double shape, double count, double expected) {
    return std::isinf(shape) ? GammaRate{infinite, infinite}
                             : GammaRate{shape + count, shape + expected};
}

double mean_of(const GammaRate& rate) {
    return std::isinf(rate.shape) ? 1.0 : rate.mean();
}

/// Relative variance.
double spread_of(const GammaRate& rate) {
    return std::isinf(rate.shape) ? 0.0 : 1.0 / rate.shape;
}

/// Mean and interval of a gamma distribution with this relative variance.
RateEstimate estimate(double mean, double spread) {
    if (!(mean > 0.0) || !(spread > 0.0)) return {mean, mean, mean};
    const GammaRate rate{1.0 / spread, 1.0 / (spread * mean)};
    return {mean, rate.quantile(tail), rate.quantile(1.0 - tail)};
}

/// Counts as numbers, and what the model makes of them step by step.
class Fit {
public:
    explicit Fit(std::span<const ExposureCounts> cameras) : cameras_{cameras} {
        double placed = 0.0;
        for (const ExposureCounts& c : cameras) {
            if (c.reads == 0) continue;
            hits_ += static_cast<double>(c.hits);
            reads_ += static_cast<double>(c.reads);
            for (std::size_t w = 0; w < hours_a_week; ++w) {
                if (c.hour_reads[w] > 0) placed += static_cast<double>(c.hour_hits[w]);
            }
        }
        pooled_ = reads_ > 0.0 ? hits_ / reads_ : 0.0;
        hourly_ = hits_ > 0.0 && placed >= hourly_share * hits_ && hours_with_reads() > 7;
        camera_.assign(cameras.size(), GammaRate{infinite, infinite});
        hour_.assign(hours_a_week, GammaRate{infinite, infinite});
    }

    void run() {
        for (int round = 0; round < (hourly_ ? rounds : 1); ++round) {
            fit_cameras();
            if (hourly_) fit_hours();
        }
        if (hourly_) fit_cameras();
    }

    void publish(ExposureModel& model) const {
        model.pooled_per_1000 = 1000.0 * pooled_;
        model.camera_shape = camera_shape_;
        model.hour_shape = hour_shape_;
        model.hourly = hourly_;
        for (std::size_t w = 0; w < hours_a_week; ++w) model.profile[w] = hour_factor(w);
        for (std::size_t c = 0; c < cameras_.size(); ++c) {
            const ExposureCounts& seen = cameras_[c];
            CameraExposure& one = model.cameras.emplace_back();
            one.expected = expected_[c];
            one.rate = camera_estimate(c);
            if (seen.reads > 0)
                one.crude_per_1000 =
                    1000.0 * static_cast<double>(seen.hits) / static_cast<double>(seen.reads);
        }
    }

    void publish_cells(ExposureModel& model) const {
        if (!hourly_) {
            model.cell_shape = infinite;
            return;
        }
        std::vector<double> counts;
        std::vector<double> expected;
        for (std::size_t c = 0; c < cameras_.size(); ++c) {
            for (std::size_t w = 0; w < hours_a_week; ++w) {
                counts.push_back(static_cast<double>(cameras_[c].hour_hits[w]));
                expected.push_back(static_cast<double>(cameras_[c].hour_reads[w]) * pooled_ *
                                   mean_of(camera_[c]) * hour_factor(w));
            }
        }
        model.cell_shape = gamma_shape(counts, expected);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const std::size_t c = i / hours_a_week;
            const std::size_t w = i % hours_a_week;
            const bool seen = expected[i] > 0.0;
            const GammaRate cell =
                relative_rate(model.cell_shape, seen ? counts[i] : 0.0, expected[i]);
            const double mean =
                1000.0 * pooled_ * mean_of(camera_[c]) * hour_factor(w) * mean_of(cell);
            model.cells.push_back(estimate(mean, joined({pooled_spread(), spread_of(camera_[c]),
                                                         spread_of(hour_[w]), spread_of(cell)})));
        }
    }

    /// The rate of all other cameras, relative to what was expected of them.
    [[nodiscard]] double rate_of_others(std::size_t c) const {
        return (hits_ - static_cast<double>(cameras_[c].hits)) / (hits_ - expected_[c]);
    }
    [[nodiscard]] bool has_others(std::size_t c) const {
        return cameras_[c].reads > 0 && static_cast<double>(cameras_[c].reads) < reads_ &&
               expected_[c] > 0.0 && expected_[c] < hits_;
    }
    /// Of all hits, as many as this camera has or more, were they spread by what was expected.
    [[nodiscard]] double p_value(std::size_t c) const {
        const auto hits = static_cast<double>(cameras_[c].hits);
        return hits > 0.0 ? beta_cdf(hits, hits_ - hits + 1.0, expected_[c] / hits_) : 1.0;
    }
    [[nodiscard]] double relative_rate_of(std::size_t c) const {
        return static_cast<double>(cameras_[c].hits) / expected_[c];
    }
    [[nodiscard]] double pooled_per_1000() const { return 1000.0 * pooled_; }

private:
    [[nodiscard]] std::size_t hours_with_reads() const {
        std::size_t hours = 0;
        for (std::size_t w = 0; w < hours_a_week; ++w) {
            hours += std::ranges::any_of(
                         cameras_, [&](const ExposureCounts& c) { return c.hour_reads[w] > 0; })
                         ? 1
                         : 0;
        }
        return hours;
    }

    [[nodiscard]] double hour_factor(std::size_t w) const { return mean_of(hour_[w]); }

    [[nodiscard]] double pooled_spread() const { return hits_ > 0.0 ? 1.0 / hits_ : 0.0; }

    static double joined(std::initializer_list<double> spreads) {
        double product = 1.0;
        for (const double s : spreads) product *= 1.0 + s;
        return product - 1.0;
    }

    [[nodiscard]] RateEstimate camera_estimate(std::size_t c) const {
        const double pooled = 1000.0 * pooled_;
        if (std::isinf(camera_shape_)) return estimate(pooled, pooled_spread());
        return estimate(pooled * camera_[c].mean(),
                        joined({pooled_spread(), spread_of(camera_[c])}));
    }

    /// Expected hits by reads and hours, scaled so that all cameras together get what they have.
    void fit_cameras() {
        std::vector<double> counts;
        expected_.assign(cameras_.size(), 0.0);
        double sum = 0.0;
        for (std::size_t c = 0; c < cameras_.size(); ++c) {
            counts.push_back(static_cast<double>(cameras_[c].hits));
            double exposure = static_cast<double>(cameras_[c].reads);
            if (hourly_) {
                exposure = 0.0;
                for (std::size_t w = 0; w < hours_a_week; ++w)
                    exposure += static_cast<double>(cameras_[c].hour_reads[w]) * hour_factor(w);
            }
            expected_[c] = exposure;
            sum += exposure;
        }
        for (double& e : expected_) e *= sum > 0.0 ? hits_ / sum : 0.0;
        camera_shape_ = gamma_shape(counts, expected_);
        for (std::size_t c = 0; c < cameras_.size(); ++c)
            camera_[c] =
                relative_rate(camera_shape_, expected_[c] > 0.0 ? counts[c] : 0.0, expected_[c]);
    }

    void fit_hours() {
        std::vector<double> counts(hours_a_week, 0.0);
        std::vector<double> expected(hours_a_week, 0.0);
        double sum = 0.0;
        double all = 0.0;
        for (std::size_t c = 0; c < cameras_.size(); ++c) {
            for (std::size_t w = 0; w < hours_a_week; ++w) {
                if (cameras_[c].hour_reads[w] == 0) continue;
                counts[w] += static_cast<double>(cameras_[c].hour_hits[w]);
                expected[w] += static_cast<double>(cameras_[c].hour_reads[w]) * mean_of(camera_[c]);
            }
        }
        for (std::size_t w = 0; w < hours_a_week; ++w) {
            sum += expected[w];
            all += counts[w];
        }
        for (double& e : expected) e *= sum > 0.0 ? all / sum : 0.0;
        hour_shape_ = gamma_shape(counts, expected);
        for (std::size_t w = 0; w < hours_a_week; ++w)
            hour_[w] = relative_rate(hour_shape_, counts[w], expected[w]);
    }

    std::span<const ExposureCounts> cameras_;
    double hits_{0.0};
    double reads_{0.0};
    double pooled_{0.0};
    bool hourly_{false};
    double camera_shape_{infinite};
    double hour_shape_{infinite};
    std::vector<double> expected_;
    std::vector<GammaRate> camera_;
    std::vector<GammaRate> hour_;
};

/// The largest p-value that the step-up procedure of Benjamini & Hochberg lets pass; 0 for none.
double largest_passed(std::vector<double> p_values, double rate) {
    std::ranges::sort(p_values);
    const auto all = static_cast<double>(p_values.size());
    for (std::size_t i = p_values.size(); i-- > 0;) {
        if (p_values[i] <= rate * static_cast<double>(i + 1) / all) return p_values[i];
    }
    return 0.0;
}

}  // namespace

double gamma_shape(std::span<const double> counts, std::span<const double> expected) {
    const ShapeLikelihood likelihood{counts, expected};
    if (!(likelihood.score() > 0.0)) return infinite;
    const double first = std::log(1e-3);
    const double step = (std::log(largest_shape) - first) / 50.0;
    double best = first;
    double most = -infinite;
    for (int i = 0; i <= 50; ++i) {
        const double at = first + step * i;
        const double value = likelihood.at(std::exp(at));
        if (value > most) {
            most = value;
            best = at;
        }
    }
    double low = best - step;
    double high = best + step;
    constexpr double golden = 0.6180339887498949;
    for (int i = 0; i < 60; ++i) {
        const double left = high - golden * (high - low);
        const double right = low + golden * (high - low);
        if (likelihood.at(std::exp(left)) < likelihood.at(std::exp(right)))
            low = left;
        else
            high = right;
    }
    const double shape = std::exp(0.5 * (low + high));
    return shape < largest_shape ? shape : infinite;
}

ExposureModel exposure_rates(std::span<const ExposureCounts> cameras,
                             const ExposureParams& params) {
    if (!(params.raised_ratio >= 1.0) || !(params.raised_fdr > 0.0 && params.raised_fdr < 1.0))
        throw std::invalid_argument{"exposure_rates: raised_ratio or raised_fdr"};
    Fit fit{cameras};
    fit.run();
    ExposureModel model;
    fit.publish(model);
    fit.publish_cells(model);
    std::vector<double> p_values;
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        CameraExposure& one = model.cameras[c];
        if (!fit.has_others(c)) continue;
        const double others = fit.rate_of_others(c);
        one.ratio = others > 0.0 ? fit.relative_rate_of(c) / others : infinite;
        one.p_value = fit.p_value(c);
        p_values.push_back(one.p_value);
    }
    if (std::isinf(model.camera_shape)) return model;
    const double passed = largest_passed(std::move(p_values), params.raised_fdr);
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        CameraExposure& one = model.cameras[c];
        if (!fit.has_others(c)) continue;
        one.raised = one.p_value <= passed && one.ratio > 1.0 && one.ratio >= params.raised_ratio;
        if (one.raised)
            one.excess_per_1000 = one.rate.per_1000 - fit.pooled_per_1000() * fit.rate_of_others(c);
    }
    return model;
}

}  // namespace beatline
