import { statfsSync } from 'node:fs'
import { codeOf } from './start-error.ts'
import type { Layout } from './paths.ts'
import { socketPort } from './paths.ts'
import { clusterName } from './processes.ts'

/** Returns the command line of PostgreSQL for a cluster: all its settings, so that the files keep initdb's. */
export function postgresArguments(layout: Layout): string[] {
  const settings = {
    cluster_name: clusterName(layout.cluster),
    listen_addresses: '',
    // A list separated by commas: the quotes keep a comma in DATA_DIR from splitting it.
    unix_socket_directories: `"${layout.sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    port: socketPort,
    max_connections: 60,
    shared_buffers: '256MB',
    dynamic_shared_memory_type: sharedMemory(),
    // Small and frequent checkpoints: a restart after kill -9 replays little.
    max_wal_size: '256MB',
    checkpoint_timeout: '60s',
    // One call for the file system in place of one for each of a thousand files: seconds on a busy disk.
    ...(process.platform === 'linux' && { recovery_init_sync_method: 'syncfs' }),
    // Solid state or memory: with the default, made for turning disks, the planner prefers far longer ways in order.
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    autovacuum: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // The log holds no statement and no value: a filter may name people.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  }
  return [
    '-D',
    layout.cluster,
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
}

// Docker gives containers a /dev/shm of 64 MB, too small for parallel queries.
function sharedMemory(): 'posix' | 'mmap' {
  if (process.platform !== 'linux') return 'posix'
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= 256 * 2 ** 20 ? 'posix' : 'mmap'
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'mmap'
    throw error
  }
}

/** The environment of the PostgreSQL programs: nothing of ours, which may hold secrets, and no locale to depend on. */
export const postgresEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C', TZ: 'UTC' }
