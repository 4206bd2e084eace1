import type { Rolldown } from 'vite'

/**
 * What the entry imports; what the first screen, the activity, shares with others; what the screen of a review does; and
 * what only comes behind their rows. Left alone, the bundler makes a file of each set of sharers: more of them than a
 * browser has connections.
 */
export const chunks: Rolldown.CodeSplittingGroup[] = [
  { name: 'entry', tags: ['$initial'], priority: 3 },
  { ...sharedBy('workflow-actions-screen.tsx', 'shared'), priority: 2 },
  { ...sharedBy('review-screen.tsx', 'reviews'), priority: 1 },
  // A group takes what its modules import: without this line, what comes later would hold these two, which rows need.
  {
    name: 'fields',
    test: /\/(contract\/reviews\/result-fields|features\/reviews\/filters\/list-query)\.ts$/,
    priority: 1,
  },
  // What the toolbar shares with what only it opens would else be in its file, which must stand alone.
  {
    name: 'counts',
    test: /\/(queries\/activity\/(use-)?event-summary|features\/activity\/summary\/(summary-words|bars)|table\/clauses\/zoned-time)\.ts$/,
    priority: 1,
  },
  { name: 'later', minShareCount: 2 },
]

/** A group of what a screen of `src/app/screens/` needs before it can run and others need too. */
function sharedBy(screen: string, name: string): Rolldown.CodeSplittingGroup {
  const isNeeded = (id: string, bundle: Rolldown.ChunkingContext, seen = new Set<string>()): boolean => {
    if (id.endsWith(`/src/app/screens/${screen}`)) return true
    if (seen.has(id)) return false
    seen.add(id)
    return bundle.getModuleInfo(id)?.importers.some((by) => isNeeded(by, bundle, seen)) ?? false
  }
  return { name: (id, bundle) => (isNeeded(id, bundle) ? name : null), minShareCount: 2 }
}
