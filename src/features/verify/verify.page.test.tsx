import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { SigningKey } from '#contract/export-pack.ts'
import { createSigner, type ExportFile, packEntries, someRows, zipOf } from '#testing/sample-pack.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const signer = createSigner()
const csv: ExportFile = { name: 'events.csv', bytes: someRows(3_000), rows: 7 }
let server: TestServer
let pack: File

/** A file as a browser hands it over; happy-dom's own has no streams of Node. */
function fileOf(name: string, bytes: Buffer): File {
  return Object.assign(new Blob([new Uint8Array(bytes)]), { name, lastModified: 0, webkitRelativePath: '' })
}

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  pack = fileOf('events.zip', await zipOf(packEntries([csv], signer)))
})

afterAll(() => server.close())

async function open(): Promise<OpenPage> {
  const page = await renderApp('/verify', { server })
  await screen.findByRole('button', { name: 'Choose a pack' })
  // It listens from when it asks for the keys.
  await waitFor(() => expect(page.read.map(({ pathname }) => pathname)).toContain('/app/v1/export-key'))
  return page
}

function choose(...files: File[]): void {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('The page has no input for files.')
  fireEvent.change(input, { target: { files } })
}

/** What is dropped on the page, and how it is taken. */
function drop(files: readonly File[], isFolder = false): void {
  const items = files.map(() => ({ webkitGetAsEntry: () => ({ isDirectory: isFolder }) }))
  const event = new Event('drop', { bubbles: true, cancelable: true })
  document.body.dispatchEvent(Object.assign(event, { dataTransfer: { files, items } }))
  expect(event.defaultPrevented, 'the browser would open what was dropped').toBe(true)
}

const verdict = (name: string) => screen.findByRole('region', { name })
const answers = async (name: string) =>
  within(await verdict(name))
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.parentElement?.innerText)

const paste = async ({ user }: OpenPage, text: string) => {
  await user.click(screen.getByRole('radio', { name: 'a key that I paste' }))
  fireEvent.change(screen.getByRole('textbox', { name: 'Public key' }), { target: { value: text } })
}

