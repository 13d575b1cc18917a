// Rates by exposure: hits for so many reads, by camera and hour of the week, steadied where there
// is little to go by, and which cameras stand out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace beatline {

inline constexpr std::size_t hours_a_week = 168;  ///< local clock; 0 is Monday 00:00 to 01:00

/// What one camera saw. Hits in an hour of the week without reads have no exposure there and count
/// in the whole only.
struct ExposureCounts {
    std::uint64_t hits{0};
    std::uint64_t reads{0};
    std::array<std::uint64_t, hours_a_week> hour_hits{};
    std::array<std::uint64_t, hours_a_week> hour_reads{};
};

/// Hits per 1,000 reads: posterior mean and central 95 % credible interval.
struct RateEstimate {
    double per_1000{0.0};
    double low{0.0};
    double high{0.0};
};

struct CameraExposure {
    RateEstimate rate;           ///< at the week's common mix of hours
    double crude_per_1000{0.0};  ///< hits / reads, not steadied; 0 without reads
    double expected{0.0};        ///< hits, had it the rate of all cameras
    double ratio{
        1.0};  ///< its rate over that of the other cameras, hours allowed for, not steadied
    double p_value{1.0};          ///< of as many hits or more, had it the others' rate
    bool raised{false};           ///< stands out: see exposure_rates
    double excess_per_1000{0.0};  ///< of a raised camera's steadied rate over the others'; else 0
};

struct ExposureParams {
    double raised_ratio{1.5};  ///< >= 1: a smaller ratio is of no interest, however sure it is
    double raised_fdr{0.05};   ///< false discovery rate, (0, 1)
};

/// Shapes are those of the gamma distributions of relative rates, mean 1 and variance 1 / shape;
/// infinite where the counts vary no more than Poisson counts.
struct ExposureModel {
    double pooled_per_1000{0.0};
    double camera_shape{0.0};
    double hour_shape{0.0};
    double cell_shape{0.0};
    bool hourly{false};  ///< false: reads are not by hour, so hours are not told apart
    std::array<double, hours_a_week> profile{};  ///< relative rate of each hour, all cameras
    std::vector<CameraExposure> cameras;         ///< as given
    std::vector<RateEstimate> cells;             ///< camera * 168 + hour; empty unless hourly
};

/// Hits in a camera's hour are Poisson with mean reads * pooled * camera * hour * cell, where the
/// three relative rates are gamma distributed with mean 1 (Clayton & Kaldor 1987, Biometrics
/// 43:671). Shapes by maximum marginal likelihood (negative binomial), camera and hour in turn;
/// a shape is infinite unless Dean's score for extra-Poisson variation (1992, JASA 87:451, eq. 2)
/// is positive. A cell's interval joins the relative variances of the three and matches a gamma.
/// A camera is raised when it has more hits than the rate of all others together explains, by the
/// conditional test of two Poisson counts (Przyborowski & Wilenski 1940, Biometrika 31:313) at the
/// false discovery rate over all cameras (Benjamini & Hochberg 1995, JRSS B 57:289), and its ratio
/// is raised_ratio or more; none where the cameras' rates vary no more than Poisson counts.
/// Cameras without reads take the pooled rate.
/// Throws std::invalid_argument for parameters out of range.
[[nodiscard]] ExposureModel exposure_rates(std::span<const ExposureCounts> cameras,
                                           const ExposureParams& params = {});

/// The shape of the gamma distribution of relative rates (mean 1) that makes counts with these
/// expectations likeliest; infinity where they vary no more than Poisson counts. Entries without
/// expectation are passed over.
[[nodiscard]] double gamma_shape(std::span<const double> counts, std::span<const double> expected);

}  // namespace beatline
