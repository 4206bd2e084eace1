import type { RowStore } from '../../../reviews/row-store.ts'
import type { Store } from '../../database/open.ts'
import { entriesOfRow } from '../log/history.ts'
import { withDelegates } from '../people/delegates.ts'
import { resolveReviewers } from '../people/resolve-people.ts'
import { getResult } from '../results/result-rows.ts'
import { resultChanger } from './change-result.ts'
import { readRuleInput } from './read-rule-input.ts'

/** The rows of this database, for those who change one. */
export function rowStore({ db, prepared }: Pick<Store, 'db' | 'prepared'>, clock: () => Date): RowStore {
  return {
    readRuleInput: (actor, target, now) => readRuleInput(prepared, actor, target, now),
    writeChange: resultChanger(prepared, clock),
    readSince: async (actor, { certification_id, number, result_id }, version) => {
      const value = await getResult(db, actor, certification_id, result_id)
      return value && { value, entries: await entriesOfRow(db, { number, result_id }, version) }
    },
    resolveReviewers: (inputs, field) => resolveReviewers(db, inputs, field),
    withDelegates: (people, mayReview) => withDelegates(db, people, mayReview),
  }
}
