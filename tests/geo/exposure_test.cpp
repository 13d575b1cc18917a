// SPDX-License-Identifier: Apache-2.0
#include "geo/exposure.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "geo/gamma_distribution.hpp"

namespace beatline {
namespace {

using Cameras = std::vector<ExposureCounts>;

ExposureCounts whole(std::uint64_t hits, std::uint64_t reads) {
    ExposureCounts c;
    c.hits = hits;
    c.reads = reads;
    return c;
}

/// Cameras whose reads and hits are spread over the hours of the week: traffic by day, rates given.
class Simulation {
public:
    explicit Simulation(unsigned seed) : random_{seed} {}

    ExposureCounts camera(double reads_an_hour, double rate,
                          const std::array<double, hours_a_week>& profile, double cell_shape = 0) {
        ExposureCounts c;
        for (std::size_t w = 0; w < hours_a_week; ++w) {
            const double day =
                1.0 +
                0.8 * std::sin(2.0 * 3.14159265358979 * static_cast<double>(w % 24) / 24.0 - 1.5);
            const auto reads = poisson(reads_an_hour * day);
            double here = rate * profile[w];
            if (cell_shape > 0.0) here *= gamma(cell_shape);
            true_rates.push_back(here);
            const auto hits = poisson(static_cast<double>(reads) * here);
            c.hour_reads[w] = reads;
            c.hour_hits[w] = hits;
            c.reads += reads;
            c.hits += hits;
        }
        return c;
    }
    double gamma(double shape) {
        return std::gamma_distribution<double>{shape, 1.0 / shape}(random_);
    }
    std::uint64_t poisson(double mean) {
        return mean > 0.0 ? std::poisson_distribution<std::uint64_t>{mean}(random_) : 0;
    }

