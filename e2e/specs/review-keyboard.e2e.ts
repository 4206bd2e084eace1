import type { Page } from '@playwright/test'
import { certificationId } from '../certification-id.ts'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const reason = 'No longer in the team.'
/** Longer than commands wait after a dialog has closed. */
const pauseMs = 400

// One after the other, in one worker: they share a program, whose settings one of them changes.
test.describe.configure({ mode: 'default' })

let program: Program
let id: string

test.beforeAll(async ({ browser }) => {
  program = await prepareProgram()
  await program.demo(20, 800)
  await program.start()
  id = await certificationId(browser, program, large)
})

test.afterAll(async () => await program.remove())

test.beforeEach(async ({ page, review }) => {
  await new SignIn(page, program.url).as(people.reviewer, `/reviews/${id}?decision=RESULT_DECISION_NONE`)
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await expect(review.toolbar).toBeVisible()
  await review.grid.focus()
})

const undecided = 'decision eq "RESULT_DECISION_NONE" and signed_off_state eq "NOT_SIGNED_OFF"'

/** Presses keys and counts them. */
function counted(page: Page) {
  let presses = 0
  return {
    press: async (...keys: readonly string[]) => {
      for (const key of keys) {
        presses += 1
        await page.keyboard.press(key)
      }
    },
    type: async (text: string) => {
      presses += text.length
      await page.keyboard.type(text)
    },
    count: () => presses,
  }
}

/** Forty rows accepted and ten rejected, as `reject` does it, and then what the server has of them. */
async function decideFifty(page: Page, review: Review, reject: (at: number) => Promise<void>, press: Press) {
  const api = new ReviewsApi(page)
  const ids = (await api.ids(id, undecided)).slice(0, 50)
  for (const at of ids.keys()) {
    if (at % 5 === 4) await reject(at)
    else await press('a')
  }
  await expect(review.unsent).toHaveCount(0)
  for (const [at, row_id] of ids.entries()) {
    const row = await api.row(id, row_id)
    const rejected = { decision: 'RESULT_DECISION_REJECTED', notes: reason }
    // An accepted row keeps the note that it had.
    const wanted = at % 5 === 4 ? rejected : { decision: 'RESULT_DECISION_ACCEPTED', notes: row.notes }
    const { decision, notes } = row
    expect({ row_id, decision, notes }).toEqual({ row_id, ...wanted })
  }
}

type Press = (...keys: readonly string[]) => Promise<void>

test('fifty rows with one reason typed once', async ({ page, review }) => {
  const { press, type, count } = counted(page)
  let first = true
  const reject = async () => {
    await press('r')
    await expect(review.noteDialog).toBeVisible()
    if (first) await type(reason)
    else await press('ArrowDown', 'Enter')
    first = false
    await press('Enter')
    await expect(review.noteDialog).toBeHidden()
    await page.waitForTimeout(pauseMs)
  }
  // Marks the first row.
  await press('j')
  await decideFifty(page, review, reject, press)
  // One to mark, 40 to accept; r and Enter ten times, the reason once, and twice two keys to choose it the other times.
  expect(count()).toBe(1 + 40 + 20 + reason.length + 9 * 2)
})

test('fifty rows with a reason that is stored in the settings', async ({ page, review, elsewhere }) => {
  const admin = await elsewhere()
  await new SignIn(admin, program.url).quietly(people.admin)
  const settings = new ReviewsApi(admin)
  await settings.setSetting('predefined_decision_notes', { reject_notes: ['Not needed.', reason] })
  await page.reload()
  await expect(review.grid).toBeFocused()
  const { press, count } = counted(page)
  const reject = async () => {
    await press('r')
    await expect(review.noteDialog.getByRole('listbox', { name: 'Stored notes' })).toBeVisible()
    await press('ArrowDown', 'ArrowDown', 'Enter', 'Enter')
    await expect(review.noteDialog).toBeHidden()
    await page.waitForTimeout(pauseMs)
  }
  await press('j')
  await decideFifty(page, review, reject, press)
  expect(count()).toBe(1 + 40 + 10 * 5)
  await settings.setSetting('predefined_decision_notes', {})
})

test('every decision is said with how to take it back, and u takes it back', async ({ page, review }) => {
  const api = new ReviewsApi(page)
  const [first] = await api.ids(id, undecided)
  if (first === undefined) throw new Error('there are no rows to decide')
  await page.keyboard.press('j')
  const before = await active(page)
  await page.keyboard.press('a')
  await expect(review.said(/^Accepted: .*\. u takes it back\.$/)).toHaveCount(1)
  expect(await active(page)).toBe(before + 1)
  await page.keyboard.press('u')
  await expect(review.said(/^Taken back: /)).toHaveCount(1)
  await expect(review.unsent).toHaveCount(0)
  expect((await api.row(id, first)).decision).toBe('RESULT_DECISION_NONE')
  // What is pressed next is for that row.
  expect(await active(page)).toBe(before)
  await page.keyboard.press('n')
  await expect(page.getByRole('dialog', { name: 'Note on this access' })).toBeVisible()
  await page.keyboard.type('One line')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('and another')
  await page.keyboard.press('Enter')
  await expect(review.said(/^Noted: /)).toHaveCount(1)
  await expect(review.unsent).toHaveCount(0)
  expect((await api.row(id, first)).notes).toBe('One line\nand another')
})

