/** What the scanner knows of a message, as the queue takes it over. Its places are those of assembly/messages.ts and failures.ts. */
import { decodeField } from '../text.ts'
import { zoneOf } from './row.ts'
import { PENDING_AT, PENDING_BYTES, RECORD, type Scanner, WAITING, WAITING_AT } from './scanner.ts'
import { type Clock, millisOfParts } from './time.ts'

/** The part of a message that the scanner knows. */
export interface PlainMessage {
  /** '' is the null sender; null: not seen. */
  sender: string | null
  /** Hash of the sender's domain, as signed numbers: what mail is counted by needs no look at the letters. */
  senderDomainHi: number
  senderDomainLo: number
  messageId: string | null
  /** Epoch milliseconds. */
  arrival: number | null
  /** Its arrival was seen. */
  begun: boolean
  /** A result of this message was seen. */
  hasResult: boolean
  /** Of recipients that were deferred. */
  pending: readonly PlainPending[]
}

export interface PlainPending {
  /** The line of the last deferral, from the recipient on. */
  line: string
  attempts: number
  /** Delivered or given up since. */
  isSettled: boolean
}

/** From its record, whose first word is `state`. */
export function messageAt(scanner: Scanner, clock: Clock, record: number, state: number): PlainMessage {
  const { bytes, numbers } = scanner
  const wordAt = (place: number): number => numbers[(record + place) >> 2] ?? 0
  const textAt = (place: number, length: number): string =>
    bytes.toString('latin1', record + place, record + place + length)
  const senderLength = wordAt(RECORD.SENDER)
  const idLength = wordAt(RECORD.MESSAGE_ID)
  const date = wordAt(RECORD.ARRIVAL_DATE)
  const messageId = idLength === 0 ? null : textAt(RECORD.MESSAGE_ID_AT, idLength - 1)
  return {
    sender: senderLength === 0 ? null : textAt(RECORD.SENDER_AT, senderLength - 1),
    senderDomainHi: wordAt(RECORD.SENDER_HI) | 0,
    senderDomainLo: wordAt(RECORD.SENDER_LO) | 0,
    // Of Exim's, as exim-arrival.ts reads it.
    messageId: messageId !== null && date !== 0 ? decodeField(messageId) : messageId,
    arrival:
      date === 0
        ? null
        : millisOfParts(clock, date, wordAt(RECORD.ARRIVAL_TIME), zoneOf(wordAt(RECORD.ARRIVAL_ZONE))),
    begun: true,
    hasResult: (state & 1) === 1,
    pending: pendingFrom(scanner, state >>> 1),
  }
}

/** As assembly/failures.ts writes the word that tells of a deferral. */
const LENGTHS = 0x7fff
const SETTLED = 0x8000

/** A chain of deferrals; the last one that came stands first. */
function pendingFrom({ bytes, numbers }: Scanner, first: number): PlainPending[] {
  const pending: PlainPending[] = []
  for (let number = first; number !== 0; ) {
    const at = PENDING_AT + number * PENDING_BYTES
    const told = numbers[(at >> 2) + 3] ?? 0
    const text = at + 16
    pending.push({
      line: bytes.toString('latin1', text, text + (told & LENGTHS)),
      attempts: told >>> 16,
      isSettled: (told & SETTLED) !== 0,
    })
    number = numbers[at >> 2] ?? 0
  }
  return pending.reverse()
}

/** All that is known is a deferral: its line is at this place (assembly/waiting.ts). */
export function waitingMessage({ bytes }: Scanner, place: number): PlainMessage {
  const at = WAITING_AT + place * WAITING.STEP
  const text = at + WAITING.TEXT
  const line = bytes.toString('latin1', text, text + bytes.readUInt32LE(at + WAITING.LENGTH))
  return {
    ...{ sender: null, senderDomainHi: 0, senderDomainLo: 0, messageId: null, arrival: null },
    ...{ begun: false, hasResult: true, pending: [{ line, attempts: 1, isSettled: false }] },
  }
}
