/** Filters, by what they are, on which other parsers take exponential or quadratic time; each as long as `size` says. */
export const hostileFilters: Readonly<Record<string, (size: number) => string>> = {
  'an unclosed string of newlines': (size) => `a eq "${'\n'.repeat(size)}`,
  'an unclosed string of escaped backslashes': (size) => `a eq "${'\\\\'.repeat(size)}`,
  'nested parentheses': (size) => `${'('.repeat(size)}a pr${')'.repeat(size)}`,
  'nested not': (size) => `${'not ('.repeat(size)}a pr${')'.repeat(size)}`,
  'a chain of groups': (size) => Array.from({ length: size }, () => '(a pr or b pr)').join(' and '),
  'a path of very many parts': (size) => `a${'.a'.repeat(size)} pr`,
  'spaces before a bad value': (size) => `a eq ${' '.repeat(size)}x`,
  'a URI of colons and no name': (size) => `urn${':a'.repeat(size)}: pr`,
  'unclosed parentheses': (size) => '('.repeat(size),
  'a long list of or': (size) => Array.from({ length: size }, () => 'a eq "x"').join(' or '),
  'a string of escapes': (size) => `a eq "${'\\u00e9'.repeat(size)}"`,
  'a number of many digits': (size) => `a eq ${'9'.repeat(size)}`,
}
