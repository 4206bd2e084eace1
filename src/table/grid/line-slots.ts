/** What stands at a line: a row by its id, or the header of a group by its position, which is below zero. */
export type LineName = number

/**
 * A place among the lines in view whose elements stay while groups are opened and closed: where a header makes room for a row,
 * it is kept out of sight, and the other way round. To make thirty rows anew takes the browser twice as long.
 */
export type LineSlot = {
  readonly key: number
  /** The header and the row that it showed last, one of which it shows now. */
  readonly header: LineName | undefined
  readonly row: LineName | undefined
}

/** Gives lines their slots: what is in view now, in its order, and the key of the slot that has the focus. */
export type LineSlots = (names: readonly LineName[], focused: number | undefined) => readonly LineSlot[]

/**
 * Starts without slots. A line keeps its slot while it is in view. One that comes takes the slot of a line that has gone at the
 * same place, so that elements are never moved; none in which the focus is, for a press there meant the line that has gone.
 */
export function createLineSlots(): LineSlots {
  let slots: ReadonlyMap<LineName, LineSlot> = new Map()
  let last = 0
  return (names, focused) => {
    const shown = new Set(names)
    const before = [...slots]
    const places = new Map(before.map(([name], at) => [name, at]))
    let place = 0
    function free(): LineSlot {
      if (before[place]?.[1].key === focused) place += 1
      const [name, slot] = before[place] ?? []
      if (name !== undefined && slot && !shown.has(name)) {
        place += 1
        return slot
      }
      last += 1
      return { key: last, header: undefined, row: undefined }
    }
    const now = names.map((name) => {
      const standing = slots.get(name)
      if (standing) place = (places.get(name) ?? 0) + 1
      return standing ?? showing(name, free())
    })
    slots = new Map(names.map((name, at) => [name, now[at] as LineSlot]))
    return now
  }
}

function showing(name: LineName, { key, header, row }: LineSlot): LineSlot {
  return name < 0 ? { key, header: name, row } : { key, header, row: name }
}
