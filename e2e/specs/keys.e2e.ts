import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { rememberNotes } from '../remember-notes.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { Review } from '../screens/review.ts'
import { people, type SignIn } from '../screens/sign-in.ts'
import { Keyboard } from '../typing/keyboard.ts'

const large = 'Q4 Salesforce admins'
const toDecide = '?decision=RESULT_DECISION_NONE'
/** Longer than commands wait after a dialog has closed. */
const pauseMs = 400

/** What the reviewer sees of the rows of a certification, by id, to the letter. */
type Rows = ReadonlyMap<number, string>

/** The list of rows to decide, as it is after a fresh start, and what the server has of them. */
class List {
  readonly page: Page
  readonly review: Review
  readonly api: ReviewsApi
  readonly id: string

  private constructor(page: Page, review: Review, id: string) {
    this.page = page
    this.review = review
    this.api = new ReviewsApi(page)
    this.id = id
  }

  static async open(page: Page, review: Review, signIn: SignIn, search = toDecide): Promise<List> {
    await signIn.quietly(people.reviewer)
    const id = await new ReviewsApi(page).certification(large)
    await page.goto(new URL(`/reviews/${id}${search}`, page.url()).href)
    await expect(review.grid).toBeFocused()
    await expect(review.toolbar).toBeVisible()
    await expect(review.loadingRows).toHaveCount(0)
    return new List(page, review, id)
  }

  async rows(): Promise<Rows> {
    await expect(this.review.unsent).toHaveCount(0)
    const rows = await this.api.rows(this.id)
    return new Map(rows.map((row) => [row.result_id, JSON.stringify(row)]))
  }

  /** The ids of rows that are not as they were. */
  async changed(before: Rows): Promise<readonly number[]> {
    const after = await this.rows()
    return [...after].filter(([id, row]) => row !== before.get(id)).map(([id]) => id)
  }

  /** The id of the row at a position of the list. */
  async idAt(position: number): Promise<number> {
    const id = (await this.api.ids(this.id, 'decision eq "RESULT_DECISION_NONE"'))[position]
    if (id === undefined) throw new Error(`there is no row at ${position}`)
    return id
  }

  /** The marked position, undefined where no row is marked. */
  async marked(): Promise<number | undefined> {
    const row = this.review.activeRow
    return (await row.count()) === 0 ? undefined : Number(await row.getAttribute('data-index'))
  }
}

/** Presses keys as a hand does: the guards of keys go by the time between two of them. */
async function keyboardOf(page: Page): Promise<Keyboard> {
  return new Keyboard(await page.context().newCDPSession(page))
}

const strokes = (text: string, gapMs: number) => [...text].map((key) => ({ key, gapMs, repeats: 0 }))
const held = (key: string, repeats = 20) => [{ key, gapMs: 30, repeats }]

test('T01 a reason that is typed with an earlier one present goes into the field and decides nothing else', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  await rememberNotes(page, 'No longer needed.')
  const keyboard = await keyboardOf(page)
  const meant = await list.idAt(0)
  const before = await list.rows()
  await page.keyboard.press('j')
  await keyboard.type([{ key: 'r', gapMs: 0, repeats: 0 }, ...strokes('Left the team last May', 120)])
  await expect(review.noteDialog.getByRole('textbox')).toHaveValue('Left the team last May')
  expect(await list.changed(before)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(review.said(/^Rejected: /)).toHaveCount(1)
  expect(await list.changed(before)).toEqual([meant])
  expect(await list.api.row(list.id, meant)).toMatchObject({
    decision: 'RESULT_DECISION_REJECTED',
    notes: 'Left the team last May',
    signed_off_state: 'NOT_SIGNED_OFF',
  })
})

