/** The two time zones that a reader can choose between. */
export type ZoneChoice = 'local' | 'utc'

const key = 'countersign.zone'

/** The zone that this browser remembers; that of the computer where it says nothing. */
export function storedZone(): ZoneChoice {
  return localStorage.getItem(key) === 'utc' ? 'utc' : 'local'
}

/** Has this browser remember a zone. */
export function storeZone(choice: ZoneChoice): void {
  localStorage.setItem(key, choice)
}

/** The IANA name of the zone that a choice stands for on this computer. */
export function zoneName(choice: ZoneChoice): string {
  return choice === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone
}
