/**
 * The values of one dimension (domains, relays, reasons …) as small numbers, and what was delivered of each.
 *
 * In:  strings, or null where a value is not known (number 0)
 * Out: numbers from 0 in the order of arrival; 1 stands for everything beyond the limit
 *
 * Bounded: of more than DICTIONARY_LIMIT different values the later ones share one number and become part of
 * the row "other". Common values come early, so that the rows a report shows keep their names.
 */
import { own } from '../text.ts'
import { type KnownIds, newKnownIds } from './known-ids.ts'

export const DICTIONARY_LIMIT = 1_000_000

export const UNKNOWN_ID = 0
export const OTHER_ID = 1
/** Of a name. */
export const FIRST_ID = 2

export interface Dictionary {
  /** Different names, at most. */
  limit: number
  ids: Map<string, number>
  /** By number; [0] and [1] stand for unknown and other. */
  names: string[]
  /** Deliveries of each number. */
  delivered: Float64Array
  /** The name last asked for: neighbours in a log have much in common. */
  lastName: string | null
  lastId: number
  /** The numbers again, by the hashes of what they stand for: asked without a look at the name. */
  known: KnownIds
}

export function newDictionary(limit = DICTIONARY_LIMIT): Dictionary {
  return {
    limit,
    ids: new Map(),
    names: ['', ''],
    delivered: new Float64Array(64),
    lastName: null,
    lastId: UNKNOWN_ID,
    known: newKnownIds(),
  }
}

export function idOf(dictionary: Dictionary, name: string | null): number {
  if (name === null) return UNKNOWN_ID
  if (name === dictionary.lastName) return dictionary.lastId
  const id = dictionary.ids.get(name) ?? addName(dictionary, name)
  dictionary.lastName = name
  dictionary.lastId = id
  return id
}

function addName(dictionary: Dictionary, name: string): number {
  const id = dictionary.names.length
  if (id >= dictionary.limit + FIRST_ID) return OTHER_ID
  const owned = own(name)
  dictionary.ids.set(owned, id)
  dictionary.names.push(owned)
  if (id >= dictionary.delivered.length) {
    const larger = new Float64Array(dictionary.delivered.length * 2)
    larger.set(dictionary.delivered)
    dictionary.delivered = larger
  }
  return id
}

/** The numbers of `from` as numbers of `into`, which learns the names it lacks; adds the deliveries. */
export function mergeDictionary(into: Dictionary, from: Dictionary): Uint32Array {
  const translated = new Uint32Array(from.names.length)
  translated[OTHER_ID] = OTHER_ID
  for (let id = 0; id < from.names.length; id++) {
    const target = id <= OTHER_ID ? id : idOf(into, from.names[id] ?? null)
    translated[id] = target
    into.delivered[target] = (into.delivered[target] ?? 0) + (from.delivered[id] ?? 0)
  }
  return translated
}
