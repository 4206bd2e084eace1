import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { certificationId } from '../certification-id.ts'
import { expect, test } from '../fixtures.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const total = 50_000
const name = 'Every row of one reviewer'
/** Decisions by key, and milliseconds from one to the next. */
const byKey = 200
const pace = 50
const byButton = 12
const maxRows = 120

// One after the other, in one worker: to load 50,000 rows is what takes longest.
test.describe.configure({ mode: 'default' })

let program: Program
let id: string

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  program = await prepareProgram()
  // Its people; the rows come from the file.
  await program.demo(20)
  await program.importCertification(accessLines(), name, 'grace.hopper@example.com')
  await program.start()
  id = await certificationId(browser, program, name)
})

test.afterAll(async () => await program.remove())

test.beforeEach(async ({ page, review }) => {
  await new SignIn(page, program.url).as(people.reviewer, `/reviews/${id}`)
  await expect(review.count).toHaveText('50,000 rows')
  await expect(review.toolbar).toBeVisible()
  await review.grid.focus()
})

const padded = (number: number) => String(number).padStart(3, '0')

/** As many rows as are wanted, a hundred profiles for each person. */
function accessLines(): readonly string[] {
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  const lines = Array.from({ length: total }, (_, at) => {
    const [person, profile] = [padded(Math.floor(at / 100)), padded(at % 100)]
    return `OktaUser,u${person},Person ${person},SalesforceProfile,p${profile},Profile ${profile},Read;Update`
  })
  return [header, ...lines]
}

const undecided = 'decision eq "RESULT_DECISION_NONE"'

/** The accepted rows are those that were meant, and each of them was decided once, by the reviewer. */
async function areAccepted(page: Page, meant: readonly number[]): Promise<void> {
  const rows = await new ReviewsApi(page).rows(id, 'decision eq "RESULT_DECISION_ACCEPTED"')
  const once = [[people.reviewer, 'RESULT_DECISION_ACCEPTED']]
  const found = rows.map(({ result_id, action_log_entries }) => ({
    result_id,
    decisions: action_log_entries
      .filter(({ action }) => action === 'DECISION')
      .map(({ user, decision_detail }) => [user.name, decision_detail?.decision]),
  }))
  expect(found).toEqual(meant.map((result_id) => ({ result_id, decisions: once })))
}

test('200 rows decided by key, 20 a second, are all there once', async ({ page, review }) => {
  const meant = (await new ReviewsApi(page).ids(id)).slice(0, byKey)
  // The first key only marks the first row.
  await page.keyboard.press('j')
  const begun = performance.now()
  for (let at = 0; at < byKey; at += 1) {
    await sleep(Math.max(0, begun + at * pace - performance.now()))
    await page.keyboard.press('a')
  }
  await expect(review.activeRow).toHaveAttribute('data-index', String(byKey))
  await expect(review.unsent).toHaveCount(0)
  await areAccepted(page, meant)
})

test('rows decided by button, 20 a second, are all there once', async ({ page, review }) => {
  await review.tab('To decide').click()
  await expect(review.count).toHaveText('49,800 matching rows')
  const api = new ReviewsApi(page)
  const ids = await api.ids(id)
  expect(await api.ids(id, undecided)).toEqual(ids.slice(byKey))
  const buttons = await review.accept(review.rows).all()
  const places = await Promise.all(buttons.slice(0, byButton).map((button) => button.boundingBox()))
  const begun = performance.now()
  for (const [at, place] of places.entries()) {
    if (!place) throw new Error('a button is not in the page')
    await sleep(Math.max(0, begun + at * pace - performance.now()))
    await page.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
  }
  await expect(review.unsent).toHaveCount(0)
  await areAccepted(page, ids.slice(0, byKey + byButton))
})

test('few rows are in the page wherever it is scrolled, and End and Home lead to the ends of all 50,000, which are said', async ({
  page,
  review,
}) => {
  const middle = { x: 700, y: 600 }
  await page.mouse.move(middle.x, middle.y)
  for (const wheel of [40, 300, 3_000, 30_000, 300_000, -3_000]) {
    await page.mouse.wheel(0, wheel)
    expect(await review.rows.count()).toBeLessThanOrEqual(maxRows)
    await expect.poll(() => page.evaluate(isRowAt, middle)).toBe(true)
    expect(await review.rows.count()).toBeLessThanOrEqual(maxRows)
  }
  expect(await page.evaluate(blankFrames)).toBe(0)
  await page.keyboard.press('End')
  await expect(review.said(/^50,000 of 50,000$/)).toHaveCount(1)
  await expect(review.activeRow).toHaveAttribute('aria-rowindex', '50001')
  await expect(review.activeRow).toHaveAttribute('data-index', String(total - 1))
  await expect(review.activeRow).toContainText('Person 499')
  await expect(review.activeRow).toContainText('To decide')
  await expect(review.activeRow).toBeInViewport()
  await expect(review.grid).toHaveAttribute('aria-rowcount', '50001')
  expect(await review.rows.count()).toBeLessThanOrEqual(maxRows)
  await page.keyboard.press('Home')
  await expect(review.said(/^1 of 50,000$/)).toHaveCount(1)
  await expect(review.activeRow).toHaveAttribute('data-index', '0')
})

/**
 * Runs in the page: scrolls by 333 pixels in each of 120 frames, down and up again, and counts those in which a part of the view has
 * no row. They are looked at before what hears of scrolling can draw, since a browser scrolls ahead of the page; not the first, which
 * moves by more than is drawn for a reader who rests.
 */
async function blankFrames(): Promise<number> {
  const table = document.querySelector<HTMLTableElement>('[data-grid]')
  const scroller = table?.parentElement
  if (!scroller || !table.tHead) throw new Error('there is no table to scroll')
  const { left, top } = scroller.getBoundingClientRect()
  const ends = [table.tHead.getBoundingClientRect().bottom + 1, top + scroller.clientHeight - 2]
  const isRow = (y: number) => Boolean(document.elementFromPoint(left + 40, y)?.closest('tbody tr'))
  let blank = 0
  for (let frame = 0; frame < 120; frame += 1) {
    await new Promise(requestAnimationFrame)
    scroller.scrollTop += frame < 60 ? 333 : -333
    if (frame > 0 && !ends.every(isRow)) blank += 1
  }
  return blank
}

/** Runs in the page: whether a row with its content is drawn there. */
function isRowAt({ x, y }: { readonly x: number; readonly y: number }): boolean {
  const row = document.elementFromPoint(x, y)?.closest('tr')
  return /Person \d+/.test(row?.textContent ?? '')
}
