// A wrong baseline must not be quoted: each is held against the definition before anything is
// measured.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/density.hpp"

#include "tests/bench/baselines.hpp"
#include "tests/support/random_points.hpp"

namespace beatline::bench {

namespace {

constexpr double allowed = 2e-6;  // of the peak

struct Case {
    const char* what;
    std::vector<WeightedPoint> points;
    GridSpec spec;
    double bandwidth_m;
};

/// Few cells and many to a bandwidth, wide and high grids, points beyond the rim on every side.
std::vector<Case> cases() {
    const Point corner{400'000, 280'000};
    return {{"2 cells",
             testing::random_points(2'000, corner, 6'000, 1),
             {corner, Metres{50}, 60, 120},
             100},
            {"11 cells",
             testing::random_points(2'000, corner, 6'000, 2),
             {{401'000, 281'000}, Metres{47}, 70, 90},
             500},
            {"a high grid",
             testing::random_points(500, corner, 6'000, 3),
             {{401'000, 281'000}, Metres{50}, 90, 40},
             830},
            {"a kernel wider than the grid",
             testing::random_points(500, corner, 9'000, 4),
             {{402'000, 282'000}, Metres{10}, 50, 300},
             4'000}};
}

/// The largest difference between two surfaces, of the peak of the first.
double apart(const DensityGrid& truth, const DensityGrid& found) {
    double most = 0.0;
    for (std::size_t i = 0; i < truth.values.size(); ++i) {
        const double d = std::abs(double{truth.values[i]} - double{found.values[i]});
        if (!(d <= most)) most = d;
    }
    return most / std::ranges::max(truth.values);
}

class Faults {
public:
    void check(const std::string& what, double difference, double limit = allowed) {
        if (difference <= limit) return;
        text_ += what + " is off by " + std::to_string(difference * 1e6) + "e-6 of the peak\n";
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

void check_surfaces(Faults& faults, const Case& c) {
    const Metres h{c.bandwidth_m};
    const std::string on = std::string{", "} + c.what;
    for (const Kernel kernel : all_kernels) {
        const DensityGrid truth = plain_full_loop(c.points, c.spec, kernel, h);
        const std::string name = std::string{name_of(kernel)} + on;
        faults.check("plain_box_loop, " + name,
                     apart(truth, plain_box_loop(c.points, c.spec, kernel, h)));
        for (const DensityMethod method : all_density_methods) {
            // The transform is an approximation, with a bound of its own.
            if (method == DensityMethod::fft || !can_compute(method, kernel)) continue;
            const DensityParams params{kernel, h, nullptr, method};
            faults.check(std::string{name_of(method)} + " of estimate_density, " + name,
                         apart(truth, estimate_density(c.points, c.spec, params)));
        }
        if (kernel == Kernel::epanechnikov) {
            faults.check("slam_bucket_sweep" + on,
                         apart(truth, slam_bucket_sweep(c.points, c.spec, h)));
        }
        if (kernel == Kernel::quartic)
            faults.check("banded_sweep" + on, apart(truth, banded_sweep(c.points, c.spec, h)));
    }
}

template <class Real>
void check_transform(Faults& faults, const std::string& name, double limit) {
    constexpr std::size_t rows = 15;
    constexpr std::size_t cols = 36;
    std::vector<Real> values(rows * cols);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<Real>(std::sin(static_cast<double>(i * i % 101)));
    const auto spectrum = fft_forward(values, rows, cols);
    double most = 0.0;
    for (std::size_t v = 0; v < rows; ++v) {
        for (std::size_t u = 0; u <= cols / 2; ++u) {
            std::complex<double> sum;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const std::size_t row = i / cols;
                const double turns = static_cast<double>(row * v) / double{rows} +
                                     static_cast<double>(i % cols * u) / double{cols};
                sum += double{values[i]} * std::polar(1.0, -2.0 * std::numbers::pi * turns);
            }
            most = std::max(most,
                            std::abs(sum - std::complex<double>{spectrum[v * (cols / 2 + 1) + u]}));
        }
    }
    faults.check(name + " forward", most, limit);
    const std::vector<Real> again = fft_inverse(spectrum, rows, cols);
    for (std::size_t i = 0; i < values.size(); ++i)
        faults.check(name + " inverse", std::abs(double{again[i]} - double{values[i]}), limit);
}

}  // namespace

std::string faults_of_baselines() {
    Faults faults;
    for (const Case& c : cases()) check_surfaces(faults, c);
    check_transform<float>(faults, "fft in float", 1e-4);
    check_transform<double>(faults, "fft in double", 1e-12);
    return faults.text();
}

}  // namespace beatline::bench
