/**
 * Which of the gathered lines belong to the message that was asked for, across hosts and queue ids.
 *
 * In:  lines in the order of the inputs, and what was asked for
 * Out: the lines of the message, and the names under which more of it may be found in another pass
 *
 * A queue id is used again after a while: its lines are cut into lives, each up to `removed` or `Completed`.
 */
import type { TraceLine } from './trace.ts'

/** Lines that share a host and a queue id, from its first to its `removed`; a line without an id is a life alone. */
interface Life {
  host: string | null
  queueId: string | null
  lines: TraceLine[]
  isWanted: boolean
}

export interface Wanted {
  /** Lower case; what the user asked for. */
  key: string
  /** Queue ids and Message-IDs that lead to the message. */
  queueIds: Set<string>
  messageIds: Set<string>
}

/** A message that a list sends to each subscriber by itself has as many queue ids: these are other stories. */
const MAX_LIVES_OF_MESSAGE = 50

/** Marks the lines of the message; new names are added to `wanted`. */
export function selectLines(gathered: readonly TraceLine[], wanted: Wanted): TraceLine[] {
  const lives = livesOf(gathered)
  const byId = new Map<string, Life[]>()
  const byLink = new Map<string, Life[]>()
  const byMessage = new Map<string, Life[]>()
  for (const life of lives) {
    if (life.queueId !== null) addTo(byId, life.queueId, life)
    for (const id of linksOf(life)) addTo(byLink, id, life)
    for (const id of messageIdsOf(life)) addTo(byMessage, id, life)
  }
  // An address was asked for, not a message: others to whom the same message went are other stories.
  const followed =
    !wanted.key.includes('@') || [...byMessage.keys()].some(id => id.toLowerCase() === wanted.key)
  const graph: Graph = { byId, byLink, byMessage: followed ? byMessage : new Map(), wanted }
  const due: Life[] = []
  const want = (life: Life): void => {
    if (life.isWanted) return
    life.isWanted = true
    due.push(life)
  }
  for (const life of lives) if (isAskedFor(life, wanted)) want(life)
  for (let life = due.pop(); life !== undefined; life = due.pop()) {
    for (const other of relatedTo(life, graph)) want(other)
  }
  return lives
    .filter(life => life.isWanted)
    .flatMap(life => life.lines)
    .toSorted(compareLines)
}

function livesOf(lines: readonly TraceLine[]): Life[] {
  const lives: Life[] = []
  const open = new Map<string, Life>()
  for (const line of lines) {
    const { host, queueId } = line
    const id = `${host ?? ''} ${queueId}`
    const known = queueId === null ? undefined : open.get(id)
    const life = known ?? { host, queueId, lines: [], isWanted: false }
    if (known === undefined) lives.push(life)
    life.lines.push(line)
    if (queueId === null || line.facts.ends) open.delete(id)
    else open.set(id, life)
  }
  return lives
}

function isAskedFor({ queueId, lines }: Life, { key }: Wanted): boolean {
  return queueId?.toLowerCase() === key || lines.some(line => line.namesKey)
}

interface Graph {
  byId: ReadonlyMap<string, readonly Life[]>
  byLink: ReadonlyMap<string, readonly Life[]>
  /** Empty where Message-IDs are not followed. */
  byMessage: ReadonlyMap<string, readonly Life[]>
  wanted: Wanted
}

/** Lives that this one names or that name it; names without a life here are looked for in another pass. */
function relatedTo(life: Life, { byId, byLink, byMessage, wanted }: Graph): Life[] {
  const related: Life[] = []
  for (const id of linksOf(life)) {
    wanted.queueIds.add(id)
    related.push(...nearest(life, byId.get(id) ?? []))
  }
  if (life.queueId !== null) {
    wanted.queueIds.add(life.queueId)
    for (const other of byLink.get(life.queueId) ?? [])
      if (nearest(other, byId.get(life.queueId) ?? []).includes(life)) related.push(other)
  }
  for (const id of messageIdsOf(life)) {
    const same = byMessage.get(id) ?? []
    if (same.length === 0 || same.length > MAX_LIVES_OF_MESSAGE) continue
    wanted.messageIds.add(id)
    related.push(...same)
  }
  return related
}

/** Of several lives of one id on one host, the one in whose time the link was written. */
function nearest(from: Life, lives: readonly Life[]): Life[] {
  return [...groupByHost(lives).values()].flatMap(
    same => same.toSorted((a, b) => distance(from, a) - distance(from, b))[0] ?? [],
  )
}

function groupByHost(lives: readonly Life[]): Map<string | null, Life[]> {
  const groups = new Map<string | null, Life[]>()
  for (const life of lives) addTo(groups, life.host, life)
  return groups
}

/** Milliseconds between two lives; 0 if they overlap. */
function distance(a: Life, b: Life): number {
  const [aFirst, aLast] = spanOf(a)
  const [bFirst, bLast] = spanOf(b)
  return Math.max(0, aFirst - bLast, bFirst - aLast)
}

function spanOf({ lines }: Life): [number, number] {
  return [lines[0]?.at ?? 0, lines.at(-1)?.at ?? 0]
}

function linksOf({ lines }: Life): Set<string> {
  return new Set(lines.flatMap(line => line.facts.links))
}

function messageIdsOf({ lines }: Life): Set<string> {
  return new Set(lines.flatMap(line => line.facts.messageIds))
}

function addTo<Key>(map: Map<Key, Life[]>, key: Key, life: Life): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [life])
  else known.push(life)
}

/** By time; lines of one time keep the order in which they were read. */
function compareLines(a: TraceLine, b: TraceLine): number {
  return a.at - b.at || a.order - b.order
}
