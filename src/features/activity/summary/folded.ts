import { storedFlags, storeFlags } from '#ui/stored-flags.ts'

const key = 'countersign.workflow-actions.bars'

/** Whether this browser remembers that the bars are folded away. */
export function storedFolded(): boolean {
  return storedFlags(key)['folded'] === true
}

/** Has this browser remember whether the bars are folded away. */
export function storeFolded(folded: boolean): void {
  storeFlags(key, { folded })
}
