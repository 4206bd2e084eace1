'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import type { ReactNode } from 'react'
import { createContext, use, useMemo, useState } from 'react'

/** The two time zones that a reader can choose between. */
export type ZoneChoice = 'local' | 'utc'

const key = 'countersign.zone'
const local = Intl.DateTimeFormat().resolvedOptions().timeZone

type Zone = {
  readonly choice: ZoneChoice
  /** The IANA name of the chosen zone. */
  readonly name: string
  readonly choose: (choice: ZoneChoice) => void
}

const ZoneContext = createContext<Zone | undefined>(undefined)

/** The IANA name of the zone that a choice stands for on this computer. */
export function zoneName(choice: ZoneChoice): string {
  return choice === 'utc' ? 'UTC' : local
}

/** Holds the time zone in which everything below is written; kept in this browser. */
export function ZoneProvider({ children }: { readonly children: ReactNode }) {
  const [choice, setChoice] = useState<ZoneChoice>(() =>
    localStorage.getItem(key) === 'utc' ? 'utc' : 'local',
  )
  const zone = useMemo(() => {
    const choose = (next: ZoneChoice) => {
      localStorage.setItem(key, next)
      setChoice(next)
    }
    return { choice, name: zoneName(choice), choose }
  }, [choice])
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

/** The time zone of the nearest `ZoneProvider`. */
export function useZone(): Zone {
  const zone = use(ZoneContext)
  if (!zone) throw new Error('useZone needs a ZoneProvider above it')
  return zone
}
