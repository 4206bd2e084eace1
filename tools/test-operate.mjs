// `npm run test:operate`, as root: types the lines of docs/operate.md on a machine that is taken away again afterwards: this
// one under an overlay in memory, booted by a systemd of its own (systemd-nspawn). The server, its proxy and its database are
// in one network namespace, the browser in another, with a cable (veth) between them. What is tried is what is committed.
import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const self = fileURLToPath(import.meta.url)
const name = 'audit.example.com'
const repository = '/srv/countersign.git'
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
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  script: 'bsdutils',
  'systemd-analyze': 'systemd',
  'systemd-nspawn': 'systemd-container',
  pg_ctlcluster: 'postgresql',
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

/** Lays the machine under an overlay in memory, which has everything that the trial changes. Returns its root. */
function layOver(folder) {
  must('mount', '-t', 'tmpfs', '-o', 'size=6g,mode=755', 'tmpfs', folder)
  const machine = join(folder, 'machine')
  mkdirSync(machine)
  for (const place of ['/', '/usr', '/etc', '/opt', '/var', '/root']) {
    if (spawnSync('mountpoint', ['-q', place]).status !== 0) continue
    const [upper, work] = ['upper', 'work'].map((kind) => join(folder, `layer-${place.slice(1)}`, kind))
    for (const path of [upper, work]) mkdirSync(path, { recursive: true })
    const options = `lowerdir=${place},upperdir=${upper},workdir=${work}`
    must('mount', '-t', 'overlay', '-o', options, 'overlay', join(machine, place))
  }
  // Of the services that this machine has, those run that the lines start.
  const units = join(machine, 'etc/systemd/system')
  for (const name of readdirSync(units))
    if (name.endsWith('.wants')) rmSync(join(units, name), { recursive: true })
  writeFileSync(join(machine, 'etc/fstab'), '')
  rmSync(join(machine, 'usr/sbin/policy-rc.d'), { force: true })
  must('git', 'clone', '--quiet', '--bare', root, join(machine, repository))
  must('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run')
  return machine
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
}

/** Both know the name: the machine that is tried, and the browser's. */
function nameIt(folder, machine) {
  const hosts = join(folder, 'hosts')
  copyFileSync('/etc/hosts', hosts)
  for (const file of [hosts, join(machine, 'etc/hosts')]) appendFileSync(file, `\n${serverAddress} ${name}\n`)
  must('mount', '--bind', hosts, '/etc/hosts')
}

/** Boots the machine in the server's network. Returns the process of its systemd, once services can be started. */
function boot(folder, machine) {
  const log = openSync(join(folder, 'boot.log'), 'w')
  const options = '--quiet --boot --register=no --keep-unit --resolv-conf=off --timezone=off'.split(' ')
  const network = `--network-namespace-path=/run/netns/${serverSpace}`
  const args = [...options, network, '--machine=countersign-trial', '-D', machine]
  const { pid } = spawn('systemd-nspawn', args, { stdio: ['ignore', log, log] })
  const up = `until leader=$(cat /proc/${pid}/task/${pid}/children) && [ -n "$leader" ] &&
      nsenter --target $leader --mount --pid --root systemctl is-system-running --wait 2>/dev/null | grep -qE 'running|degraded'
    do [ -d /proc/${pid} ] && sleep 0.2 || exit 1; done
    echo $leader`
  const { status, stdout } = spawnSync('bash', ['-c', up], { encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) {
    spawnSync('cat', [join(folder, 'boot.log')], { stdio: 'inherit' })
    throw new Error('systemd-nspawn does not boot this machine')
  }
  return stdout.trim()
}

/** A certificate of an authority of one's own, which the machine and the browser trust. */
function certify(folder, machine) {
  const [key, authority] = ['ca.key', 'ca.pem'].map((file) => join(folder, file))
  const home = join(folder, 'home')
  const store = join(home, '.pki/nssdb')
  mkdirSync(store, { recursive: true })
  const place = join(machine, 'etc/ssl/countersign')
  mkdirSync(place)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30']
  const made = ['req', '-x509', ...curve]
  must('openssl', ...made, '-subj', '/CN=Trial', '-keyout', key, '-out', authority)
  const [certificate, privateKey] = ['fullchain.pem', 'privkey.pem'].map((file) => join(place, file))
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
  must('sh', '-c', `cat ${authority} >> ${machine}/etc/ssl/certs/ca-certificates.crt`)
  must('certutil', '-d', `sql:${store}`, '-N', '--empty-password')
  must('certutil', '-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'trial', '-i', authority)
  return home
}

/** Ends the machine, and what else was started in the two networks, by its ids, and takes these away. */
function tidyUp(leader) {
  if (leader) spawnSync('kill', ['-9', leader])
  for (const space of [serverSpace, browserSpace]) {
    const { stdout } = spawnSync('ip', ['netns', 'pids', space], { encoding: 'utf8' })
    for (const pid of (stdout ?? '').split('\n').filter(Boolean)) spawnSync('kill', ['-9', pid])
    spawnSync('ip', ['netns', 'delete', space])
  }
}

function inside(folder) {
  let status = 1
  let leader
  try {
    const machine = layOver(folder)
    connect()
    nameIt(folder, machine)
    const HOME = certify(folder, machine)
    leader = boot(folder, machine)
    const env = {
      ...process.env,
      HOME,
      COUNTERSIGN_REPOSITORY: repository,
      COUNTERSIGN_MACHINE: leader,
      // Packages are fetched over it.
      COUNTERSIGN_NETWORK: `/proc/${process.pid}/ns/net`,
    }
    const playwright = [
      join(root, 'node_modules/.bin/playwright'),
      'test',
      '-c',
      'e2e/operate/playwright.config.ts',
    ]
    const args = ['netns', 'exec', browserSpace, ...playwright, ...process.argv.slice(2)]
    status = spawnSync('ip', args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
    const journal = ['--target', leader, '--all', 'journalctl', '--no-pager', '-n', '60', '-u', 'countersign']
    if (status !== 0) spawnSync('nsenter', journal, { stdio: 'inherit' })
  } finally {
    tidyUp(leader)
  }
  process.exit(status)
}

if (process.env.COUNTERSIGN_TRIAL) inside(process.env.COUNTERSIGN_TRIAL)
else outside()
