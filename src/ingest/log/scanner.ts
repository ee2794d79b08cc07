/**
 * The scanner of assembly/: lines of a mail log -> a row for each line that matters. The only file that knows WebAssembly.
 *
 * In:     bytes put into `bytes` from TEXT_AT on; whole lines, each ended by a line feed
 * Out:    rows of numbers; places in them are indexes into `bytes`
 * Errors: none; a line in a form that the scanner does not know is a row of the kind OTHER
 *
 * One scanner serves all readers of a thread: nothing of a text is kept from one scan to the next.
 */
import { SCANNER } from './scanner-code.ts'

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
} as const

export const ROW_SIZE = 30
/** ROW.ZONE where the stamp names none. */
export const NO_ZONE = 0x7fff

const PAGE = 65_536
const PAGES = 8
const ROWS_AT = 1024
/** Where text begins, and how much of it fits. */
export const TEXT_AT = PAGE
export const ROOM = (PAGES - 2) * PAGE

export interface Scanner {
  /** The scanner's memory. */
  bytes: Buffer
  /** The rows of the last scan, ROW_SIZE numbers each. */
  rows: Uint32Array
  /** Scans bytes[from, to) -> the number of rows; every: also lines that tell of no message's way. */
  scan(from: number, to: number, wanted: 'results' | 'every'): number
  /** Where the next scan goes on: there were more rows than one scan gives. */
  position(): number
  /** Lines that the last scan passed. */
  lines(): number
}

interface Global {
  value: number
}

/** What assembly/scan.ts exports. */
interface Exports {
  scan(from: number, to: number, wanted: number): number
  position: Global
  lines: Global
}

/** The types of Node know it only together with a browser's. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number }) => { buffer: ArrayBuffer }
  Module: new (code: Uint8Array) => object
  Instance: new (module: object, imports: { env: { memory: object } }) => { exports: Exports }
}

let scanner: Scanner | null = null

export function scannerOfThread(): Scanner {
  scanner ??= newScanner()
  return scanner
}

function newScanner(): Scanner {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES })
  const module = new WebAssembly.Module(Buffer.from(SCANNER, 'base64'))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  return {
    bytes: Buffer.from(memory.buffer),
    rows: new Uint32Array(memory.buffer, ROWS_AT, (TEXT_AT - ROWS_AT) >> 2),
    scan: (from, to, wanted) => exports.scan(from, to, wanted === 'every' ? 1 : 0),
    position: () => exports.position.value,
    lines: () => exports.lines.value,
  }
}
