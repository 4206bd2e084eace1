import { type Kysely, sql } from 'kysely'
import type { SettingLeaf } from '#contract/reviews/review-settings.ts'
import { invalid } from '../../../refused.ts'
import type { Reviews } from '../../../reviews/reviews.ts'
import type { Schema } from '../../database/schema.ts'
import { addDelegations, listDelegations, removeDelegations } from '../people/delegations.ts'
import { addDenied, listDenied, removeDenied } from '../people/deny-list.ts'
import { settingsOf } from './effective-settings.ts'
import { searchPeople } from '../people/people-directory.ts'

type Db = Kysely<Schema>
type Value = Readonly<Record<string, unknown>>

type SettingsSide = Pick<
  Reviews,
  | 'searchPeople'
  | 'listDenied'
  | 'addDenied'
  | 'removeDenied'
  | 'listDelegations'
  | 'addDelegations'
  | 'removeDelegations'
  | 'getSetting'
  | 'putSetting'
>

/** People, deny list, delegations and settings of reviews. */
export function reviewSettingsStore(db: Db): SettingsSide {
  return {
    searchPeople: (text) => searchPeople(db, text),
    listDenied: () => listDenied(db),
    addDenied: (users) => addDenied(db, users),
    removeDenied: (users) => removeDenied(db, users),
    listDelegations: () => listDelegations(db),
    addDelegations: (values) => addDelegations(db, values),
    removeDelegations: (values) => removeDelegations(db, values),
    getSetting: async (leaf, workflow_id) => (await settingsOf(db, workflow_id ?? ''))[leaf],
    putSetting: (leaf, workflow_id, value) => putSetting(db, leaf, workflow_id, value),
  }
}

/** Stores a setting, and tells every certification that it may hold for that its rules have changed. */
async function putSetting(
  db: Db,
  leaf: SettingLeaf,
  workflow_id: string | undefined,
  value: Value,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (workflow_id !== undefined) await requireWorkflow(transaction, workflow_id)
    await transaction
      .insertInto('review_setting')
      .values({ leaf, workflow_id: workflow_id ?? '', value })
      .onConflict((conflict) =>
        conflict
          .columns(['leaf', 'workflow_id'])
          .doUpdateSet((excluded) => ({ value: excluded.ref('excluded.value') })),
      )
      .execute()
    const affected = transaction.updateTable('certification').set({ rules_version: sql`rules_version + 1` })
    await (workflow_id === undefined ? affected : affected.where('workflow_id', '=', workflow_id)).execute()
  })
}

async function requireWorkflow(db: Db, workflow_id: string): Promise<void> {
  const workflow = await db
    .selectFrom('workflow')
    .select('workflow_id')
    .where('workflow_id', '=', workflow_id)
    .executeTakeFirst()
  if (!workflow) throw invalid('workflow_id', 'is not the id of a workflow')
}
