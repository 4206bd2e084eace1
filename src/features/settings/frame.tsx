import { Suspense } from 'react'
import { Link } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { settingsPagePath } from './address.ts'
import { type SettingsPage, settingsPages } from './pages.ts'
import type { SettingsPageProps } from './parts/page-props.ts'
import styles from './settings.module.css'

type Props = SettingsPageProps & {
  /** The name of the page that the address asks for; the first where it asks for none. */
  readonly name: string
}

/** The settings: a list of their pages, and the one that the address names. */
export function SettingsFrame({ name, session, zone }: Props) {
  const pages = settingsPages.filter((page) => isFor(page, session))
  const page = name === '' ? pages[0] : pages.find((each) => each.name === name)
  return (
    <div className={styles.frame}>
      <title>{`${page?.title ?? 'Not here'} · Settings · Countersign`}</title>
      <nav aria-label="Settings" className={styles.nav}>
        <PageList label="Yours" pages={pages.filter(({ group }) => group === 'own')} current={page} />
        <PageList
          label="Everybody"
          pages={pages.filter(({ group }) => group === 'everybody')}
          current={page}
        />
      </nav>
      <div className={styles.page}>
        {page ? (
          <>
            <h1>{page.title}</h1>
            <Suspense fallback={<Skeleton label="Loading" rows={6} />}>
              <page.Page session={session} zone={zone} />
            </Suspense>
          </>
        ) : (
          <NoSuchPage known={settingsPages.find((each) => each.name === name)} />
        )}
      </div>
    </div>
  )
}

function isFor({ roles }: SettingsPage, { actor }: Session): boolean {
  return roles === undefined || roles.some((role) => actor.roles.includes(role))
}

type ListProps = {
  readonly label: string
  readonly pages: readonly SettingsPage[]
  readonly current: SettingsPage | undefined
}

function PageList({ label, pages, current }: ListProps) {
  if (pages.length === 0) return null
  return (
    <div className={styles.group}>
      <h2>{label}</h2>
      <ul>
        {pages.map((page) => (
          <li key={page.name}>
            <Link
              to={settingsPagePath(page.name)}
              aria-current={page === current ? 'page' : undefined}
              className={styles.link ?? ''}
              ref={page === current ? bringIntoView : undefined}
            >
              {page.title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** In a narrow window the list is a row that is wider than it. */
function bringIntoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' })
}

function NoSuchPage({ known }: { readonly known: SettingsPage | undefined }) {
  return (
    <EmptyState title={known ? 'This page is not for your account' : 'There is no such page'}>
      {known
        ? `It is for ${holders(known)}. If you need something that it does, ask one of them.`
        : 'The list of settings has those that there are.'}
    </EmptyState>
  )
}

/** Who has a page, as in "admins and auditors". */
function holders({ roles = [] }: SettingsPage): string {
  const names = roles.map((role) => `${role}s`)
  return new Intl.ListFormat('en').format(names)
}
