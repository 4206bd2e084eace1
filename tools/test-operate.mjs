// `npm run test:operate`, as root: types the lines of docs/operate.md on a machine that is taken away again afterwards. /etc,
// /opt and /var are overlays in a mount namespace of its own; the server and its proxy are in one network namespace, the
// browser in another, with a cable (veth) between them. What is tried is what is committed.
import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const self = fileURLToPath(import.meta.url)
const name = 'audit.example.com'
const [serverSpace, browserSpace] = ['countersign-server', 'countersign-browser']
const [serverAddress, browserAddress] = ['10.77.0.1', '10.77.0.2']

/** What has to be there, and the packages of Debian that have it. */
const needed = {
  nginx: 'nginx',
  caddy: 'caddy',
  ip: 'iproute2',
  openssl: 'openssl',
  certutil: 'libnss3-tools',
  curl: 'curl',
  git: 'git',
  unshare: 'util-linux',
  setpriv: 'util-linux',
  'systemd-analyze': 'systemd',
}

function refuse(why) {
  console.error(why)
  process.exit(2)
}

function must(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status ?? error?.message}`)
}

/** Checks what is there, then runs this again in a mount namespace of its own. */
function outside() {
  if (process.getuid?.() !== 0)
    refuse('This makes network namespaces and accounts (in overlays): run it as root.')
  const missing = Object.entries(needed).filter(
    ([program]) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0,
  )
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, debian]) => debian))]
    refuse(
      `Missing: ${missing.map(([program]) => program).join(', ')}. Debian: apt-get install --no-install-recommends ${packages.join(' ')}`,
    )
  }
  const chromium = findChromium()
  if ('problem' in chromium) refuse(chromium.problem)
  const folder = mkdtempSync(join(tmpdir(), 'countersign-operate-'))
  chmodSync(folder, 0o755)
  const env = { ...process.env, CHROMIUM_PATH: chromium.path, COUNTERSIGN_TRIAL: folder }
  const args = ['--mount', '--propagation', 'private', process.execPath, self, ...process.argv.slice(2)]
  const { status } = spawnSync('unshare', args, { env, stdio: 'inherit' })
  rmSync(folder, { recursive: true, force: true })
  process.exit(status ?? 1)
}

/** Everything that the trial changes is laid over the machine, in memory. */
function layOver(folder) {
  must('mount', '-t', 'tmpfs', '-o', 'size=6g,mode=755', 'tmpfs', folder)
  for (const place of ['etc', 'opt', 'var']) {
    const [upper, work] = ['upper', 'work'].map((kind) => join(folder, place, kind))
    for (const path of [upper, work]) mkdirSync(path, { recursive: true })
    const options = `lowerdir=/${place},upperdir=${upper},workdir=${work}`
    must('mount', '-t', 'overlay', '-o', options, 'overlay', `/${place}`)
  }
  must('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run')
  mkdirSync('/run/stand-ins')
}

function connect() {
  const cable = ['cs-server', 'cs-browser']
  for (const space of [serverSpace, browserSpace]) must('ip', 'netns', 'add', space)
  must('ip', 'link', 'add', cable[0], 'type', 'veth', 'peer', 'name', cable[1])
  const ends = [
    [serverSpace, cable[0], serverAddress],
    [browserSpace, cable[1], browserAddress],
  ]
  for (const [space, end, address] of ends) {
    must('ip', 'link', 'set', end, 'netns', space)
    must('ip', '-n', space, 'addr', 'add', `${address}/24`, 'dev', end)
    must('ip', '-n', space, 'link', 'set', end, 'up')
    must('ip', '-n', space, 'link', 'set', 'lo', 'up')
  }
  // The machine's own, by a name, so that packages can be fetched over it.
  appendFileSync('/run/netns/countersign-machine', '')
  must('mount', '--bind', '/proc/self/ns/net', '/run/netns/countersign-machine')
  appendFileSync('/etc/hosts', `\n${serverAddress} ${name}\n`)
}

/** A certificate of an authority of one's own, which the machine and the browser trust. */
function certify(folder) {
  const [key, authority] = ['ca.key', 'ca.pem'].map((file) => join(folder, file))
  const home = join(folder, 'home')
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  mkdirSync('/etc/ssl/countersign')
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  const made = ['req', '-x509', ...curve]
  must('openssl', ...made, '-subj', '/CN=Trial', '-keyout', key, '-out', authority)
  const [certificate, privateKey] = ['fullchain.pem', 'privkey.pem'].map(
    (file) => `/etc/ssl/countersign/${file}`,
  )
  must(
    'openssl',
    ...made,
    '-CA',
    authority,
    '-CAkey',
    key,
    '-subj',
    `/CN=${name}`,
    '-addext',
    `subjectAltName=DNS:${name}`,
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-keyout',
    privateKey,
    '-out',
    certificate,
  )
  must('chgrp', 'caddy', privateKey)
  chmodSync(privateKey, 0o640)
  must('sh', '-c', `cat ${authority} >> /etc/ssl/certs/ca-certificates.crt`)
  must('certutil', '-d', `sql:${store}`, '-N', '--empty-password')
  must('certutil', '-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'trial', '-i', authority)
  return home
}

/** Ends what was started in the two networks, by its ids, and takes these away. */
function tidyUp() {
  for (const space of [serverSpace, browserSpace]) {
    const { stdout } = spawnSync('ip', ['netns', 'pids', space], { encoding: 'utf8' })
    for (const pid of (stdout ?? '').split('\n').filter(Boolean)) spawnSync('kill', ['-9', pid])
    spawnSync('ip', ['netns', 'delete', space])
  }
}

function inside(folder) {
  let status = 1
  try {
    layOver(folder)
    connect()
    const HOME = certify(folder)
    const env = {
      ...process.env,
      HOME,
      PATH: `${join(root, 'e2e/operate/stand-ins')}:${process.env.PATH}`,
      NPM_CONFIG_CACHE: process.env.NPM_CONFIG_CACHE ?? join(process.env.HOME ?? '/root', '.npm'),
      COUNTERSIGN_REPOSITORY: root,
    }
    const playwright = [
      join(root, 'node_modules/.bin/playwright'),
      'test',
      '-c',
      'e2e/operate/playwright.config.ts',
    ]
    const args = ['netns', 'exec', browserSpace, ...playwright, ...process.argv.slice(2)]
    status = spawnSync('ip', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
    if (status !== 0 && existsSync('/run/stand-ins/countersign.log'))
      spawnSync('tail', ['-n', '40', '/run/stand-ins/countersign.log'], { stdio: 'inherit' })
  } finally {
    tidyUp()
  }
  process.exit(status)
}

if (process.env.COUNTERSIGN_TRIAL) inside(process.env.COUNTERSIGN_TRIAL)
else outside()
