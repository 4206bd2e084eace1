import { turnedPlaces, turning } from '../foreign-text.ts'
import { expect, test } from '../fixtures.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

const mail = 'mallory@example.com'
const review = turning('Q4')
const who = turning('Ada')
const what = turning('Admin')
const note = `${turning('never')}\nsecond line`

const access = [
  'source_type,source_id,source_name,source_team,destination_type,destination_id,destination_name,waypoint_type,waypoint_id,waypoint_name,raw_permissions',
  ...[1, 2, 3].map((number) =>
    [
      'User',
      `u${number}`,
      `${who}${number}`,
      turning('team'),
      'Role',
      `r${number}`,
      what,
      'Group',
      'g',
      turning('Group'),
      turning('read'),
    ].join(','),
  ),
]

const event = {
  policy_task: turning('task'),
  action_name: turning('Sync'),
  state: 'ERRORED',
  action_type: 'SYNC_IDENTITIES',
  identity_name: turning('Eve'),
  identity_id: turning('eve'),
  workflow_name: turning('Joiner'),
  policy_name: turning('Policy'),
  policy_id: turning('p'),
  extraction_event: turning('x'),
  messages: [turning('failed'), `two\n${turning('lines')}`],
  [turning('extra')]: turning('value'),
}

// One after the other, in one worker: otherwise each of them would make a program of its own.
test.describe.configure({ mode: 'default' })

let program: Program
test.beforeAll(async () => {
  program = await prepareProgram()
  await program.demo(20, 40)
  await program.addReviewer(mail, turning('Mallory'))
  await program.importCertification(access, review, mail)
  await program.importEvents('events.ndjson', [event])
  await program.start()
})
test.afterAll(() => program.remove())

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const)
  test.describe(`T27 at ${width} px`, () => {
    test.use({ viewport: { width, height } })

    test('T27 names and notes of a review turn nothing on any of its screens', async ({ page }) => {
      const screens = new Review(page)
      await new SignIn(page, program.url).as(people.admin, '/reviews')
      const nothingTurned = async (text: string | RegExp) => {
        await expect(page.getByText(text).first()).toBeVisible()
        expect(await turnedPlaces(page)).toEqual([])
      }
      const id = await new ReviewsApi(page).certification(review)
      await page
        .getByRole('region', { name: 'Workflows' })
        .locator('summary')
        .filter({ hasText: review })
        .click()
      await nothingTurned(review)
      await page
        .getByRole('button', { name: /^Manage \u2068/ })
        .first()
        .click()
      await page.getByRole('button', { name: 'Edit …' }).click()
      await expect(page.getByRole('dialog', { name: /^Edit/ })).toContainText('Mallory')
      expect(await turnedPlaces(page)).toEqual([])

      await page.goto(`${program.url}/reviews/${id}`)
      await nothingTurned(who)
      expect(await page.title()).toBe(`\u2068\u2068${review}\u2069 · Countersign`)
      // Each width decides a row of its own.
      const row = screens.rows.nth(width > 1000 ? 0 : 1)
      await screens.accept(row).click()
      await expect(screens.said(/^Accepted:/)).toHaveText(/Accepted: .*u takes it back/)
      expect(await turnedPlaces(page)).toEqual([])
      await row.getByText(who).click()
      await expect(screens.drawer).toContainText('History')
      await screens.drawer.getByRole('button', { name: /^(Add a )?[Nn]ote/ }).click()
      await page.getByRole('textbox').last().fill(note)
      await page.keyboard.press('Control+Enter')
      await expect(screens.drawer.getByText('noted').first()).toBeVisible()
      await expect(screens.drawer.getByText('never').first()).toBeVisible()
      // Until it is saved what is pressed next may still move.
      await expect(screens.drawer.getByText('Saved', { exact: true })).toBeVisible()
      expect(await turnedPlaces(page)).toEqual([])
      await screens.drawer.getByRole('button', { name: /^Reassign/ }).click()
      await expect(page.getByRole('dialog', { name: 'Reassign this row' })).toContainText('Mallory')
      expect(await turnedPlaces(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Details', exact: true }).click()
      await screens.drawer.getByText('Progress by reviewer').click()
      await expect(screens.drawer.getByRole('table')).toContainText('Mallory')
      expect(await turnedPlaces(page)).toEqual([])
    })

    test('T27 the drawer of a row marks what cannot be seen, and copies what came in', async ({ page }) => {
      await new SignIn(page, program.url).quietly(people.admin)
      const id = await new ReviewsApi(page).certification(review)
      await page.goto(`${program.url}/reviews/${id}/rows/1`)
      const path = page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'Who' }).first()
      const name = path.locator('strong')
      await expect(name.locator('[title="U+202E, right-to-left override"]')).toBeVisible()
      await expect(name.locator('[title="U+2069, pop directional isolate"]')).toBeVisible()
      // Painted in its place, and what follows it goes on to the right.
      const codes = await name
        .locator('[data-code]')
        .evaluateAll((marks) =>
          marks.map((mark) => getComputedStyle(mark, '::before').content.replace(/[" ]/g, '')),
        )
      expect(codes.join()).toContain('202E')
      // It leads to the page of that person: who copies it selects it.
      await name.evaluate((text) => getSelection()?.selectAllChildren(text))
      await page.keyboard.press('Control+c')
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied.trim()).toBe(`${who}2`)
    })

    test('T27 names and messages of an event turn nothing, and are marked in its drawer', async ({
      page,
    }) => {
      await new SignIn(page, program.url).as(people.admin, '/activity/workflow-actions?state=ERRORED')
      const row = page
        .getByRole('grid')
        .getByRole('row')
        .filter({ hasText: turning('Sync') })
      await expect(row).toBeVisible()
      expect(await turnedPlaces(page)).toEqual([])
      await row.getByText(turning('Sync')).click()
      const drawer = page.getByRole('dialog')
      await expect(drawer.getByText('All fields')).toBeVisible()
      await expect(drawer.locator('[data-code="U+202E"]').first()).toBeVisible()
      expect(await turnedPlaces(page)).toEqual([])
      const messages = drawer
        .getByRole('region')
        .or(drawer.locator('section'))
        .filter({ hasText: 'Messages' })
      await expect(messages.getByRole('listitem').first().locator('[data-code]')).toHaveCount(2)
    })
  })