test('T01 notes to choose from are a list below the field: entered, taken and left by keys', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  await rememberNotes(page, 'No longer needed.', 'Left the team.')
  const before = await list.rows()
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  const field = review.noteDialog.getByRole('textbox')
  const notes = review.noteDialog.getByRole('listbox', { name: 'Your last notes' })
  const chosen = notes.getByRole('option', { selected: true })
  // Digits are text.
  await page.keyboard.type('1')
  await expect(field).toHaveValue('1')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('2')
  // From the first of two lines arrow down leads to the second, and from there to the list.
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await expect(field).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowDown')
  await expect(notes).toBeFocused()
  await expect(chosen).toHaveText('No longer needed.')
  await page.keyboard.press('ArrowUp')
  await expect(field).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(chosen).toHaveText('Left the team.')
  await page.keyboard.press('Escape')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('1\n2')
  await field.fill('')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Left the team.')
  // What is written stays; another choice takes the place of a choice.
  await notes.getByText('No longer needed.').click()
  await expect(field).toHaveValue('No longer needed.')
  await expect(field).toBeFocused()
  await page.keyboard.type(' Really.')
  await notes.getByText('Left the team.').click()
  await expect(field).toHaveValue('No longer needed. Really.\nLeft the team.')
  // Text is never lost in the list.
  await page.keyboard.press('ArrowDown')
  await expect(notes).toBeFocused()
  await page.keyboard.type(' Ok')
  await expect(field).toHaveValue('No longer needed. Really.\nLeft the team. Ok')
  expect(await list.changed(before)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(review.noteDialog).toBeHidden()
})

test('T01 single keys act only while the table has the focus, and ? and / anywhere outside of text', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const before = await list.rows()
  await page.keyboard.press('j')
  const elsewhere = [
    page.getByRole('button', { name: 'Refresh' }),
    page.getByRole('navigation', { name: 'Rows by decision' }).getByRole('link').first(),
    page.getByRole('combobox', { name: 'Theme' }),
  ]
  for (const place of elsewhere) {
    await place.focus()
    for (const key of ['j', 'a', 'r', 'n', 'o', 's', 'u']) await page.keyboard.press(key)
  }
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  await page.keyboard.press('a')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await list.marked()).toBe(0)
  expect(await list.changed(before)).toEqual([])
  await page.keyboard.press('/')
  await expect(page.getByRole('group', { name: 'Access filters' }).getByRole('button').first()).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.waitForTimeout(pauseMs)
  await test.step('T01 a control in a row that has the focus marks that row', async () => {
    await review.reject(review.rows.nth(4)).focus()
    expect(await list.marked()).toBe(4)
    await page.keyboard.press('n')
    await expect(page.getByRole('dialog', { name: 'Note on this access' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(review.grid).toBeFocused()
    expect(await list.marked()).toBe(4)
  })
})

test('T01 what cannot be taken back does not have the first focus', async ({
  page,
  review,
  signIn,
  list,
}) => {
  await signIn.as(people.admin, '/reviews')
  const settings = new ReviewsApi(page)
  await settings.setSetting('cert_completion_settings', { completion: 'COMPLETION_ALLOWED_ANYTIME' })
  await list.openCertification(large)
  await expect(review.grid).toBeFocused()
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused()
  await page.getByRole('button', { name: 'Complete …' }).click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Edit …' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Edit …' })).toBeFocused()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  await expect(
    page.getByRole('dialog', { name: 'Sign off decided rows' }).getByRole('status').first(),
  ).toBeFocused()
  await page.keyboard.press('Escape')
  await settings.setSetting('cert_completion_settings', {})
  await page.getByRole('link', { name: 'Reviews' }).first().click()
  await list.newButton.click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.press('Escape')
  await (await list.manage('AWS production access, December'))
    .getByRole('button', { name: 'Publish' })
    .click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
})

test('T01 the table takes the focus once its rows stand, unless something has it', async ({
  page,
  tab,
  query,
}) => {
  await tab.open()
  await expect(tab.grid).toBeFocused()
  const letGo = await holdRequests(page, /action_events/)
  await page.reload({ waitUntil: 'commit' })
  const skip = page.getByRole('link', { name: 'Skip to the content' })
  await skip.focus()
  letGo()
  await expect(tab.count).toBeVisible()
  await expect(skip).toBeFocused()
  await expect(query.openButton).toBeVisible()
})

