/**
 * Time zones: a wall clock time -> UTC.
 *
 * Errors: an unknown time zone is a UsageError
 */
import { UsageError } from '../../errors.ts'
import { offsetAt } from './stamp.ts'

/** How a time zone's offset is found: minutes east of UTC, or by name. */
export type Zone = { offset: number } | { format: Intl.DateTimeFormat }

export function zoneOf(name: string): Zone {
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
  if ('offset' in zone) return wall - zone.offset * 60_000
  const before = wall - namedOffset(zone.format, wall - 86_400_000) * 60_000
  const offset = namedOffset(zone.format, before)
  return wall - offset * 60_000
}

function namedOffset(format: Intl.DateTimeFormat, millis: number): number {
  const name = format.formatToParts(millis).find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name.length > 3 ? offsetAt(name, 3, name.length) : 0
}
