import type { Request } from '@playwright/test'
import { anEvent } from '#testing/action-events.ts'
import { faults } from '../axe.ts'
import { expect, reader, signedIn, test } from '../fixtures.ts'

const failed = (count: number, from: string) =>
  Array.from({ length: count }, (_, n) => anEvent({ policy_task: `${from}-${n}`, state: 'ERRORED' }))

test('all tabs share one stream of news; when its tab closes another holds it, and nothing is missed', async ({
  context,
  page,
  freshServer,
  tab,
}) => {
  await freshServer.importEvents('first.ndjson', failed(40, 'first'))
  await freshServer.start()
  await signedIn(context, freshServer.url, await freshServer.signIn(reader))
  const streams: Request[] = []
  context.on('request', (request) => {
    if (request.url().endsWith('/events/changes')) streams.push(request)
  })
  const address = `${freshServer.url}/activity/workflow-actions`
  await page.goto(address)
  await expect(tab.rows.first()).toBeVisible()
  await expect.poll(() => streams.length).toBe(1)
  const second = await context.newPage()
  await second.goto(`${address}?state=ERRORED`)
  await expect(second.getByText('40 matching events, all loaded')).toBeVisible()

  await freshServer.importEvents('more.ndjson', [...failed(3, 'more'), anEvent({ policy_task: 'done' })])
  const top = await tab.rows.first().boundingBox()
  await expect(page.getByRole('button', { name: '4 new' })).toBeVisible()
  await expect(second.getByRole('button', { name: '3 new' })).toBeVisible()
  expect(await tab.rows.first().boundingBox()).toEqual(top)
  expect(streams.length).toBe(1)
  expect(await faults(page, [{ width: 390, height: 844 }])).toEqual([])

  await page.close()
  await expect.poll(() => streams.length).toBe(2)
  await freshServer.importEvents('last.ndjson', failed(2, 'last'))
  await expect(second.getByRole('button', { name: '5 new' })).toBeVisible()
  await second.getByRole('button', { name: '5 new' }).click()
  await expect(second.getByText('45 matching events, all loaded')).toBeVisible()
  await expect(second.getByRole('button', { name: /new$/ })).toHaveCount(0)
})
