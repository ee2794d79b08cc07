/**
 * The failures of a run as rows of 32-bit numbers: what the report needs of an event, in 112 bytes.
 *
 * Everything a report says of failures is computed from these rows at the end, so that counts of distinct
 * recipients are exact in every view, a view costs nothing until it is asked for, and merging two totals is
 * putting their rows together.
 */

export const FACT = {
  recipientHi: 0,
  recipientLo: 1,
  messageHi: 2,
  messageLo: 3,
  /** This message to this recipient, as the reporting MTA names it. */
  pairHi: 4,
  pairLo: 5,
  /** The same by Message-ID, and by queue id alone: by these a DSN finds its line in the log. 0/0: not known. */
  idKeyHi: 6,
  idKeyLo: 7,
  queueKeyHi: 8,
  queueKeyLo: 9,
  timeHi: 10,
  timeLo: 11,
  flags: 12,
  /** The first of the dimensions, in the order of DIMENSIONS. */
  dimensions: 13,
} as const

/** What a failure is counted by. Deliveries know only those of `deliveryDimensions`. */
export const DIMENSIONS = [
  'outcome',
  'permanence',
  'subject',
  'reason',
  'action',
  'enhancedCode',
  'replyCode',
  'domain',
  'provider',
  'senderDomain',
  'relay',
  'host',
  'time',
  'blocklist',
  'template',
] as const

export type Dimension = (typeof DIMENSIONS)[number]

export const deliveryDimensions = ['domain', 'provider', 'senderDomain', 'relay', 'host', 'time'] as const

export const FACT_SIZE = FACT.dimensions + DIMENSIONS.length

export const FLAG = { fromDsn: 1, firstOfMessage: 2, conflict: 4, listQuality: 8, unmatched: 16 } as const

export interface Facts {
  count: number
  cells: Uint32Array
}

export function newFacts(): Facts {
  return { count: 0, cells: new Uint32Array(FACT_SIZE * 256) }
}

/** Where the cells of a new row begin; they are zero. */
export function addFact(facts: Facts): number {
  const start = facts.count * FACT_SIZE
  if (start + FACT_SIZE > facts.cells.length) {
    // By half: twice would hold more empty rows than a long log has failures.
    const larger = new Uint32Array(Math.ceil((facts.count * 1.5) / 256) * 256 * FACT_SIZE)
    larger.set(facts.cells)
    facts.cells = larger
  }
  facts.count++
  return start
}

export function columnOf(dimension: Dimension): number {
  return FACT.dimensions + DIMENSIONS.indexOf(dimension)
}

const TWO_TO_32 = 2 ** 32
const TIME_OFFSET = 2 ** 31

/** Epoch milliseconds in two cells; NaN (not known) is 0/0. */
export function setTime(cells: Uint32Array, start: number, milliseconds: number): void {
  if (Number.isNaN(milliseconds)) return
  cells[start + FACT.timeHi] = Math.floor(milliseconds / TWO_TO_32) + TIME_OFFSET
  cells[start + FACT.timeLo] = milliseconds >>> 0
}

export function timeAt(cells: Uint32Array, start: number): number {
  const hi = cells[start + FACT.timeHi] ?? 0
  if (hi === 0) return Number.NaN
  return (hi - TIME_OFFSET) * TWO_TO_32 + (cells[start + FACT.timeLo] ?? 0)
}

let parsedDay = ''
let parsedMidnight = 0

/** "2026-03-01T10:00:00.000Z" -> epoch milliseconds. Each day is parsed once: 20 ns a time instead of 250. */
export function parseTime(time: string): number {
  if (time.length !== 24) return Date.parse(time)
  if (!time.startsWith(parsedDay) || parsedDay === '') {
    parsedDay = time.slice(0, 10)
    parsedMidnight = Date.parse(`${parsedDay}T00:00:00.000Z`)
  }
  const hours = digit(time, 11) * 10 + digit(time, 12)
  const minutes = digit(time, 14) * 10 + digit(time, 15)
  const seconds = digit(time, 17) * 10 + digit(time, 18)
  const milliseconds = digit(time, 20) * 100 + digit(time, 21) * 10 + digit(time, 22)
  return parsedMidnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48
}
