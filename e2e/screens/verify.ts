import type { Page } from '@playwright/test'
import type { Signer } from '#testing/sample-pack.ts'

/** A file to be verified, by what it holds. */
export type Upload = { readonly name: string; readonly bytes: Buffer }

/** The page that verifies packs. */
export class Verify {
  readonly page: Page
  readonly heading
  readonly chooseButton
  readonly stopButton
  readonly verdict
  readonly answers
  readonly pastedKey
  readonly contents

  constructor(page: Page) {
    this.page = page
    this.heading = page.getByRole('heading', { name: 'Verify a pack' })
    this.chooseButton = page.getByRole('button', { name: 'Choose a pack' })
    this.stopButton = page.getByRole('button', { name: 'Stop' })
    this.verdict = page.getByRole('heading', { name: /^(Not verified|Verified)$/ })
    this.answers = page.getByRole('region', { name: /^(Not verified|Verified)$/ }).getByRole('listitem')
    this.pastedKey = page.getByRole('textbox', { name: 'Public key' })
    this.contents = page.getByRole('region', { name: 'What the pack says that it holds' })
  }

  async open(origin = ''): Promise<void> {
    // From now on, or a key could be quicker than the first who waits for one.
    this.page.on('filechooser', () => undefined)
    await this.page.goto(`${origin}/verify`)
  }

  /** The line of one answer. */
  answer(about: 'Files' | 'Signature' | 'Completeness') {
    return this.answers.filter({ has: this.page.getByRole('heading', { name: about }) })
  }

  /** Has the server know these signers, whatever it knows. */
  async serverKnows(signers: readonly Signer[]): Promise<void> {
    const values = signers.map(({ id, pem }) => ({
      key_id: id,
      public_key: pem,
      created_at: '2026-11-01T00:00:00Z',
      replaced_at: null,
    }))
    await this.page.route('**/app/v1/export-key', (route) => route.fulfill({ json: { values } }))
  }

  /** Chooses files by the button; `press` presses it. */
  async choose(files: Upload | readonly Upload[], press = () => this.chooseButton.click()): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await press()
    await (await chooser).setFiles(
      [files].flat().map(({ name, bytes: buffer }) => ({ name, mimeType: '', buffer })),
    )
  }

  /** Drops files on the heading of the page, which is no place of its own for them. */
  async drop(files: readonly Upload[]): Promise<void> {
    const data = await this.page.evaluateHandle(
      (list) => {
        const transfer = new DataTransfer()
        for (const { name, base64 } of list)
          transfer.items.add(
            new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name),
          )
        return transfer
      },
      files.map(({ name, bytes }) => ({ name, base64: bytes.toString('base64') })),
    )
    await this.heading.dispatchEvent('dragover', { dataTransfer: data })
    await this.heading.dispatchEvent('drop', { dataTransfer: data })
  }
}
