import type { SigningKey } from '#contract/export-pack.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './verify.module.css'

/** The public keys of this server, folded away, to be handed to whoever verifies packs without it. */
export function ServerKeyList({ keys }: { readonly keys: readonly SigningKey[] }) {
  if (keys.length === 0) return null
  return (
    <details>
      <summary>Public keys of this server</summary>
      <ul className={styles.files}>
        {keys.map(({ key_id: id, public_key: pem, replaced_at: replacedAt }) => (
          <li key={id} className={styles.part}>
            <p>
              Key <code>{id}</code>, {replacedAt ? 'which was replaced' : 'which signs now'}
            </p>
            <pre className={styles.pem}>
              <Foreign text={pem} />
            </pre>
            <CopyButton label={`Copy key ${id}`} text={() => pem} />
          </li>
        ))}
      </ul>
    </details>
  )
}
