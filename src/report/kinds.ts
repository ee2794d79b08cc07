/**
 * What failures say, each combination once: outcome, verdict, codes, wording. Of a log's failures few differ in it,
 * so that a failure keeps one number for all of that. Plain data.
 */

/** What follows from a failure's kind. */
export const KIND_DIMENSIONS = [
  'outcome',
  'permanence',
  'subject',
  'reason',
  'action',
  'enhancedCode',
  'replyCode',
  'provider',
  'blocklist',
  'template',
] as const

export type KindDimension = (typeof KIND_DIMENSIONS)[number]

export function isKindDimension(dimension: string): dimension is KindDimension {
  return KIND_DIMENSIONS.some(name => name === dimension)
}

export const FLAG = { fromDsn: 1, firstOfMessage: 2, unmatched: 4 } as const

/** The numbers of its values in their dictionaries. */
export interface Kind extends Record<KindDimension, number> {
  flags: number
}

export interface Kinds {
  count: number
  /** By kind: CELLS numbers. */
  cells: Uint32Array
  /** Kind + 1 by slot; 0: the slot is free. At most half full. */
  slots: Uint32Array
}

const FLAGS = KIND_DIMENSIONS.length
const CELLS = FLAGS + 1
const FIRST_SLOTS = 256

export function newKinds(): Kinds {
  return { count: 0, cells: new Uint32Array((FIRST_SLOTS / 2) * CELLS), slots: new Uint32Array(FIRST_SLOTS) }
}

/** The number of this kind, from 0 in the order of arrival. */
export function kindId(kinds: Kinds, kind: Kind): number {
  if (kinds.count * 2 === kinds.slots.length) grow(kinds)
  const { count, cells, slots } = kinds
  // Written where it belongs if it is new.
  const at = count * CELLS
  for (let index = 0; index < FLAGS; index++) cells[at + index] = kind[KIND_DIMENSIONS[index] ?? 'outcome']
  cells[at + FLAGS] = kind.flags
  const slot = slotOf(kinds, count)
  const known = slots[slot] ?? 0
  if (known !== 0) return known - 1
  slots[slot] = ++kinds.count
  return count
}

/** Where a kind equal to this one is, or the free slot where it belongs. */
function slotOf({ cells, slots }: Kinds, kind: number): number {
  const mask = slots.length - 1
  let slot = hashOf(cells, kind) & mask
  for (let known = slots[slot] ?? 0; known !== 0; known = slots[slot] ?? 0) {
    if (areEqual(cells, known - 1, kind)) break
    slot = (slot + 1) & mask
  }
  return slot
}

function hashOf(cells: Uint32Array, kind: number): number {
  let hash = 0
  for (let at = kind * CELLS; at < (kind + 1) * CELLS; at++) {
    hash = Math.imul(hash ^ (cells[at] ?? 0), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return hash
}

function areEqual(cells: Uint32Array, one: number, other: number): boolean {
  for (let index = 0; index < CELLS; index++) {
    if (cells[one * CELLS + index] !== cells[other * CELLS + index]) return false
  }
  return true
}

function grow(kinds: Kinds): void {
  const larger = new Uint32Array(kinds.cells.length * 2)
  larger.set(kinds.cells)
  kinds.cells = larger
  kinds.slots = new Uint32Array(kinds.slots.length * 2)
  for (let kind = 0; kind < kinds.count; kind++) kinds.slots[slotOf(kinds, kind)] = kind + 1
}

/** By kind: its number of this dimension. */
export function kindColumn({ cells, count }: Kinds, dimension: KindDimension): Int32Array {
  return columnAt(cells, count, KIND_DIMENSIONS.indexOf(dimension))
}

/** By kind: its flags. */
export function kindFlags({ cells, count }: Kinds): Int32Array {
  return columnAt(cells, count, FLAGS)
}

function columnAt(cells: Uint32Array, count: number, index: number): Int32Array {
  const column = new Int32Array(count)
  for (let kind = 0; kind < count; kind++) column[kind] = cells[kind * CELLS + index] ?? 0
  return column
}

/** `translations` has the numbers that `into` knows for those of `from`. -> the same for the kinds. */
export function mergeKinds(
  into: Kinds,
  from: Kinds,
  translations: Readonly<Record<KindDimension, Uint32Array>>,
): Uint32Array {
  const translated = new Uint32Array(from.count)
  for (let number = 0; number < from.count; number++) {
    translated[number] = kindId(into, translatedKind(from, number, translations))
  }
  return translated
}

function translatedKind(
  { cells }: Kinds,
  number: number,
  translations: Readonly<Record<KindDimension, Uint32Array>>,
): Kind {
  const at = number * CELLS
  const entries = KIND_DIMENSIONS.map((name, index) => [
    name,
    translations[name][cells[at + index] ?? 0] ?? 0,
  ])
  // Object.fromEntries forgets the keys, which are exactly KIND_DIMENSIONS.
  const kind = Object.fromEntries(entries) as Record<KindDimension, number>
  return { ...kind, flags: cells[at + FLAGS] ?? 0 }
}
