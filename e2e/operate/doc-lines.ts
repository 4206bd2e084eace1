import { readFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const page = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8')

const machine = ['--target', process.env['COUNTERSIGN_MACHINE'] ?? '', '--all']
const into = { server: machine, machine: [...machine, `--net=${process.env['COUNTERSIGN_NETWORK'] ?? ''}`] }
/** What root's shell begins with. */
const shell = [
  'HOME=/root',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ...['NODE_EXTRA_CA_CERTS', 'NPM_CONFIG_CACHE'].flatMap((name) =>
    process.env[name] === undefined ? [] : [`${name}=${process.env[name]}`],
  ),
]

/** In which network lines are typed: that of the server, or the machine's own, which packages are fetched over. */
type Network = 'server' | 'machine'

function textOf(section: string): string {
  const [, after] = page.split(new RegExp(`^##+ ${section}$`, 'm'))
  const [text = ''] = (after ?? '').split(/^##+ /m)
  return text
}

/** The lines of a section of docs/operate.md that stand there to be typed, those of sections in it left out. */
export function linesOf(section: string): string {
  const blocks = [...textOf(section).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '')
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

/**
 * Types the one command of a section that stands alone, at a terminal, and answers what it asks. Returns what the terminal
 * shows; throws where the command fails.
 */
export async function typeAtTerminal(section: string, answers: readonly string[]): Promise<string> {
  const [, line = ''] = / {4}(countersign .*)$/m.exec(textOf(section)) ?? []
  await type(`cat > /root/at-terminal <<'END'\n${linesOf('Commands')}\n${line}\nEND`)
  const args = [
    ...into.server,
    'env',
    '-i',
    ...shell,
    'script',
    '-qec',
    'bash -eu /root/at-terminal',
    '/dev/null',
  ]
  const child = spawn('nsenter', args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' })
  const left = [...answers]
  let shown = ''
  child.stdout.on('data', (text) => {
    shown += String(text)
    if (shown.endsWith(': ')) child.stdin.write(`${left.shift() ?? ''}\r`)
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the command ended with ${code}:\n${line}\n${shown}`)
  return shown
}

/** Types lines of the trial's own, such as what Debian's packages do when they are installed. */
export async function type(lines: string, network: Network = 'server'): Promise<string> {
  const args = [...into[network], 'env', '-i', ...shell, 'bash', '-euo', 'pipefail', '-c', lines]
  const child = spawn('nsenter', args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' })
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

/** Waits until the log of the server that runs now has the set-up link. */
export async function untilSetUpLink(): Promise<void> {
  await type(`run=$(systemctl show --property InvocationID --value countersign)
    until journalctl _SYSTEMD_INVOCATION_ID=$run | grep -q 'https://.*/set-up#'; do sleep 0.2; done`)
}
