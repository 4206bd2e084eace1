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