describe('the page that verifies packs', () => {
  test('says all three answers, and takes another key without another look at the pack', async () => {
    const page = await open()
    choose(pack)
    await screen.findByText('Unknown signature')
    expect(await answers('Not verified')).toEqual([
      expect.stringContaining('As in the manifest'),
      expect.stringContaining('Unknown signature'),
      expect.stringContaining('Complete'),
    ])
    await paste(page, signer.pem)
    await verdict('Verified')
    screen.getByText(`By the key ${signer.id} that you pasted.`)
    const contents = screen.getByRole('region', { name: 'What the pack says that it holds' })
    expect(contents.innerText).toContain('2026-11-28 23:30:05')
    expect(contents.innerText).toContain('2026-11-28T22:30:05.125Z')
    expect(contents.innerText).not.toContain('No known key has signed this')
    const stranger = createSigner().pem
    const slow = vi.spyOn(crypto.subtle, 'verify').mockReturnValue(new Promise<boolean>(() => undefined))
    await paste(page, stranger)
    // What was said by the key before is not said of this one.
    await verdict('Not verified yet')
    slow.mockRestore()
    await paste(page, `${stranger}\n`)
    await verdict('Not verified')
    within(contents).getByText(/No known key has signed this/)
    await paste(page, 'no key')
    await screen.findByText(/This is no key/)
  })

  test('sends nothing of the pack, and asks nobody but the server for its keys', async () => {
    const page = await open()
    await paste(page, signer.pem)
    choose(pack)
    await verdict('Verified')
    const expected = new Set(['/app/v1/session', '/app/v1/export-key', '/readyz'])
    const read = page.read.map(({ pathname, search }) => pathname + search)
    expect(read.filter((path) => !expected.has(path))).toEqual([])
    expect(page.sent.map(({ path, body }) => [path, body])).toEqual([['/app/v1/session', {}]])
  })

  test('hands on the public keys of the server', async () => {
    const { user } = await open()
    const { values } = (await server.get('/app/v1/export-key')).body as { values: SigningKey[] }
    expect(values.length).toBeGreaterThan(0)
    await user.click(await screen.findByText('Public keys of this server'))
    for (const { key_id: id, public_key } of values) {
      await user.click(screen.getByRole('button', { name: `Copy key ${id}` }))
      expect(await navigator.clipboard.readText()).toBe(public_key)
    }
  })

  test('says over plain HTTP that it can verify nothing, and what can', async () => {
    const subtle = vi.spyOn(crypto, 'subtle', 'get')
    onTestFinished(() => subtle.mockRestore())
    subtle.mockReturnValue(undefined as unknown as SubtleCrypto)
    await renderApp('/verify', { server })
    const panel = await screen.findByRole('alert')
    expect(panel.innerText).toContain('This page cannot verify anything here')
    expect(panel.innerText).toContain('tools/verify-pack.mjs')
    expect(screen.queryByRole('button', { name: 'Choose a pack' })).toBeNull()
  })

  test('shows what the pack says as text, whatever it says', async () => {
    await open()
    const name = '<img src=x onerror=alert(1)>.csv'
    choose(fileOf('<b>.zip', await zipOf(packEntries([{ ...csv, name }], signer))))
    await screen.findByRole('heading', { name })
    expect(document.querySelector('img, b')).toBeNull()
  })

  test('of what cannot be a pack it says why, and leaves no answer about another', async () => {
    const page = await open()
    await paste(page, signer.pem)
    const refusals: [() => void, RegExp][] = [
      [() => drop([pack, pack]), /Those are 2 files/],
      [() => drop([pack], true), /That is a folder/],
      [() => choose(fileOf('events.csv', csv.bytes)), /The file is no zip/],
    ]
    for (const [refused, words] of refusals) {
      choose(pack)
      expect((await verdict('Verified')).innerText).toMatch(/^Verified\s+7 events/)
      refused()
      await screen.findByText(words)
      expect(screen.queryByText('Verified')).toBeNull()
      expect(screen.queryByRole('region', { name: 'What the pack says that it holds' })).toBeNull()
    }
    const slow = slowFile()
    choose(slow.file)
    await screen.findByText('Looking for the manifest')
    drop([pack, pack])
    await slow.finish()
    expect(screen.queryByRole('region', { name: /erified$/ })).toBeNull()
  })

  test('of what cannot be a pack it says why until there is one', async () => {
    await open()
    drop([pack, pack])
    await screen.findByText(/Those are 2 files/)
    drop([pack], true)
    await screen.findByText(/That is a folder/)
    drop([])
    await screen.findByText(/There was no file in that/)
    drop([fileOf('events.csv', csv.bytes)])
    await screen.findByText(/The file is no zip/)
    expect(screen.queryByText(/There was no file in that/)).toBeNull()
    choose(pack)
    await screen.findByText('As in the manifest')
    expect(screen.queryByText(/The file is no zip/)).toBeNull()
  })

  test('of two packs in a row the second is answered, and a stopped one not at all', async () => {
    const { user } = await open()
    const slow = slowFile()
    choose(slow.file)
    await screen.findByText('Looking for the manifest')
    choose(pack)
    await screen.findByText('As in the manifest')
    await slow.finish()
    expect(screen.queryByText(/The file is no zip/)).toBeNull()
    const stopped = slowFile()
    choose(stopped.file)
    await user.click(await screen.findByRole('button', { name: 'Stop' }))
    await stopped.finish()
    await screen.findByText('Stopped. Nothing was verified.', { selector: 'p' })
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Choose a pack' }))
    expect(screen.queryByRole('region', { name: /erified$/ })).toBeNull()
  })

  test('a file that has gone since it was chosen is said to be gone', async () => {
    await open()
    const gone = fileOf('gone.zip', csv.bytes)
    gone.slice = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    choose(gone)
    await screen.findByText(/The browser cannot read this file/)
  })
})

/** A file that is no zip, whose bytes come when they are let: `finish` resolves when all of it has been read and drawn. */
function slowFile() {
  const file = fileOf('slow.zip', csv.bytes)
  let release: () => void = () => undefined
  const released = new Promise<void>((done) => {
    release = done
  })
  let readAll: () => void = () => undefined
  const read = new Promise<void>((done) => {
    readAll = done
  })
  const whole = file.arrayBuffer.bind(file)
  file.arrayBuffer = async () => {
    await released
    return await whole()
  }
  const slice = file.slice.bind(file)
  file.slice = (...range) => {
    // Its first bytes are looked at last.
    if (range[1] === 4) readAll()
    return slice(...range)
  }
  const finish = async () => {
    release()
    await read
    for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done))
  }
  return { file, finish }
}
