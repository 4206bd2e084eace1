import { useEffect } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useChangeProfile, useProfile } from '#queries/session/own-account.ts'
import { useZone } from './zone.tsx'
import { choiceOfProfile, profileZone, type ZoneChoice } from './zone-choice.ts'

/** The time zone of a reader, and how to choose another. */
export type ProfileZone = {
  readonly choice: ZoneChoice
  readonly name: string
  readonly choose: (choice: ZoneChoice) => void
  /** Why the last choice holds in this browser alone. */
  readonly problem: string | undefined
}

/**
 * The time zone, which follows whoever is signed in: what they choose is kept in their profile, and what they have chosen on
 * another computer holds here too. Where nobody is, and at the open entrance, this browser alone keeps it.
 */
export function useProfileZone(session: Session | undefined): ProfileZone {
  const { choice, name, choose } = useZone()
  const isKept = session !== undefined && session.method !== undefined && session.method !== 'entrance'
  const kept = useProfile(isKept).value?.time_zone
  const { start, failure } = useChangeProfile()
  useEffect(() => {
    const next = kept === undefined ? undefined : choiceOfProfile(kept)
    if (next !== undefined) choose(next)
    // When the profile says another zone, not when the reader does.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [kept])
  return {
    choice,
    name,
    choose: (next) => {
      choose(next)
      if (isKept) start(profileZone(next))
    },
    problem: failure?.message,
  }
}
