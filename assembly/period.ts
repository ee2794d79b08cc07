/**
 * The time that is asked for: results outside it are noted of their messages, and not counted.
 *
 * The reader knows what a stamp means (src/ingest/log/time.ts): for each quarter of an hour it is asked which part of that counts.
 */
import { DATE, PERIOD_FROM, PERIOD_TO, STATUS_AT, TIME, ZONE } from './row'

/** Milliseconds: no hour of UTC begins within it, whatever the zone. */
export const QUARTER: u32 = 900000

/** Writes at PERIOD_FROM and PERIOD_TO between which times since midnight results of the quarter of this one count. */
@external('env', 'askPeriod')
declare function askPeriod(date: u32, time: u32, zone: u32): void

/** No date. */
const NONE: u32 = 0xffffffff

let isLimited: bool = false
/** The quarter that was asked for last, and between which times it counts. */
let quarterDate: u32 = NONE
let quarterZone: u32 = 0
let quarterNumber: u32 = 0
let from: u32 = 0
let to: u32 = 0

/** Whether there is a period; what was known of it is forgotten. */
export function setPeriod(isSet: u32): void {
  isLimited = isSet !== 0
  quarterDate = NONE
}

@inline
export function isInPeriod(row: usize): bool {
  return !isLimited || isInQuarter(row)
}

function isInQuarter(row: usize): bool {
  const date = load<u32>(row, DATE)
  const time = load<u32>(row, TIME)
  const zone = load<u32>(row, ZONE)
  if (date !== quarterDate || time / QUARTER !== quarterNumber || zone !== quarterZone) {
    quarterDate = date
    quarterZone = zone
    quarterNumber = time / QUARTER
    askPeriod(date, time, zone)
    from = load<u32>(STATUS_AT, PERIOD_FROM)
    to = load<u32>(STATUS_AT, PERIOD_TO)
  }
  return time >= from && time < to
}
