import { linesOf, type } from './doc-lines.ts'
import { origin } from './people.ts'

const certifications = `${origin}/api/preview/awf/certifications`

/** What the server knows: its people and keys as the terminal lists them, its reviews with all their rows by a key. */
export async function knownRows(): Promise<readonly unknown[]> {
  const listed = await command('countersign users list-people; countersign users list-keys')
  const reviews = await read('')
  const rows = await Promise.all(reviews.map(({ certification_id }) => read(`/${certification_id}/results`)))
  return [listed.split('\n'), reviews, rows]
}

/** Makes the key by which `knownRows` reads. */
export async function makeReadersKey(): Promise<void> {
  await command('countersign users create-key --scope reviews:read > /root/readers-key')
}

/** Ana decides a row of the only review, with a key. */
export async function decideRow(result_id: number): Promise<void> {
  const [review] = await read('')
  const change = JSON.stringify({ value: { result_id, decision: 'ACCEPTED', notes: 'is in her team' } })
  await command(`KEY=$(countersign users create-key --scope reviews:decide --as ana@example.com)
    curl -fsS -X PUT -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '${change}' \
      ${certifications}/${review?.certification_id}/results`)
}

/** What comes after a back-up: somebody, a key and a decision, which are gone once it is put back. */
export async function changeAfterwards(): Promise<void> {
  await command("countersign users add-person --email late@example.com --name 'Late Comer' --role auditor")
  await decideRow(1)
}

async function read(path: string): Promise<readonly { readonly certification_id: string }[]> {
  const text = await type(
    `curl -fsS -H "Authorization: Bearer $(cat /root/readers-key)" '${certifications}${path}'`,
  )
  return JSON.parse(text).values
}

function command(lines: string): Promise<string> {
  return type(`${linesOf('Commands')}\n${lines}`)
}
