/**
 * The server's reply in a text of other words: a line, or the rest of one, that begins with a reply code.
 */

const REPLY_LINE =
  /^[ \t>]{0,9}(?:<<< ?|\*{3} ?|#|(?:[^\n]{0,200}#\d\.\d{1,3}\.\d{1,3} )?smtp; ?|(?:[^\n]{0,200}?(?:said|was|error|reason|responded|response|returned|with|message)\b[:;]? ?['"[(]?))?([45]\d\d(?:[ -]#?\(?[45]\.\d{1,3}\.\d{1,3})?[ :-][^\n]{1,998})/im

/** The first reply with the lines that continue it; null without one. */
export function replyIn(text: string): string | null {
  const match = REPLY_LINE.exec(text)
  if (match?.[1] === undefined) return null
  const code = match[1].slice(0, 3)
  const words = [match[1].trim()]
  for (const line of text
    .slice(match.index + match[0].length)
    .split('\n')
    .slice(1, 40)) {
    const more = line.trim().replace(/^<<< ?/, '')
    if (!more.startsWith(code)) break
    words.push(more)
  }
  return words.join(' ')
}
