/**
 * The reply inside a sentence: "said: 550 5.1.1 no", "(#550) ...". Notices put their own words in front of it.
 *
 * Spec: RFC 5321 §4.2. Only 4yz and 5yz: a failure has no other; never a part of a number, a date or an address,
 * never a count ("with 500 recipients").
 */

const INSIDE =
  /(?:[:;>(#'"=] ?|- ?|\b(?:said|was|error|code|with|reply|response) )([45]\d\d)(?! ?(?:[kmg]i?b|bytes?|recipients?|messages?|mails?|days?|hours?|minutes?|seconds?|connections?|attempts?|users?|lines?|characters?)\b)(?=[ -]#?\(?[45]\.\d{1,3}\.\d{1,3}\b|[ -][A-Za-z<("'[#*]|-[A-Za-z]|$)/i

/** Where in the text a server's reply begins: 0 if all of it is one, -1 if none is in it. */
export function findReply(text: string): number {
  if (/^[2-5]\d\d(?![\d.])/.test(text)) return 0
  const match = INSIDE.exec(text)
  return match === null ? -1 : match.index + match[0].length - 3
}