test('keys move, open, ask for help and lead to the filters', async ({ page, review }) => {
  await page.keyboard.press('j')
  const start = await active(page)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  expect(await active(page)).toBe(start + 1)
  await page.keyboard.press('o')
  await expect(review.drawer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(review.drawer).toHaveCount(0)
  expect(await active(page)).toBe(start + 1)
  await page.waitForTimeout(pauseMs)
  await page.keyboard.press('?')
  await expect(page.getByRole('checkbox', { name: 'Single-key shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.waitForTimeout(pauseMs)
  await page.keyboard.press('/')
  await expect(page.getByRole('group', { name: 'Access filters' }).getByRole('button').first()).toBeFocused()
})

test('s signs a decided row off', async ({ page, review }) => {
  const api = new ReviewsApi(page)
  const [first] = await api.ids(id, undecided)
  if (first === undefined) throw new Error('there are no rows to decide')
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await page.keyboard.press('k')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Sign off this row' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(review.said(/^Signed off: /)).toHaveCount(1)
  await expect(review.unsent).toHaveCount(0)
  const row = await api.row(id, first)
  expect(row).toMatchObject({ decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' })
})

test('rows are chosen by keys and presses with Shift, and what is typed on then decides nothing', async ({
  page,
  review,
}) => {
  const api = new ReviewsApi(page)
  const before = await api.ids(id, undecided)
  const changes: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT' || request.url().endsWith(':run')) changes.push(request.url())
  })
  const bar = page.getByRole('region', { name: 'Chosen rows' })
  const box = (at: number) => review.grid.locator(`[data-index="${at}"] label`)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bar).toContainText('2 chosen')
  // The label is the target, wider than the box in it.
  await box(3).click({ modifiers: ['Shift'], position: { x: 1, y: 24 } })
  await expect(bar).toContainText('4 chosen')
  await expect(box(3).getByRole('checkbox')).toBeChecked()
  await review.rows
    .nth(5)
    .getByText(/./)
    .first()
    .click({ modifiers: ['Shift'] })
  await expect(bar).toContainText('6 chosen')
  await expect(review.rows.and(page.locator('[aria-selected="true"]'))).toHaveCount(6)
  expect(await page.evaluate(() => String(getSelection()))).toBe('')
  const closed = async () => {
    // Whatever was typed may have closed it, and Esc would end the choice then.
    if ((await review.drawer.count()) > 0) await page.keyboard.press('Escape')
    await expect(review.drawer).toHaveCount(0)
    await page.waitForTimeout(pauseMs)
  }
  for (const key of ['a', 'r', 'n', 's', 'c']) {
    await review.grid.focus()
    await page.keyboard.press(key)
    expect(await page.locator('dialog[open]').count()).toBe(1)
    await page.keyboard.type('arsncx are gone', { delay: 20 })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await closed()
  }
  for (const word of ['Accept …', 'Sign off …']) {
    const button = bar.getByRole('button', { name: word })
    await button.focus()
    await page.keyboard.type('arsn', { delay: 20 })
    await expect(review.drawer).toHaveCount(0)
    await button.dblclick()
    await page.keyboard.type('arsn are gone', { delay: 20 })
    await page.keyboard.press('Enter')
    await closed()
  }
  await expect(bar).toContainText('6 chosen')
  // A lower bar would show another row, which is not chosen: the bar stays as high as it is.
  const screen = bar.getByRole('button', { name: /on the screen$/ })
  await screen.click()
  await expect(screen).toHaveAttribute('aria-disabled', 'true')
  await expect(bar).not.toContainText(/^6 chosen/)
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
  expect(changes).toEqual([])
  expect(await api.ids(id, undecided)).toEqual(before)
})

/** The position on which keys act. */
async function active(page: Page): Promise<number> {
  return Number(await page.locator('[data-active]').getAttribute('data-index'))
}

test('a change that has to wait is told above the table, and survives the window without a question', async ({
  page,
  review,
}) => {
  const letGo = await holdRequests(page, '**/results')
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await expect(page.getByText('1 change is on this device')).toBeVisible()
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.accept()
  })
  await page.reload()
  await expect(review.toolbar).toBeVisible()
  expect(asked).toBe(0)
  await expect(review.rows.getByText('on this device')).toHaveCount(1)
  letGo()
  await expect(review.unsent).toHaveCount(0)
})

test('a grouped list is walked by keys alone, and what asks about a group runs nothing', async ({ page }) => {
  const api = new ReviewsApi(page)
  const before = await api.ids(id, undecided)
  const changes: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT' || request.url().endsWith(':run')) changes.push(request.url())
  })
  await page.goto(`${program.url}/reviews/${id}?group=source&decision=RESULT_DECISION_NONE`)
  const tree = page.getByRole('treegrid', { name: 'Rows of the review' })
  await expect(tree).toContainText('to decide')
  await tree.focus()
  const marked = tree.locator('[data-active]')
  await page.keyboard.press('Home')
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowDown')
  await page.keyboard.press('Alt+ArrowUp')
  // Headers stand below zero.
  await expect(marked).toHaveAttribute('data-index', '-2')
  await page.keyboard.press('ArrowLeft')
  await expect(marked).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowRight')
  await expect(marked).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowDown')
  await expect(marked).toHaveAttribute('aria-level', '2')
  await page.keyboard.press('ArrowLeft')
  await expect(marked).toHaveAttribute('data-index', '-2')
  await page.keyboard.press('Shift+A')
  const dialog = page.getByRole('dialog', { name: /^Accept rows of/ })
  await expect(dialog.getByText('Nothing has been changed yet.')).toBeVisible()
  await page.keyboard.type('arsn are gone', { delay: 20 })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(tree).toBeFocused()
  expect(changes).toEqual([])
  expect(await api.ids(id, undecided)).toEqual(before)
})
