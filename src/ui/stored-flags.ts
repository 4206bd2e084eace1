/** Yes-or-no values by name. */
export type Flags = Readonly<Record<string, boolean>>

/** The flags that this browser has stored under a key; an empty object where there are none or they cannot be read. */
export function storedFlags(key: string): Flags {
  const known = Object.entries(parsed(localStorage.getItem(key))).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
  )
  return Object.fromEntries(known)
}

/** Stores flags under a key in this browser, in place of those that were there. */
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
