/**
 * An mbox -> its messages, a chunk's worth in memory at a time.
 *
 * In:     chunks of bytes of an mbox: mboxo, mboxrd (quoted "From " lines), mboxcl, mboxcl2 (Content-Length);
 *         LF or CRLF
 * Out:    in batches, for each chunk those that it ends: each message without its "From " line, quoted "From " lines restored, numbered from 1;
 *         of a message over the limit its first bytes
 * Errors: none. A Content-Length that does not end at a "From " line or at the end of the file is ignored
 * Spec:   RFC 4155; Rahul Dhesi's and Jonathan de Boyne Pollard's descriptions of the four dialects
 */

export interface MailboxOptions {
  /** Bytes; of a longer message only the first so many are given. */
  maxMessage: number
}

export interface MailboxMessage {
  /** Bytes as latin1: one byte, one character. */
  text: string
  number: number
  truncated: boolean
}

/**
 * What was read and not yet given out: `data` from `start` to `end`. It grows by doubling. `seen` bytes behind
 * `start` were looked at in vain: whoever needs more bytes goes on there.
 */
interface Window {
  data: Buffer
  start: number
  end: number
  seen: number
  atEnd: boolean
}

/**
 * Where in the mailbox the window begins: before a message, in its header, in a body whose length is declared,
 * in a body that the next "From " line ends, or in what is dropped of a message over the limit.
 */
type Stage = 'between' | 'header' | 'counted' | 'body' | 'rest'

interface Reader {
  window: Window
  limit: number
  stage: Stage
  number: number
  /** By the message's own Content-Length, from `start`. */
  counted: number
  /** What goes out as soon as the end of the message is found. */
  text: string
  truncated: boolean
  found: MailboxMessage[]
}

/** A "From " line has an address and a date with a time; prose that begins with "From " has not. */
const POSTMARK = /^From [^\r\n]{1,300}? \d{1,2}:\d\d(?::\d\d)?\b[^\r\n]{0,80}\r?\n?$/
const LONGEST_POSTMARK = 400
const LONGEST_HEADER = 1_000_000
const LINE_FEED = 10
const CARRIAGE_RETURN = 13

export async function* readMailbox(
  chunks: AsyncIterable<Uint8Array>,
  options: MailboxOptions,
): AsyncGenerator<MailboxMessage[]> {
  const reader = newReader(options.maxMessage)
  for await (const chunk of chunks) {
    append(reader.window, chunk)
    const found = takeMessages(reader)
    if (found.length > 0) yield found
  }
  reader.window.atEnd = true
  const found = takeMessages(reader)
  if (found.length > 0) yield found
}

function newReader(limit: number): Reader {
  const data = Buffer.alloc(128 * 1024)
  const window = { data, start: 0, end: 0, seen: 0, atEnd: false }
  return { window, limit, stage: 'between', number: 0, counted: 0, text: '', truncated: false, found: [] }
}

/** The messages whose end is in the window. */
function takeMessages(reader: Reader): MailboxMessage[] {
  reader.found = []
  while (STEPS[reader.stage](reader) === 'go on') {}
  return reader.found
}

type Step = 'go on' | 'more bytes'

/** Table: a stage -> what is done in it, once there are bytes enough. */
const STEPS: { readonly [stage in Stage]: (reader: Reader) => Step } = {
  between: beginMessage,
  header: readHeader,
  counted: endByContentLength,
  body: endByPostmark,
  rest: skipToPostmark,
}

function enter(reader: Reader, stage: Stage): Step {
  reader.stage = stage
  reader.window.seen = 0
  return 'go on'
}

function append(window: Window, chunk: Uint8Array): void {
  const used = window.end - window.start
  if (window.end + chunk.length > window.data.length) {
    const grown =
      used + chunk.length > window.data.length / 2 ? 2 * (used + chunk.length) : window.data.length
    const data = grown === window.data.length ? window.data : Buffer.alloc(grown)
    window.data.copy(data, 0, window.start, window.end)
    window.data = data
    window.start = 0
    window.end = used
  }
  window.data.set(chunk, window.end)
  window.end += chunk.length
}

function has(window: Window, bytes: number): boolean {
  return window.atEnd || window.end - window.start >= bytes
}

function skipBlankLines(window: Window): void {
  while (window.start < window.end && isLineBreak(window.data[window.start])) window.start++
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN
}

function beginMessage(reader: Reader): Step {
  const { window } = reader
  skipBlankLines(window)
  if (window.start >= window.end || !has(window, LONGEST_POSTMARK)) return 'more bytes'
  reader.number++
  skipPostmark(window)
  return enter(reader, 'header')
}

function skipPostmark(window: Window): void {
  const { data, start, end } = window
  if (data.toString('latin1', start, Math.min(end, start + 5)) !== 'From ') return
  const lineEnd = data.indexOf(LINE_FEED, start)
  window.start = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1
}

