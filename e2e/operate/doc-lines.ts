import { readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const page = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8')

/** In which network lines are typed: that of the server, or the machine's own, which packages are fetched over. */
type Network = 'server' | 'machine'

/** The lines of a section of docs/operate.md that stand there to be typed, those of sections in it left out. */
export function linesOf(section: string): string {
  const [, after] = page.split(new RegExp(`^##+ ${section}$`, 'm'))
  const [text = ''] = (after ?? '').split(/^##+ /m)
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '')
  if (blocks.length === 0) throw new Error(`docs/operate.md has no lines under ${section}`)
  return blocks.join('')
}

/** Types the lines of a section, `part` of them where it is said. Returns what they print; throws where one fails. */
export function typeSection(
  section: string,
  {
    network = 'server',
    part = (lines: string) => lines,
  }: { network?: Network; part?: (lines: string) => string } = {},
): Promise<string> {
  const lines = part(linesOf(section)).replaceAll('REPOSITORY', process.env['COUNTERSIGN_REPOSITORY'] ?? '')
  return type(`${linesOf('Commands')}\n${lines}`, network)
}

/** Types lines of the trial's own, such as what Debian's packages do when they are installed. */
export async function type(lines: string, network: Network = 'server'): Promise<string> {
  const args = ['netns', 'exec', `countersign-${network}`, 'bash', '-euo', 'pipefail', '-c', lines]
  const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' })
  const words = { out: '', error: '' }
  child.stdout.on('data', (text) => (words.out += String(text)))
  child.stderr.on('data', (text) => (words.error += String(text)))
  // Not its end of output: what it has started in the background goes on.
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the lines ended with ${code}:\n${lines}\n${words.out}\n${words.error}`)
  return words.out
}

/** Waits until the server answers that it is ready. */
export async function untilReady(): Promise<void> {
  await type('until curl -fsS -o /dev/null http://127.0.0.1:4870/readyz 2>/dev/null; do sleep 0.2; done')
}
