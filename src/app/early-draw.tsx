import type { ReactNode } from 'react'
import { here } from '#ui/clock-text.ts'
import { EarlyFrame } from './early-frame.tsx'
import { append } from './early-jsx.ts'
import { openPressed } from './early-press.ts'
import { storedZone } from './zone-choice.ts'

/** What is drawn of a screen, and the address of each of its rows. */
export type EarlyScreen = {
  readonly picture: ReactNode
  readonly pathOf: (index: number) => string | undefined
}

/** How much of a screen is to be drawn, `now` in milliseconds since 1970 and `zone` as `momentText` takes it. */
export type EarlyPlace = { readonly most: number; readonly now: number; readonly zone: string }

/**
 * Draws what the answers to `firstPaths` (early-ask.ts) hold, each parsed and taken out of its envelope. They are not
 * checked: what is missing in them makes this throw, and the client then says what is wrong with them.
 */
export type DrawScreen = (answers: readonly unknown[]) => void

/** About what stands above the rows and how high each is, in pixels. */
const above = 190
const rowHeight = 36
/** Few windows show more rows, and each costs a little. */
const most = 25

/** A function that draws screens in the frame of the page, unless React has drawn something already. */
export function drawer<Answers>(
  screenOf: (answers: Answers, place: EarlyPlace) => EarlyScreen | undefined,
): DrawScreen {
  return (answers) => {
    const place = document.querySelector('.starting')?.parentElement
    const screen = screenOf(answers as Answers, {
      most: Math.min(most, Math.ceil((innerHeight - above) / rowHeight)),
      now: Date.now(),
      zone: storedZone() === 'utc' ? 'UTC' : here,
    })
    if (!place || !screen) return
    const drawn = document.createDocumentFragment()
    // The build compiles markup for elements here (early-jsx.ts), whatever the types say.
    append(drawn, (<EarlyFrame>{screen.picture}</EarlyFrame>) as unknown as Node)
    place.replaceChildren(drawn)
    for (const picture of place.querySelectorAll('table')) openPressed(picture, screen.pathOf)
  }
}