/** The message may tell its length by a Content-Length. */
function readHeader(reader: Reader): Step {
  const { window, limit } = reader
  const header = headerLength(window)
  if (header < 0) {
    window.seen = Math.max(0, window.end - window.start - 3)
    const isEndless = window.seen > LONGEST_HEADER || window.atEnd
    return isEndless ? enter(reader, 'body') : 'more bytes'
  }
  const declared = declaredLength(window, header)
  if (declared === null || header + declared > limit) return enter(reader, 'body')
  reader.counted = header + declared
  return enter(reader, 'counted')
}

/** The header's length with its blank line; -1 without one. */
function headerLength({ data, start, end, seen }: Window): number {
  for (let at = start + seen; at + 1 < end; at++) {
    if (data[at] !== LINE_FEED) continue
    if (data[at + 1] === LINE_FEED) return at + 2 - start
    if (data[at + 1] === CARRIAGE_RETURN && at + 2 < end && data[at + 2] === LINE_FEED) return at + 3 - start
  }
  return -1
}

const CONTENT_LENGTH = /(?:^|\n)Content-Length:[ \t]{0,9}(\d{1,12})[ \t]{0,9}\r?(?:\n|$)/i

function declaredLength({ data, start }: Window, header: number): number | null {
  const declared = CONTENT_LENGTH.exec(data.toString('latin1', start, start + header))?.[1]
  return declared === undefined ? null : Number(declared)
}

/** A length that does not end at a "From " line or at the end of the file is not true. */
function endByContentLength(reader: Reader): Step {
  const { window, counted } = reader
  if (!has(window, counted + LONGEST_POSTMARK)) return 'more bytes'
  let at = window.start + counted
  if (at > window.end) return enter(reader, 'body')
  while (at < window.end && isLineBreak(window.data[at])) at++
  if (at < window.end && !isPostmark(window, at)) return enter(reader, 'body')
  // mboxcl2 does not quote: where the length told the end, lines stay as they are.
  reader.found.push({ text: take(window, counted), number: reader.number, truncated: false })
  return enter(reader, 'between')
}

function isPostmark(window: Window, at: number): boolean {
  const { data, end } = window
  const feed = data.indexOf(LINE_FEED, at)
  const stop = feed < 0 || feed >= end ? end : feed + 1
  if (stop - at > LONGEST_POSTMARK) return false
  return POSTMARK.test(data.toString('latin1', at, stop))
}

/** The message ends at the next "From " line behind a blank line; at the limit or the end without one. */
function endByPostmark(reader: Reader): Step {
  const { window, limit } = reader
  const found = findPostmark(window, window.start + window.seen)
  const used = found >= 0 ? found - window.start : window.end - window.start
  if (found < 0 && !window.atEnd && used <= limit + LONGEST_POSTMARK) {
    window.seen = Math.max(0, used - LONGEST_POSTMARK)
    return 'more bytes'
  }
  reader.text = unquoted(take(window, Math.min(used, limit)))
  reader.truncated = false
  return enter(reader, 'rest')
}

/** The first "From " line whose end is in the window, or which is the window's last line at the end of the input. */
function findPostmark(window: Window, from: number): number {
  const { data, end } = window
  for (
    let at = data.indexOf('\nFrom ', from, 'latin1');
    at >= 0 && at < end;
    at = data.indexOf('\nFrom ', at + 1, 'latin1')
  ) {
    const feed = data.indexOf(LINE_FEED, at + 1)
    if ((feed < 0 || feed >= end) && !window.atEnd) return -1
    const before = data[at - 1]
    const blank = before === LINE_FEED || (before === CARRIAGE_RETURN && data[at - 2] === LINE_FEED)
    if (blank && isPostmark(window, at + 1)) return at + 1
  }
  return -1
}

/** Drops what a message has beyond the limit. It was cut if that is anything but line breaks. */
function skipToPostmark(reader: Reader): Step {
  const { window } = reader
  for (;;) {
    skipBlankLines(window)
    if (window.start >= window.end && !window.atEnd) return 'more bytes'
    if (!has(window, LONGEST_POSTMARK)) return 'more bytes'
    if (window.start >= window.end || isPostmark(window, window.start)) {
      const { text, number, truncated } = reader
      reader.found.push({ text, number, truncated })
      reader.text = ''
      return enter(reader, 'between')
    }
    reader.truncated = true
    const found = findPostmark(window, window.start)
    if (found >= 0) window.start = found
    else if (window.atEnd) window.start = window.end
    else {
      window.start = Math.max(window.start, window.end - LONGEST_POSTMARK)
      return 'more bytes'
    }
  }
}

function take(window: Window, length: number): string {
  const text = window.data.toString('latin1', window.start, window.start + length)
  window.start += length
  return text
}

/** mboxo and mboxrd quote lines of the message that begin with "From ". */
function unquoted(text: string): string {
  return text.includes('\n>') ? text.replace(/(\n>{0,20})>From /g, '$1From ') : text
}
