import { useEffect, useState } from 'react'
import { Muted } from '#ui/muted.tsx'
import type { ListedCertification } from '../parts/listed.ts'
import { sortFields, sortLabels } from './certifications-query.ts'
import { phasePresentation } from '../parts/phase-presentation.ts'
import { groupOf, phaseGroups } from './phases.ts'
import styles from './toolbar.module.css'
import type { CertificationsQueryState } from './use-certifications-query.ts'

type Props = {
  readonly query: CertificationsQueryState
  /** All certifications, to count them by phase; undefined while they are not known. */
  readonly all: readonly ListedCertification[] | undefined
}

/** Finding by text and phase, and the order. */
export function Toolbar({ query, all }: Props) {
  const { text, phases, sort, change } = query
  return (
    <search aria-label="Reviews">
      <form className={styles.toolbar} onSubmit={(event) => event.preventDefault()}>
        <Find text={text} onChange={(next, typing) => change({ text: next }, typing)} />
        <fieldset className={styles.phases}>
          <legend>Phase</legend>
          {phaseGroups.map((phase) => (
            <label key={phase} data-tip={phasePresentation[phase].meaning}>
              <input
                type="checkbox"
                checked={phases.includes(phase)}
                onChange={({ target }) =>
                  change({
                    phases: target.checked ? [...phases, phase] : phases.filter((chosen) => chosen !== phase),
                  })
                }
              />
              {phasePresentation[phase].label}{' '}
              <Muted>{all?.filter((listed) => groupOf(listed.phase) === phase).length}</Muted>
            </label>
          ))}
        </fieldset>
        <label className={styles.field}>
          <span>Order</span>
          <select
            value={`${sort.field} ${sort.descending ? 'desc' : 'asc'}`}
            onChange={({ target }) => {
              const field = sortFields.find((known) => target.value.startsWith(`${known} `))
              if (field) change({ sort: { field, descending: target.value.endsWith(' desc') } })
            }}
          >
            {sortFields.flatMap((field) => [
              <option key={`${field} asc`} value={`${field} asc`}>
                {sortLabels[field].asc}
              </option>,
              <option key={`${field} desc`} value={`${field} desc`}>
                {sortLabels[field].desc}
              </option>,
            ])}
          </select>
        </label>
      </form>
    </search>
  )
}

type FindProps = {
  readonly text: string
  readonly onChange: (text: string, typing: boolean) => void
}

/** What is being typed stands here until the field is left: the address follows a little later than fast fingers. */
function Find({ text, onChange }: FindProps) {
  const [typed, setTyped] = useState<string>()
  useEffect(() => {
    const back = () => setTyped(undefined)
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [])
  const shown = typed ?? text
  return (
    <label className={styles.field}>
      <span>Find</span>
      <input
        type="search"
        placeholder="Name, workflow, note, reviewer"
        value={shown}
        onBlur={() => setTyped(undefined)}
        onChange={({ target }) => {
          setTyped(target.value)
          onChange(target.value, shown !== '')
        }}
      />
    </label>
  )
}
