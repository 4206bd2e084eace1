import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readOidcConfig } from './oidc-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-secret-'))
const file = join(folder, 'secret')
writeFileSync(file, 'a secret\n')
const empty = join(folder, 'empty')
writeFileSync(empty, '\n')
afterAll(() => rmSync(folder, { recursive: true }))

const least = {
  OIDC_ISSUER: 'https://id.example/realms/a',
  OIDC_CLIENT_ID: 'countersign',
  OIDC_CLIENT_SECRET_FILE: file,
}
const publicUrl = 'https://audit.example'

test('nothing is configured where no variable is set, or all are empty', () => {
  expect(readOidcConfig({ OIDC_ISSUER: '', PORT: '1' }, undefined)).toBeUndefined()
})

test('three variables are enough', () => {
  expect(readOidcConfig(least, publicUrl)).toEqual({
    issuer: 'https://id.example/realms/a',
    clientId: 'countersign',
    clientSecret: 'a secret',
    scopes: 'openid profile email',
    name: 'id.example',
    identityClaim: 'sub',
    roles: undefined,
    tieByEmail: false,
  })
})

test('all of them are read', () => {
  const all = {
    ...least,
    OIDC_NAME: 'Example sign-in',
    OIDC_IDENTITY_CLAIM: 'employee_id',
    OIDC_SCOPES: 'openid  groups',
    OIDC_ROLE_CLAIM: 'groups',
    OIDC_ROLES: 'cn=Audit,ou=x=auditor; IT = operator, reviewer',
    OIDC_TIE_BY_EMAIL: 'on',
  }
  const config = readOidcConfig(all, publicUrl)
  expect(config).toMatchObject({
    name: 'Example sign-in',
    identityClaim: 'employee_id',
    scopes: 'openid groups',
    tieByEmail: true,
  })
  expect([config?.roles?.claim, ...(config?.roles?.roles ?? [])]).toEqual([
    'groups',
    ['cn=Audit,ou=x', ['auditor']],
    ['IT', ['operator', 'reviewer']],
  ])
})

test.each([
  ['OIDC_ISSUER', { OIDC_ISSUER: 'http://id.example' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'https://id.example/?x=zqmarker' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'https://user:zqmarker@id.example' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: '' }],
  ['OIDC_CLIENT_ID', { OIDC_CLIENT_ID: '' }],
  ['OIDC_CLIENT_SECRET_FILE', { OIDC_CLIENT_SECRET_FILE: '' }],
  ['OIDC_CLIENT_SECRET_FILE', { OIDC_CLIENT_SECRET_FILE: '/zqmarker' }],
  ['OIDC_CLIENT_SECRET_FILE', { OIDC_CLIENT_SECRET_FILE: empty }],
  ['OIDC_IDENTITY_CLAIM', { OIDC_IDENTITY_CLAIM: 'email' }],
  ['OIDC_IDENTITY_CLAIM', { OIDC_IDENTITY_CLAIM: 'preferred_username' }],
  ['OIDC_SCOPES', { OIDC_SCOPES: 'zqmarker' }],
  ['OIDC_ROLE_CLAIM', { OIDC_ROLE_CLAIM: 'groups' }],
  ['OIDC_ROLE_CLAIM', { OIDC_ROLES: 'zqmarker=admin' }],
  ['OIDC_ROLE_CLAIM', { OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'zqmarker=boss' }],
  ['OIDC_TIE_BY_EMAIL', { OIDC_TIE_BY_EMAIL: 'zqmarker' }],
  ['OIDC_CLIENT_SECRET', { OIDC_CLIENT_SECRET: 'zqmarker' }],
])('%s stops the start where it is wrong, by its name and without its value: %j', (name, change) => {
  const read = () => readOidcConfig({ ...least, ...change }, publicUrl)
  expect(read).toThrow(new RegExp(`^${name} `))
  expect(read).not.toThrow(/zqmarker/)
})

test('an identity provider needs an address that it can send browsers back to', () => {
  expect(() => readOidcConfig(least, undefined)).toThrow(/PUBLIC_URL/)
})

test('an issuer on this machine may be without TLS', () => {
  expect(
    readOidcConfig({ ...least, OIDC_ISSUER: 'http://localhost:3000' }, 'http://127.0.0.1:4870'),
  ).toMatchObject({
    issuer: 'http://localhost:3000',
    name: 'localhost:3000',
  })
})
