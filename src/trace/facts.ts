/**
 * What one line of a mail log says about which message it is.
 *
 * In:  a line as latin1, of whatever program (Postfix, Exim, amavis, milters)
 * Out: the queue id that leads it, the words behind it, and the ids and Message-IDs that it names
 *
 * Every expression is linear: a line is hostile.
 */

export interface LineFacts {
  queueId: string | null
  program: string | null
  /** Behind the queue id; the whole message where there is none. */
  text: string
  /** Ids under which this message goes on or came from: "queued as", "notification:", Exim's R=. */
  links: string[]
  messageIds: string[]
  /** The queue id is free again after this line. */
  ends: boolean
}

/** Hexadecimal ids of at least five digits; long ones (base 52) of at least ten letters and digits. */
const POSTFIX_ID = /(?:^|[\s"[])([0-9A-F]{5,20}|[0-9A-Za-z]{10,24}): /g
const EXIM_ID =
  /(?:^|[\s"\]])([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?=[\s"]|$)/
const EXIM_LINK =
  /\b(?:id|R)=([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?![@\w.-])/g
const LINK =
  /(?:\bqueued as |\bforwarded as |\bqueued_as: |\bQueue-ID: |\bnotification: )([0-9A-Za-z][0-9A-Za-z-]{4,40})(?:\/([0-9A-Za-z-]{5,40}))?/g
const MESSAGE_ID = /\bmessage-id(?:=|: )<?([^\s<>,"]{1,998})/gi
/** Exim: " id=20260301.1@sender.example" */
const EXIM_MESSAGE_ID = /\sid=([^\s<>,"@]{1,500}@[^\s<>,"]{1,500})/g
const PROGRAM = /^([A-Za-z][\w./-]{0,60})(?:\[\d{1,10}\])?:$/
const TAG = /\s([A-Za-z][\w./-]{0,60})(?:\[\d{1,10}\])?: /

export function parseFacts(line: string): LineFacts {
  const lead = leadOf(line)
  const before = line.slice(0, lead?.at ?? 0).trimEnd()
  const tag = lead === null ? TAG.exec(line) : PROGRAM.exec(before.slice(before.lastIndexOf(' ') + 1))
  const behindTag = lead === null && tag !== null ? tag.index + tag[0].length : 0
  const text = line.slice(lead?.behind ?? behindTag).trim()
  const links = [...namedBy(LINK, line), ...namedBy(EXIM_LINK, line)]
  return {
    queueId: lead?.id ?? null,
    program: tag?.[1] ?? (lead?.kind === 'exim' ? 'exim' : null),
    text,
    links: links.filter(id => id !== lead?.id),
    messageIds: [
      ...namedBy(MESSAGE_ID, line),
      ...(lead?.kind === 'exim' ? namedBy(EXIM_MESSAGE_ID, text) : []),
    ],
    ends: /^(?:removed|Completed)\b/.test(text),
  }
}

interface Lead {
  id: string
  kind: 'postfix' | 'exim'
  /** Where it stands, and where the words behind it begin. */
  at: number
  behind: number
}

function leadOf(line: string): Lead | null {
  const exim = EXIM_ID.exec(line)
  const postfix = [...line.matchAll(POSTFIX_ID)].find(({ 1: id = '' }) => /\d/.test(id))
  if (exim !== null && (postfix === undefined || exim.index < postfix.index)) return leadFrom(exim, 'exim', 0)
  // The colon and the space behind it are part of the expression.
  return postfix === undefined ? null : leadFrom(postfix, 'postfix', 0)
}

function leadFrom(match: RegExpExecArray, kind: Lead['kind'], from: number): Lead {
  const id = match[1] ?? ''
  const at = from + match.index + match[0].indexOf(id)
  return { id, kind, at, behind: from + match.index + match[0].length }
}

function namedBy(expression: RegExp, text: string): string[] {
  return [...text.matchAll(expression)].flatMap(({ 1: first, 2: second }) =>
    [first, second].filter(id => id !== undefined),
  )
}

/** Whether a line names `key` (lower case) as a word of its own, in whatever case. */
export function namesKey(line: string, key: string): boolean {
  const lower = line.toLowerCase()
  for (let at = lower.indexOf(key); at >= 0; at = lower.indexOf(key, at + 1)) {
    if (!WORD.test(lower[at - 1] ?? ' ') && !WORD.test(lower[at + key.length] ?? ' ')) return true
  }
  return false
}

/** Also a dot: ada@example.com is not ada@example.com.invalid; but a sentence may end behind it. */
const WORD = /[\w+%@\x80-\uffff-]/
