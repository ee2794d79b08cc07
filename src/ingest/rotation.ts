/**
 * Rotated logs: which files are one log, in which order they were written, and which are there twice.
 *
 * In:     inputs in any order (a shell gives mail.log before mail.log.1)
 * Out:    the files of one log oldest first, in the place of the first of them: by date or number in their names
 */
import { basename, dirname } from 'node:path'
import type { Input } from './inputs.ts'
import { readMembers } from './unpack/unpack.ts'

/** What compressors add to names. Used to find files that belong together, never to tell what they hold. */
const PACKED = /\.(?:gz|bz2|xz|zst|zstd|z|lz4)$/i

/**
 * Table: how rotation names files. `log` is the name of the log, `date` rises with time, `number` falls.
 * A log that carries its date from the start (Exim's %D) has no file without one, which changes nothing.
 */
const ROTATIONS: readonly RegExp[] = [
  // logrotate dateext and dateformat, newsyslog -t, Exim's %D: mail.log-20261101, maillog.20261101T000000, mainlog-2026-11-01
  /^(?<log>.+?)[-._](?<date>(?:19|20)\d\d-?[01]\d(?:-?[0-3]\d)?(?:[-_.T]?\d{1,10}){0,2})$/,
  // logrotate with "extension .log": mail-20261101.log
  /^(?<log>.+?)[-._](?<date>(?:19|20)\d\d-?[01]\d-?[0-3]\d)(?<end>\.[A-Za-z]{1,8})$/,
  // mail.log.1, mainlog.01, maillog.0
  /^(?<log>.+)\.(?<number>\d{1,4})$/,
  // mail.1.log
  /^(?<log>.+)\.(?<number>\d{1,4})(?<end>\.(?:log|txt))$/,
  // maillog.old
  /^(?<log>.+)\.(?<number>old|bak|prev)$/,
]

interface Turn {
  log: string
  /** Sorted as text, smaller is older. */
  order: string
}

/** Where a file stands in the rotation of its log. */
export function turnOf(path: string): Turn {
  const name = basename(path).replace(PACKED, '')
  for (const rotation of ROTATIONS) {
    const groups = rotation.exec(name)?.groups
    if (groups === undefined) continue
    const { log = '', date, number = '', end = '' } = groups
    return { log: join(path, log + end), order: date === undefined ? numbered(number) : dated(date) }
  }
  return { log: join(path, name), order: '2' }
}

/** Where both are in one folder, the rotation by date was in use before: dated files end, numbered ones go on. */
function dated(date: string): string {
  return `0${date.replace(/\D/g, '').padEnd(30, '0')}`
}

function numbered(number: string): string {
  const turn = /\D/.test(number) ? 0 : Number(number)
  return `1${String(99_999 - turn).padStart(5, '0')}`
}

function join(path: string, log: string): string {
  return `${dirname(path)}/${log}`
}

export function oldestFirst(inputs: readonly Input[]): Input[] {
  const logs = new Map<string, { input: Input; order: string }[]>()
  for (const input of inputs) {
    const { log, order } = turnOf(input.path)
    const files = logs.get(log)
    if (files === undefined) logs.set(log, [{ input, order }])
    else files.push({ input, order })
  }
  return [...logs.values()].flatMap(files =>
    files.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0)).map(({ input }) => input),
  )
}

const COMPARED = 65_536

/**
 * The same file packed and unpacked is read once: the unpacked one, which is never cut short. Only files
 * whose names differ by what a compressor adds are compared, and their content decides.
 */
export async function withoutRepeats(
  inputs: readonly Input[],
): Promise<{ inputs: Input[]; repeated: Input[] }> {
  const alike = new Map<string, Input[]>()
  for (const input of inputs) {
    const name = basename(input.path).replace(PACKED, '')
    alike.set(name, [...(alike.get(name) ?? []), input])
  }
  const repeated = new Set<Input>()
  for (const files of alike.values()) {
    const packings = new Set(files.map(file => PACKED.exec(file.path)?.[0] ?? ''))
    if (packings.size > 1) for (const file of await repeatsIn(files)) repeated.add(file)
  }
  return { inputs: inputs.filter(input => !repeated.has(input)), repeated: [...repeated] }
}

async function repeatsIn(files: readonly Input[]): Promise<Input[]> {
  const unpackedFirst = [...files].sort((a, b) => Number(PACKED.test(a.path)) - Number(PACKED.test(b.path)))
  const kept: { packing: string; start: Buffer }[] = []
  const repeats: Input[] = []
  for (const file of unpackedFirst) {
    const packing = PACKED.exec(file.path)?.[0] ?? ''
    const start = await readStart(file)
    if (start.length > 0 && kept.some(other => other.packing !== packing && isSame(other.start, start))) {
      repeats.push(file)
    } else kept.push({ packing, start })
  }
  return repeats
}

/** A packed file that was cut short holds the beginning of the other. */
function isSame(whole: Buffer, start: Buffer): boolean {
  return start.length <= whole.length && whole.subarray(0, start.length).equals(start)
}

async function readStart(input: Input): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const { chunks } of readMembers(input, { onProblem: () => {} })) {
    for await (const chunk of chunks) {
      parts.push(chunk)
      length += chunk.length
      if (length >= COMPARED) break
    }
    break
  }
  return Buffer.concat(parts).subarray(0, COMPARED)
}
