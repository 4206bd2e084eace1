import type { Actor } from '#contract/permissions.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'

/** What it depends on whether somebody who sees a certification may take rows of it away. */
export type Exportable = {
  /** Whether they see all of it; who does not is a reviewer here. */
  readonly whole: boolean
  readonly demo: boolean
  readonly settings: Pick<ReviewSettings, 'allow_reviewer_exports'>
}

/** Why somebody may not take away what they see of a certification, in a sentence for them; undefined where they may. */
export function refusedHere(actor: Actor, { whole, demo, settings }: Exportable): string | undefined {
  if (needsKey(actor, { demo }))
    return 'Here a session exports reviews of the demonstration only. Take an API key of scope reviews:export.'
  if (!whole && !settings.allow_reviewer_exports.allow_csv_exports)
    return 'The settings of this review do not let reviewers take its rows away (allow_csv_exports).'
  return undefined
}

/** Whether it takes an API key: whoever came in by the open entrance may be anybody. */
export function needsKey(actor: Actor, { demo }: Pick<Exportable, 'demo'>): boolean {
  return actor.via === 'session' && actor.session?.method === 'entrance' && !demo
}
