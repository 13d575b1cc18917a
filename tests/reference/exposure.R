# Reference figures of tests/geo/gamma_distribution_test.cpp and exposure_test.cpp; base R only.
# SPDX-License-Identifier: Apache-2.0
show <- function(x) cat(sprintf("%.15g", x), sep = "\n")
show(c(pgamma(0.5, 0.3), pgamma(2.5, 3), pgamma(120, 100), pgamma(1e5 + 300, 1e5)))
show(c(qgamma(0.025, 0.2), qgamma(0.975, 7.5), qgamma(0.025, 1e5)))
show(c(pbeta(0.3, 2, 5), pbeta(0.1, 1000, 9500), pbeta(0.6, 0.5, 0.5)))
# Shape of the gamma mixing distribution of Poisson counts with known expectations: dnbinom by size.
hits <- c(12, 7, 31, 4, 9, 55, 2, 18)
expected <- c(10, 12, 15, 9, 8, 30, 6, 17)
fit <- optimize(function(u) sum(dnbinom(hits, size = exp(u), mu = expected, log = TRUE)), c(-5, 15),
                maximum = TRUE, tol = 1e-12)
show(exp(fit$maximum))
