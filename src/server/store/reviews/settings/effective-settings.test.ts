import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the settings that hold for a workflow are read by one piece of SQL', () => {
  const folder = join(import.meta.dirname, '../..')
  const reading = readdirSync(folder, { encoding: 'utf8', recursive: true }).filter(
    (path) =>
      /^(?!migrations).*(?<!\.test)\.ts$/.test(path) &&
      /(?<!DELETE )FROM review_setting|JOIN review_setting|selectFrom\('review_setting/.test(
        readFileSync(join(folder, path), 'utf8'),
      ),
  )
  // The second reads what holds for the whole server, which no workflow has of its own.
  expect(reading).toEqual(['reviews/settings/effective-settings.ts', 'sign-in/provider/identity-type.ts'])
})
