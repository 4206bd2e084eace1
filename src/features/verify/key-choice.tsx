import { counted } from '#std/counted.ts'
import { Button } from '#ui/button.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Hint } from '#ui/hint.tsx'
import type { PastedKey } from './use-pasted-key.ts'
import { ServerKeyList } from './server-key-list.tsx'
import type { ServerKeys } from './use-server-keys.ts'
import styles from './verify.module.css'

/** Where the keys come from that a signature is compared with. */
export type KeySource = 'server' | 'pasted'

type Props = {
  readonly source: KeySource
  readonly onSource: (source: KeySource) => void
  readonly server: ServerKeys
  readonly pasted: PastedKey
}

/** Whose signature is wanted: of this server, or of a key that one has got in another way. Never one of the pack. */
export function KeyChoice({ source, onSource, server, pasted }: Props) {
  return (
    <fieldset className={styles.keys}>
      <legend>Compare the signature with</legend>
      <label className={styles.choice}>
        <input type="radio" name="keys" checked={source === 'server'} onChange={() => onSource('server')} />
        <span>
          the keys of this server
          <ServerKeysLine server={server} />
        </span>
      </label>
      <label className={styles.choice}>
        <input type="radio" name="keys" checked={source === 'pasted'} onChange={() => onSource('pasted')} />a
        key that I paste
      </label>
      {source === 'server' && server.hasFailed && (
        <div className={styles.row}>
          <Button icon="refresh" onClick={server.retry}>
            Ask the server again
          </Button>
        </div>
      )}
      {source === 'pasted' && (
        <FormField
          label="Public key"
          hint={
            pasted.key
              ? `The key ${pasted.key.id}`
              : 'In PEM, of the server that made the pack, from somebody whom you trust.'
          }
          error={pasted.problem}
        >
          {(wiring) => (
            <textarea
              {...wiring}
              rows={4}
              className={styles.pem}
              spellCheck={false}
              placeholder="-----BEGIN PUBLIC KEY-----"
              value={pasted.text}
              onChange={({ target }) => pasted.change(target.value)}
            />
          )}
        </FormField>
      )}
      <ServerKeyList keys={server.listed} />
    </fieldset>
  )
}

function ServerKeysLine({ server: { keys, hasFailed } }: Pick<Props, 'server'>) {
  if (hasFailed)
    return (
      <Hint as="output" isWrong>
        They could not be read. Files and completeness are verified all the same; for the signature paste a
        key.
      </Hint>
    )
  if (!keys) return <Hint as="output">They are being read.</Hint>
  if (keys.length === 0) return <Hint as="output">It has none yet: it has signed nothing.</Hint>
  const [newest] = keys
  return (
    <Hint as="output">
      {counted(keys.length, 'key')}, the newest is {newest?.id}
    </Hint>
  )
}
