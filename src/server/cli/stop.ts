import { existsSync } from 'node:fs'
import { readConfig } from '../config.ts'
import { startEmbedded } from '../store/embedded/embedded.ts'
import { openDataDir } from '../store/embedded/paths.ts'
import { findRunning } from '../store/embedded/start.ts'
import { log, NotStarted, readArgs, runCommand, say } from './command.ts'

const usage = `Usage: npm run stop

Stops the embedded PostgreSQL of DATA_DIR that a server left running, as one that was killed does.`

await runCommand(async (args) => {
  readArgs(usage, { args, options: {} })
  const { databaseUrl, dataDir } = readConfig(process.env)
  if (databaseUrl !== undefined)
    throw new NotStarted('DATABASE_URL is set: that PostgreSQL is not ours to stop.')
  const runs = existsSync(dataDir) && (await findRunning({ layout: openDataDir(dataDir) })) !== undefined
  if (!runs) {
    say('No PostgreSQL runs in DATA_DIR.')
    return 0
  }
  // Joining it and leaving again stops it exactly when nobody else has joined.
  const embedded = await startEmbedded({ dataDir, log })
  if ((await embedded.release()) === 'in use')
    throw new NotStarted('A server or a command is using the PostgreSQL of DATA_DIR. Stop that first.')
  say('Stopped the PostgreSQL of DATA_DIR.')
  return 0
})
