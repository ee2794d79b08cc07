/**
 * Time zones: a wall clock time -> UTC.
 *
 * Errors: an unknown time zone is a UsageError
 */
import { UsageError } from '../../errors.ts'
import { offsetAt } from './stamp.ts'

/** How a time zone's offset is found: minutes east of UTC, by name, or as this machine has it. */
export type Zone = { offset: number } | { format: Intl.DateTimeFormat } | typeof LOCAL_ZONE

/** In place of a name: this machine's zone. To ask Intl for its name, or for anything, takes 12 ms the first time. */
export const LOCAL_ZONE = 'local'

export function zoneOf(name: string): Zone {
  if (name === LOCAL_ZONE) return LOCAL_ZONE
  if (/^(?:UTC|GMT|Z)$/i.test(name)) return { offset: 0 }
  if (/^[+-]\d\d(?::?\d\d)?$/.test(name)) return { offset: offsetAt(name, 0, name.length) }
  try {
    return { format: new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }) }
  } catch (cause) {
    throw new UsageError(`${name}: not a time zone (a name as Europe/Berlin, or an offset as +02:00)`, {
      cause,
    })
  }
}

/** A wall clock time, as if it were UTC -> UTC. An hour that the clock skips or repeats: as before the change. */
export function toUtc(zone: Zone, wall: number): number {
  if (zone !== LOCAL_ZONE && 'offset' in zone) return wall - zone.offset * 60_000
  const offsetThen = zone === LOCAL_ZONE ? localOffset : (at: number) => namedOffset(zone.format, at)
  const before = wall - offsetThen(wall - 86_400_000) * 60_000
  return wall - offsetThen(before) * 60_000
}

/** Minutes that this machine's clock is ahead of UTC at an instant. */
export function localOffset(millis: number): number {
  return -new Date(millis).getTimezoneOffset()
}

function namedOffset(format: Intl.DateTimeFormat, millis: number): number {
  const name = format.formatToParts(millis).find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name.length > 3 ? offsetAt(name, 3, name.length) : 0
}
