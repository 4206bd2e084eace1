import { expect, test as base } from '../fixtures.ts'
import { prepareProgram } from '../program.ts'
import { dialogCases } from '../typing/dialogs.ts'
import { seeded } from '../typing/random.ts'
import { runCase, type Setting, settingOf } from '../typing/run-case.ts'

/** What `npm run bench -- keys` does two hundred times, once for each of so many dialogs. */
const sentences = 30

const test = base.extend<object, { setting: Setting }>({
  /** On a server of its own: its settings are one for all, and rows of each kind are left for each sentence. */
  setting: [
    async ({ browser }, provide) => {
      const program = await prepareProgram()
      try {
        await program.demo(20, 400)
        await program.start()
        await provide(await settingOf(browser, program.url))
      } finally {
        await program.remove()
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ setting }, provide) => provide(setting.url),
})

for (const [at, one] of dialogCases.slice(0, sentences).entries())
  test(`T02 a sentence that is typed as it opens goes nowhere else: ${one.name}`, async ({ setting }) => {
    const { breaches, typed, codeMs } = await runCase(setting, one, seeded(at + 1))
    expect(breaches, `${typed}, code after ${codeMs} ms`).toEqual([])
  })
