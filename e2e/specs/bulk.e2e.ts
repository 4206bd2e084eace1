import type { Page } from '@playwright/test'
import { certificationId } from '../certification-id.ts'
import { expect, test } from '../fixtures.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi, type Row } from '../reviews-api.ts'
import { ReviewFilters } from '../screens/review-filters.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const name = 'Every row of payroll'
const payroll = 'Payroll'
/** Of the rows of payroll, those that are to decide, and those that were decided before. */
const toDecide = 255
const before = 3
const others = 300
const reason = 'Payroll moves to another system.'

let program: Program
let id: string

test.beforeAll(async ({ browser }) => {
  program = await prepareProgram()
  // Its people; the rows come from the file.
  await program.demo(20)
  await program.importCertification(accessLines(), name, 'grace.hopper@example.com')
  await program.start()
  id = await certificationId(browser, program, name)
})

test.afterAll(async () => await program.remove())

/** Rows of payroll and of ten other places, mixed. */
function accessLines(): readonly string[] {
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  const lines = [
    ...Array.from(
      { length: toDecide + before },
      (_, at) => `OktaUser,u${at},Person ${at},App,a,${payroll},Read`,
    ),
    ...Array.from(
      { length: others },
      (_, at) => `OktaUser,u${at},Person ${at},App,b${at % 10},Place ${at % 10},Read`,
    ),
  ]
  return [header, ...lines.toSorted((one, other) => (one.slice(9, 14) < other.slice(9, 14) ? -1 : 1))]
}

/** What a person does, counted. */
function handsOf(page: Page) {
  const done = { keys: 0, clicks: 0 }
  const count = (name: keyof typeof done, by: number) => {
    done[name] += by
  }
  return {
    done,
    press: async (key: string) => {
      count('keys', 1)
      await page.keyboard.press(key)
    },
    type: async (text: string) => {
      count('keys', text.length)
      await page.keyboard.type(text)
    },
    click: async (button: string, within: Pick<Page, 'getByRole'> = page) => {
      count('clicks', 1)
      await within.getByRole('button', { name: button, exact: true }).click()
    },
  }
}

/** The requests of a page from now on, as `POST …/bulk:preview`. */
function requestsOf(page: Page): string[] {
  const requests: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/assets/'))
      requests.push(`${request.method()} ${pathname.split(id)[1] ?? pathname}`)
  })
  return requests
}

const isOfPayroll = ({ destination }: Row) => destination.name === payroll
const isUndecided = ({ decision }: Row) => decision === 'RESULT_DECISION_NONE'

test('N1 a filter that was reloaded, left and come back to is rejected as one job: the 255 rows of one destination, and no other', async ({
  page,
  review,
}) => {
  await new SignIn(page, program.url).as(people.reviewer, `/reviews/${id}`)
  const api = new ReviewsApi(page)
  const all = await api.rows(id)
  for (const { result_id } of all.filter(isOfPayroll).slice(0, before))
    await api.change(id, { result_id, decision: 'RESULT_DECISION_ACCEPTED' })
  const was = await api.rows(id)
  expect(was.filter((row) => isOfPayroll(row) && isUndecided(row))).toHaveLength(toDecide)

  await review.tab('To decide').click()
  await expect(review.answered).toHaveText(`${toDecide + others} matching rows`)
  await new ReviewFilters(page).compare('What', 'is', payroll)
  await expect(review.answered).toHaveText(`${toDecide} matching rows`)
  await page.reload()
  await expect(review.answered).toHaveText(`${toDecide} matching rows`)
  await page.goBack()
  await expect(review.answered).toHaveText(`${toDecide + others} matching rows`)
  await page.goForward()
  await expect(review.answered).toHaveText(`${toDecide} matching rows`)
  await expect(review.loadingRows).toHaveCount(0)
  await expect(review.toolbar).toBeVisible()

  const { press, type, click, done } = handsOf(page)
  const requests = requestsOf(page)
  const bar = page.getByRole('region', { name: 'Chosen rows' })
  const dialog = page.getByRole('dialog', { name: 'Reject rows that match' })
  await review.grid.focus()
  await press('ArrowDown')
  await press('x')
  await click(`All ${toDecide} that match`, bar)
  await expect(bar).toContainText(`All ${toDecide} that match chosen`)
  await press('r')
  await expect(dialog.getByRole('textbox')).toBeFocused()
  await type(reason)
  await press('Enter')
  await expect(dialog.getByText(`All ${toDecide} rows will be rejected.`)).toBeVisible()
  await expect(dialog.getByText('Nothing has been changed yet.')).toBeVisible()
  await click(`Reject ${toDecide} rows`, dialog)
  await expect(dialog.getByText(`${toDecide} of ${toDecide} rows were rejected.`)).toBeVisible()
  const changes = requests.filter((request) => !request.startsWith('GET'))
  process.stdout.write(
    `rejected ${toDecide} rows: ${done.keys} keys, ${done.clicks} clicks, ${requests.length} requests\n`,
  )
  expect(changes).toEqual(['POST /bulk:preview', expect.stringMatching(/^POST \/bulk\/[^/]+:run$/)])
  // News of rows are read a few dozen at a time, those in view alone.
  expect(requests.length).toBeLessThan(40)

  const now = await api.rows(id)
  expect(now.map(({ result_id }) => result_id)).toEqual(was.map(({ result_id }) => result_id))
  for (const [at, row] of was.entries()) {
    const then = now[at]
    if (!isOfPayroll(row) || !isUndecided(row)) expect(then).toEqual(row)
    else {
      expect(then).toMatchObject({ decision: 'RESULT_DECISION_REJECTED', notes: reason })
      expect(then?.action_log_entries).toHaveLength(row.action_log_entries.length + 1)
    }
  }

  await dialog.getByRole('link', { name: 'Show the receipt' }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Reject ${toDecide} rows` })).toBeVisible()
  await expect(page.getByText(`What is "${payroll}"`)).toBeVisible()
  await page.getByRole('link', { name: 'Changes of many rows' }).click()
  await expect(page.getByRole('list', { name: 'Changes of many rows' }).getByRole('link')).toHaveCount(1)
})
