import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely'
import pg from 'pg'

/** Writes values into the statement, where others send them beside it. */
class LiteralCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.append(literalOf(value))
  }
}

const compiling = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new LiteralCompiler(),
  },
})

/**
 * A statement as one text, for COPY, which takes no bound values. Each value is a quoted literal whose type PostgreSQL
 * finds as it does for a bound one. Throws for a value of a kind that filters do not have, and for a text with NUL, at which
 * PostgreSQL would take the statement to end.
 */
export function literalSql(statement: RawBuilder<unknown>): string {
  return statement.compile(compiling).sql
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `ARRAY[${value.map(literalOf).join(',')}]`
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'boolean' || Number.isFinite(value)) return quoted(String(value))
  throw new Error(`a value of type ${typeof value} cannot be written into a statement`)
}

function quoted(text: string): string {
  if (text.includes('\0')) throw new Error('a text with NUL cannot be written into a statement')
  return pg.escapeLiteral(text)
}
