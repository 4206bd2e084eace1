import { barOf, duration, type ShownLine, showLine, type Terminal } from '../import/file/progress.ts'
import type { DemoStep } from '../../demo/load.ts'

/**
 * Shows the progress of the demonstration's import: a bar on a terminal, lines of text elsewhere. Returns the callback
 * for each step, and how to stop.
 */
export function showSteps(terminal: Terminal): {
  readonly onStep: (step: DemoStep) => void
  readonly stop: () => void
} {
  let now: DemoStep
  let shown: ShownLine | undefined
  return {
    onStep: (step) => {
      now = step
      shown ??= showLine(terminal, (seconds) => describe(now, seconds))
      // Elsewhere a line every few seconds is enough.
      if (terminal.isTTY) shown.draw()
    },
    stop: () => shown?.stop(),
  }
}

function describe({ what, share }: DemoStep, seconds: number): string {
  return `${barOf(share)} · ${what} · ${duration(seconds)}`
}
