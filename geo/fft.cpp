// SPDX-License-Identifier: Apache-2.0
#include "geo/fft.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#define EIGEN_MPL2_ONLY
#include <unsupported/Eigen/FFT>

namespace beatline {

namespace {

using Complex = std::complex<double>;

constexpr std::size_t columns_at_once = 8;  // a row of them is two cache lines

}  // namespace

struct SquareFft::Plans {
    Eigen::FFT<double> fft;
    std::vector<Complex> columns;  // as rows
    std::vector<Complex> transformed;
};

SquareFft::SquareFft(std::size_t side) : side_{side}, plans_{std::make_unique<Plans>()} {
    if (side == 0 || side % 4 != 0 || side > (std::size_t{1} << 20U))
        throw std::invalid_argument{"an FFT's side must be a multiple of 4"};
    plans_->fft.SetFlag(Eigen::FFT<double>::Unscaled);
    plans_->fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
    plans_->columns.resize(columns_at_once * side);
    plans_->transformed.resize(side);
}

SquareFft::~SquareFft() = default;
SquareFft::SquareFft(SquareFft&&) noexcept = default;
SquareFft& SquareFft::operator=(SquareFft&&) noexcept = default;

void SquareFft::transform_columns(std::span<Complex> spectrum, Direction direction) {
    const std::size_t cols = spectrum_cols();
    const auto length = static_cast<Eigen::DenseIndex>(side_);
    for (std::size_t begin = 0; begin < cols; begin += columns_at_once) {
        const std::size_t n = std::min(columns_at_once, cols - begin);
        for (std::size_t r = 0; r < side_; ++r) {
            for (std::size_t c = 0; c < n; ++c) {
                plans_->columns[c * side_ + r] = spectrum[r * cols + begin + c];
            }
        }
        for (std::size_t c = 0; c < n; ++c) {
            Complex* const column = plans_->columns.data() + c * side_;
            if (direction == Direction::forward) {
                plans_->fft.fwd(plans_->transformed.data(), column, length);
            } else {
                plans_->fft.inv(plans_->transformed.data(), column, length);
            }
            std::ranges::copy(plans_->transformed, column);
        }
        for (std::size_t r = 0; r < side_; ++r) {
            for (std::size_t c = 0; c < n; ++c)
                spectrum[r * cols + begin + c] = plans_->columns[c * side_ + r];
        }
    }
}

void SquareFft::forward(std::span<const double> block, std::span<Complex> spectrum) {
    const std::size_t cols = spectrum_cols();
    for (std::size_t r = 0; r < side_; ++r) {
        const auto row = block.subspan(r * side_, side_);
        const auto out = spectrum.subspan(r * cols, cols);
        if (std::ranges::all_of(row, [](double v) { return v == 0.0; })) {
            std::ranges::fill(out, Complex{});
        } else {
            plans_->fft.fwd(out.data(), row.data(), static_cast<Eigen::DenseIndex>(side_));
        }
    }
    transform_columns(spectrum, Direction::forward);
}

void SquareFft::inverse(std::span<Complex> spectrum, std::size_t first_row, std::size_t rows,
                        std::span<double> block) {
    transform_columns(spectrum, Direction::inverse);
    const std::size_t cols = spectrum_cols();
    for (std::size_t r = first_row; r < first_row + rows; ++r) {
        plans_->fft.inv(block.data() + r * side_, spectrum.data() + r * cols,
                        static_cast<Eigen::DenseIndex>(side_));
    }
}

std::size_t quick_fft_side(std::size_t least) {
    std::size_t power = 16;
    while (power < least) power *= 2;
    if (power > 16 && power / 8 * 5 >= least) return power / 8 * 5;
    if (power > 16 && power / 4 * 3 >= least) return power / 4 * 3;
    return power;
}

}  // namespace beatline