test('T02 the field has the focus in the task of the press, by key and by button', async ({
  page,
  review,
  signIn,
}) => {
  await List.open(page, review, signIn)
  await page.keyboard.press('j')
  /** Presses in the page, and tells what has the focus before that task ends. */
  const press = async (what: { readonly key: string } | { readonly button: string }) =>
    await page.evaluate((asked) => {
      if ('key' in asked) {
        const { key } = asked
        const event = { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true }
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', event))
        document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', event))
      } else {
        const buttons = [
          ...document.querySelectorAll<HTMLButtonElement>('[data-active] button, dialog button'),
        ]
        buttons.find(({ textContent }) => textContent === asked.button)?.click()
      }
      const { activeElement } = document
      return activeElement?.matches('dialog :is(textarea, input)') ? activeElement.tagName : 'no field'
    }, what)
  for (const what of [{ key: 'r' }, { key: 'n' }, { button: 'Reject' }]) {
    expect(await press(what)).toBe('TEXTAREA')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await page.waitForTimeout(pauseMs)
  }
  await page.keyboard.press('o')
  await expect(review.drawer.getByRole('button', { name: 'Reassign …' })).toBeVisible()
  await page.waitForTimeout(pauseMs)
  for (const [what, field] of [
    [{ key: 'r' }, 'TEXTAREA'],
    [{ button: 'Reject' }, 'TEXTAREA'],
    [{ button: 'Note …' }, 'TEXTAREA'],
    [{ button: 'Reassign …' }, 'INPUT'],
  ] as const) {
    expect(await press(what)).toBe(field)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await page.waitForTimeout(pauseMs)
  }
})

test('T02 while a row or the help is on its way keys do nothing, and Esc gives it up', async ({
  page,
  review,
  signIn,
}) => {
  const letRowGo = await holdRequests(page, /row-page/)
  const letHelpGo = await holdRequests(page, /help-dialog/)
  const list = await List.open(page, review, signIn)
  const before = await list.rows()
  await page.keyboard.press('j')
  await test.step('the help', async () => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' }).getByText('Opening …')).toBeVisible()
    for (const key of ['a', 'r', 'Enter', 'Space']) await page.keyboard.press(key)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    letHelpGo()
    expect(await list.changed(before)).toEqual([])
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
  await page.waitForTimeout(pauseMs)
  await test.step('a row', async () => {
    await page.keyboard.press('o')
    await expect(page.getByText('Opening …')).toBeVisible()
    for (const key of ['a', 'r', 'n', 'Enter', 'Space', '?', 'j']) await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(review.grid).toBeFocused()
    letRowGo()
    await page.waitForTimeout(pauseMs)
    await expect(page).toHaveURL(/\/reviews\/[^/]+\?decision/)
    expect(await list.marked()).toBe(0)
    await page.keyboard.press('o')
    await expect(review.drawer.getByRole('button', { name: 'Accept' })).toBeVisible()
    expect(await list.changed(before)).toEqual([])
  })
})

test('T02 after a dialog has closed no command runs until nobody has typed for a moment', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const keyboard = await keyboardOf(page)
  const meant = await list.idAt(0)
  const next = await list.idAt(1)
  const before = await list.rows()
  await page.keyboard.press('j')
  await keyboard.type([
    { key: 'r', gapMs: 0, repeats: 0 },
    ...strokes('gone', 60),
    { key: 'Enter', gapMs: 60, repeats: 0 },
    ...strokes('a s r n o jka Enter u'.replace('Enter', ''), 140),
    { key: 'Enter', gapMs: 140, repeats: 0 },
  ])
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await list.changed(before)).toEqual([meant])
  expect(await list.marked()).toBe(1)
  await page.waitForTimeout(pauseMs)
  await page.keyboard.press('a')
  await expect(review.said(/^Accepted: /)).toHaveCount(1)
  expect(await list.changed(before)).toEqual([meant, next])
})

