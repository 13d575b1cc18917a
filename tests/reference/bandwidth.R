# SPDX-License-Identifier: Apache-2.0
# Figures that tests/geo/bandwidth_likelihood_test.cpp, bandwidth_diggle_test.cpp and bandwidth_test.cpp
# hold the bandwidth rules to. Made with R 4.2.2 and spatstat.explore 3.0-6 (Debian 12):
#   Rscript tests/reference/bandwidth.R
suppressMessages(library(spatstat.explore))
i <- 1:80
u <- (i * 0.6180339887498949) %% 1
v <- (i * 0.7548776662466927) %% 1
X <- ppp(1000 * u^2, 1000 * v * (0.4 + 0.6 * u), owin(c(0, 1000), c(0, 1000)))
sigma <- c(20, 40, 60, 80, 100, 140, 200)
show <- function(name, x) cat(name, format(x, digits = 12), "\n")

show("scott", bw.scott(X))
show("scott isotropic", bw.scott(X, isotropic = TRUE))
# Leave-one-out densities without edge correction: exact sums of kernels.
for (kernel in c("gaussian", "quartic"))
  show(paste("ppl without edge,", kernel), sapply(sigma, function(s)
    sum(log(density(X, sigma = s, kernel = kernel, at = "points", leaveoneout = TRUE, edge = FALSE)))))
# With the uniform correction, and the surface's mass on 512 x 512 pixels.
p <- bw.ppl(X, sigma = sigma, dimyx = 512)
show("ppl", attr(p, "cv"))
show("ppl best", as.numeric(p))
p <- bw.CvL(X, sigma = sigma)
show("CvL", attr(p, "cv"))
show("CvL best", as.numeric(p))
d <- bw.diggle(X, hmax = 200, nr = 513, correction = "border")
show("diggle, border", as.numeric(d))
at <- match(c(25, 50, 75, 100), attr(d, "h"))
show("its error at 25, 50, 75, 100", attr(d, "cv")[at])
d <- bw.diggle(X, hmax = 200, nr = 513, correction = "none")
show("diggle, none", as.numeric(d))
show("its error at 25, 50, 75, 100", attr(d, "cv")[at])
