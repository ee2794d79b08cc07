import { describe, expect, test } from 'vitest'
import { readMailbox } from '../../../src/ingest/mail/mailbox.ts'

const POSTMARK = 'From MAILER-DAEMON Tue Mar  3 10:00:00 2026\n'

async function messagesOf(mbox: string, options: { maxMessage?: number; chunk?: number } = {}) {
  const bytes = Buffer.from(mbox, 'latin1')
  const size = options.chunk ?? 7
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const found: string[] = []
  const truncated: number[] = []
  for await (const messages of readMailbox(chunks(), { maxMessage: options.maxMessage ?? 1_000_000 }))
    for (const message of messages) {
      found.push(message.text.trimEnd())
      if (message.truncated) truncated.push(message.number)
    }
  return { found, truncated }
}

describe.each([1, 5, 64, 100_000])('read in chunks of %i bytes', chunk => {
  test('every message of an mbox comes out without its "From " line', async () => {
    const { found } = await messagesOf(`${POSTMARK}Subject: a\n\none\n\n${POSTMARK}Subject: b\n\ntwo\n`, {
      chunk,
    })
    expect(found).toEqual(['Subject: a\n\none', 'Subject: b\n\ntwo'])
  })

  test('quoted "From " lines of mboxo and mboxrd lose one ">"', async () => {
    const { found } = await messagesOf(`${POSTMARK}Subject: a\n\n>From here\n>>From there\n`, { chunk })
    expect(found).toEqual(['Subject: a\n\nFrom here\n>From there'])
  })

  test('Content-Length decides where an unquoted "From " line is part of the body', async () => {
    const body = `${POSTMARK}is quoted here\n`
    const mbox = `${POSTMARK}Content-Length: ${body.length}\nSubject: a\n\n${body}\n${POSTMARK}Subject: b\n\ntwo\n`
    const { found } = await messagesOf(mbox, { chunk })
    expect(found).toHaveLength(2)
    expect(found[0]).toContain('is quoted here')
  })

  test('a Content-Length that does not end at a "From " line is ignored', async () => {
    const mbox = `${POSTMARK}Content-Length: 9\nSubject: a\n\none two three\n\n${POSTMARK}Subject: b\n\ntwo\n`
    const { found } = await messagesOf(mbox, { chunk })
    expect(found).toEqual(['Content-Length: 9\nSubject: a\n\none two three', 'Subject: b\n\ntwo'])
  })

  test('line ends may be CRLF', async () => {
    const mbox = `${POSTMARK}Subject: a\n\none\n\n${POSTMARK}Subject: b\n\ntwo\n`.replaceAll('\n', '\r\n')
    const { found } = await messagesOf(mbox, { chunk })
    expect(found).toEqual(['Subject: a\r\n\r\none', 'Subject: b\r\n\r\ntwo'])
  })

  test('prose that begins with "From " ends no message', async () => {
    const { found } = await messagesOf(`${POSTMARK}Subject: a\n\none\n\nFrom now on, all is well.\n`, {
      chunk,
    })
    expect(found).toEqual(['Subject: a\n\none\n\nFrom now on, all is well.'])
  })

  test('of a message over the limit its beginning comes out, and the next one is whole', async () => {
    const mbox = `${POSTMARK}Subject: a\n\n${'x'.repeat(3000)}\n\n${POSTMARK}Subject: b\n\ntwo\n`
    const { found, truncated } = await messagesOf(mbox, { chunk, maxMessage: 1000 })
    expect(found.map(text => text.length)).toEqual([1000, 15])
    expect(truncated).toEqual([1])
  })
})
