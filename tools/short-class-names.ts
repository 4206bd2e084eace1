import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/**
 * How a build names the classes of style sheets: `_a1`, `_a2`, `_b1`, letters for the sheet and a number for the class. The
 * usual names end in a checksum, which no compression makes shorter: a fifth of all styles. The same sources give the same
 * names. The line keeps blockers of advertisements away, which hide what is called `ad1`.
 */
export function shortClassNames(folder = 'src'): (name: string, file: string) => string {
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.module.css'))
    .map((file) => join(process.cwd(), folder, file))
    .toSorted()
  const classes = new Map<string, string[]>()
  return (name, file) => {
    const path = file.replace(/\?.*$/, '')
    const sheet = sheets.indexOf(path)
    if (sheet < 0) throw new Error(`${path} is no style sheet of ${folder}.`)
    const names = classes.get(path) ?? []
    classes.set(path, names)
    if (!names.includes(name)) names.push(name)
    return `_${inLetters(sheet)}${names.indexOf(name)}`
  }
}

function inLetters(number: number): string {
  const rest = Math.floor(number / letters.length)
  return (rest > 0 ? inLetters(rest - 1) : '') + letters[number % letters.length]
}
