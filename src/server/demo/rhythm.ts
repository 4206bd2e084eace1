const hour = 3600 * 1000
const days = 90

/** How busy an hour is: offices by day, extractions by night, little at weekends. Takes an instant; hours are UTC. */
function weightOf(at: number): number {
  const date = new Date(at)
  const weekend = date.getUTCDay() % 6 === 0
  const clock = date.getUTCHours()
  if (clock === 2) return 3
  const office = clock >= 7 && clock < 17
  if (weekend) return office ? 0.5 : 0.2
  return office ? (clock === 12 ? 3 : 5) : 0.5
}

/**
 * Spreads events over the 90 days before `until` (milliseconds since 1970): gives a function from the share of all
 * events that came before (0 to 1) to the moment, which never decreases and never reaches `until`.
 */
export function rhythm(until: number): (share: number) => number {
  const begin = until - days * 24 * hour
  const ends = new Float64Array(days * 24)
  let sum = 0
  for (const index of ends.keys()) {
    sum += weightOf(begin + index * hour)
    ends[index] = sum
  }
  return (share) => {
    const target = Math.min(Math.max(share, 0), 1 - Number.EPSILON) * sum
    const index = firstAbove(ends, target)
    const from = ends[index - 1] ?? 0
    const to = ends[index] ?? sum
    return Math.floor(begin + (index + (target - from) / (to - from)) * hour)
  }
}

function firstAbove(sorted: Float64Array, target: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) > target) high = middle
    else low = middle + 1
  }
  return low
}
