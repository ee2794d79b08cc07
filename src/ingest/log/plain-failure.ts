/** A plain failure of Postfix -> its attempt, from the row of its line. */
import { type Hash, newHash } from '../../hash.ts'
import { addFailure, newFields, secondsOf } from './postfix-result.ts'
import { openMessage } from './queue.ts'
import { parseRelay } from './relay.ts'
import { hashAt, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { ROW } from './scanner.ts'
import type { LogState } from './state.ts'
import { noteTime } from './time.ts'

const fields = newFields()
const hash = newHash()

export function addPlainFailure(state: LogState, row: Row, key: Hash, outcome: 'bounced' | 'deferred'): void {
  const message = openMessage(state.queue, key)
  noteTime(state.clock, timeOfRow(row, ROW.TIME, state.clock))
  fields.recipient = textAt(row, ROW.VALUE_START, ROW.VALUE_END)
  hashAt(row, ROW.DOMAIN_HI, hash)
  fields.domain = state.domains.of(hash, () => textAt(row, ROW.DOMAIN_START, ROW.VALUE_END))
  hashAt(row, ROW.RELAY_HI, hash)
  fields.relay = state.relays.of(hash, () => parseRelay(textAt(row, ROW.RELAY_START, ROW.RELAY_END)))
  fields.delay = secondsOf(textAt(row, ROW.DELAY_START, ROW.DELAY_END))
  fields.dsn = codeOf(numberAt(row, ROW.DSN))
  const id = textAt(row, ROW.ID_START, ROW.ID_END)
  addFailure(state, fields, message, id, outcome, textAt(row, ROW.TEXT_START, ROW.TEXT_END))
}

/** Enhanced codes by the scanner's number: there are few. */
const codes = new Map<number, string>()

/** 5001001 -> "5.1.1". */
function codeOf(number: number): string | null {
  if (number === 0) return null
  const known = codes.get(number)
  if (known !== undefined) return known
  const code = `${Math.floor(number / 1e6)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`
  codes.set(number, code)
  return code
}
