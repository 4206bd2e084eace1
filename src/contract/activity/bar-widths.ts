const [minute, hour, day] = [60, 3600, 86_400] as const

/** How wide bars of a summary can be, in seconds: what people count time in. */
export const barWidths: readonly number[] = [
  ...[1, 5, 15, 30].map((count) => count * minute),
  ...[1, 3, 6, 12].map((count) => count * hour),
  ...[1, 7, 30, 90, 365, 3650].map((count) => count * day),
]

/** Monday, 3 January 1600, in seconds since 1970: before every time that is stored, and where a bar of any width begins. */
export const firstBarAt = Date.UTC(1600, 0, 3) / 1000