    std::vector<double> true_rates;  // in the order of the cells

private:
    std::mt19937_64 random_;
};

std::array<double, hours_a_week> flat() {
    std::array<double, hours_a_week> profile{};
    profile.fill(1.0);
    return profile;
}

std::array<double, hours_a_week> nights() {
    std::array<double, hours_a_week> profile{};
    for (std::size_t w = 0; w < hours_a_week; ++w) profile[w] = w % 24 < 6 ? 3.0 : 0.8;
    return profile;
}

TEST(Exposure, TheShapeIsTheOneThatROptimises) {
    const std::vector<double> hits{12, 7, 31, 4, 9, 55, 2, 18};
    const std::vector<double> expected{10, 12, 15, 9, 8, 30, 6, 17};
    // optimize() over dnbinom(size = shape, mu = expected): tests/reference/exposure.R.
    EXPECT_NEAR(gamma_shape(hits, expected), 4.187836953, 1e-4);
}

TEST(Exposure, TheShapeIsFoundAgainFromManyCounts) {
    Simulation simulation{3};
    for (const double shape : {0.5, 4.0, 30.0}) {
        std::vector<double> hits;
        std::vector<double> expected;
        for (int i = 0; i < 20'000; ++i) {
            expected.push_back(2.0 + i % 60);
            hits.push_back(
                static_cast<double>(simulation.poisson(expected.back() * simulation.gamma(shape))));
        }
        EXPECT_NEAR(gamma_shape(hits, expected) / shape, 1.0, 0.06) << shape;
    }
}

TEST(Exposure, ARateIsTheIntegralOfItsPosterior) {
    const Cameras cameras{whole(30, 1000), whole(10, 1000), whole(12, 1500), whole(2, 40)};
    const ExposureModel model = exposure_rates(cameras);
    const double k = model.camera_shape;
    ASSERT_TRUE(std::isfinite(k));
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        const double e = model.cameras[c].expected;
        const auto h = static_cast<double>(cameras[c].hits);
        double mass = 0.0;
        double mean = 0.0;
        for (double t = 0.00005; t < 20.0; t += 0.0001) {  // prior times Poisson likelihood
            const double p = std::exp((k - 1.0) * std::log(t) - k * t + h * std::log(t) - e * t);
            mass += p;
            mean += t * p;
        }
        EXPECT_NEAR(model.cameras[c].rate.per_1000, model.pooled_per_1000 * mean / mass, 1e-3);
        EXPECT_LT(model.cameras[c].rate.low, model.cameras[c].rate.per_1000);
        EXPECT_GT(model.cameras[c].rate.high, model.cameras[c].rate.per_1000);
    }
}

TEST(Exposure, LiesBetweenTheCrudeAndThePooledRate) {
    std::mt19937 random{9};
    for (int round = 0; round < 100; ++round) {
        Cameras cameras(2 + random() % 20);
        for (ExposureCounts& c : cameras) {
            const std::uint64_t reads = 1 + random() % 5000;
            c = whole(random() % (1 + reads / 10), reads);
        }
        const ExposureModel model = exposure_rates(cameras);
        for (const CameraExposure& c : model.cameras) {
            EXPECT_GE(c.rate.per_1000, std::min(c.crude_per_1000, model.pooled_per_1000) - 1e-9);
            EXPECT_LE(c.rate.per_1000, std::max(c.crude_per_1000, model.pooled_per_1000) + 1e-9);
        }
    }
}

TEST(Exposure, FewReadsAreSteadiedMoreThanMany) {
    const ExposureModel model =
        exposure_rates(Cameras{whole(3, 10), whole(3000, 10'000), whole(100, 10'000),
                               whole(150, 10'000), whole(2, 10'000)});
    EXPECT_LT(model.cameras[0].rate.per_1000, model.cameras[1].rate.per_1000);
    EXPECT_NEAR(model.cameras[1].rate.per_1000, 300.0, 2.0);
}

TEST(Exposure, WhereChanceExplainsTheDifferencesAllHaveThePooledRate) {
    const ExposureModel alike =
        exposure_rates(Cameras{whole(10, 1000), whole(11, 1000), whole(9, 1000)});
    EXPECT_TRUE(std::isinf(alike.camera_shape));
    for (const CameraExposure& c : alike.cameras) {
        EXPECT_DOUBLE_EQ(c.rate.per_1000, 10.0);
        EXPECT_FALSE(c.raised);
        EXPECT_LT(c.rate.low, 10.0) << "30 hits do not settle a rate";
    }
    const ExposureModel none = exposure_rates(Cameras{whole(0, 1000), whole(0, 0)});
    for (const CameraExposure& c : none.cameras) EXPECT_DOUBLE_EQ(c.rate.per_1000, 0.0);
    const ExposureModel unread = exposure_rates(Cameras{whole(5, 0), whole(3, 0)});
    for (const CameraExposure& c : unread.cameras) EXPECT_DOUBLE_EQ(c.rate.per_1000, 0.0);
    EXPECT_TRUE(exposure_rates({}).cameras.empty());
}

TEST(Exposure, ACameraWithoutReadsTakesThePooledRateAndIsNeverRaised) {
    const ExposureModel model =
        exposure_rates(Cameras{whole(30, 1000), whole(10, 1000), whole(500, 0)});
    EXPECT_NEAR(model.cameras[2].rate.per_1000, model.pooled_per_1000, 1e-9);
    EXPECT_NEAR(model.pooled_per_1000, 20.0, 1e-9);
    EXPECT_FALSE(model.cameras[2].raised);
}

TEST(Exposure, TenTimesTheTrafficRaisesNobodyAndThreeTimesTheRateDoes) {
    int wrong = 0;
    int found = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        Simulation simulation{seed};
        Cameras cameras;
        for (int i = 0; i < 12; ++i) cameras.push_back(simulation.camera(40.0, 0.01, nights()));
        cameras.push_back(simulation.camera(400.0, 0.01, nights()));
        cameras.push_back(simulation.camera(40.0, 0.03, nights()));
        const ExposureModel model = exposure_rates(cameras);
        for (std::size_t c = 0; c < 13; ++c) wrong += model.cameras[c].raised ? 1 : 0;
        EXPECT_FALSE(model.cameras[12].raised) << "ten times the traffic, seed " << seed;
        found += model.cameras[13].raised ? 1 : 0;
        EXPECT_NEAR(model.cameras[13].ratio, 3.0, 1.2) << seed;
    }
    EXPECT_EQ(found, 40);
    EXPECT_LE(wrong, 2);
}

