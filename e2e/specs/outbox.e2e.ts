import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { certificationId } from '../certification-id.ts'
import { DecisionBook } from '../decision-book.ts'
import { type FaultProxy, startFaultProxy } from '../fault-proxy.ts'
import { expect, test } from '../fixtures.ts'
import { outboxRecords } from '../outbox-database.ts'
import { databaseFiles, holdsText, type ProfileBrowser, startProfileBrowser } from '../profile-browser.ts'
import { programs } from '../programs.ts'
import { prepareProgram, type Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'
import { Troubles } from '../troubles.ts'

/** How many decisions; `OUTBOX_DECISIONS=340` makes it many more of each kind. */
const decisions = Number(process.env['OUTBOX_DECISIONS'] ?? 40)
const rows = 400
const name = 'Every row of one reviewer'
const reason = 'A very private reason'
const share = 0.25
/** Where nothing got through for a while, it is half a minute to the next try, in milliseconds; more on a busy machine. */
const longest = 120_000

test.setTimeout(120_000 + decisions * 5_000)

let program: Program
let proxy: FaultProxy
let browser: ProfileBrowser
let profile: string
let id: string
let ids: readonly number[]

test.beforeAll(async ({ browser: own }) => {
  test.setTimeout(300_000)
  program = await prepareProgram()
  await program.demo(20)
  await program.importCertification(accessLines(), name, 'grace.hopper@example.com')
  await program.start()
  id = await certificationId(own, program, name)
  proxy = await startFaultProxy(program.url, 8)
  // Its sign-ins are those of the program behind it.
  const behind = programs.get(program.url)
  if (behind) programs.set(proxy.url, behind)
  profile = mkdtempSync(join(tmpdir(), 'countersign-profile-'))
  browser = await startProfileBrowser(profile)
})

test.afterAll(async () => {
  await browser.kill()
  await proxy.close()
  await program.remove()
  rmSync(profile, { recursive: true, force: true })
})

const padded = (number: number) => String(number).padStart(3, '0')

function accessLines(): readonly string[] {
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions'
  const lines = Array.from(
    { length: rows },
    (_, at) =>
      `OktaUser,u${padded(at)},Person ${padded(at)},SalesforceProfile,p1,Salesforce Admin,Read;Update`,
  )
  return [header, ...lines]
}

const unsent = (page: Page) => page.getByRole('banner').getByRole('button', { name: / unsent/ })

/** All that was pressed in a page is on the device, and so many are still to be sent. */
async function areOnDevice(page: Page, count: number): Promise<void> {
  await expect(page.getByText('saving…')).toHaveCount(0)
  await expect.poll(async () => (await entriesOf(page)).length, { timeout: longest }).toBe(count)
}

/** Everything that was pressed has been answered by the server. */
async function areSaved(page: Page): Promise<void> {
  await areOnDevice(page, 0)
  await expect(unsent(page)).toBeHidden()
}

const entriesOf = async (page: Page) =>
  (await outboxRecords(page)).filter((record) => record.includes('"n":'))

/** Neither the page's database nor its files on the disk tell what was decided, why, or on whom. */
async function nothingIsInClear(page: Page): Promise<void> {
  const records = (await outboxRecords(page)).join('\n')
  const files = databaseFiles(profile)
  const { actor }: { actor: string } = JSON.parse((await entriesOf(page))[0] ?? '{}')
  // What is looked at is what is meant.
  expect([records.includes(actor), holdsText(files, actor)]).toEqual([true, true])
  for (const secret of [
    reason,
    'Person 0',
    'Salesforce Admin',
    'Grace',
    'Hopper',
    'RESULT_DECISION',
    'ACCEPTED',
  ])
    expect([secret, records.includes(secret), holdsText(files, secret)]).toEqual([secret, false, false])
}

test(`T08 ${decisions} decisions through every way in which a network, a browser and a server go away`, async ({
  page: adminPage,
  troubles,
}) => {
  // The admin's own page meets the server that is killed.
  troubles.announce(/ERR_|Failed to load resource/)
  const found = new Troubles()
  const follow = async () => {
    await found.follow(browser.context)
    return await browser.context.newPage()
  }
  await new SignIn(adminPage, program.url).quietly(people.admin)
  const api = new ReviewsApi(adminPage)
  ids = await api.ids(id)
  await api.setSetting('staff_decides', { staff_decides: true })
  const book = new DecisionBook(reason)
  const each = Math.floor(decisions / 8)
  const review = `${proxy.url}/reviews/${id}`
  let page = await follow()
  await new SignIn(page, proxy.url).quietly(people.reviewer)

  await test.step('a quarter of the requests and a quarter of the answers are lost', async () => {
    await book.open(page, review, ids)
    proxy.lose(share)
    await book.decide(page, ids, each)
  })

  await test.step('the network is away', async () => {
    await browser.context.setOffline(true)
    await book.decide(page, ids, Math.min(each, 12))
    await expect(page.getByText('saving…')).toHaveCount(0)
    await browser.context.setOffline(false)
    await areSaved(page)
  })

  await test.step('the tab is closed, and another one opened', async () => {
    proxy.lose(1)
    const before = book.count
    await book.decide(page, ids, each)
    await areOnDevice(page, book.count - before)
    await nothingIsInClear(page)
    await page.close()
    page = await browser.context.newPage()
    await book.open(page, review, ids)
    await expect(new Review(page).rows.getByText('on this device').first()).toBeVisible()
    await expect(unsent(page)).toHaveText(`${book.count - before} unsent`)
    // Another screen sends them as well.
    await page.goto(`${proxy.url}/reviews`)
    proxy.lose(share)
    await areSaved(page)
  })

  await test.step('the browser is killed', async () => {
    await book.open(page, review, ids)
    proxy.lose(1)
    const before = book.count
    await book.decide(page, ids, each)
    await areOnDevice(page, book.count - before)
    await browser.kill()
    browser = await startProfileBrowser(profile)
    page = await follow()
    // The cookie of the session was not on the disk yet.
    await new SignIn(page, proxy.url).as(people.reviewer, '/reviews')
    await book.open(page, review, ids)
    await areOnDevice(page, book.count - before)
    proxy.lose(share)
    await areSaved(page)
  })

  await test.step('the server is killed', async () => {
    await book.decide(page, ids, Math.ceil(each / 2))
    await program.kill()
    await book.decide(page, ids, Math.min(Math.floor(each / 2), 12))
    await program.start()
    await areSaved(page)
  })

  await test.step('the session is ended, and another person signs in and out on the same profile', async () => {
    proxy.lose(1)
    const before = book.count
    await book.decide(page, ids, each)
    await areOnDevice(page, book.count - before)
    await endSession(browser)
    proxy.lose(0)
    await expect(page.getByText('Your session has ended: they are sent once you')).toBeVisible({
      timeout: longest,
    })
    await expect(unsent(page)).toHaveText(/unsent, paused$/)
    await page.getByRole('dialog', { name: 'Your session has ended' }).getByText('Not now').click()
    const sent = proxy.puts.length
    await new SignIn(page, proxy.url).as(people.otherReviewer, '/reviews')
    await expect(page.getByRole('banner').getByRole('button', { name: people.otherReviewer })).toBeVisible()
    await areOnDevice(page, book.count - before)
    expect(await readableBy(page)).toBe(0)
    await expect(unsent(page)).toBeHidden()
    await page.getByRole('banner').getByRole('button', { name: people.otherReviewer }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByText('You are signed out.')).toBeVisible()
    await areOnDevice(page, book.count - before)
    expect(proxy.puts.slice(sent).filter(({ status }) => status !== 401)).toEqual([])
    proxy.lose(1)
    await new SignIn(page, proxy.url).as(people.reviewer, '/reviews')
    expect(await readableBy(page)).toBe(book.count - before)
    proxy.lose(share)
    await areSaved(page)
  })

  await test.step('a colleague has decided the same row', async () => {
    await book.open(page, review, ids)
    proxy.lose(1)
    const row = await book.accept(page, ids)
    await areOnDevice(page, 1)
    await api.change(id, { result_id: row, decision: 'RESULT_DECISION_REJECTED', notes: 'Theirs.' })
    proxy.lose(share)
    const { conflict } = new Review(page)
    await expect(conflict).toBeVisible({ timeout: longest })
    await expect(conflict.getByRole('region', { name: 'Theirs' })).toContainText(people.admin)
    await conflict.getByRole('textbox').fill('Mine, after theirs.')
    await conflict.getByRole('button', { name: 'Replace with mine' }).click()
    await expect(conflict).toBeHidden()
    // Until it is written, a reload finds the conflict as it was.
    await expect(page.getByText('saving…')).toHaveCount(0)
    book.replaceLast(row, { decision: 'RESULT_DECISION_ACCEPTED', note: 'Mine, after theirs.' })
  })

  await test.step('and the rest', async () => {
    await book.open(page, review, ids)
    await book.decide(page, ids, Math.max(0, decisions - book.count))
    await areSaved(page)
  })

  expect(book.count).toBe(decisions)
  expect(await decidedBy(api, people.reviewer)).toEqual(Object.fromEntries(book.pressed))
  // Each was asked for until it was answered, under one key; nobody conflicted with themselves.
  const answered = proxy.puts.filter(({ status }) => status === 200)
  expect(new Set(answered.map(({ key }) => key)).size).toBe(decisions)
  expect(proxy.puts.length).toBeGreaterThan(decisions)
  expect(proxy.puts.filter(({ status }) => status === 412)).toHaveLength(1)
  expect(proxy.puts.filter(({ status }) => ![undefined, 200, 401, 412].includes(status))).toEqual([])
  expect(found.unannounced().filter((trouble) => /^(policy|page)/.test(trouble))).toEqual([])
})

/** Ends the session of the profile from elsewhere. */
async function endSession({ context }: ProfileBrowser): Promise<void> {
  const cookie = (await context.cookies(program.url)).find(({ name: of }) => of === 'countersign')
  const headers = {
    cookie: `countersign=${cookie?.value}`,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
    'x-requested-with': 'countersign',
  }
  const answer = await fetch(`${program.url}/app/v1/session:end`, { method: 'POST', headers, body: '{}' })
  expect(answer.status).toBe(200)
}

/** How many of the entries on the device whoever is signed in can decrypt. */
async function readableBy(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const session = await (await fetch('/app/v1/session')).json()
    const raw = Uint8Array.from(atob(session.value.outbox.key), (letter) => letter.charCodeAt(0))
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
    const opened = indexedDB.open('countersign-outbox')
    await new Promise((done) => opened.addEventListener('success', done))
    const all = opened.result.transaction('entries').objectStore('entries').getAll()
    await new Promise((done) => all.addEventListener('success', done))
    opened.result.close()
    const read = await Promise.allSettled(
      all.result.map(async ({ v, actor, n, key: entry, certification_id, result_id, iv, ct }) => {
        const bound = JSON.stringify([v, actor, n, entry, certification_id, result_id])
        const additionalData = new TextEncoder().encode(bound)
        return await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, ct)
      }),
    )
    return read.filter(({ status }) => status === 'fulfilled').length
  })
}

/** What somebody has decided, by row, in the order of the logs. */
async function decidedBy(api: ReviewsApi, person: string): Promise<Record<string, unknown>> {
  const logs = await api.rows(id, 'decision ne "RESULT_DECISION_UNKNOWN"')
  const entries = logs.map(({ result_id, action_log_entries }) => {
    const own = action_log_entries.filter(({ action, user }) => action === 'DECISION' && user.name === person)
    return [
      result_id,
      own.map(({ decision_detail }) => ({
        decision: decision_detail?.decision,
        note: decision_detail?.note,
      })),
    ] as const
  })
  return Object.fromEntries(entries.filter(([, own]) => own.length > 0))
}
