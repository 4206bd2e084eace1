/** Yes-or-no values by their names. */
export type Flags = Readonly<Record<string, boolean>>

/** The flags that this browser remembers under a key; none where there are none, or where somebody has tampered with them. */
export function storedFlags(key: string): Flags {
  const known = Object.entries(parsed(localStorage.getItem(key))).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
  )
  return Object.fromEntries(known)
}

/** Has this browser remember flags under a key, in place of those before. */
export function storeFlags(key: string, flags: Flags): void {
  localStorage.setItem(key, JSON.stringify(flags))
}

function parsed(text: string | null): object {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
