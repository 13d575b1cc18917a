# Density along streets by equal split (continuous), from spatstat.linnet (Debian r-cran-spatstat.linnet):
#   Rscript tests/reference/network_density.R
# prints the values that tests/geo/network_density_test.cpp holds, events per km of street.
# SPDX-License-Identifier: Apache-2.0
suppressPackageStartupMessages(library(spatstat.linnet))
window <- owin(c(-10, 210), c(-10, 110))
places <- ppp(c(0, 100, 200, 0, 100, 200), c(0, 0, 0, 80, 90, 80), window = window)
streets <- matrix(c(1, 2, 2, 3, 4, 5, 5, 6, 1, 4, 2, 5, 3, 6), ncol = 2, byrow = TRUE)
net <- linnet(places, edges = streets)
# An event of weight 1, one of weight 2 (as two: weights are not heeded at points), and each place
# that is asked for as a further event whose own part is left out. Values at points are only to be
# had for the continuous form. sigma: 150 m of support.
x <- c(10, 50, 150, 190, 0, 100, 200)
y <- c(0, 0, 0, 0, 30, 70, 50)
for (i in seq_along(x)) {
  at <- lpp(data.frame(x = c(x[i], 30, 100, 100), y = c(y[i], 0, 50, 50)), net)
  f <- density(at, sigma = 150 / sqrt(5), kernel = "epanechnikov", distance = "path",
               at = "points", leaveoneout = TRUE, verbose = FALSE, debug = FALSE)
  cat(x[i], y[i], sprintf("%.6f", 1000 * as.numeric(f)[1]), "\n")
}
cat("spatstat.linnet", as.character(packageVersion("spatstat.linnet")), "\n")