TEST(Exposure, APValueIsTheBinomialTail) {
    const Cameras cameras{whole(30, 1000), whole(10, 1000), whole(12, 1500)};
    const ExposureModel model = exposure_rates(cameras);
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        const double share = static_cast<double>(cameras[c].reads) / 3500.0;
        double tail = 0.0;
        for (double h = static_cast<double>(cameras[c].hits); h <= 52.0; h += 1.0)
            tail += std::exp(std::lgamma(53.0) - std::lgamma(h + 1.0) - std::lgamma(53.0 - h) +
                             h * std::log(share) + (52.0 - h) * std::log1p(-share));
        EXPECT_NEAR(model.cameras[c].p_value, tail, 1e-12);
    }
    EXPECT_NEAR(model.cameras[0].ratio, 30.0 / 1000.0 / (22.0 / 2500.0), 1e-9);
}

TEST(Exposure, OfCamerasAlikeNoneIsRaisedMoreOftenThanAskedFor) {
    int raised = 0;
    int sets = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Simulation simulation{seed};
        Cameras cameras;
        for (int i = 0; i < 30; ++i)
            cameras.push_back(
                whole(simulation.poisson(5.0 + i), 1000 + 200 * static_cast<unsigned>(i)));
        const auto any = [&](const ExposureParams& params) {
            const auto found = exposure_rates(cameras, params).cameras;
            return std::ranges::any_of(found, [](const CameraExposure& c) { return c.raised; });
        };
        sets += any({1.0, 0.05}) ? 1 : 0;
        raised += any({}) ? 1 : 0;
    }
    EXPECT_LE(sets, 32) << "5 % of 400, and chance";
    EXPECT_LE(raised, 24) << "where only half as much again counts";
}

TEST(Exposure, OfTheRaisedNoMoreAreWrongThanAskedFor) {
    double wrong_share = 0.0;
    double found = 0.0;
    const int sets = 100;
    for (unsigned seed = 1; seed <= sets; ++seed) {
        Simulation simulation{seed};
        Cameras cameras;
        for (int i = 0; i < 100; ++i)
            cameras.push_back(whole(simulation.poisson(i < 10 ? 60.0 : 20.0), 2000));
        const ExposureModel model = exposure_rates(cameras, {1.0, 0.10});
        double listed = 0.0;
        double wrong = 0.0;
        for (std::size_t c = 0; c < cameras.size(); ++c) {
            if (!model.cameras[c].raised) continue;
            listed += 1.0;
            (c < 10 ? found : wrong) += 1.0;
        }
        wrong_share += listed > 0.0 ? wrong / listed / sets : 0.0;
    }
    EXPECT_GT(found, 950.0) << "of 1,000 with three times the rate";
    EXPECT_LE(wrong_share, 0.11);
}

TEST(Exposure, IntervalsHoldTheTrueRatesAsOftenAsTheySay) {
    double held = 0.0;
    double all = 0.0;
    double cells_held = 0.0;
    double cells = 0.0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        Simulation simulation{seed};
        Cameras cameras;
        std::vector<double> rates;
        for (int i = 0; i < 40; ++i) {
            rates.push_back(0.02 * simulation.gamma(4.0));
            cameras.push_back(simulation.camera(20.0 + 3.0 * i, rates.back(), flat(), 2.0));
        }
        const ExposureModel model = exposure_rates(cameras);
        EXPECT_TRUE(model.hourly);
        for (std::size_t c = 0; c < cameras.size(); ++c) {
            const RateEstimate& r = model.cameras[c].rate;
            const double rate = 1000.0 * rates[c];
            held += r.low <= rate && rate <= r.high ? 1.0 : 0.0;
            all += 1.0;
        }
        for (std::size_t i = 0; i < model.cells.size(); ++i) {
            const double rate = 1000.0 * simulation.true_rates[i];
            const RateEstimate& r = model.cells[i];
            cells_held += r.low <= rate && rate <= r.high ? 1.0 : 0.0;
            cells += 1.0;
        }
    }
    EXPECT_NEAR(cells_held / cells, 0.95, 0.02);
    // Camera rates: their cells vary on top, which a camera's own interval does not know of.
    EXPECT_GT(held / all, 0.75);
}

