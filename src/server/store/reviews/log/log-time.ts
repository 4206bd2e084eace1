/** A moment as the action log writes it: RFC 3339 in UTC with nine digits, so that texts compare as times do. */
export function logTime(moment: Date): string {
  return `${moment.toISOString().slice(0, -1)}000000Z`
}
