import { describe, expect, test } from 'vitest'
import { match } from './match.ts'
import { parse } from './parse.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A user in the shape of RFC 7643 section 8.2. */
const user = {
  id: '2819c223',
  userName: 'BJensen@Example.com',
  name: { familyName: 'Jensen', givenName: "Bárbara O'Σ" },
  title: '',
  nickName: null,
  active: true,
  logins: 42,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  tags: ['Red', 'blue'],
  ims: [],
  addresses: [{ locality: '' }],
  meta: { lastModified: '2011-05-13T04:42:34.5Z' },
  manyNumbers: [1, 5],
  [enterprise]: { employeeNumber: '701984', manager: { displayName: 'John Smith' } },
}

const matches = (text: string) => match(parse(text), user)

describe('without a field table, by the defaults of RFC 7643', () => {
  test.each([
    'userName eq "bjensen@example.com"',
    'USERNAME sw "bj" and username co "EXAMPLE" and userName ew ".COM"',
    'name.givenName ew "o\'σ"',
    'name.familyName gt "JENSEM" and name.familyName le "jensen" and name.familyName lt "jensenz"',
    'userName co ""',
    'userName ne "other"',
    'active eq true and active ne false',
    'active eq "True"',
    'not (active eq false)',
    'logins eq 42.0 and logins gt 41 and logins ge 42 and logins lt 43 and logins le 42',
    'emails eq "babs@jensen.org"',
    'emails co "JENSEN.org"',
    'emails.type eq "work" and emails.type eq "home"',
    'emails.type ne "work"',
    'tags eq "red" and tags.value eq "BLUE"',
    'tags[value sw "r"]',
    'manyNumbers gt 4 and manyNumbers lt 2',
    'emails[type eq "work" and value co "@example.com"]',
    'emails[not (type eq "work")]',
    'emails[primary pr and type eq "work"]',
    `emails[${enterprise}:emails.type eq "home"]`,
    'name[familyName eq "jensen" and givenName pr]',
    'userName pr and emails pr and name pr and active pr and tags pr and logins pr',
    'nickName ne "x" and absent ne "x" and absent.sub ne 1 and ims ne "x"',
    'nickName eq null and absent eq null and ims eq null',
    'userName ne null and emails ne null and name ne null',
    'name ne "x"',
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'meta.lastModified eq "2011-05-13T06:42:34.500+02:00"',
    'meta.lastModified ge "2011-05-13T06:42:34.500+02:00" and meta.lastModified lt "2011-05-13T04:42:34.500000001Z"',
    'meta.lastModified sw "2011-05-13" and meta.lastModified ew "2011-05-13T04:42:34.5Z"',
    `${enterprise}:employeeNumber eq "701984"`,
    `${enterprise.toUpperCase()}:manager.displayName sw "john"`,
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "bjensen"',
    'a pr or userName pr and title eq ""',
  ])('matches %s', (text) => {
    expect(matches(text)).toBe(true)
  })

  test.each([
    'userName eq "bjensen"',
    'logins eq "42"',
    'logins co "4"',
    'logins ne 42',
    'active eq "yes"',
    'active eq 1',
    'active gt false',
    'active ge true',
    'userName eq 42',
    'title pr',
    'nickName pr or absent pr or ims pr or addresses pr',
    'emails[type eq "work" and value co "jensen.org"]',
    'emails[type eq "other"]',
    'absent[value pr]',
    'ims[not (value pr)]',
    'absent eq "x" or absent co "" or absent lt "x" or absent ge 0',
    'absent ne null',
    'userName eq null',
    'name eq null',
    'name eq "x"',
    'name co ""',
    'addresses.locality eq "x"',
    'employeeNumber pr',
    `${enterprise}:userName pr`,
    'urn:example:other:User:userName pr',
    'constructor pr or toString pr or hasOwnProperty pr',
    'emails.length pr',
    'meta.lastModified gt "2011-05-13T04:42:34.5Z"',
    'meta.lastModified co "2011-05-13T06:42:34.5+02:00"',
    'not (userName pr)',
    'userName pr and absent pr',
  ])('does not match %s', (text) => {
    expect(matches(text)).toBe(false)
  })

  test('text is ordered by code point, not by UTF-16 unit', () => {
    const row = { a: '\u{10000}' }
    expect(match(parse('a gt "\uffff"'), row)).toBe(true)
    expect(match(parse('a lt "\u{10001}"'), row)).toBe(true)
    expect(match(parse('a gt "\ud7ff"'), row)).toBe(true)
    expect(match(parse('a lt "\u{10000}x" and a ge "\u{10000}"'), row)).toBe(true)
  })
})
