import { events } from '#testing/many-events.ts'
import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'

const task = 'task-0100'
const names = events.filter(({ policy_task }) => policy_task === task).map(({ action_name }) => action_name)

test('the Task cell leads to the task by keyboard, from there to an action; Back and a reload keep it', async ({
  page,
  tab,
}) => {
  await tab.open(`policy_task=eq:${task}`)
  await expect(tab.count).toBeVisible()
  await tab.grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const cell = page.getByRole('link', { name: `${task}. Open the task.` })
  await expect(cell.and(page.locator(':focus'))).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/activity/tasks/${task}`)
  await expect(page.getByRole('heading', { name: `${names.length} actions` })).toBeVisible()

  const [action = ''] = names
  await page.getByRole('link', { name: action, exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: action })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: `${names.length} actions` })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: `${names.length} actions` })).toBeVisible()
})

test('a cell filters by mouse and the marked row by keyboard; axe finds nothing at fault in the task and the panel', async ({
  page,
  tab,
}) => {
  await expectNoFaults(page, {
    'the task': {
      async reach() {
        await page.goto(`/activity/tasks/${task}`)
        await expect(page.getByRole('heading', { name: 'Other tasks of this identity' })).toBeVisible()
      },
    },
    'no such task': {
      async reach() {
        await page.goto('/activity/tasks/nothing')
        await expect(page.getByRole('heading', { name: 'There is no such task' })).toBeVisible()
      },
    },
    'the panel of a row': {
      at: 'wide',
      async reach() {
        await tab.open(`policy_task=eq:${task}`)
        await expect(tab.count).toBeVisible()
        await expect(async () => {
          await tab.grid.focus()
          await page.keyboard.press('ArrowDown')
          await page.keyboard.press('f')
          await expect(page.getByRole('dialog', { name: 'Filter by this row' })).toBeVisible()
        }).toPass()
      },
    },
  })
  await page.keyboard.press('Escape')
  await expect(tab.grid).toBeFocused()
  const cell = tab.rows.first().getByRole('gridcell').first()
  await cell.hover()
  await page.getByRole('button', { name: /^Filter by State: / }).click()
  await page.getByRole('button', { name: /^Exclude State: / }).click()
  await expect
    .poll(() => tab.params())
    .toContainEqual([
      'filter',
      expect.stringMatching(/^policy_task eq "task-0100" and not \(state eq "[A-Z_]+"\)$/),
    ])
})
