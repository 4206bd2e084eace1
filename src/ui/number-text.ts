/**
 * A whole number with a comma between its thousands: `12,345`. Without `Intl`, whose first use takes a browser longer
 * than everything else that draws the first rows.
 */
export function numberText(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

const mib = 1_048_576

/** A number of bytes for people: `2.5 MiB`, or in bytes where that is less than a tenth of one. */
export function sizeText(bytes: number): string {
  if (bytes < mib / 10) return `${numberText(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
  const tenths = Math.round((bytes / mib) * 10)
  return `${numberText(Math.floor(tenths / 10))}.${tenths % 10} MiB`
}
