/**
 * The scanner of assembly/: lines of a mail log -> a row for each line that matters. The only file that knows WebAssembly.
 *
 * In:     bytes put into `bytes` from TEXT_AT on; whole lines, each ended by a line feed
 * Out:    rows of numbers; places in them are indexes into `bytes`
 * Errors: none; a line in a form that the scanner does not know is a row of the kind OTHER
 *
 * One scanner serves all readers of a thread; what it keeps for one of them is front.ts's business.
 */
import { SCANNER } from './scanner-code.ts'
import type { Exports } from './scanner-exports.ts'

/** Kinds of row, and the places of a row's numbers: those of assembly/row.ts (a test compares them). */
export const KINDS = {
  OTHER: 0,
  POSTFIX_SENDER: 1,
  POSTFIX_MESSAGE_ID: 2,
  POSTFIX_REMOVED: 3,
  POSTFIX_SENT: 4,
  EXIM_ARRIVAL: 5,
  EXIM_DELIVERED: 6,
  EXIM_COMPLETED: 7,
  POSTFIX_BOUNCED: 8,
  POSTFIX_DEFERRED: 9,
  QUARTER_ROW: 10,
  POSTFIX_HANDED_OVER: 11,
  EXIM_BOUNCED: 12,
  EXIM_DEFERRED: 13,
  POSTFIX_EXPIRED: 15,
} as const

export const ROW = {
  KIND: 0,
  LINE: 1,
  START: 2,
  END: 3,
  DATE: 4,
  TIME: 5,
  ZONE: 6,
  HOST: 7,
  HOST_START: 8,
  HOST_END: 9,
  ID_START: 10,
  ID_END: 11,
  ID_HI: 12,
  ID_LO: 13,
  VALUE_START: 14,
  VALUE_END: 15,
  VALUE_HI: 16,
  VALUE_LO: 17,
  DOMAIN_START: 18,
  DOMAIN_HI: 19,
  DOMAIN_LO: 20,
  RELAY_START: 21,
  RELAY_END: 22,
  RELAY_HI: 23,
  RELAY_LO: 24,
  DELAY_START: 25,
  DELAY_END: 26,
  DSN: 27,
  TEXT_START: 28,
  TEXT_END: 29,
  KEY_HI: 30,
  KEY_LO: 31,
  SAID_HI: 32,
  SAID_LO: 33,
  SAID_SENDER: 34,
  SAID_WAIT: 35,
  LAST_TIME: 14,
  COUNT: 15,
  FIRSTS: 16,
} as const

export const ROW_SIZE = 36
/** ROW.ZONE where the stamp names none. */
export const NO_ZONE = 0x7fff
/** ROW.SAID_WAIT where the text tells of no time to wait, or of several. */
export const NO_WAIT = 0xffffffff

/** What stands in Scanner.status. */
export const STATUS = {
  /** Where the next scan goes on: there was something to be read before it. */
  POSITION: 0,
  /** Lines that it passed. */
  LINES: 1,
  /** Hashes and facts (1), or names too (2), have to be taken out and cleared before the next scan. */
  FULL: 2,
  /** Messages are followed by the scanner. */
  TRACKING: 3,
  /** Of the message that was handed over last: the lowest bit, a result was seen; above it its first deferral, to be given back. Or the place of its deferral: assembly/waiting.ts. */
  TAKEN: 4,
  /** Where the next row of an event goes; to be set before a scan. */
  EVENTS_END: 5,
  /** Failures that were written. */
  WRITTEN: 6,
  /** Where the slots of messages are, and how many. */
  SLOTS_PLACE: 7,
  SLOT_COUNT: 8,
  /** Between which times of a quarter of an hour results count, in milliseconds since midnight: the answer to `askPeriod`. */
  PERIOD_FROM: 9,
  PERIOD_TO: 10,
} as const

const PAGE = 65_536
const STATUS_AT = 512
const PAGES = 1727
export const ROWS_AT = 1024
/** Where text begins, and how much of it fits. */
export const TEXT_AT = PAGE
export const ROOM = 14 * PAGE

/** What is kept of messages and of deliveries: assembly/memory.ts. */
export const RECORDS_AT = 32 * PAGE
export const TABLES_AT = RECORDS_AT + 32_768 * 288
export const TABLE_SLOTS = 8192
export const RECIPIENTS_AT = TABLES_AT + 4 * TABLE_SLOTS * 32 + 8 * PAGE
export const RECIPIENT_SLOTS = 32_768
export const PAIRS_AT = RECIPIENTS_AT + RECIPIENT_SLOTS * 8
export const FACTS_AT = PAIRS_AT + RECIPIENT_SLOTS * 8 + PAGE + 32_768 * 40 + 16_384 * 24
/** Facts at most, 18 columns of so many numbers. */
export const FACTS = 2048
export const PENDING_AT = FACTS_AT + FACTS * 18 * 4
export const PENDING_BYTES = 512

