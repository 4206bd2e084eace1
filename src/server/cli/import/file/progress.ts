import { counted } from '#std/counted.ts'

/** What has been done so far. `bytes` of `total` tell the share; without a total there is only the rate. */
export type Done = { readonly lines: number; readonly rejected: number; readonly bytes: number }

/** Where progress is shown: standard error, on a terminal or not. */
export type Terminal = { readonly isTTY?: boolean; write(text: string): unknown }

const width = 24

/**
 * Shows how far the work has come: one line that is written over on a terminal, else a line every five seconds.
 * Takes the total in bytes, if known, and a function that says what is done. Returns how to stop it.
 */
export function showProgress(terminal: Terminal, total: number | undefined, done: () => Done): () => void {
  return showLine(terminal, (seconds) => describe(done(), total, seconds)).stop
}

/** A line that tells how something stands: drawn again by itself, and when something has happened, until it is stopped. */
export type ShownLine = { readonly draw: () => void; readonly stop: () => void }

/** Shows a line again and again, as `showProgress` does; `text` is given the seconds since it was first shown. */
export function showLine(terminal: Terminal, text: (seconds: number) => string): ShownLine {
  const begun = performance.now()
  const draw = (): void => {
    const line = text((performance.now() - begun) / 1000)
    terminal.write(terminal.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
  }
  const timer = setInterval(draw, terminal.isTTY ? 200 : 5000).unref()
  const stop = (): void => {
    clearInterval(timer)
    if (terminal.isTTY) terminal.write('\r\u001b[2K')
  }
  return { draw, stop }
}

/** One line: the bar, lines, rate, time left. `seconds` is how long it has taken so far. */
export function describe(
  { lines, rejected, bytes }: Done,
  total: number | undefined,
  seconds: number,
): string {
  const share = total ? Math.min(1, bytes / total) : undefined
  const parts = [counted(lines, 'line'), `${number(seconds > 0 ? lines / seconds : 0)}/s`]
  if (share !== undefined && share > 0) parts.push(`${duration((seconds * (1 - share)) / share)} left`)
  if (rejected > 0) parts.push(`${number(rejected)} rejected`)
  if (share === undefined) return parts.join(' · ')
  return [barOf(share), ...parts].join(' · ')
}

/** A share of 0 to 1 as a bar and a percentage. */
export function barOf(share: number): string {
  const full = Math.round(share * width)
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}] ${Math.floor(share * 100)} %`
}

/** A number for people, with separators. */
export function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** A length of time for people, from seconds. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
