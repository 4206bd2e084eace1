import { createSigner, type ExportFile, packEntries, someRows, zipOf } from '#testing/sample-pack.ts'
import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'
import { Verify } from '../screens/verify.ts'

const mib = 1_048_576
const signer = createSigner()
const files: readonly ExportFile[] = [
  { name: 'events.csv', bytes: someRows(2.5 * mib), rows: 7 },
  { name: 'events.jsonl', bytes: someRows(3_000), rows: 7, holds: 'rows, exact values' },
]
const pack = zipOf(packEntries(files, signer)).then((bytes) => ({ name: 'events.zip', bytes }))

/** The pack with one other byte in the second MiB of its first file. */
const changedPack = () => {
  const entries = packEntries(files, signer).map((entry) => {
    if (entry.name !== 'events.csv') return entry
    const bytes = Buffer.from(entry.bytes)
    bytes.writeUInt8(bytes.readUInt8(mib + 7) ^ 1, mib + 7)
    return { ...entry, bytes }
  })
  return zipOf(entries).then((bytes) => ({ name: 'changed.zip', bytes }))
}

test('a pack is verified without a session and by keys alone, and one changed byte is told by its place', async ({
  page,
  context,
  troubles,
}) => {
  // Nobody is signed in, and nobody is made to.
  troubles.announce(/401/)
  await context.clearCookies()
  await page.addInitScript(() =>
    localStorage.setItem('countersign.session', 'reviewer localCookieUser nobody'),
  )
  const verify = new Verify(page)
  await verify.serverKnows([signer])
  const sent: (Buffer | null)[] = []
  page.on('request', (request) => sent.push(request.postDataBuffer()))
  await verify.open()
  await verify.chooseButton.focus()
  await verify.choose(await pack, () => page.keyboard.press('Enter'))
  await expect(verify.verdict).toHaveText('Verified')
  await expect(verify.answer('Signature')).toContainText(`By the key ${signer.id} of this server.`)
  await expect(verify.contents).toContainText('2026-11-28 23:30:05')
  await verify.choose(await changedPack(), () => page.keyboard.press('Space'))
  await expect(verify.verdict).toHaveText('Not verified')
  await expect(verify.answer('Files')).toContainText(
    'events.csv was changed: MiB 2 (bytes 1,048,576 to 2,097,151).',
  )
  await expect(verify.answer('Completeness')).toContainText('INCOMPLETE')
  // From the button to the keys, and there to the other choice.
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.insertText(createSigner().pem)
  await expect(verify.answer('Signature')).toContainText('None of the keys has signed this manifest.')
  await expect(page).toHaveURL(/\/verify$/)
  expect(sent.length).toBeGreaterThan(5)
  expect(sent.filter((body) => body !== null && body.length > 0)).toEqual([])
})

test('the browser keeps a dropped pack out of its own hands, and axe finds nothing at fault', async ({
  page,
}) => {
  const verify = new Verify(page)
  await verify.serverKnows([signer])
  await expectNoFaults(page, {
    'the page before a pack': {
      async reach() {
        await verify.open()
        await expect(page.getByText(`the newest is ${signer.id}`)).toBeVisible()
      },
    },
    'a verified pack': {
      async reach() {
        await verify.drop([await pack])
        await expect(verify.verdict).toHaveText('Verified')
      },
    },
    'a pack that is not verified, and a text that is no key': {
      async reach() {
        await verify.drop([await changedPack()])
        await expect(verify.verdict).toHaveText('Not verified')
        await page.getByRole('radio', { name: 'a key that I paste' }).check()
        await verify.pastedKey.fill('no key')
        await expect(page.getByText(/This is no key/)).toBeVisible()
      },
    },
    'what is no pack, after several files at once': {
      async reach() {
        await verify.drop([{ name: 'events.csv', bytes: someRows(300) }])
        await expect(verify.answer('Files')).toContainText('The file is no zip.')
        await verify.drop([await pack, await pack])
        await expect(page.getByRole('alert')).toContainText('Those are 2 files.')
      },
    },
  })
})

test('a pack of this server is verified by the key of this server', async ({
  page,
  signIn,
  reviewServer,
}) => {
  await signIn.quietly(people.admin)
  const bytes = Buffer.from(await page.evaluate(exportedPack), 'base64')
  const verify = new Verify(page)
  await verify.open(reviewServer.url)
  await verify.choose({ name: 'action-events.zip', bytes })
  await expect(verify.verdict).toHaveText('Verified')
  await expect(verify.answer('Signature')).toContainText('of this server')
  await expect(verify.contents).toContainText('state is "ERRORED"')
  await expect(verify.contents).toContainText(people.admin)
})

/** Runs in the page, in the session of whoever has signed in: exports failed events and resolves with the pack in base64. */
async function exportedPack(): Promise<string> {
  const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'countersign' }
  const body = JSON.stringify({ filter: 'state eq "ERRORED"' })
  const path = '/app/v1/activity/action_events:export?format=CSV&jsonl=true'
  const made: { value: { id: string } } = await (await fetch(path, { method: 'POST', headers, body })).json()
  const { id } = made.value
  const isFinished = async () => {
    const answer = await fetch(`/api/private/lifecycle_management/exports/${id}`, { headers })
    const { value: job }: { value: { status: string } } = await answer.json()
    return job.status === 'FINISHED'
  }
  while (!(await isFinished())) await new Promise((done) => setTimeout(done, 100))
  const pack = await fetch(`/app/v1/exports/${id}/pack`, { headers })
  const bytes = new Uint8Array(await pack.arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