test('T03 a held key accepts one row, and a held Enter or Space presses a button once, in list and dialog', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const keyboard = await keyboardOf(page)
  const ids = [await list.idAt(0), await list.idAt(3), await list.idAt(5)]
  const before = await list.rows()
  await page.keyboard.press('j')
  await keyboard.type(held('a', 40))
  await expect(review.said(/^Accepted: /)).toHaveCount(1)
  expect(await list.changed(before)).toEqual(ids.slice(0, 1))
  await review.accept(review.rows.nth(3)).focus()
  await keyboard.type(held('Enter', 40))
  await expect(review.unsent).toHaveCount(0)
  expect(await list.changed(before)).toEqual(ids.slice(0, 2))
  await review.accept(review.rows.nth(5)).focus()
  await keyboard.type(held(' ', 40))
  await expect(review.unsent).toHaveCount(0)
  expect(await list.changed(before)).toEqual(ids)
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await test.step('the key that opened a dialog types nothing into it, and the one that sent it does nothing after', async () => {
    const then = await list.rows()
    await keyboard.type(held('r'))
    const field = review.noteDialog.getByRole('textbox')
    await expect(field).toHaveValue('')
    // Typing and deleting repeat.
    await keyboard.type(held('x', 5))
    await expect(field).toHaveValue('xxxxxx')
    await keyboard.type(held('Enter'))
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect(await list.changed(then)).toHaveLength(1)
    await page.waitForTimeout(pauseMs)
    // Movement repeats.
    const from = await list.marked()
    await keyboard.type(held('j', 10))
    await keyboard.type(held('ArrowDown', 10))
    expect(await list.marked()).toBe((from ?? 0) + 22)
  })
})

test('T04 on a keyboard that writes Cyrillic letters the keys in the same places are the commands', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const devtools = await page.context().newCDPSession(page)
  const press = async (key: string, code: string) => {
    for (const type of ['keyDown', 'keyUp'] as const)
      await devtools.send('Input.dispatchKeyEvent', {
        type,
        key,
        code,
        ...(type === 'keyDown' && { text: key }),
      })
  }
  await press('о', 'KeyJ')
  expect(await list.marked()).toBe(0)
  await press('к', 'KeyR')
  await expect(review.noteDialog).toBeVisible()
  await press('ж', 'Semicolon')
  await expect(review.noteDialog.getByRole('textbox')).toHaveValue('ж')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.waitForTimeout(pauseMs)
  await page.keyboard.press('?')
  await expect(page.getByText(/Cyrillic, Greek, Hebrew/)).toBeVisible()
})

test('T05 a key on a row that is not here yet says so, and acts once the row is seen', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const before = await list.rows()
  const letGo = await holdRequests(page, /\/results\?/)
  await page.reload()
  await expect(review.count).toBeVisible()
  await review.grid.focus()
  await page.keyboard.press('j')
  expect(await list.marked()).toBe(0)
  for (const key of ['a', 'r', 'n', 's']) {
    await page.keyboard.press(key)
    await expect(review.notice).toContainText('This row is not here yet. Nothing was done')
    await expect(review.drawer).toHaveCount(0)
    await page.keyboard.press('j')
    await expect(review.notice).toBeHidden()
    await page.keyboard.press('k')
  }
  letGo()
  await expect(review.loadingRows).toHaveCount(0)
  expect(await list.changed(before)).toEqual([])
  await page.keyboard.press('r')
  await expect(review.noteDialog).toBeVisible()
})

/** Ways to a list in which nobody has marked a row. */
const arrivals: Readonly<Record<string, (page: Page, review: Review) => Promise<void>>> = {
  'a fresh page': async (page) => void (await page.reload()),
  'another tab': async (_page, review) => await review.tab('All').click(),
  'Back to another list': async (page, review) => {
    await review.tab('All').click()
    await expect(review.count).toHaveText(/^[\d,]+ rows$/)
    await page.goBack()
    await expect(review.count).toHaveText(/matching/)
    await expect(review.loadingRows).toHaveCount(0)
  },
  'a new filter': async (page, review) => {
    await page.getByRole('button', { name: 'Who', exact: true }).first().click()
    const panel = page.getByRole('dialog', { name: 'Who', exact: true })
    await panel.getByRole('textbox').fill('a')
    await panel.getByRole('button', { name: 'Apply' }).click()
    await expect(panel).toBeHidden()
    await review.grid.focus()
  },
}

