# SPDX-License-Identifier: Apache-2.0
# Makes the figures of tests/geo/gi_star_test.cpp: R 4.2.2, spdep 1.2-7 (Debian 12: r-cran-spdep).
#   Rscript tests/reference/gi_star.R
suppressMessages(library(spdep))
cols <- 7; rows <- 5
x <- c(0, 1, 0, 2, 0, 0, 1,
       3, 0, 4, 1, 0, 2, 0,
       0, 7, 9, 3, 1, 0, 0,
       1, 0, 5, 2, 0, 0, 3,
       0, 0, 1, 0, 0, 1, 0)            # row 1 is the south
xy <- as.matrix(expand.grid(1:cols, 1:rows))
show <- function(title, keep, nb) {
  g <- localG(x[keep], nb2listw(include.self(nb), style = "B"))
  cat(title, "\n", paste(sprintf("%.9f", as.numeric(g)), collapse = ", "), "\n", sep = "")
}
all <- rep(TRUE, cols * rows)
show("queen", all, dnearneigh(xy, 0, 1.5))
show("disc of 2 cells", all, dnearneigh(xy, 0, 2.0000001))
hole <- !(seq_along(x) %in% c(1, 2, 16, 24, 34, 35))   # cells outside
show("disc of 2 cells, six cells outside", hole, dnearneigh(xy[hole, ], 0, 2.0000001))
