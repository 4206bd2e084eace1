import type { Browser } from 'playwright'
import { ReviewsApi } from '../reviews-api.ts'
import type { DialogCase } from './dialogs.ts'
import { between } from './random.ts'
import { readable, sentence, type Stroke, textBeforeEnter } from './strokes.ts'
import { signedIn, type SignedIn, Trial } from './trial.ts'

const people = { reviewer: 'Grace Hopper', admin: 'Ada Lovelace' } as const
const review = 'Q4 Salesforce admins'
const toDecide = '?decision=RESULT_DECISION_NONE'

/** A running program with the demonstration, and the people who type in it. */
export type Setting = {
  readonly browser: Browser
  readonly url: string
  readonly certification_id: string
  readonly states: Readonly<Record<keyof typeof people, SignedIn>>
  /** Sees every row, whoever reviews it. */
  readonly admin: ReviewsApi
  /** The reviewer at another device. */
  readonly elsewhere: ReviewsApi
}

/** Signs the people in. The program at `url` must have the demonstration; what is opened here closes with the browser. */
export async function settingOf(browser: Browser, url: string): Promise<Setting> {
  const states = {
    reviewer: await signedIn(browser, url, people.reviewer),
    admin: await signedIn(browser, url, people.admin),
  }
  const admin = await apiOf(browser, url, states.admin)
  const elsewhere = await apiOf(browser, url, states.reviewer)
  const certification_id = await admin.certification(review)
  return { browser, url, certification_id, states, admin, elsewhere }
}

async function apiOf(browser: Browser, url: string, storageState: SignedIn): Promise<ReviewsApi> {
  const page = await (await browser.newContext({ storageState })).newPage()
  await page.goto(`${url}/healthz`)
  return new ReviewsApi(page)
}

/** What was typed, and what came of it that must not have. */
export type CaseReport = {
  readonly name: string
  readonly typed: string
  readonly codeMs: number
  readonly breaches: readonly string[]
}

/** Opens a dialog, types a sentence from that moment on, and compares what the server has of all rows with before. */
export async function runCase(setting: Setting, one: DialogCase, random: () => number): Promise<CaseReport> {
  const { admin, certification_id } = setting
  const strokes = sentence(random)
  const codeMs = between(random, 0, 1500)
  const rowsDown = between(random, 1, 8)
  const held = random() < 0.3 ? 8 : 0
  await askOnAccept(admin, one.asksOnAccept === true)
  const trial = await openTrial(setting, one)
  try {
    const ids = await trial.api.ids(certification_id, filterOf(one))
    const meant = ids[rowsDown - 1]
    if (meant === undefined) throw new Error('there are too few rows')
    for (let step = 0; step < rowsDown; step += 1) await trial.press('ArrowDown')
    if (one.contested)
      await setting.elsewhere.change(certification_id, {
        result_id: meant,
        decision: 'RESULT_DECISION_ACCEPTED',
      })
    await one.prepare?.(trial)
    const before = await picture(setting)
    trial.changes.length = 0
    trial.release(codeMs)
    if (typeof one.opens === 'string')
      await trial.type([{ key: one.opens, gapMs: 0, repeats: held }, ...strokes])
    else {
      await one.opens(trial)
      await trial.type(strokes)
    }
    await new Promise((done) => setTimeout(done, Math.max(0, codeMs - timeOf(strokes))))
    await trial.settle()
    const typed = await trial.typed()
    const breaches = breachesOf({ one, strokes, meant, typed, before, after: await picture(setting) })
    return { name: one.name, typed: readable(strokes), codeMs, breaches }
  } finally {
    await trial.close()
  }
}

async function openTrial(
  { browser, states, url, certification_id }: Setting,
  one: DialogCase,
): Promise<Trial> {
  const state = one.admin ? states.admin : states.reviewer
  const path = `${url}/reviews/${certification_id}${one.search ?? toDecide}`
  return await Trial.open(browser, state, path, { held: one.code, silent: one.contested === true })
}

async function askOnAccept(admin: ReviewsApi, asks: boolean): Promise<void> {
  await admin.setSetting('ui_customization_settings', {
    accept_notes_behavior: asks ? 'POP_UP_REQUIRED' : 'NO_POP_UP',
    reject_notes_behavior: 'POP_UP_REQUIRED',
  })
}

/** The rows that a case lists, as the server filters them. */
function filterOf({ search = toDecide }: DialogCase): string {
  return [...new URLSearchParams(search)].map(([field, value]) => `${field} eq "${value}"`).join(' and ')
}

function timeOf(strokes: readonly Stroke[]): number {
  return strokes.reduce((sum, { gapMs, repeats }) => sum + gapMs + repeats * 30, 0)
}

/** Everything that the server has of a review: its name, when it is due, and each row with its log. */
type Picture = {
  readonly name: string
  readonly due_date: string
  readonly rows: ReadonlyMap<number, PictureRow>
}
type PictureRow = { readonly notes: string; readonly signed_off_state: string; readonly all: string }

async function picture({ admin, certification_id }: Setting): Promise<Picture> {
  const rows = await admin.rows(certification_id)
  const { name, due_date } = await admin.named(certification_id)
  return {
    name,
    due_date,
    rows: new Map(
      rows.map(({ result_id, notes, signed_off_state, ...rest }) => [
        result_id,
        { notes, signed_off_state, all: JSON.stringify({ notes, signed_off_state, ...rest }) },
      ]),
    ),
  }
}

type Compared = {
  readonly one: DialogCase
  readonly strokes: readonly Stroke[]
  readonly meant: number
  /** What the field held when Enter was first pressed in it. */
  readonly typed: string
  readonly before: Picture
  readonly after: Picture
}

function breachesOf({ one, strokes, meant, typed, before, after }: Compared): readonly string[] {
  const found: string[] = []
  const text = textBeforeEnter(strokes)
  const mayChange = one.outcome === 'the note of the row' ? meant : undefined
  for (const [id, row] of after.rows) {
    const was = before.rows.get(id)
    if (row.signed_off_state !== was?.signed_off_state) found.push(`row ${id} was signed off`)
    else if (row.all !== was.all && id !== mayChange) found.push(`row ${id} was changed`)
  }
  if (after.rows.size !== before.rows.size) found.push('rows are missing')
  if (mayChange !== undefined) {
    const wanted =
      `${one.behind ?? (one.name.startsWith('note') ? before.rows.get(meant)?.notes : '')}${text}`.trim()
    const notes = after.rows.get(meant)?.notes
    if (notes !== wanted) found.push(`the note is ${JSON.stringify(notes)}, not ${JSON.stringify(wanted)}`)
  }
  if (one.outcome === 'in the field' && typed !== text)
    found.push(`the field had ${JSON.stringify(typed)}, not ${JSON.stringify(text)}`)
  const name = one.outcome === 'the name of the review' ? before.name + text : before.name
  if (after.due_date !== before.due_date) found.push('the review was ended')
  if (after.name !== name) found.push(`the review is called ${after.name}, not ${name}`)
  return found
}