test('T05 after a fresh page, another tab, Back or a new filter the first command marks a row and says which, the second acts', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const before = await list.rows()
  const words = /^Marked: .*Press n again to write a note\.$/
  for (const [arrival, arrive] of Object.entries(arrivals))
    await test.step(arrival, async () => {
      await review.tab('To decide').click()
      await expect(review.answered).toBeVisible()
      await expect(review.loadingRows).toHaveCount(0)
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await expect(review.activeRow).not.toHaveAttribute('data-index', '0')
      await arrive(page, review)
      await expect(review.grid).not.toHaveAttribute('aria-busy', 'true')
      await expect(review.grid).toBeFocused()
      await expect(review.grid).not.toHaveAttribute('aria-activedescendant')
      await expect(review.said(words)).toHaveCount(0)
      await page.keyboard.press('n')
      await expect(review.activeRow).toHaveAttribute('data-index', '0')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(review.said(words)).toHaveCount(1)
      await expect(page.getByText(words).and(review.notice)).toBeVisible()
      expect(await list.changed(before)).toEqual([])
      // What is typed on, as a word would be, does not count yet.
      await page.waitForTimeout(pauseMs)
      await page.keyboard.press('n')
      await expect(page.getByRole('dialog', { name: 'Note on this access' })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await page.waitForTimeout(pauseMs)
    })
})

test('T05 a word typed where no row is marked only marks one, which is shown before a command acts on it', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  const before = await list.rows()
  for (const key of 'salesforceaaa') {
    await page.keyboard.press(key)
    await page.waitForTimeout(30)
  }
  await expect(review.activeRow).toHaveAttribute('data-index', '0')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await list.changed(before)).toEqual([])

  await test.step('out of view', async () => {
    await page.waitForTimeout(pauseMs)
    await review.scroller.evaluate((element) => element.scrollTo(0, 4000))
    await page.keyboard.press('a')
    await expect(review.said(/^Marked: .*Press a again to accept it\.$/)).toHaveCount(1)
    await expect(review.activeRow).toBeInViewport()
    expect(await list.marked()).toBe(0)
    expect(await list.changed(before)).toEqual([])
  })
})

test('T06 three rows stay in view above and below the marked one, and at the end those passed over are offered', async ({
  page,
  review,
  signIn,
}) => {
  const list = await List.open(page, review, signIn)
  await page.keyboard.press('j')
  /** Rows that are wholly in view above and below the marked one. */
  const around = async () =>
    await review.scroller.evaluate((scroller) => {
      const box = scroller.getBoundingClientRect()
      const top = box.top + (scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0)
      const marked = scroller.querySelector('[data-active]')?.getBoundingClientRect()
      if (!marked) throw new Error('no row is marked')
      const { height } = marked
      return [marked.top - top, box.top + scroller.clientHeight - marked.bottom].map((room) =>
        Math.floor((room + 1) / height),
      )
    })
  for (let step = 0; step < 30; step += 1) await page.keyboard.press('j')
  expect((await around())[1]).toBe(3)
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowUp')
  expect((await around())[0]).toBe(3)
  expect(await list.marked()).toBe(10)

  await test.step('at the end of the list', async () => {
    await page.keyboard.press('End')
    await expect(review.activeRow).toContainText('To decide')
    // Those in between may not have been read.
    const words = /^(At least )?\d+ rows above are still to decide\.$/
    await page.keyboard.press('ArrowDown')
    await expect(review.said(words)).toHaveCount(1)
    await expect(review.notice).toHaveText(words)
    await expect(review.activeRow).toBeInViewport()
    await page.getByRole('button', { name: 'Go to the first' }).press('Enter')
    expect(await list.marked()).toBe(0)
    await expect(review.grid).toBeFocused()
    await expect(review.notice).toHaveCount(0)
    // A decision on the last row offers them too.
    await page.keyboard.press('End')
    await page.keyboard.press('a')
    await expect(review.said(words)).toHaveCount(1)
  })
})
