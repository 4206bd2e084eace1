/**
 * A whole number with a comma between its thousands: `12,345`. Without `Intl`, whose first use takes a browser longer
 * than everything else that draws the first rows.
 */
export function numberText(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

const units = ['KB', 'MB', 'GB', 'TB'] as const

/** A number of bytes for people, by thousands as computers show files: `812 bytes`, `3.2 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  let [size, unit] = [bytes / 1000, 0]
  // What would be written as 1000 of one unit is 1.0 of the next.
  for (; size >= 999.5 && unit < units.length - 1; unit += 1) size /= 1000
  return `${size < 99.95 ? size.toFixed(1) : numberText(Math.round(size))} ${units[unit]}`
}
