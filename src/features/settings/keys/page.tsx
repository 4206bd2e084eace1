import { useState } from 'react'
import { scopesFor, roles as allRoles } from '#contract/permissions.ts'
import type { ApiKey } from '#contract/session/keys.ts'
import { type MadeKey, useApiKeys, useRevokeKey } from '#queries/session/keys.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Checkbox } from '#ui/checkbox.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Ask } from '../parts/ask.tsx'
import { CardList } from '../parts/cards.tsx'
import { Paged } from '../parts/paged.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { KeyCard } from './key-card.tsx'
import { MakeKeyDialog } from './make-key-dialog.tsx'

/** The API keys of the reader, and for admins those of everybody. */
export function KeysPage({ session, zone }: SettingsPageProps) {
  const held = allRoles.filter((role) => session.actor.roles.includes(role))
  const [of, setOf] = useState<'own' | 'everybody'>('own')
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<MadeKey>()
  const [revoked, setRevoked] = useState<ApiKey>()
  const reading = useApiKeys(of)
  return (
    <>
      <p>
        With a key a program does in your name what its scopes allow, and never more than you may yourself.
        Give each program a key of its own, so that you can end one without the others.
      </p>
      <ButtonRow>
        <Button look="primary" onClick={() => setMaking(true)}>
          Make a key …
        </Button>
        {held.includes('admin') && (
          <Checkbox
            checked={of === 'everybody'}
            onChange={(isChosen) => setOf(isChosen ? 'everybody' : 'own')}
          >
            Show the keys of everybody
          </Checkbox>
        )}
      </ButtonRow>
      {made && <NewKey made={made} />}
      <Paged
        reading={reading}
        rowsName="the keys"
        empty={
          <EmptyState title="No keys yet">
            Make one when a program needs to read or change something.
          </EmptyState>
        }
      >
        {(keys) => (
          <CardList label={of === 'own' ? 'Your keys' : 'The keys of everybody'}>
            {keys.map((key) => (
              <KeyCard
                key={key.id}
                apiKey={key}
                zone={zone.name}
                showsOwner={of === 'everybody'}
                onRevoke={() => setRevoked(key)}
              />
            ))}
          </CardList>
        )}
      </Paged>
      {isMaking && (
        <MakeKeyDialog
          scopes={scopesFor(held)}
          onMade={(key) => {
            setMaking(false)
            setMade(key)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />}
    </>
  )
}

function NewKey({ made }: { readonly made: MadeKey }) {
  return (
    <ShownOnce name="the key" text={made.key}>
      This is the key “<Foreign text={made.record.name} />
      ”. <strong>It is shown only now:</strong> copy it into the program that uses it, or into a password
      manager. If it is lost, make another and revoke this one.
    </ShownOnce>
  )
}

type RevokeProps = { readonly apiKey: ApiKey; readonly onClose: () => void }

function RevokeDialog({ apiKey: { id, name }, onClose }: RevokeProps) {
  const revoke = useRevokeKey(onClose)
  return (
    <Ask title="Revoke this key?" confirm="Revoke the key" attempt={revoke} input={id} onBack={onClose}>
      <p>
        “<Foreign text={name || id} />” stops working at its next request, and cannot be brought back.
        Programs that use it get the answer 401.
      </p>
    </Ask>
  )
}
