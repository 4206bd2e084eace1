/**
 * A whole number with a comma between its thousands: `12,345`. Without `Intl`, whose first use takes a browser longer
 * than everything else that draws the first rows.
 */
export function numberText(number: number): string {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
