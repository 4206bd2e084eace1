import { barOf, duration, type ShownLine, showLine, type Terminal } from '../import/file/progress.ts'
import type { DemoStep } from '../../demo/load.ts'

/**
 * Shows how far the demonstration is: from its first step on a bar that is written over on a terminal, else lines of
 * text. Drawn like the progress of an import, which needs no package. Returns what to tell of each step, and how to stop.
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
