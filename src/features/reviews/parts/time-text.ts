const day = 24 * 3600 * 1000
const hour = 3600 * 1000

/**
 * How far off a due date is at a moment (milliseconds since 1970): `due in 3 days`, `overdue by 2 hours`, and whether it
 * has passed or comes within three days. Undefined for a text that is no time.
 */
export function dueText(
  due: string,
  now: number,
): { text: string; cue: 'overdue' | 'soon' | undefined } | undefined {
  const at = Date.parse(due)
  if (Number.isNaN(at)) return undefined
  const far = Math.abs(at - now)
  const text = far >= 2 * day ? `${Math.floor(far / day)} days` : hoursText(far)
  if (at <= now) return { text: `overdue by ${text}`, cue: 'overdue' }
  return { text: `due in ${text}`, cue: far < 3 * day ? 'soon' : undefined }
}

function hoursText(far: number): string {
  const hours = Math.floor(far / hour)
  if (hours === 0) return 'less than an hour'
  return hours === 1 ? '1 hour' : `${hours} hours`
}
