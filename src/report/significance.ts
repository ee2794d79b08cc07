/**
 * Whether two counts differ by more than chance.
 *
 * Exact test of two rates, conditional on their sum: of k1 + k2 events, k2 fall into the second sample by chance as
 * binomial(k1 + k2, n2 / (n1 + n2)). Two-sided: twice the smaller tail. Many tests at once are held to a false
 * discovery rate by the procedure of Benjamini and Hochberg (1995).
 */

export interface Rate {
  count: number
  /** What `count` is of. */
  of: number
}

/** Chance of a difference this great, in either direction, if nothing changed. 1 where nothing can be said. */
export function differenceByChance(before: Rate, after: Rate): number {
  const total = before.count + after.count
  if (total === 0 || before.of <= 0 || after.of <= 0) return 1
  const share = after.of / (before.of + after.of)
  const atLeast = incompleteBeta(share, after.count, before.count + 1)
  const atMost = incompleteBeta(1 - share, before.count, after.count + 1)
  return Math.min(1, 2 * Math.min(atLeast, atMost))
}

/** By test: whether it counts as found, at most `rate` of the found ones being chance. */
export function falseDiscoveryCut(chances: readonly number[], rate: number): boolean[] {
  const sorted = [...chances].sort((one, other) => one - other)
  let limit = -1
  sorted.forEach((chance, index) => {
    if (chance <= ((index + 1) / sorted.length) * rate) limit = chance
  })
  return chances.map(chance => chance <= limit)
}

/** Regularized incomplete beta function I_x(a, b): P(binomial(a + b - 1, x) >= a). 1 for a = 0. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (a === 0 || x >= 1) return 1
  if (x <= 0) return 0
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast only on this side of the mean.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** Continued fraction DLMF 8.17.22, by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let result = d
  // The square root of the greater parameter is the order of the steps needed.
  const steps = 200 + 10 * Math.ceil(Math.sqrt(Math.max(a, b)))
  for (let m = 1; m <= steps; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const change = d * c
    result *= change
    if (Math.abs(change - 1) < 1e-12) break
  }
  return result
}

const LANCZOS = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
]

/** Lanczos approximation (g = 7, n = 9), for x > 0. */
function logGamma(x: number): number {
  const shifted = x - 1
  const [first = 0, ...rest] = LANCZOS
  const series = rest.reduce((sum, coefficient, index) => sum + coefficient / (shifted + index + 1), first)
  const t = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series)
}
