import { expect } from 'vitest'
import { ReviewsApi } from '../reviews-api.ts'
import type { Target } from './engine-page.ts'
import { expectWhole, sizes } from './expect-whole.ts'
import { test } from './fixtures.ts'
import { ReviewWalk } from './review-walk.ts'

const dialog = (name: string | RegExp): Target => ({ role: 'dialog', name })

test('T53 the list of reviews shows its rows, and each dialog of it as a whole', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.signIn('Ada Lovelace')
  await new ReviewsApi(page.engine).setSetting('cert_completion_settings', {
    completion: 'COMPLETION_ALLOWED_ANYTIME',
  })
  await page.open('/reviews')
  await page.first({ role: 'button', name: 'New review' })
  await page.until('the list stands', async () => (await page.all({ role: 'row' })).length > 5)

  await page.button('New review')
  await expectWhole(page, 'New review')
  await walk.closeBoth('New review', () => page.button('New review'))

  for (const [verb, name] of [
    ['Edit', 'Q4 Salesforce admins'],
    ['Complete', 'Q4 Salesforce admins'],
    ['Publish', 'AWS production access, December'],
  ] as const) {
    const menu = dialog(`Manage ${name}`)
    const open = async () => {
      await page.button(`Manage ${name}`)
      await page.button(`${verb} …`, menu)
    }
    await page.button(`Manage ${name}`)
    await expectWhole(page, `Manage ${name}`, { at: ['wide'] })
    await page.button(`${verb} …`, menu)
    await expectWhole(page, `${verb} ${name}`)
    await walk.closeBoth(`${verb} ${name}`, open)
  }
})

test('T53 a review shows its rows, and each dialog of it as a whole', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.openReview('Ada Lovelace')
  await page.button('Details')
  await expectWhole(page, 'About this review', { scrolls: true })
  const edit = () => page.button('Edit …', dialog('About this review'))
  await edit()
  await expectWhole(page, 'Edit Q4 Salesforce admins')
  await walk.closeBoth('Edit Q4 Salesforce admins', edit)
  await page.engine.press('Escape')
  await page.gone(dialog('About this review'))

  await walk.openReview('Grace Hopper')
  for (const [button, title] of [
    ['Keys', 'Keys'],
    ['Sign off decided rows …', 'Sign off decided rows'],
  ] as const) {
    await page.button(button)
    await expectWhole(page, title)
    await walk.closeBoth(title, () => page.button(button))
  }
})

test('T53 a row opens in a drawer, and each dialog over it is shown as a whole', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.openReview('Grace Hopper', '?decision=RESULT_DECISION_ACCEPTED&signed_off_state=NOT_SIGNED_OFF')
  const drawer = await walk.openRow()
  await expectWhole(page, drawer, { scrolls: true })
  for (const [button, title] of [
    ['Reject', 'Reject this access'],
    ['Note …', 'Note on this access'],
    ['Reassign …', 'Reassign this row'],
    ['Sign off this row …', 'Sign off this row'],
  ] as const) {
    await page.button(button, dialog(drawer))
    await expectWhole(page, title)
    await walk.closeBoth(title, () => page.button(button, dialog(drawer)))
  }
  await page.engine.press('Escape')
  await page.gone(dialog(drawer))
})

test('T53 a filter of a review applies, and its sheet on a phone shows its buttons', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.openReview('Grace Hopper')
  const filters: Target = { role: 'group', name: 'Review filters' }
  await page.button('Decision', filters)
  await expectWhole(page, 'Decision', { at: ['wide'] })
  await page.press({ role: 'checkbox', name: /ACCEPTED$/, within: dialog('Decision') })
  await page.button('Apply', dialog('Decision'))
  await page.until('the filter applies', async () => {
    const rows = await page.all({ role: 'row' })
    return rows.length > 0 && rows.every(({ text }) => text.includes('Accepted'))
  })
  await page.engine.resize(sizes.phone)
  await page.button(/^Review filters/)
  await expectWhole(page, 'Review filters', { at: ['phone', 'zoomed'] })
})

test('a button and a key decide the row that is meant, and no other', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.openReview('Grace Hopper', '?decision=RESULT_DECISION_NONE')
  const { name } = await page.first({ role: 'button', name: /^Accept: / })
  const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
  await walk.expectChange(name.replace('Accept: ', ''), accepted, () => page.button(name))
  const marked = await walk.markNextRow()
  await walk.expectChange(marked, accepted, () => page.engine.press('a'))
})

test('a row is rejected with the reason that was typed, by buttons and by keys', async ({ page }) => {
  const walk = new ReviewWalk(page)
  await walk.openReview('Grace Hopper', '?decision=RESULT_DECISION_NONE')
  const rejecting = dialog('Reject this access')
  const { name } = await page.first({ role: 'button', name: /^Reject: / })
  const first = { decision: 'RESULT_DECISION_REJECTED', notes: 'Left the team last May.' }
  await walk.expectChange(name.replace('Reject: ', ''), first, async () => {
    await page.button(name)
    await walk.write(rejecting, first.notes)
    await page.button('Reject', rejecting)
    await page.gone(rejecting)
  })
  const marked = await walk.markNextRow()
  const second = { decision: 'RESULT_DECISION_REJECTED', notes: 'Has moved on, says the manager.' }
  await walk.expectChange(marked, second, async () => {
    await page.engine.press('r')
    await walk.write(rejecting, second.notes)
    await page.engine.press('Enter')
    await page.gone(rejecting)
  })
})

test('T53 a change that meets another one shows both, as a whole', async ({ page, errors }) => {
  errors.expect(/412/)
  const walk = new ReviewWalk(page)
  const id = await walk.openReview('Grace Hopper', '?decision=RESULT_DECISION_NONE')
  const rejecting = dialog('Reject this access')
  const { name } = await page.first({ role: 'button', name: /^Reject: / })
  await page.button(name)
  await walk.write(rejecting, 'Not needed.')
  const api = new ReviewsApi(page.engine)
  const { result_id } = await walk.rowCalled(name.replace('Reject: ', ''))
  await api.change(id, { result_id, decision: 'ACCEPTED' })
  await page.button('Reject', rejecting)
  const title = 'You changed this row in another window'
  await page.first(dialog(title))
  await expectWhole(page, title)
  await page.button('Keep the other version', dialog(title))
  await page.gone(dialog(title))
  expect((await walk.rowCalled(name.replace('Reject: ', ''))).decision).toBe('RESULT_DECISION_ACCEPTED')
})

test('a decision made while the server is away is saved when it is back', async ({
  page,
  program,
  errors,
}) => {
  errors.expect(/network|load|connection|50\d/i)
  const walk = new ReviewWalk(page)
  await walk.openReview('Grace Hopper', '?decision=RESULT_DECISION_NONE')
  const { name } = await page.first({ role: 'button', name: /^Accept: / })
  const before = await walk.rows()
  await program.stop()
  await page.button(name)
  await page.until('the row is accepted on this device', async () =>
    (await page.all({ role: 'row' })).some(({ text }) => text.includes('on this device')),
  )
  expect((await page.all({ role: 'row' })).length).toBeGreaterThan(5)
  await program.start()
  await page.gone({ role: 'row', name: /on this device/ })
  await walk.expectChanged(before, name.replace('Accept: ', ''), { decision: 'RESULT_DECISION_ACCEPTED' })
  expect((await page.all({ role: 'row' })).length).toBeGreaterThan(5)
})