/** What rows of events are made of, and the rows that were made. */
export const PIECES_AT = PENDING_AT + 4096 * PENDING_BYTES
export const PIECES_BYTES = 48 * PAGE
export const EVENTS_AT = PIECES_AT + PIECES_BYTES
export const EVENTS_BYTES = 48 * PAGE
/** Deferrals of messages that nothing else is known of. */
export const WAITING_AT = EVENTS_AT + EVENTS_BYTES + 64 * PAGE + 256 * PAGE

/** Places in the record of a message, in bytes: assembly/messages.ts. */
export const RECORD = {
  BYTES: 288,
  SENDER: 4,
  SENDER_HI: 8,
  SENDER_LO: 12,
  MESSAGE_ID: 16,
  ARRIVAL_DATE: 20,
  ARRIVAL_TIME: 24,
  ARRIVAL_ZONE: 28,
  SENDER_AT: 32,
  MESSAGE_ID_AT: 144,
} as const

/** Memory that a reader may borrow, so that what it reads need not be copied; behind it a page that is never written. */
const ROOM_AT = WAITING_AT + 1024 * PAGE
const ROOM_BYTES = 8 * PAGE
let isBorrowed = false

/** Null: somebody has it. */
export function borrowRoom({ bytes }: Scanner): Buffer | null {
  if (isBorrowed) return null
  isBorrowed = true
  return bytes.subarray(ROOM_AT, ROOM_AT + ROOM_BYTES)
}

export function giveRoomBack(): void {
  isBorrowed = false
}

/** Places of a line that waits, in bytes, and how far apart lines are at least: assembly/waiting.ts. */
export const WAITING = { STEP: 16, LENGTH: 8, TEXT: 16 } as const

/** Nothing, deliveries, or failures too; written: deliveries, and failures that are known are written as rows. */
export type Counted = 'none' | 'deliveries' | 'results' | 'written'

export interface Scanner {
  /** The scanner's memory, as bytes and as numbers of 32 bits. */
  bytes: Buffer
  numbers: Uint32Array<ArrayBuffer>
  /** The rows of the last scan, ROW_SIZE numbers each. */
  rows: Uint32Array
  /**
   * Scans bytes[from, to) -> the number of rows. every: also lines that tell of no message's way. counted: what is added up
   * instead of being a row, if it is plain. before: the number of the line before the first one.
   */
  scan(from: number, to: number, wanted: 'results' | 'every', counted: Counted, before: number): number
  /** What the last scan came to, by STATUS. */
  status: Uint32Array
  /** Asked within a scan, once for each quarter of an hour: is to write STATUS.PERIOD_FROM and PERIOD_TO. */
  askPeriod: (date: number, time: number, zone: number) => void
  /** Asked by `finishFacts`: the epoch milliseconds of a stamp; NaN if they are not known. */
  askHour: (date: number, time: number, zone: number) => number
  /** The number of the name at this place. */
  askNumber: (place: number) => number
  /** What the scanner itself does: assembly/scan.ts. */
  exports: Exports
  /** What it does again and again: V8 looks a function of `exports` up at each call. */
  hot: Pick<Exports, 'take' | 'hold' | 'release' | 'writeEvent' | 'setHead'>
}

/** Of a message that waits. */
export const NO_RECORD = 1

/** The types of Node know it only together with a browser's. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
  Module: new (code: Uint8Array) => object
  Instance: new (module: object, imports: { env: object }) => { exports: Exports }
}

const COUNTED: Readonly<Record<Counted, number>> = { none: 0, deliveries: 1, results: 3, written: 5 }

let scanner: Scanner | null = null

export function scannerOfThread(): Scanner {
  scanner ??= newScanner()
  return scanner
}

function newScanner(): Scanner {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES })
  const module = new WebAssembly.Module(Buffer.from(SCANNER, 'base64'))
  const askPeriod: Scanner['askPeriod'] = (date, time, zone) => made.askPeriod(date, time, zone)
  const askHour: Scanner['askHour'] = (date, time, zone) => made.askHour(date, time, zone)
  const askNumber: Scanner['askNumber'] = place => made.askNumber(place)
  const { exports } = new WebAssembly.Instance(module, { env: { memory, askPeriod, askHour, askNumber } })
  const { scan, take, hold, release, writeEvent, setHead } = exports
  exports.seedRuns(Math.random() * 2 ** 32, Math.random() * 2 ** 32)
  const made: Scanner = {
    bytes: Buffer.from(memory.buffer),
    numbers: new Uint32Array(memory.buffer),
    rows: new Uint32Array(memory.buffer, ROWS_AT, (TEXT_AT - ROWS_AT) >> 2),
    scan: (from, to, wanted, counted, before) =>
      scan(from, to, wanted === 'every' ? 1 : 0, COUNTED[counted], before),
    status: new Uint32Array(memory.buffer, STATUS_AT, 11),
    askPeriod: () => {},
    askHour: () => Number.NaN,
    askNumber: () => 0,
    exports,
    hot: { take, hold, release, writeEvent, setHead },
  }
  return made
}
