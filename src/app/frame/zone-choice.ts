/** The time zone that a reader has chosen: `local` for that of the computer, `utc`, or an IANA name. */
export type ZoneChoice = string

const key = 'countersign.zone'

/** The zone that this browser remembers; that of the computer where it says nothing, or nothing that it knows. */
export function storedZone(): ZoneChoice {
  const stored = localStorage.getItem(key) ?? 'local'
  return isZone(stored) ? stored : 'local'
}

/** Has this browser remember a zone. */
export function storeZone(choice: ZoneChoice): void {
  localStorage.setItem(key, choice)
}

/** The IANA name of the zone that a choice stands for on this computer. */
export function zoneName(choice: ZoneChoice): string {
  if (choice === 'utc') return 'UTC'
  return choice === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : choice
}

/** A choice as a profile keeps it: `local` or an IANA name. */
export const profileZone = (choice: ZoneChoice): string => (choice === 'utc' ? 'UTC' : choice)

/** The choice that a profile keeps; undefined for one that keeps none, or a zone that this browser does not know. */
export function choiceOfProfile(zone: string): ZoneChoice | undefined {
  if (zone === '') return undefined
  const choice = zone === 'UTC' ? 'utc' : zone
  return isZone(choice) ? choice : undefined
}

function isZone(choice: ZoneChoice): boolean {
  if (choice === 'local' || choice === 'utc') return true
  try {
    return new Intl.DateTimeFormat('en', { timeZone: choice }).resolvedOptions().timeZone !== ''
  } catch {
    // The browser knows no such zone, which is all that there is to say of it.
    return false
  }
}
