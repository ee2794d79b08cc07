/** A Postfix log whose every result is of another recipient: what must be counted without keeping it in memory. */
import { openLines } from './lines-out.ts'
import { countFailure, newTruth, type Truth } from './truth.ts'

const DOMAINS = 997

/** One in a hundred bounces. */
export function writeRecipientsLog(path: string, recipients: number): Truth {
  const truth = newTruth()
  const out = openLines(path)
  for (let number = 0; number < recipients; number++) {
    const recipient = `p${number}@d${number % DOMAINS}.example.net`
    const head = `${stampOf(number)} mx1 postfix/smtp[812]: 4${number.toString(16).toUpperCase().padStart(9, '0')}: to=<${recipient}>, relay=mx.example.net[192.0.2.9]:25, delay=1, delays=0/0/0/1`
    if (number % 100 === 99) {
      countFailure(truth, 'bounced', '5.1.1', recipient)
      out.write(
        `${head}, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
      )
    } else {
      truth.delivered++
      out.write(`${head}, dsn=2.0.0, status=sent (250 2.0.0 Ok)`)
    }
  }
  out.close()
  return { ...truth, messages: recipients, addresses: recipients, lines: out.lines, bytes: out.bytes }
}

/** 1,000 results a second, through one day. */
function stampOf(number: number): string {
  const second = Math.floor(number / 1000) % 86_400
  const parts = [second / 3600, (second / 60) % 60, second % 60]
  return `Nov  2 ${parts.map(part => String(Math.floor(part)).padStart(2, '0')).join(':')}`
}
