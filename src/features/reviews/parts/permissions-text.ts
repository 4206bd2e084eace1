/** One canonical permission: the letter that stands for it (its own name where it has none), and the whole word. */
export type ShortPermission = { readonly short: string; readonly word: string }

/** What is done, by the letter that stands for it; the first word of each is what a bare letter is called. */
const verbs = { C: ['Create'], R: ['Read'], U: ['Update', 'Write'], D: ['Delete'] } as const
const letters = ['C', 'R', 'U', 'D'] as const

/** What it is done to, by what stands before the letter: data, which says nothing, or the description of data. */
const kinds: readonly (readonly [prefix: string, name: RegExp])[] = [
  ['m', /^metadata[\s_-]?/i],
  ['n', /^non[\s_-]?data[\s_-]?/i],
  ['', /^data[\s_-]?/i],
]

/**
 * Canonical permissions as `C R U D mR`, in that order: `m` stands for metadata and `n` for what is no data. One that has
 * no letter stands as it is. `DataRead`, `READ` and `R` are all read.
 */
export function shortPermissions(effective: readonly string[]): readonly ShortPermission[] {
  const byShort = new Map<string, ShortPermission & { readonly rank: number }>()
  for (const name of effective) {
    const permission = shortOf(name)
    byShort.set(permission.short, permission)
  }
  return [...byShort.values()].sort((a, b) => a.rank - b.rank).map(({ short, word }) => ({ short, word }))
}

function shortOf(name: string): ShortPermission & { readonly rank: number } {
  const [prefix, pattern] = kinds.find(([, start]) => start.test(name)) ?? ['', /^/]
  const verb = name.replace(pattern, '').toLowerCase()
  const at = letters.findIndex(
    (letter) => letter.toLowerCase() === verb || verbs[letter].some((word) => word.toLowerCase() === verb),
  )
  const letter = letters[at]
  if (letter === undefined) return { short: name, word: name, rank: Number.MAX_SAFE_INTEGER }
  const kind = kinds.findIndex(([start]) => start === prefix)
  const rank = prefix === '' ? at : (kind + 1) * letters.length + at
  return { short: prefix + letter, word: name.length === 1 ? verbs[letter][0] : name, rank }
}
