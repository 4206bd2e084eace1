import type { Trial } from './trial.ts'

/** What has to come of a sentence that is typed as a dialog opens. */
export type Outcome =
  /** The text up to the first Enter is the note of the row meant; nothing else changes. */
  | 'the note of the row'
  /** The text up to the first Enter is in the field; nothing changes. */
  | 'in the field'
  /** The text up to the first Enter is the name of the review; no row changes. */
  | 'the name of the review'
  /** Nothing changes. */
  | 'nothing'

/** A dialog of the screen of a review, and one way to open it. */
export type DialogCase = {
  readonly name: string
  readonly outcome: Outcome
  /** Which rows are listed; those to decide where nothing is said. */
  readonly search?: string
  /** Who types; a reviewer where nothing is said. */
  readonly admin?: true
  /** Whether accepting asks for a note. */
  readonly asksOnAccept?: true
  /** Whether the row is accepted at another device meanwhile, so that the decision made here meets that one. */
  readonly contested?: true
  /** What the text comes behind. */
  readonly behind?: string
  /** Code that is held back until the dialog is asked for. */
  readonly code?: RegExp
  /** What leads there before the last press; the row meant is marked already. */
  readonly prepare?: (trial: Trial) => Promise<void>
  /** The last press: a key, or a press of a button. */
  readonly opens: string | ((trial: Trial) => Promise<void>)
}

const decided = '?decision=RESULT_DECISION_ACCEPTED&signed_off_state=NOT_SIGNED_OFF'

/** A button in the marked row. */
const inRow = (name: RegExp) => async (trial: Trial) =>
  await trial.page.locator('[data-active]').getByRole('button', { name }).click()

/** A button of the screen. */
const onScreen = (name: string) => async (trial: Trial) =>
  await trial.page.getByRole('button', { name, exact: true }).click()

/** A button in the drawer of the marked row. */
const inDrawer = (name: string) => async (trial: Trial) =>
  await trial.page.locator('dialog[data-keys="row"]').getByRole('button', { name, exact: true }).click()

async function drawer(trial: Trial): Promise<void> {
  await trial.press('o')
  await trial.page.locator('dialog[data-keys="row"]').getByRole('button', { name: 'Note …' }).waitFor()
  await trial.pause()
}

/** Chooses the marked row and the one below it. */
async function choose(trial: Trial): Promise<void> {
  await trial.press('x')
  await trial.press('j')
  await trial.press('x')
  await trial.page.getByRole('region', { name: 'Chosen rows' }).waitFor()
}

/** The same once the code of the dialog is here, which comes in idle time: on a busy machine later than the rows. */
async function chooseWithCode(trial: Trial): Promise<void> {
  await choose(trial)
  await trial.page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('bulk-dialog')),
  )
}

async function details(trial: Trial): Promise<void> {
  await trial.page.getByRole('button', { name: 'Details', exact: true }).click()
  await trial.page.getByRole('button', { name: 'Edit …', exact: true }).waitFor()
}

const reason = 'gone'

/** Rejects the marked row, which was decided at another device meanwhile; the last key is the one that sends. */
async function rejectContested(trial: Trial): Promise<void> {
  await trial.press('r')
  await trial.type([...reason, 'Enter'].map((key) => ({ key, gapMs: 40, repeats: 0 })))
}

async function conflict(trial: Trial): Promise<void> {
  await rejectContested(trial)
  await trial.page.getByRole('dialog', { name: /^(A colleague has|You) changed this row/ }).waitFor()
  await trial.pause()
}

