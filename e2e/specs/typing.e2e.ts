import { expect, test } from '../fixtures.ts'
import { prepareProgram, type Program } from '../program.ts'
import { dialogCases } from '../typing/dialogs.ts'
import { seeded } from '../typing/random.ts'
import { runCase, type Setting, settingOf } from '../typing/run-case.ts'

/** What `npm run bench -- keys` does two hundred times, once for each of so many dialogs. */
const sentences = 24

// One after the other, on a server of their own: its settings are one for all, and rows of each kind are left for each.
test.describe.configure({ mode: 'default' })

let program: Program
let setting: Setting
test.beforeAll(async ({ browser }) => {
  program = await prepareProgram()
  await program.demo(20, 400)
  await program.start()
  setting = await settingOf(browser, program.url)
})
test.afterAll(async () => await program.remove())

for (const [at, one] of dialogCases.slice(0, sentences).entries())
  test(`T02 a sentence that is typed as it opens goes nowhere else: ${one.name}`, async () => {
    const { breaches, typed, codeMs } = await runCase(setting, one, seeded(at + 1))
    expect(breaches, `${typed}, code after ${codeMs} ms`).toEqual([])
  })
