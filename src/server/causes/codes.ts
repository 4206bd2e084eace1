/** Words that make a code of the number or name behind them. */
const codeWords =
  /(?:^|[^\p{L}])(?:(?:error|fault|status|result|reason|return|response|exit|sub|major|minor|native|sql|fehler)[ _-]?)?(?:code|codes|error|err|errno|status|data|http(?:\/\d(?:\.\d)?)?|ldap|ldaperr|sqlstate|hresult|win32|exit|rc|msg|helpmsg|level|state|subcode|faultcode|exception|type|fehler|erreur|ora|tns|pls|aadsts|number(?=:))\b["']?(?:\s+(?:is|was|of|number|no\.?|value|returned|received))?[\s:=#("'[-]{0,4}$/iu

/** How names of codes begin that need no word before them. */
const codeNames =
  /^(?:0x[0-9a-f]{2,16}|ORA-\d+|TNS-\d+|PLS-\d+|AADSTS\d+|AADB2C\d+|E0\d{6}|SQLSTATE\d*|MSIS\d+|CPF\d+|SQL\d{4,5}[NWC]?|HTTP\d{3}|LDAP\d+|RFC\d+|S\d{4}|IMAP\d|SHA\d+|AES\d+|TLSv?\d(?:\.\d)?|OAuth\d?|SAML\d?|UTF-?\d+)$/i

/** Words after which a number is so many of something, whatever it looks like. */
const countWords =
  /\b(?:max|min|maximum|minimum|than|of|skew|limit|attempt|retry|after|line|port|pid|row|page)[\s:=(]*$/i

/** Words of a schema: the name behind them says what was wrong, not with whom. */
const schemaWords =
  /(?:\b(?:type|types|parameter|property|properties|metric|limit|index|constraint|attribute|attributes|for key|column|field|claim|scope|permission)\b["']?\s*[:=]?\s*)$/i

/** Whether what begins at a place of a message says which failure it is. */
export function isCode(message: string, at: number, value: string): boolean {
  const before = message.slice(Math.max(0, at - 40), at)
  const rest = message.slice(at + value.length)
  if (codeNames.test(value)) return true
  // Of a directory: `00002071: UpdErr: …`
  if (/^[0-9a-f]{8}$/i.test(value) && /^: \w{2,6}Err\b/.test(rest)) return true
  if (/[^\p{L}\p{N}_.:-]/u.test(value)) return false
  return codeWords.test(before) || isStatus(before, value, rest)
}

/** `does not indicate success: 401 (Unauthorized)`, `550 5.1.1 User unknown`, `404 Not Found`, `(409) Conflict` */
function isStatus(before: string, value: string, rest: string): boolean {
  if (/^[245]\.\d{1,3}\.\d{1,3}$/.test(value)) return /\b[245]\d{2}[\s-#]+$/.test(before)
  if (!/^[1-5]\d{2}$/.test(value) || countWords.test(before)) return false
  if (/^ \((?:[A-Z][a-z]+ ?)+\)/.test(rest)) return true
  if (before !== '' && !/["'(:]\s*$/.test(before)) return false
  return /^(?:\)?[\s-]+\p{Lu}|\)[\s.]*$|\s+[245]\.\d)/u.test(rest)
}

/** Whether a text in quotes says which failure it is: a code, a name of a schema, or a sentence that is quoted. */
export function isTelling(message: string, at: number, quoted: string): boolean {
  const before = message.slice(Math.max(0, at - 40), at)
  return schemaWords.test(before) && /^[\p{L}_][\p{L}\p{N}_.:/-]*$/u.test(quoted)
}

/** Whether a text in quotes is a message of its own, in which places are looked for as in any. */
export function isMessage(before: string, quoted: string): boolean {
  const isAfterColon = /:\s*$/.test(before) && /\s\S+\s/.test(quoted)
  const smallWords = quoted.match(/(?<=^|\s)\p{Ll}{2,}(?=[\s,.:;]|$)/gu) ?? []
  return isAfterColon || smallWords.length > 3 || /^[245]\d{2}[ -]|\[errno|error\b.*\d/i.test(quoted)
}
