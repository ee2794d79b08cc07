/** A plain delivery, counted from its row: without a finding, and without a string but what a name's first line costs. */
import { type Hash, newHash } from '../../hash.ts'
import { isInPeriod, type PlainDelivery } from '../../plain-results.ts'
import { countLastAttempt, openMessage, takeFirst } from './queue.ts'
import { hashAt, newRow, numberAt, type Row, textAt, timeOfRow } from './row.ts'
import { ROW } from './scanner.ts'
import type { LogState } from './state.ts'

/** Whose names are asked for. */
let named: Row = newRow()

/** One object for all: a new one for each delivery would cost more than counting it. */
const delivery: PlainDelivery = {
  time: Number.NaN,
  host: null,
  sender: null,
  firstOfMessage: false,
  messageId: null,
  queueId: newHash(),
  senderDomain: newHash(),
  recipient: newHash(),
  domain: newHash(),
  relay: newHash(),
  isLocal: false,
  recipientName: () => textAt(named, ROW.VALUE_START, ROW.VALUE_END),
  domainName: () => textAt(named, ROW.DOMAIN_START, ROW.VALUE_END),
  relayName: () => textAt(named, ROW.RELAY_START, ROW.RELAY_END),
}

/** In a part of a log, a stranger's delivery is not counted. */
export function countPlainDelivery(state: LogState, row: Row, key: Hash): void {
  const { strangers } = state.queue
  const message = openMessage(state.queue, key)
  if (state.aside !== null && state.queue.strangers !== strangers) return
  if (message.first !== null) countLastAttempt(message, textAt(row, ROW.VALUE_START, ROW.VALUE_END))
  named = row
  delivery.time = timeOfRow(row, ROW.TIME, state.clock)
  delivery.host = state.host
  delivery.sender = message.sender
  delivery.firstOfMessage = takeFirst(message)
  delivery.messageId = message.messageId
  delivery.senderDomain.hi = message.senderDomainHi >>> 0
  delivery.senderDomain.lo = message.senderDomainLo >>> 0
  delivery.isLocal = numberAt(row, ROW.RELAY_START) === numberAt(row, ROW.RELAY_END)
  hashAt(row, ROW.ID_HI, delivery.queueId)
  hashAt(row, ROW.VALUE_HI, delivery.recipient)
  hashAt(row, ROW.DOMAIN_HI, delivery.domain)
  hashAt(row, ROW.RELAY_HI, delivery.relay)
  state.counted++
  if (state.period === null || isInPeriod(state.period, delivery.time)) state.deliveries?.count(delivery)
}
