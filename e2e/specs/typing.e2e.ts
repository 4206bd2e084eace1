import { expect, test } from '../fixtures.ts'
import { dialogCases } from '../typing/dialogs.ts'
import { seeded } from '../typing/random.ts'
import { runCase } from '../typing/run-case.ts'

/** What `npm run bench -- keys` does two hundred times, once for each of so many dialogs. */
const sentences = 30

test.use({ baseURL: async ({ setting }, provide) => provide(setting.url) })

for (const [at, one] of dialogCases.slice(0, sentences).entries())
  test(`T02 a sentence that is typed as it opens goes nowhere else: ${one.name}`, async ({ setting }) => {
    const { breaches, typed, codeMs } = await runCase(setting, one, seeded(at + 1))
    expect(breaches, `${typed}, code after ${codeMs} ms`).toEqual([])
  })
