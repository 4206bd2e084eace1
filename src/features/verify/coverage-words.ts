import { counted } from '#std/counted.ts'
import { isolated } from '#std/isolate.ts'
import type { Manifest } from './check/manifest.ts'

const seenInPart = /^only the rows of the review that the maker may see(?<more> and the filter matches)?$/

/** How many rows a pack says that it holds, and of which. A manifest of an older server does not say that of a review. */
export function coverageWords({ export: made, query: { covers }, rows }: Manifest): string {
  const count = counted(rows.written, made.kind === 'ACTION_EVENTS' ? 'event' : 'row')
  if (!covers)
    return made.kind === 'ACTION_EVENTS'
      ? `${count}.`
      : `${count}. The manifest does not say whether the review has others.`
  const part = seenInPart.exec(covers)
  if (!part) return `${count}: ${isolated(covers)}.`
  const { name, email, id } = made.made_by
  const maker = isolated(name || email || id)
  return `${count}: only those that ${maker} may see${part.groups?.['more'] ?? ''}; the review may have others.`
}
