'use no memo' // It hardly ever renders again: the compiler's bookkeeping would weigh more than it saves.

import type { ReactNode } from 'react'
import { createContext, use, useMemo, useState } from 'react'
import { storedZone, storeZone, type ZoneChoice, zoneName } from './zone-choice.ts'

type Zone = {
  readonly choice: ZoneChoice
  /** The IANA name of the chosen zone. */
  readonly name: string
  readonly choose: (choice: ZoneChoice) => void
}

const ZoneContext = createContext<Zone | undefined>(undefined)

/** Holds the time zone in which everything below is written; kept in this browser. */
export function ZoneProvider({ children }: { readonly children: ReactNode }) {
  const [choice, setChoice] = useState(storedZone)
  const zone = useMemo(() => {
    const choose = (next: ZoneChoice) => {
      storeZone(next)
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
