/**
 * `action-events-20261128-210000Z.csv`, and `action-events-20261128-210000Z-3-cells-cut.xlsx` where so many cells were too
 * long for a spreadsheet. All signs in it are such that need no quoting.
 */
export function fileName(subject: string, ending: string, cutCells: number, now = new Date()): string {
  const [date = '', time = ''] = now
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .split('T')
  const cut = cutCells > 0 ? `-${cutCells}-${cutCells === 1 ? 'cell' : 'cells'}-cut` : ''
  return `${subject}-${date}-${time}Z${cut}.${ending}`
}

/** The most signs of a name that go into the name of a file. */
const maxName = 40

/** A name as a part of that of a file, in small letters without accents: `Q4: Zoë's` is `q4-zoe-s`. '' where nothing is left. */
export function nameInFile(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, maxName)
    .replace(/-$/, '')
}
