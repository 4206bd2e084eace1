import { storedFlags, storeFlags } from '#ui/stored-flags.ts'

const key = 'countersign.workflow-actions.bars'

/** In a lower window, as a large one is with everything twice as large, bars would leave the rows no room. */
const leastHeight = 600

/** Whether the bars are folded away at first: as this browser remembers, else where the window is too low for them. */
export function storedFolded(): boolean {
  return storedFlags(key)['folded'] ?? innerHeight < leastHeight
}

/** Has this browser remember whether the bars are folded away. */
export function storeFolded(folded: boolean): void {
  storeFlags(key, { folded })
}
