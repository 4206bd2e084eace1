import { expect, test } from 'vitest'
import { droppedFile } from './choose-file.ts'

/** What a browser hands over for a drop. */
function drop(names: readonly string[], folders: readonly string[] = []): Parameters<typeof droppedFile>[0] {
  const items = [...names, ...folders].map((name) => ({
    webkitGetAsEntry: () => ({ isDirectory: folders.includes(name) }),
  }))
  // A browser lists a folder among the files, without bytes.
  const files = [...names, ...folders].map((name) => new File([], name))
  return { items, files } as unknown as Pick<DataTransfer, 'items' | 'files'>
}

test('one file is taken', () => {
  expect(droppedFile(drop(['a.zip']))).toMatchObject({ file: { name: 'a.zip' } })
})

test.each([
  ['nothing but words', drop([]), 'no file'],
  ['a folder', drop([], ['exports']), 'a folder'],
  ['a folder and a file', drop(['a.zip'], ['exports']), 'a folder'],
  ['three files', drop(['a.zip', 'b.zip', 'c.csv']), '3 files'],
])('%s is not, and why is said', (_, dropped, words) => {
  expect(droppedFile(dropped)).toMatchObject({ refusal: expect.stringContaining(words) })
})
