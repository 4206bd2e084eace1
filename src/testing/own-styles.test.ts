import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const features = fileURLToPath(new URL('../features/', import.meta.url))

/** The style sheets that a component reads, as it names them. */
function sheetsOf(code: string): readonly string[] {
  return [...code.matchAll(/from '([^']+\.css)'/g)].flatMap(([, name]) => name ?? [])
}

/** Those of another folder: what several folders need to look the same is a component. */
function foreignSheets(code: string): readonly string[] {
  return sheetsOf(code).filter((name) => !/^\.\/[^/]+$/.test(name))
}

test('a component of a feature reads style sheets of its own folder alone', () => {
  const files = readdirSync(features, { encoding: 'utf8', recursive: true })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => ({ path, code: readFileSync(join(features, path), 'utf8') }))
  expect(files.filter(({ code }) => sheetsOf(code).length > 0).length).toBeGreaterThan(30)
  expect(files.filter(({ code }) => foreignSheets(code).length > 0).map(({ path }) => path)).toEqual([])
})

test.each(['../reviews.module.css', '#ui/form.module.css', './parts/people-list.module.css'])(
  'one of another folder is seen: %s',
  (name) => {
    expect(foreignSheets(`import styles from '${name}'`)).toEqual([name])
  },
)
