// The transforms that a convolution on the grid cannot do without, by Eigen's FFT.
// Real rows first (half of the spectrum holds all of it), then the columns, several side by side so
// that they are read from memory in whole cache lines.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <complex>
#include <unsupported/Eigen/FFT>

#include "tests/bench/baselines.hpp"

namespace beatline::bench {

namespace {

template <class Real>
class Transform {
public:
    using Complex = std::complex<Real>;

    Transform(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols), half_(cols / 2 + 1) {
        fft_.SetFlag(Eigen::FFT<Real>::HalfSpectrum);
    }

    std::vector<Complex> forward(const std::vector<Real>& values) {
        std::vector<Complex> spectrum(rows_ * half_);
        for (std::size_t r = 0; r < rows_; ++r)
            fft_.fwd(spectrum.data() + r * half_, values.data() + r * cols_, length(cols_));
        along_columns(spectrum, [this](Complex* to, const Complex* from) {
            fft_.fwd(to, from, length(rows_));
        });
        return spectrum;
    }

    std::vector<Real> inverse(std::vector<Complex>& spectrum) {
        along_columns(spectrum, [this](Complex* to, const Complex* from) {
            fft_.inv(to, from, length(rows_));
        });
        std::vector<Real> values(rows_ * cols_);
        for (std::size_t r = 0; r < rows_; ++r)
            fft_.inv(values.data() + r * cols_, spectrum.data() + r * half_, length(cols_));
        return values;
    }

private:
    static Eigen::Index length(std::size_t n) { return static_cast<Eigen::Index>(n); }

    template <class Apply>
    void along_columns(std::vector<Complex>& spectrum, const Apply& apply) {
        constexpr std::size_t side_by_side = 16;
        std::vector<Complex> columns(side_by_side * rows_);
        std::vector<Complex> changed(rows_);
        for (std::size_t first = 0; first < half_; first += side_by_side) {
            const std::size_t n = std::min(side_by_side, half_ - first);
            for (std::size_t r = 0; r < rows_; ++r) {
                for (std::size_t c = 0; c < n; ++c)
                    columns[c * rows_ + r] = spectrum[r * half_ + first + c];
            }
            for (std::size_t c = 0; c < n; ++c) {
                apply(changed.data(), columns.data() + c * rows_);
                std::copy(changed.begin(), changed.end(), columns.begin() + length(c * rows_));
            }
            for (std::size_t r = 0; r < rows_; ++r) {
                for (std::size_t c = 0; c < n; ++c)
                    spectrum[r * half_ + first + c] = columns[c * rows_ + r];
            }
        }
    }

    std::size_t rows_, cols_, half_;
    Eigen::FFT<Real> fft_;
};

}  // namespace

std::size_t padded_length(std::size_t cells, std::size_t reach) {
    for (std::size_t n = (cells + reach + 3) / 4 * 4;; n += 4) {
        std::size_t rest = n;
        for (const std::size_t factor : {2U, 3U, 5U}) {
            while (rest % factor == 0) rest /= factor;
        }
        if (rest == 1) return n;
    }
}

template <class Real>
std::vector<std::complex<Real>> fft_forward(const std::vector<Real>& values, std::size_t rows,
                                            std::size_t cols) {
    return Transform<Real>{rows, cols}.forward(values);
}

template <class Real>
std::vector<Real> fft_inverse(std::vector<std::complex<Real>> spectrum, std::size_t rows,
                              std::size_t cols) {
    return Transform<Real>{rows, cols}.inverse(spectrum);
}

template std::vector<std::complex<float>> fft_forward(const std::vector<float>&, std::size_t,
                                                      std::size_t);
template std::vector<std::complex<double>> fft_forward(const std::vector<double>&, std::size_t,
                                                       std::size_t);
template std::vector<float> fft_inverse(std::vector<std::complex<float>>, std::size_t, std::size_t);
template std::vector<double> fft_inverse(std::vector<std::complex<double>>, std::size_t,
                                         std::size_t);

}  // namespace beatline::bench
