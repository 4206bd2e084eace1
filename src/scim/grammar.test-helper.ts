import peggy from 'peggy'
import type { Filter } from './ast.ts'

/**
 * RFC 7644 figure 1 written down a second time, for a parser generator, with the rulings that parse() states. It is
 * slow, it has no limits and no places of errors; it is here to disagree.
 */
const grammar = String.raw`
{{
  const joined = (kind, first, rest) => (rest.length === 0 ? first : { kind, filters: [first, ...rest] })
}}
filter = _ @or _
or = first:and rest:(__ "or"i __ @and)* { return joined('or', first, rest) }
and = first:term rest:(__ "and"i __ @term)* { return joined('and', first, rest) }
term
  = "not"i _ "(" _ filter:or _ ")" { return { kind: 'not', filter } }
  / "(" _ @or _ ")"
  / path:path _ "[" _ filter:innerOr _ "]" { return { kind: 'valuePath', path, filter } }
  / clause
innerOr = first:innerAnd rest:(__ "or"i __ @innerAnd)* { return joined('or', first, rest) }
innerAnd = first:innerTerm rest:(__ "and"i __ @innerTerm)* { return joined('and', first, rest) }
innerTerm
  = "not"i _ "(" _ filter:innerOr _ ")" { return { kind: 'not', filter } }
  / "(" _ @innerOr _ ")"
  / clause
clause
  = path:path __ "pr"i { return { kind: 'present', path } }
  / path:path __ op:op __ value:value { return { kind: 'cmp', path, op: op.toLowerCase(), value } }
op = "eq"i / "ne"i / "co"i / "sw"i / "ew"i / "gt"i / "ge"i / "lt"i / "le"i
path = urn:(@uri ":")? name:name sub:("." @name)? ![.:] {
  return { ...(urn && { urn }), name, ...(sub && { sub }) }
}
name = "$ref"i ![a-z0-9$_-]i { return text() } / $([a-z]i [a-z0-9$_-]i*)
uri = $([a-z]i [a-z0-9+.-]i* ":" (uriChar / ":" &(uriChar* ":"))+)
uriChar = [a-z0-9._~/?#@!$&'*+,;=-]i / "%" [0-9a-f]i [0-9a-f]i
value = "true" { return true } / "false" { return false } / "null" { return null } / number / string
number = "-"? ("0" / [1-9] [0-9]*) ("." [0-9]+)? ("e"i [+-]? [0-9]+)? { return Number(text()) || 0 }
string = '"' chars:char* '"' &{ return chars.join('').isWellFormed() } { return chars.join('') }
char
  = [^\x00-\x1f"\\]
  / "\\" letter:["\\/bfnrt] { return JSON.parse('"\\' + letter + '"') }
  / "\\u" digits:$([0-9a-f]i|4|) !{ return digits === '0000' } { return String.fromCharCode(parseInt(digits, 16)) }
_ = [ \t\r\n]*
__ = [ \t\r\n]+
`

const generated = peggy.generate(grammar)

/** What the grammar makes of a text: a tree without spans, or undefined where it finds none. */
export function parseByGrammar(text: string): Filter | undefined {
  try {
    const tree: Filter = generated.parse(text)
    return tree
  } catch (error) {
    if (error instanceof generated.SyntaxError) return undefined
    throw error
  }
}
