import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => join('src', name))

const imports = new Map(FILES.map(file => [file, importsOf(readFileSync(file, 'utf8'))]))

/** What every stage may use. */
const SHARED = [
  'types',
  'plain-results',
  'known-failures',
  'errors',
  'text',
  'hash',
  'hash-table',
  'address',
].map(name => `src/${name}.ts`)

/** Table: a part of the source -> the parts that it may import from. Beside them it may import itself. */
const MAY_IMPORT: readonly (readonly [part: string, allowed: readonly string[]])[] = [
  ['src/types.ts', []],
  ['src/plain-results.ts', ['src/types.ts', 'src/hash.ts', 'src/known-failures.ts']],
  ['src/known-failures.ts', ['src/hash.ts']],
  ['src/errors.ts', []],
  ['src/text.ts', []],
  ['src/hash.ts', []],
  ['src/hash-table.ts', []],
  ['src/address.ts', []],
  ['src/ingest/', SHARED],
  ['src/classify/', SHARED],
  ['src/report/', [...SHARED, 'src/classify/']],
]

/** Table: a package -> the one file that knows it. */
const KNOWN_TO: readonly (readonly [name: string, file: string])[] = [
  ['split2', 'src/ingest/log/lines.ts'],
  ['node-stream-zip', 'src/ingest/unpack/zip.ts'],
  ['mailparser', 'src/ingest/mail/message.ts'],
  ['ndjson', 'src/ingest/events-file.ts'],
  ['tar-stream', 'src/ingest/unpack/tar.ts'],
  ['@duckdb/node-api', 'src/report/parquet.ts'],
]

function importsOf(text: string): string[] {
  return [...text.matchAll(/^(?:import|export|\}).* from '([^']+)'|import\('([^']+)'\)/gm)].map(
    ([, one, other]) => one ?? other ?? '',
  )
}

function target(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier))
}

function isUnder(path: string, part: string): boolean {
  return part.endsWith('/') ? path.startsWith(part) : path === part
}

test('imports point one way: types <- ingest, classify <- report <- pipeline <- cli', () => {
  const wrong: string[] = []
  for (const [file, specifiers] of imports)
    for (const [part, allowed] of MAY_IMPORT) {
      if (!isUnder(file, part)) continue
      for (const specifier of specifiers.filter(name => name.startsWith('.')))
        if (![part, ...allowed].some(known => isUnder(target(file, specifier), known)))
          wrong.push(`${file} -> ${specifier}`)
    }
  expect(wrong).toEqual([])
})

test('classify imports nothing but itself: it is to run in a browser', () => {
  const classify = [...imports].filter(([file]) => file.startsWith('src/classify/'))
  const outside = classify.flatMap(([file, names]) =>
    names.filter(name => !name.startsWith('.')).map(name => `${file} -> ${name}`),
  )
  expect(outside).toEqual([])
})

test('each library is known to one file', () => {
  for (const [name, only] of KNOWN_TO) {
    const knowing = [...imports].filter(([, names]) => names.includes(name)).map(([file]) => file)
    expect([name, knowing]).toEqual([name, [only]])
  }
})

test('no file is longer than 300 lines, unless it is a table', () => {
  const code = FILES.filter(file => !/^src\/classify\/(?:rules|providers)\//.test(file))
  const long = code.filter(file => {
    const text = readFileSync(file, 'utf8')
    return text.split('\n').length > 301 && !/^\/\*\*\s*(?:\*\s*)?Tables?:/m.test(text.slice(0, 200))
  })
  expect(long).toEqual([])
})

test('every source file says at its head what it is', () => {
  const bare = FILES.filter(file => !/^(?:#![^\n]*\n)?\/\*\*/.test(readFileSync(file, 'utf8')))
  expect(bare).toEqual([])
})

test('nothing below the command line reads the process or prints', () => {
  const reading = FILES.filter(file => !file.startsWith(join('src', 'cli'))).filter(file =>
    /(?<![.\w'])process\.(?:env|argv|std|exit|cwd|on|platform)|(?<![.\w])console\.(?:log|error|warn|info)/.test(
      readFileSync(file, 'utf8'),
    ),
  )
  expect(reading).toEqual([])
})
