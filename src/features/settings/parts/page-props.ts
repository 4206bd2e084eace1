import type { Session } from '#contract/session/session.ts'

/** The time zone that the reader has chosen, and how to choose another. */
export type ZoneSetting = {
  /** `local` for that of the computer, `utc`, or an IANA name. */
  readonly choice: string
  /** The IANA name of the zone that the choice stands for here. */
  readonly name: string
  readonly choose: (choice: string) => void
  /** Why the last choice holds in this browser alone. */
  readonly problem: string | undefined
}

/** What every page of the settings is given. */
export type SettingsPageProps = {
  readonly session: Session
  readonly zone: ZoneSetting
}
