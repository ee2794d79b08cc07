/**
 * An mbox -> its messages, one in memory at a time.
 *
 * In:     chunks of bytes of an mbox: mboxo, mboxrd (quoted "From " lines), mboxcl, mboxcl2 (Content-Length);
 *         LF or CRLF
 * Out:    each message without its "From " line, quoted "From " lines restored, numbered from 1;
 *         of a message over the limit its first bytes
 * Errors: none. A Content-Length that does not end at a "From " line or at the end of the file is ignored
 * Spec:   RFC 4155; Rahul Dhesi's and Jonathan de Boyne Pollard's descriptions of the four dialects
 */

export interface MailboxOptions {
  /** Bytes; of a longer message only the first so many are given. */
  maxMessage: number
}

export interface MailboxMessage {
  bytes: Buffer
  number: number
  truncated: boolean
}

/** What was read and not yet given out: `data` from `start` to `end`. It grows by doubling. */
interface Window {
  chunks: AsyncIterator<Uint8Array>
  data: Buffer
  start: number
  end: number
  atEnd: boolean
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
): AsyncGenerator<MailboxMessage> {
  const window: Window = {
    chunks: chunks[Symbol.asyncIterator](),
    data: Buffer.alloc(128 * 1024),
    start: 0,
    end: 0,
    atEnd: false,
  }
  await skipBlankLines(window)
  for (let number = 1; window.start < window.end; number++) {
    await skipPostmark(window)
    const counted = await endByContentLength(window, options.maxMessage)
    if (counted >= 0) {
      yield { bytes: take(window, counted, 'counted'), number, truncated: false }
    } else {
      const end = await endByPostmark(window, options.maxMessage)
      const bytes = take(window, end, 'quoted')
      const truncated = await skipToPostmark(window)
      yield { bytes, number, truncated }
    }
    await skipBlankLines(window)
  }
}

/** Reads one more chunk; false at the end of the input. */
async function fill(window: Window): Promise<boolean> {
  if (window.atEnd) return false
  const next = await window.chunks.next()
  if (next.done === true) {
    window.atEnd = true
    return false
  }
  const chunk = next.value
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
  return true
}

async function skipBlankLines(window: Window): Promise<void> {
  for (;;) {
    while (window.start < window.end && isLineBreak(window.data[window.start])) window.start++
    if (window.start < window.end || !(await fill(window))) return
  }
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN
}

async function skipPostmark(window: Window): Promise<void> {
  while (window.end - window.start < LONGEST_POSTMARK && (await fill(window))) {}
  const { data, start, end } = window
  if (data.toString('latin1', start, Math.min(end, start + 5)) !== 'From ') return
  const lineEnd = data.indexOf(LINE_FEED, start)
  window.start = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1
}

/** Where the message ends by its own Content-Length, from `window.start`; -1 if that can't be or is not true. */
async function endByContentLength(window: Window, limit: number): Promise<number> {
  const header = await headerLength(window)
  if (header < 0) return -1
  const text = window.data.toString('latin1', window.start, window.start + header)
  const declared = /(?:^|\n)Content-Length:[ \t]{0,9}(\d{1,12})[ \t]{0,9}\r?(?:\n|$)/i.exec(text)?.[1]
  if (declared === undefined) return -1
  const length = header + Number(declared)
  if (length > limit) return -1
  while (window.end - window.start < length + LONGEST_POSTMARK && (await fill(window))) {}
  let at = window.start + length
  if (at > window.end) return -1
  while (at < window.end && isLineBreak(window.data[at])) at++
  return at === window.end || isPostmark(window, at) ? length : -1
}

/** The header's length with its blank line; -1 without one. */
async function headerLength(window: Window): Promise<number> {
  for (let from = 0; ; ) {
    const { data, start, end } = window
    for (
      let at = data.indexOf(LINE_FEED, start + from);
      at >= 0 && at + 1 < end;
      at = data.indexOf(LINE_FEED, at + 1)
    ) {
      if (data[at + 1] === LINE_FEED) return at + 2 - start
      if (data[at + 1] === CARRIAGE_RETURN && data[at + 2] === LINE_FEED) return at + 3 - start
    }
    from = Math.max(0, end - start - 3)
    if (from > LONGEST_HEADER || !(await fill(window))) return -1
  }
}

function isPostmark(window: Window, at: number): boolean {
  const { data, end } = window
  const feed = data.indexOf(LINE_FEED, at)
  const stop = feed < 0 || feed >= end ? end : feed + 1
  if (stop - at > LONGEST_POSTMARK) return false
  return POSTMARK.test(data.toString('latin1', at, stop))
}

/** Where the next "From " line behind a blank line stands, from `window.start`; the limit or the end without one. */
async function endByPostmark(window: Window, limit: number): Promise<number> {
  for (let from = 0; ; ) {
    const found = findPostmark(window, window.start + from)
    if (found >= 0) return Math.min(found - window.start, limit)
    const used = window.end - window.start
    if (used > limit + LONGEST_POSTMARK) return limit
    from = Math.max(0, used - LONGEST_POSTMARK)
    if (!(await fill(window))) return Math.min(used, limit)
  }
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

/** Drops what a message has beyond the limit. True if there was anything but line breaks. */
async function skipToPostmark(window: Window): Promise<boolean> {
  let dropped = false
  for (;;) {
    await skipBlankLines(window)
    if (window.start >= window.end) return dropped
    while (window.end - window.start < LONGEST_POSTMARK && (await fill(window))) {}
    if (isPostmark(window, window.start)) return dropped
    dropped = true
    const found = findPostmark(window, window.start)
    if (found >= 0) window.start = found
    else if (window.atEnd) window.start = window.end
    else {
      window.start = Math.max(window.start, window.end - LONGEST_POSTMARK)
      await fill(window)
    }
  }
}

/** mboxcl2 does not quote: where the length told the end, lines stay as they are. */
function take(window: Window, length: number, kind: 'counted' | 'quoted'): Buffer {
  const bytes = Buffer.from(window.data.subarray(window.start, window.start + length))
  window.start += length
  if (kind === 'counted' || !bytes.includes('\n>')) return bytes
  const text = bytes.toString('latin1')
  return Buffer.from(text.replace(/(\n>{0,20})>From /g, '$1From '), 'latin1')
}
