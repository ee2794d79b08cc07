/**
 * The reply code inside a sentence: "said: 550 5.1.1 no", "(#550)", "SMTP; 550". Notices put their own words
 * in front of what the server answered.
 *
 * Spec: RFC 5321 §4.2. Only 4yz and 5yz: a failure has no other; never a part of a number, a date or an address.
 */

const AT_START = /^(?:SMTP(?: error)?[;:] ?|<{3} ?)?([45][0-5]\d)(?:[ -]|$)/i
const INSIDE =
  /(?:[:;>(#'"=-] ?|\b(?:said|was|error|code|with|reply|response) )([45][0-5]\d)(?=[ -]#?\(?[45]\.\d{1,3}\.\d{1,3}\b|[ -][A-Za-z<("'[#*]|-|[)'"]|$)/

/** The first reply code that a server's words in this text begin with; null if there is none. */
export function replyCodeIn(text: string): number | null {
  const code = AT_START.exec(text)?.[1] ?? INSIDE.exec(text)?.[1]
  return code === undefined ? null : Number(code)
}
