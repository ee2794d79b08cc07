/**
 * The scanner: lines of a mail log -> a row for each line that the reader has to see. It finds the lines that matter, cuts the
 * plain ones into fields, and follows messages whose way is plain (messages.ts), whose deliveries it adds up (tally.ts). It
 * runs as WebAssembly, since V8 needs 1.5 ns to look at a byte, this 0.1 (npm run bench -- --profile).
 *
 * In:     text from `from` to `to` in the memory, whole lines, each ended by a line feed
 * Out:    the number of rows at ROWS_AT; at STATUS_AT where the next scan goes on, and how many lines were passed
 * Errors: none. A line in a form that is not known is a row of the kind OTHER, never left out
 */
import { seedRuns, setLogHash } from './hash'
import { clearFacts, facts, finishFacts, forgetFailures, freePending, learnFailure, setYear } from './failures'
import { addOperatorLabel, addOperatorSuffix, learnHop, learnProvider } from './operators'
import { addNumber, addSign, clearSigns } from './said'
import { scanExim } from './exim'
import { endTracking, hold, release, settle, startTracking, take, tracking } from './messages'
import { setPeriod } from './period'
import { hostLength, hostNumber, scanSyslog } from './postfix'
import {
  DATE,
  END,
  FULL,
  HOST,
  HOST_END,
  HOST_START,
  QUARTER_ROW,
  KIND,
  LINE,
  LINES,
  OTHER,
  POSITION,
  ROW_BYTES,
  ROWS,
  ROWS_AT,
  START,
  STATUS_AT,
  TIME,
  TRACKING,
  WRITTEN,
  ZONE,
} from './row'
import { date, isShortStamp, readLongStamp, readShortStamp, readZone, time, zone } from './stamp'
import {
  addHashes,
  clearHashes,
  clearNames,
  forgetNumbers,
  handedOver,
  hasOtherDay,
  hasQuarter,
  isFull,
  mayHaveOtherDay,
  names,
  nextName,
  packHashes,
  pairs,
  passedOver,
  recipients,
  writeQuarter,
} from './tally'
import { beginLine, byteAt, copyText, isDigit, lineEnd, NOTHING, restoreLine } from './text'
import { forgetHead, noteRow, setHead, setLine, writeEvent } from './writing'

export {
  addNumber,
  addOperatorLabel,
  addOperatorSuffix,
  addSign,
  clearFacts,
  clearSigns,
  clearHashes,
  clearNames,
  endTracking,
  facts,
  finishFacts,
  forgetFailures,
  forgetHead,
  forgetNumbers,
  freePending,
  handedOver,
  hold,
  learnFailure,
  learnHop,
  learnProvider,
  names,
  nextName,
  packHashes,
  pairs,
  passedOver,
  recipients,
  release,
  seedRuns,
  setHead,
  setLogHash,
  setPeriod,
  startTracking,
  take,
  writeEvent,
}

/** Lines that the scan passed. */
let lines: i32 = 0

/** Another file is read; its dates without a year are held to be of this one. */
export function beginFile(year: u32): void {
  setYear(year)
  forgetHead()
}

/** A shorter line says nothing. */
const SHORTEST: usize = 16

/**
 * `wanted` is what the reader wants to see: 0, lines that tell of a message's way; 1, any line that is not known to be of
 * no use, such as those of refused clients. `counting`: 1, plain deliveries may be added up; 3, plain failures, too; 5, what
 * failures say is hashed, and they may be written. `before` is the number of the line before the first one.
 */
