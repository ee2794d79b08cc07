/**
 * Arguments -> inputs, in the order in which they are to be read.
 *
 * In:     paths of files and folders, '-' for standard input; none at all means the usual places
 * Out:    each file once; the files of a rotated log oldest first, in the place of the first of them
 * Errors: a path that cannot be read is a Problem; the others go on
 */
import { type BigIntStats, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Problem } from '../types.ts'
import { matchesGlob } from './glob.ts'
import { oldestFirst, withoutRepeats } from './rotation.ts'
import { whatFailed } from './unpack/unpack.ts'

export interface Input {
  /** As given, or as found under a folder; '-' for standard input. */
  path: string
  /** In bytes; null for what is no regular file (a pipe, standard input). */
  size: number | null
  /** When it was written last, in epoch milliseconds. */
  mtime: number | null
  /** The bytes, if they are not behind `path`. */
  stdin?: AsyncIterable<Buffer>
  /** Of a plain log: only the lines that begin in these bytes. */
  range?: ByteRange
}

export interface ByteRange {
  /** Inclusive. */
  start: number
  /** Exclusive. */
  end: number
  /** Lines before `start`. */
  linesBefore: number
}

export interface InputOptions {
  /** Names of files in folders must fit this; `*` and `?` as in a shell. With a `/`, the path under the folder. */
  glob?: string | undefined
  /** What '-' stands for. */
  stdin?: AsyncIterable<Buffer> | undefined
  /** What no path at all stands for. */
  usualPlaces?: readonly string[]
}

export interface Listed {
  inputs: Input[]
  problems: Problem[]
  /** Left out, because another input has the same content (a log that is there packed and unpacked). */
  repeated: Input[]
}

/** Where Postfix and Exim log on Debian, Red Hat, SUSE, Alpine, FreeBSD and macOS; a `*` only at the end. */
export const USUAL_PLACES: readonly string[] = [
  '/var/log/mail.log*',
  '/var/log/maillog*',
  '/var/log/exim4/mainlog*',
  '/var/log/exim/main.log*',
  '/var/log/exim/mainlog*',
]

interface Listing {
  inputs: Input[]
  problems: Problem[]
  /** Device and inode of every file and folder seen: links and loops end here. */
  seen: Set<string>
  glob: string | null
}

export async function listInputs(paths: readonly string[], options: InputOptions = {}): Promise<Listed> {
  const listing: Listing = { inputs: [], problems: [], seen: new Set(), glob: options.glob ?? null }
  const asked = paths.length > 0 ? paths : (options.usualPlaces ?? USUAL_PLACES).flatMap(expand)
  for (const path of asked) {
    if (path === '-') addStandardInput(listing, options.stdin)
    else addPath(listing, path)
  }
  const { inputs, repeated } = await withoutRepeats(oldestFirst(listing.inputs))
  return { inputs, problems: listing.problems, repeated }
}

function addStandardInput(listing: Listing, stdin: AsyncIterable<Buffer> | undefined): void {
  if (listing.seen.has('-')) return
  listing.seen.add('-')
  if (stdin === undefined) addProblem(listing, '-', 'there is no standard input here')
  else listing.inputs.push({ path: '-', size: null, mtime: null, stdin })
}

function addPath(listing: Listing, path: string): void {
  const found = lookAt(listing, path)
  if (found === null) return
  if (found.isDirectory()) addFolder(listing, path, '')
  else addFile(listing, path, found)
}

/** What is there; null if nothing is, or if it was seen before. */
function lookAt(listing: Listing, path: string): BigIntStats | null {
  try {
    const found = statSync(path, { bigint: true })
    const id = `${found.dev}:${found.ino}`
    if (listing.seen.has(id)) return null
    listing.seen.add(id)
    return found
  } catch (error) {
    addProblem(listing, path, whatFailed(error))
    return null
  }
}

function addFile(listing: Listing, path: string, found: BigIntStats): void {
  const size = found.isFile() ? Number(found.size) : null
  listing.inputs.push({ path, size, mtime: Number(found.mtimeMs) })
}

function addFolder(listing: Listing, folder: string, under: string): void {
  for (const name of namesIn(listing, folder)) {
    const path = join(folder, name)
    const found = lookAt(listing, path)
    if (found === null) continue
    if (found.isDirectory()) addFolder(listing, path, `${under}${name}/`)
    // What is neither file nor folder (a socket, a device) is nobody's log.
    else if (found.isFile() && isAsked(listing, name, under)) addFile(listing, path, found)
  }
}

function namesIn(listing: Listing, folder: string): string[] {
  try {
    const names = readdirSync(folder).sort()
    // In a Maildir, tmp holds what is still being written.
    const isMaildir = names.includes('cur') && names.includes('new')
    return isMaildir ? names.filter(name => name !== 'tmp') : names
  } catch (error) {
    addProblem(listing, folder, whatFailed(error))
    return []
  }
}

function isAsked(listing: Listing, name: string, under: string): boolean {
  if (listing.glob === null) return true
  return matchesGlob(listing.glob.includes('/') ? under + name : name, listing.glob)
}

/** '/var/log/mail.log*' -> the files that are there. */
function expand(place: string): string[] {
  const slash = place.lastIndexOf('/')
  const folder = place.slice(0, slash)
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => !entry.isDirectory() && matchesGlob(entry.name, place.slice(slash + 1)))
      .map(entry => join(folder, entry.name))
      .sort()
  } catch {
    return [] // Not a place that this machine has.
  }
}

function addProblem(listing: Listing, file: string, what: string): void {
  listing.problems.push({ file, line: null, what, text: null })
}
