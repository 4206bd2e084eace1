import type { Kysely } from 'kysely'
import type { UserKey } from '#contract/people.ts'
import type { Actor } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import type { Directory } from '../../directory/directory.ts'
import { refused } from '../../refused.ts'
import type { Schema } from '../database/schema.ts'
import { refuseToLoseAdmins } from '../sign-in/admins.ts'
import { closeEntrance } from '../sign-in/entrance.ts'
import { listSessionsOf, endSessionsOf } from '../sign-in/own-sessions.ts'
import { listAccountLog } from './account-log-list.ts'
import { addPerson } from './add-person.ts'
import { type Change, changeAsAdmin, refuseNoAdmin } from './change-as-admin.ts'
import { activate, deactivate } from './deactivate.ts'
import { findInDirectory, listDirectory, personInDirectory } from './directory-people.ts'
import { fileToPlan, putFile, refuseOwn } from './import-file.ts'
import { noteImport } from './note-import.ts'
import { planFile } from './plan-file.ts'
import { setRoles } from './set-roles.ts'
import { linkFor, resetSecondFactors, untie } from './sign-in-of-people.ts'

/**
 * The directory in the database. `rolesFromClaims`: the provider says at each sign-in which roles the people have who are
 * tied to an identity there.
 */
export function directoryStore(db: Kysely<Schema>, clock: () => Date, rolesFromClaims: boolean): Directory {
  const read = (from: Kysely<Schema>, key: UserKey) => personInDirectory(from, key, rolesFromClaims)

  /** Changes one person, who is read before and after in the same transaction. */
  async function changeOne<T>(
    key: UserKey,
    actor: Actor,
    change: (directory: Change, person: DirectoryPerson) => Promise<T>,
  ): Promise<{ done: T; person: DirectoryPerson }> {
    return await changeAsAdmin(db, actor, async (directory) => {
      const done = await change(directory, await read(directory, key))
      return { done, person: await read(directory, key) }
    })
  }

  return {
    list: (query) => listDirectory(db, query, rolesFromClaims),
    find: (key) => findInDirectory(db, key, rolesFromClaims),

    add: (person, actor) =>
      changeAsAdmin(db, actor, async (directory) => {
        await addPerson(directory, clock, person, actor)
        const link = person.hasLocalAccount
          ? await linkFor(directory, clock, await read(directory, person), actor)
          : undefined
        return { person: await read(directory, person), link }
      }),

    async setRoles(key, wanted, actor) {
      const { done, person } = await changeOne(key, actor, (directory, before) =>
        setRoles(directory, clock, before, { ...wanted, actor }),
      )
      return { person, token: done }
    },

    async deactivate(key, actor) {
      const { done, person } = await changeOne(key, actor, (directory) =>
        deactivate(directory, clock, key, actor),
      )
      return { person, ...done }
    },

    activate: async (key, actor) =>
      (await changeOne(key, actor, (directory) => activate(directory, clock, key, actor))).person,

    makePasswordLink: async (key, actor) =>
      (await changeOne(key, actor, (directory, person) => linkFor(directory, clock, person, actor))).done,

    resetSecondFactors: async (key, actor) =>
      (
        await changeOne(key, actor, (directory, person) =>
          resetSecondFactors(directory, clock, person, actor),
        )
      ).person,

    untie: async (key, actor) =>
      (await changeOne(key, actor, (directory, person) => untie(directory, clock, person, actor))).person,

    async listSessions(key) {
      await read(db, key)
      return await listSessionsOf(db, clock(), key)
    },

    endSessions: async (key, actor) =>
      (
        await changeOne(key, actor, (directory) =>
          endSessionsOf(directory, clock, { person: key, by: actor }),
        )
      ).done,

    ...fileImport(db, clock, rolesFromClaims),
    listLog: (query) => listAccountLog(db, query),
  }
}

function fileImport(
  db: Kysely<Schema>,
  clock: () => Date,
  rolesFromClaims: boolean,
): Pick<Directory, 'preview' | 'import'> {
  return {
    // Holds nothing: somebody who signs in meanwhile does not wait.
    async preview(file, actor) {
      await refuseNoAdmin(db, actor)
      const { changes, changed } = await planFile(db, fileToPlan(file), rolesFromClaims)
      refuseOwn(changed, actor)
      await refuseToLoseAdmins(
        db,
        changed.map(({ after, ...person }) => ({ ...person, roles: after })),
      )
      return changes
    },

    import: (file, preview, actor) =>
      changeAsAdmin(db, actor, async (directory) => {
        const planned = await planFile(directory, fileToPlan(file), rolesFromClaims)
        refuseOwn(planned.changed, actor)
        if (planned.changes.preview !== preview)
          throw refused(
            'Aborted',
            'The file or the directory is not what it was in the preview. Nothing was changed; look at the preview again.',
          )
        await putFile(directory, planned, fileToPlan(file), rolesFromClaims)
        if (planned.changes.added + planned.changes.changed > 0)
          await closeEntrance(directory, 'DIRECTORY_IMPORT', { actor, now: clock() })
        await noteImport(directory, clock, planned, actor)
        return planned.changes
      }),
  }
}
