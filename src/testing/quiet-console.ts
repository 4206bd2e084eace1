import { format } from 'node:util'
import { beforeEach, expect, onTestFinished } from 'vitest'

const printed: string[] = []

for (const level of ['error', 'warn'] as const) {
  console[level] = (...parts: unknown[]) => void printed.push(`console.${level}: ${format(...parts)}`)
}

/** What the page prints as a warning or an error fails the test; React says there what is wrong with a component. */
beforeEach(() => {
  // What is registered first ends last: the page has been closed by then.
  onTestFinished(() => expect(printed.splice(0)).toEqual([]))
})
