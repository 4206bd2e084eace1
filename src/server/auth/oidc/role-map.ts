import { type Role, roles } from '#contract/permissions.ts'

/** Which roles the values of a claim stand for. */
export type RoleMap = { readonly claim: string; readonly roles: ReadonlyMap<string, readonly Role[]> }

/**
 * Reads `value=role,role; value=role` (line ends do as `;`). A value may have anything in it but `;` and line ends: the last `=`
 * parts it from its roles. Undefined where the text is not of that form, or names a role that there is not.
 */
export function readRoleMap(text: string): RoleMap['roles'] | undefined {
  const map = new Map<string, readonly Role[]>()
  for (const part of text.split(/[;\n]/)) {
    if (part.trim() === '') continue
    const at = part.lastIndexOf('=')
    const value = part.slice(0, Math.max(at, 0)).trim()
    const named = part
      .slice(at + 1)
      .split(',')
      .map((name) => name.trim())
    const known = roles.filter((role) => named.includes(role))
    if (value === '' || map.has(value) || known.length !== named.length) return undefined
    map.set(value, known)
  }
  return map.size > 0 ? map : undefined
}

/**
 * The roles that claims stand for: none where the claim is absent. The claim is a text or a list of texts, under its very name,
 * or inside others where the name has dots (`realm_access.roles`).
 */
export function rolesOf(map: RoleMap, claims: Readonly<Record<string, unknown>>): readonly Role[] {
  const value = claimOf(claims, map.claim)
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const held = new Set(
    values.flatMap((text) => (typeof text === 'string' ? (map.roles.get(text) ?? []) : [])),
  )
  return roles.filter((role) => held.has(role))
}

/** A claim by its name, or by the names that lead to it with dots between them; undefined where there is none. */
export function claimOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((inside, step) => {
    if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, step)) return undefined
    return Object.entries(inside).find(([key]) => key === step)?.[1]
  }, claims)
}