/** Every dialog of the screen of a review, by each way in which it opens. */
export const dialogCases: readonly DialogCase[] = [
  { name: 'reject, r in the list', outcome: 'the note of the row', opens: 'r' },
  { name: 'reject, button in the row', outcome: 'the note of the row', opens: inRow(/^Reject/) },
  { name: 'reject, r in the drawer', outcome: 'the note of the row', prepare: drawer, opens: 'r' },
  {
    name: 'reject, button in the drawer',
    outcome: 'the note of the row',
    prepare: drawer,
    opens: inDrawer('Reject'),
  },
  { name: 'note, n in the list', outcome: 'the note of the row', opens: 'n' },
  { name: 'note, n in the drawer', outcome: 'the note of the row', prepare: drawer, opens: 'n' },
  {
    name: 'note, button in the drawer',
    outcome: 'the note of the row',
    prepare: drawer,
    opens: inDrawer('Note …'),
  },
  {
    name: 'accept with a note, a in the list',
    outcome: 'the note of the row',
    asksOnAccept: true,
    opens: 'a',
  },
  {
    name: 'accept with a note, button in the row',
    outcome: 'the note of the row',
    asksOnAccept: true,
    opens: inRow(/^Accept/),
  },
  {
    name: 'reassign, button in the drawer',
    outcome: 'in the field',
    prepare: drawer,
    opens: inDrawer('Reassign …'),
  },
  { name: 'sign off a row, s in the list', outcome: 'nothing', search: decided, opens: 's' },
  {
    name: 'sign off a row, s in the drawer',
    outcome: 'nothing',
    search: decided,
    prepare: drawer,
    opens: 's',
  },
  {
    name: 'sign off a row, button in the drawer',
    outcome: 'nothing',
    search: decided,
    prepare: drawer,
    opens: inDrawer('Sign off this row …'),
  },
  {
    name: 'sign off, button',
    outcome: 'nothing',
    code: /bulk-dialog/,
    opens: onScreen('Sign off decided rows …'),
  },
  {
    name: 'reject many rows, r before its code is here',
    outcome: 'nothing',
    code: /bulk-dialog/,
    prepare: choose,
    opens: 'r',
  },
  { name: 'reject many rows, r', outcome: 'in the field', prepare: chooseWithCode, opens: 'r' },
  { name: 'note on many rows, n', outcome: 'in the field', prepare: chooseWithCode, opens: 'n' },
  {
    name: 'reassign many rows, button',
    outcome: 'in the field',
    prepare: chooseWithCode,
    opens: onScreen('Reassign …'),
  },
  { name: 'accept many rows, a', outcome: 'nothing', prepare: choose, opens: 'a' },
  { name: 'keys, ?', outcome: 'nothing', code: /help-dialog/, opens: '?' },
  { name: 'keys, button', outcome: 'nothing', code: /help-dialog/, opens: onScreen('Keys') },
  { name: 'details, button', outcome: 'nothing', code: /details-panel/, opens: onScreen('Details') },
  {
    name: 'edit, button in the details',
    outcome: 'the name of the review',
    admin: true,
    prepare: details,
    opens: onScreen('Edit …'),
  },
  {
    name: 'end now, button in the details',
    outcome: 'in the field',
    admin: true,
    prepare: details,
    opens: onScreen('End now …'),
  },
  { name: 'row, o', outcome: 'nothing', code: /row-page/, opens: 'o' },
  { name: 'row, Enter', outcome: 'nothing', code: /row-page/, opens: 'Enter' },
  {
    name: 'row, press on it',
    outcome: 'nothing',
    code: /row-page/,
    opens: async ({ page }) => await page.locator('[data-active] td').nth(1).click(),
  },
  { name: 'conflict, while typing on', outcome: 'nothing', contested: true, opens: rejectContested },
  {
    name: 'conflict, once it stands',
    outcome: 'the note of the row',
    contested: true,
    behind: reason,
    prepare: conflict,
    opens: async () => undefined,
  },
  {
    name: 'a filter, button',
    outcome: 'nothing',
    opens: async ({ page }) =>
      await page.getByRole('group', { name: 'Review filters' }).getByRole('button', { name: 'Note' }).click(),
  },
  { name: 'columns, button', outcome: 'nothing', opens: onScreen('Columns') },
]
