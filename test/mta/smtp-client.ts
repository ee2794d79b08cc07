/**
 * Gives one message to an MTA over SMTP, the way a client would, and says under which queue id it was taken.
 *
 * In:     the MTA's address, envelope and message. Out: the queue id of "queued as ID" or "OK id=ID"
 * Errors: Error with the MTA's reply, if it refuses anything: the lab itself is wrong then
 */
import { connect, type Socket } from 'node:net'

export interface Envelope {
  mailFrom: string
  rcptTo: readonly string[]
  message: string
}

export async function inject(host: string, port: number, envelope: Envelope): Promise<string> {
  const socket = connect({ host, port, localAddress: '198.51.100.9' })
  try {
    const replies = readReplies(socket)
    const ask = async (line: string, wanted: string) => {
      if (line !== '') socket.write(`${line}\r\n`)
      const { value: reply = '' } = await replies.next()
      if (!reply.startsWith(wanted)) throw new Error(`${host}: ${line.slice(0, 200)}: ${reply}`)
      return reply
    }
    await ask('', '220')
    await ask('EHLO client.example.test', '250')
    await ask(`MAIL FROM:${envelope.mailFrom}`, '250')
    for (const recipient of envelope.rcptTo) await ask(`RCPT TO:${recipient}`, '25')
    await ask('DATA', '354')
    const accepted = await ask(
      `${envelope.message.replace(/\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.`,
      '250',
    )
    socket.write('QUIT\r\n')
    return /(?:queued as |id=)(\S+)/.exec(accepted)?.[1] ?? ''
  } finally {
    socket.end()
  }
}

async function* readReplies(socket: Socket): AsyncGenerator<string, string> {
  let waiting = ''
  for await (const chunk of socket.setEncoding('utf8')) {
    waiting += String(chunk)
    for (let end = replyEnd(waiting); end > 0; end = replyEnd(waiting)) {
      yield waiting.slice(0, end).trimEnd()
      waiting = waiting.slice(end)
    }
  }
  return `connection closed: ${waiting}`
}

function replyEnd(text: string): number {
  const last = /^\d\d\d(?: .*)?\r\n/m.exec(text)
  return last === null ? 0 : last.index + last[0].length
}