TEST(Exposure, WithoutCellsThatVaryACamerasIntervalHoldsTheTrueRate) {
    double held = 0.0;
    double all = 0.0;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        Simulation simulation{seed};
        Cameras cameras;
        std::vector<double> rates;
        for (int i = 0; i < 40; ++i) {
            rates.push_back(0.02 * simulation.gamma(4.0));
            const auto reads = 300 + 100 * static_cast<std::uint64_t>(i);
            cameras.push_back(
                whole(simulation.poisson(static_cast<double>(reads) * rates.back()), reads));
        }
        const ExposureModel model = exposure_rates(cameras);
        for (std::size_t c = 0; c < cameras.size(); ++c) {
            const RateEstimate& r = model.cameras[c].rate;
            held += r.low <= 1000.0 * rates[c] && 1000.0 * rates[c] <= r.high ? 1.0 : 0.0;
            all += 1.0;
        }
    }
    EXPECT_NEAR(held / all, 0.95, 0.02);
}

TEST(Exposure, TheProfileOfTheWeekIsFoundAndACameraThatWorksAtNightIsNotBlamedForIt) {
    Simulation simulation{5};
    Cameras cameras;
    for (int i = 0; i < 20; ++i) cameras.push_back(simulation.camera(300.0, 0.02, nights()));
    ExposureCounts night = simulation.camera(300.0, 0.02, nights());
    for (std::size_t w = 0; w < hours_a_week; ++w) {  // open from midnight to six only
        if (w % 24 < 6) continue;
        night.hits -= night.hour_hits[w];
        night.reads -= night.hour_reads[w];
        night.hour_hits[w] = night.hour_reads[w] = 0;
    }
    cameras.push_back(night);
    const ExposureModel model = exposure_rates(cameras);
    ASSERT_TRUE(model.hourly);
    double dark = 0.0;
    double light = 0.0;
    for (std::size_t w = 0; w < hours_a_week; ++w)
        (w % 24 < 6 ? dark : light) += model.profile[w] / (w % 24 < 6 ? 42.0 : 126.0);
    EXPECT_NEAR(dark / light, 3.0 / 0.8, 0.4);
    EXPECT_GT(model.cameras[20].crude_per_1000, 1.8 * model.pooled_per_1000);
    EXPECT_NEAR(model.cameras[20].ratio, 1.0, 0.2);
    EXPECT_FALSE(model.cameras[20].raised);
}

TEST(Exposure, ReadsByTheDayAreNotTakenForHours) {
    Cameras cameras;
    Simulation simulation{8};
    for (int i = 0; i < 10; ++i) {
        ExposureCounts c = simulation.camera(50.0, 0.02, flat());
        for (std::size_t w = 0; w < hours_a_week; ++w) {
            if (w % 24 == 0) continue;
            c.hour_reads[w - w % 24] += c.hour_reads[w];
            c.hour_reads[w] = 0;
        }
        cameras.push_back(c);
    }
    const ExposureModel model = exposure_rates(cameras);
    EXPECT_FALSE(model.hourly);
    EXPECT_TRUE(model.cells.empty());
    for (const CameraExposure& c : model.cameras) EXPECT_NEAR(c.rate.per_1000, 20.0, 4.0);
}

TEST(Exposure, TheOrderOfTheCamerasDoesNotMatter) {
    Simulation simulation{11};
    Cameras cameras;
    for (int i = 0; i < 15; ++i)
        cameras.push_back(simulation.camera(30.0, 0.02 * simulation.gamma(2.0), nights()));
    const ExposureModel model = exposure_rates(cameras);
    const ExposureModel turned = exposure_rates(Cameras{cameras.rbegin(), cameras.rend()});
    for (std::size_t c = 0; c < cameras.size(); ++c) {
        const CameraExposure& a = model.cameras[c];
        const CameraExposure& b = turned.cameras[cameras.size() - 1 - c];
        EXPECT_NEAR(a.rate.per_1000, b.rate.per_1000, 1e-6 * a.rate.per_1000);
        EXPECT_EQ(a.raised, b.raised);
    }
}

TEST(Exposure, RefusesParametersOutOfRange) {
    EXPECT_THROW(static_cast<void>(exposure_rates({}, {0.9, 0.05})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(exposure_rates({}, {1.5, 0.0})), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
