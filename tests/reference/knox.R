# Figures for tests/geo/knox_test.cpp, made with R 4.2.2 and surveillance 1.20.3 (Debian 12).
# knox() tests one pair of cut-offs; bands come from differences of its cumulative counts.
library(surveillance)
n <- 400
i <- 0:(n - 1)
x <- (i * 7919) %% 2003
y <- (i * 104729) %% 1999
day <- (i * i * 31 + i * 17) %% 211
near <- i %% 5 == 0 & i > 0        # every fifth follows the one before it, close in space and time
x[near] <- x[which(near) - 1] + 20
y[near] <- y[which(near) - 1] + 10
day[near] <- day[which(near) - 1] + 3
space <- as.matrix(dist(cbind(x, y)))
space <- space[lower.tri(space)]
delay <- as.matrix(dist(day))
delay <- delay[lower.tri(delay)]
distances <- c(0, 50, 100, 200)
days <- c(0, 4, 8, 16)
cat("observed\n")
for (b in 1:3) cat(sapply(1:3, function(t) sum(space >= distances[b] & space < distances[b + 1] &
                                               delay >= days[t] & delay < days[t + 1])), "\n")
for (cut in list(c(4, 50), c(8, 100), c(16, 200))) {
  k <- knox(dt = delay < cut[1], ds = space < cut[2], simulate.p.value = FALSE)
  cat("surveillance::knox days <", cut[1], "metres <", cut[2], ":", k$statistic, "expected",
      sprintf("%.6f", k$null.value), "Poisson p", format(k$p.value, digits = 6), "\n")
}
set.seed(1)
alone <- !near
for (cut in list(c(7, 150), c(15, 100), c(30, 300))) {
  k <- knox(dt = dist(day[alone]), ds = dist(cbind(x, y)[alone, ]), eps.t = cut[1], eps.s = cut[2],
            simulate.p.value = TRUE, B = 9999)
  cat("without followers, days <=", cut[1], "metres <=", cut[2], ":", k$statistic, "expected",
      sprintf("%.6f", k$null.value), "Monte Carlo p", k$p.value, "\n")
}
