# Density along streets by equal split (continuous), from spatstat.linnet (Debian r-cran-spatstat.linnet):
#   Rscript tests/reference/network_density.R
# prints the values that tests/geo/network_density_test.cpp holds, events per km of street.
# SPDX-License-Identifier: Apache-2.0
suppressPackageStartupMessages(library(spatstat.linnet))
window <- owin(c(-10, 210), c(-10, 110))
places <- ppp(c(0, 100, 200, 0, 100, 200), c(0, 0, 0, 80, 90, 80), window = window)
streets <- matrix(c(1, 2, 2, 3, 4, 5, 5, 6, 1, 4, 2, 5, 3, 6), ncol = 2, byrow = TRUE)
net <- linnet(places, edges = streets)
# Two events, then the places that are asked for, which weigh nothing.
x <- c(30, 100, 10, 50, 150, 190, 0, 100, 200)
y <- c(0, 50, 0, 0, 0, 0, 30, 70, 50)
weight <- c(1, 2, 0, 0, 0, 0, 0, 0, 0)
at <- lpp(data.frame(x = x, y = y), net)
# Places instead of pixels are only to be had for the continuous form. sigma: 150 m of support.
f <- density(at, sigma = 150 / sqrt(5), weights = weight, kernel = "epanechnikov",
             distance = "path", at = "points", leaveoneout = FALSE, verbose = FALSE, debug = FALSE)
cat(sprintf("%.6f", 1000 * as.numeric(f))[3:9], "\n")
cat("spatstat.linnet", as.character(packageVersion("spatstat.linnet")), "\n")
