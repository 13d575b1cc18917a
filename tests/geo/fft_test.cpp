// SPDX-License-Identifier: Apache-2.0
#include "geo/fft.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace beatline {
namespace {

using Complex = std::complex<double>;

std::vector<double> random_block(std::size_t side, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> unit{-1.0, 1.0};
    std::vector<double> block(side * side);
    for (double& v : block) v = unit(rng);
    return block;
}

TEST(SquareFft, IsTheTransformByItsDefinition) {
    for (const std::size_t side : {4U, 12U, 16U, 20U}) {
        auto block = random_block(side, side);
        for (std::size_t c = 0; c < side; ++c) block[side + c] = 0.0;  // rows of zeros are skipped
        SquareFft fft{side};
        std::vector<Complex> spectrum(side * fft.spectrum_cols());
        fft.forward(block, spectrum);
        for (std::size_t k = 0; k < side; ++k) {
            for (std::size_t l = 0; l < fft.spectrum_cols(); ++l) {
                Complex sum{};
                for (std::size_t r = 0; r < side; ++r) {
                    for (std::size_t c = 0; c < side; ++c)
                        sum += block[r * side + c] *
                               std::polar(1.0, -2.0 * std::numbers::pi *
                                                   static_cast<double>(k * r + l * c) /
                                                   static_cast<double>(side));
                }
                ASSERT_LT(std::abs(spectrum[k * fft.spectrum_cols() + l] - sum), 1e-11)
                    << side << " " << k << " " << l;
            }
        }
    }
}

TEST(SquareFft, ComesBackTimesTheNumberOfValues) {
    for (const std::size_t side : {4U, 48U, 160U, 256U}) {
        const auto block = random_block(side, side);
        SquareFft fft{side};
        std::vector<Complex> spectrum(side * fft.spectrum_cols());
        fft.forward(block, spectrum);
        std::vector<double> back(block.size(), 7.0);
        fft.inverse(spectrum, 1, side - 2, back);
        EXPECT_EQ(back.front(), 7.0);  // rows that were not asked for stay
        EXPECT_EQ(back.back(), 7.0);
        for (std::size_t i = side; i < block.size() - side; ++i)
            ASSERT_NEAR(back[i] / static_cast<double>(side * side), block[i], 1e-13);
    }
}

TEST(SquareFft, RefusesASideThatIsNone) {
    EXPECT_THROW(SquareFft{0}, std::invalid_argument);
    EXPECT_THROW(SquareFft{18}, std::invalid_argument);
}

TEST(SquareFft, ItsQuickSidesAreLargeEnoughAndNoThirdLarger) {
    for (std::size_t least = 1; least < 3000; ++least) {
        const std::size_t side = quick_fft_side(least);
        ASSERT_GE(side, least);
        ASSERT_EQ(side % 4, 0U) << least;
        ASSERT_LE(3 * side, std::max<std::size_t>(48, 4 * least)) << least;
        std::size_t odd = side;
        while (odd % 2 == 0) odd /= 2;
        ASSERT_LE(odd, 5U) << least;
    }
}

}  // namespace
}  // namespace beatline