export function scan(from: usize, to: usize, wanted: u32, counting: u32, before: u32): i32 {
  let count = 0
  let p = from
  lines = 0
  store<u32>(STATUS_AT, 0, WRITTEN)
  // A line may need two rows. What the reader has to see of a message that is followed here, it sees before the next line.
  let isAhead = true
  while (p < to && count < ROWS - 1 && isAhead && isFull === 0) {
    const feed = lineEnd(p, to)
    const end = feed > p && byteAt(feed - 1) === 13 ? feed - 1 : feed
    if (end - p >= SHORTEST) {
      const row = ROWS_AT + <usize>count * ROW_BYTES
      const wasTracking = tracking
      beginLine()
      setLine(before + <u32>lines + 1)
      let kind = scanLine(row, p, end)
      if (kind === NOTHING && wanted !== 0) kind = OTHER
      else if (kind !== NOTHING && kind !== OTHER) kind = settle(row, kind, counting)
      if (kind !== NOTHING) {
        if (kind === OTHER) restoreLine()
        count += emit(row, kind, p, end)
        isAhead = !wasTracking || kind === QUARTER_ROW
      }
    }
    lines++
    p = feed + 1
  }
  addHashes()
  store<u32>(STATUS_AT, <u32>p, POSITION)
  store<u32>(STATUS_AT, <u32>lines, LINES)
  store<u32>(STATUS_AT, isFull, FULL)
  store<u32>(STATUS_AT, tracking ? 1 : 0, TRACKING)
  return count
}

/** Ends the row; before it the quarter that is open, so that days are told in their order -> how many rows. */
function emit(row: usize, kind: u32, start: usize, end: usize): i32 {
  noteRow(kind, load<u32>(row, DATE))
  const isLate = kind === OTHER ? mayHaveOtherDay() : kind !== QUARTER_ROW && hasOtherDay(load<u32>(row, DATE))
  const own = isLate ? row + ROW_BYTES : row
  if (isLate) {
    noteRow(OTHER, 0)
    copyText(own, row, ROW_BYTES)
    writeQuarter(row)
    store<u32>(row, QUARTER_ROW, KIND)
    store<u32>(row, <u32>lines, LINE)
  }
  store<u32>(own, kind, KIND)
  store<u32>(own, <u32>lines, LINE)
  store<u32>(own, <u32>start, START)
  store<u32>(own, <u32>end, END)
  return isLate ? 2 : 1
}

/** The open quarter as the first row -> the number of rows. */
export function closeQuarter(): i32 {
  if (!hasQuarter()) return 0
  writeQuarter(ROWS_AT)
  store<u32>(ROWS_AT, QUARTER_ROW, KIND)
  store<u32>(ROWS_AT, 0, LINE)
  return 1
}

@inline
function scanLine(row: usize, start: usize, end: usize): u32 {
  // "Oct 14 13:18:19 host …"; of a line that does not matter the stamp does not either.
  if (isShortStamp(start)) {
    const kind = scanSyslog(row, start + 16, end)
    if (kind === NOTHING || kind === OTHER) return kind
    return readShortStamp(start) ? withHost(row, kind, start + 16) : OTHER
  }
  return scanLongLine(row, start, end)
}

/** The same of a line whose stamp names a year. */
function scanLongLine(row: usize, start: usize, end: usize): u32 {
  if (!isDigit(byteAt(start))) return OTHER
  const between = byteAt(start + 10)
  if (between !== 84 && between !== 32) return OTHER
  const seconds = readLongStamp(start, between)
  if (seconds === 0) return OTHER
  // "2026-10-14 13:18:19 1xVcx9-00000s-2w …"
  if (between === 32) {
    if (byteAt(seconds) !== 32 || seconds >= end) return OTHER
    const kind = scanExim(row, seconds, end)
    if (kind === NOTHING || kind === OTHER) return kind
    store<u32>(row, 0, HOST)
    return withStamp(row, kind)
  }
  // "2026-10-14T13:18:19.123456+02:00 host …"
  const after = readZone(seconds)
  if (after === 0 || byteAt(after) !== 32 || after >= end) return OTHER
  const kind = scanSyslog(row, after + 1, end)
  return kind === NOTHING || kind === OTHER ? kind : withHost(row, kind, after + 1)
}

function withStamp(row: usize, kind: u32): u32 {
  store<u32>(row, date, DATE)
  store<u32>(row, time, TIME)
  store<u32>(row, <u32>zone, ZONE)
  return kind
}

function withHost(row: usize, kind: u32, host: usize): u32 {
  store<u32>(row, hostNumber, HOST)
  store<u32>(row, <u32>host, HOST_START)
  store<u32>(row, <u32>(host + hostLength - 1), HOST_END)
  return withStamp(row, kind)
}
