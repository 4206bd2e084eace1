import { type PointerEvent, useRef } from 'react'
import { type EdgeRange, type End, underStroke } from './brush-keys.ts'

/** Pixels; a shorter stroke is a press. */
const strokeFrom = 4

type Stroke = {
  /** Where the range stays, in bars. */
  readonly anchor: number
  /** Where the pointer went down, in pixels. */
  readonly x: number
  /** It went down on an end of the range. */
  readonly atEnd: boolean
  readonly far: boolean
}

type StrokeOptions = {
  /** How many bars there are. */
  readonly count: number
  readonly shown: EdgeRange
  readonly choose: (range: EdgeRange | undefined) => void
  readonly apply: (range: EdgeRange) => void
  /** Is told which bar is pointed at. */
  readonly point: (bar: number | undefined) => void
}

/** What chooses bars by a stroke over them, or one by a press; letting go applies it. Gives the handlers of the pointer. */
export function useStroke({ count, shown, choose, apply, point }: StrokeOptions) {
  const stroke = useRef<Stroke>(undefined)

  function placeOf({ currentTarget, clientX }: PointerEvent): number {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.min(count, Math.max(0, ((clientX - left) / width) * count))
  }

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || !event.isPrimary) return
      const end = endOf(event.target)
      const anchor = end === undefined ? placeOf(event) : end === 'from' ? shown.to : shown.from
      stroke.current = { anchor, x: event.clientX, atEnd: end !== undefined, far: false }
      event.currentTarget.setPointerCapture(event.pointerId)
    },

    onPointerMove(event: PointerEvent) {
      const place = placeOf(event)
      point(Math.min(count - 1, Math.floor(place)))
      const { current } = stroke
      if (!current || (!current.far && Math.abs(event.clientX - current.x) < strokeFrom)) return
      stroke.current = { ...current, far: true }
      choose(underStroke(current.anchor, place, count))
    },

    onPointerUp(event: PointerEvent) {
      const { current } = stroke
      stroke.current = undefined
      // A finger that rests on a bar asks what it is: it is wider than a bar.
      if (!current || (!current.far && (current.atEnd || event.pointerType !== 'mouse'))) return
      apply(underStroke(current.anchor, placeOf(event), count))
    },

    onPointerCancel() {
      stroke.current = undefined
      choose(undefined)
    },

    onPointerLeave: () => point(undefined),
  }
}

function endOf(target: EventTarget): End | undefined {
  const end = target instanceof HTMLElement ? target.dataset['end'] : undefined
  return end === 'from' || end === 'to' ? end : undefined
}
