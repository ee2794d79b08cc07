/**
 * The server's reply in a text of other words: a line, or the rest of one, that begins with a reply code.
 */

const REPLY_LINE =
  /^[ \t>]{0,9}(?:<<< ?|\*{3} ?|#|received >{3} |(?:[^\n]{0,200}#\d\.\d{1,3}\.\d{1,3} )?smtp; ?|(?:[^\n]{0,600}?(?:said|was|error|reason|responded|response|returned|with|message|follows|host [^\s:]{1,255})\b[:;]? ?['"[(]?))?((?:4[2-5]|5[0-57])\d(?! ?(?:[kmg]i?b|bytes?|recipients?|messages?|mails?|days?|hours?|minutes?|seconds?|connections?|attempts?|users?|lines?|characters?)\b)(?:[ -]#?\(?[45]\.\d{1,3}\.\d{1,3})?[ :-][^\n]{1,998})/im

/** Where in the text the first reply begins; -1 without one. */
export function findReplyLine(text: string): number {
  const match = REPLY_LINE.exec(text)
  return match?.[1] === undefined ? -1 : match.index + match[0].length - match[1].length
}

/** The first reply with the lines that continue it; null without one. */
export function replyIn(text: string): string | null {
  const start = findReplyLine(text)
  if (start < 0) return null
  const [first = '', ...others] = text.slice(start, start + 8000).split('\n', 40)
  const words = [first.trim()]
  for (const line of others) {
    const more = line.trim().replace(/^<<< ?/, '')
    if (!more.startsWith(first.slice(0, 3))) break
    words.push(more)
  }
  return words.join(' ')
}
