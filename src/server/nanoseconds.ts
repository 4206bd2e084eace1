/** A moment as nanoseconds since 1970, in digits. */
export function nanoseconds(moment: Date): string {
  return `${moment.getTime()}000000`
}
