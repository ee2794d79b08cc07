import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMembers, type UnpackLimits } from '../../src/ingest/unpack/unpack.ts'

const archives = join(import.meta.dirname, '../../fixtures/archives')
const log = readFileSync(join(archives, 'mail.log'), 'utf8')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unpack-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Read {
  members: { file: string; text: string }[]
  problems: string[]
  longest: number
}

async function read(path: string, limits: Partial<UnpackLimits> = {}): Promise<Read> {
  return collect({ path, size: statSync(path).size, mtime: null }, limits)
}

/** As if it came through a pipe, in pieces of an awkward size. */
async function readPiped(path: string): Promise<Read> {
  async function* pieces() {
    const bytes = readFileSync(path)
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
  }
  return collect({ path: '-', size: null, mtime: null, stdin: pieces() }, {})
}

async function collect(
  input: Parameters<typeof readMembers>[0],
  limits: Partial<UnpackLimits>,
): Promise<Read> {
  const found: Read = { members: [], problems: [], longest: 0 }
  const onProblem = ({ file, what }: { file: string; what: string }) =>
    found.problems.push(`${file}: ${what}`)
  for await (const member of readMembers(input, { onProblem, limits })) {
    let text = ''
    for await (const chunk of member.chunks) {
      text += chunk.toString('latin1')
      found.longest = Math.max(found.longest, chunk.length)
    }
    found.members.push({ file: member.file.replace(archives, ''), text })
  }
  return found
}

describe('one log, packed every way, reads as the log itself', () => {
  const single = readdirSync(archives).filter(name =>
    /^(?:mail|members|padded)\b.*(?:log|gz|bz2|xz|zst)$/.test(name),
  )
  test.each(single)('%s', async name => {
    const { members, problems } = await read(join(archives, name))
    expect({ texts: members.map(member => member.text), problems }).toEqual({ texts: [log], problems: [] })
  })
  test.each(single)('%s from standard input', async name => {
    const { members, problems } = await readPiped(join(archives, name))
    expect({ texts: members.map(member => member.text), problems }).toEqual({ texts: [log], problems: [] })
  })
  const archived = ['mail.tar', 'mail-v7.tar', 'mail.tar.gz', 'mail.zip', 'zip.gz']
  test.each(archived)('the member of %s is named after archive and member', async name => {
    const { members, problems } = await read(join(archives, name))
    expect({ members, problems }).toEqual({
      members: [{ file: `/${name}!mail.log`, text: log }],
      problems: [],
    })
  })
  test.each(archived)('%s from standard input', async name => {
    const { members } = await readPiped(join(archives, name))
    expect(members).toEqual([{ file: '-!mail.log', text: log }])
  })
})

test('archives in archives name the whole way', async () => {
  const { members } = await read(join(archives, 'nested.zip'))
  expect(members).toEqual([
    { file: '/nested.zip!mail.tar.gz!mail.log', text: log },
    { file: '/nested.zip!mail.log.gz', text: log },
  ])
})

test('a zip in a compressed tar is read, and so is what stands behind it', async () => {
  const { members } = await read(join(archives, 'nested.tar.xz'))
  expect(members.map(member => member.file)).toEqual([
    '/nested.tar.xz!mail.zip!mail.log',
    '/nested.tar.xz!mail.log.bz2',
  ])
})

test('a zip from standard input leaves no temporary file', async () => {
  const before = readdirSync(tmpdir()).filter(name => name.startsWith('bouncelog-'))
  await readPiped(join(archives, 'mail.zip'))
  expect(readdirSync(tmpdir()).filter(name => name.startsWith('bouncelog-'))).toEqual(before)
})

test('what follows a gz that is none is left out, and said', async () => {
  const { members, problems } = await read(join(archives, 'garbage.log.gz'))
  expect(members.map(member => member.text)).toEqual([log])
  expect(problems).toEqual([expect.stringContaining('what follows the compressed data')])
})

test('a locked member of a zip is named and left out', async () => {
  const { members, problems } = await read(join(archives, 'locked.zip'))
  expect(members.map(member => member.text).join('')).toBe('')
  expect(problems).toEqual([expect.stringMatching(/locked\.zip!mail\.log: encrypted/)])
})

describe('a file that was cut short gives what stands before the cut, and says so', () => {
  // Over one block of every format, with content that does not pack to nothing.
  const lines = Array.from(
    { length: 40_000 },
    (_, n) => `Nov  2 08:00:00 mx1 postfix/smtp[${n}]: ${(n * 2654435761) % 4294967296}`,
  )
  const big = lines.join('\n')
  test.each([
    ['gz', 'gzip', ['-c']],
    ['bz2', 'bzip2', ['-c1']],
    ['xz', 'xz', ['-c', '--block-size=100000']],
    ['zst', 'zstd', ['-qc']],
  ])('%s', async (name, program, flags) => {
    const packed = spawnSync(program, flags, { input: big, maxBuffer: 1e8 })
    if (packed.error !== undefined) return expect(packed.error.message).toContain('ENOENT')
    const path = join(folder, `cut.${name}`)
    writeFileSync(path, packed.stdout)
    expect((await read(path)).members[0]?.text === big).toBe(true)
    truncateSync(path, Math.floor(packed.stdout.length / 2))
    const { members, problems, longest } = await read(path)
    const text = members[0]?.text ?? ''
    expect(text.length).toBeGreaterThan(big.length / 4)
    expect(big.startsWith(text)).toBe(true)
    expect(problems).toEqual([expect.stringContaining('cut short')])
    expect(longest).toBeLessThanOrEqual(524_288)
  })
  test('tar', async () => {
    const tar = pack()
    tar.entry({ name: 'a.log' }, log)
    tar.entry({ name: 'b.log' }, big)
    tar.finalize()
    const path = join(folder, 'cut.tar')
    for await (const chunk of tar) appendFileSync(path, chunk as Buffer)
    truncateSync(path, 500_000)
    const { members, problems } = await read(path)
    expect(members.map(member => member.file)).toEqual([`${path}!a.log`, `${path}!b.log`])
    expect(members[1]?.text.length).toBe(500_000 - 512 - 1024 - 512)
    expect(problems).toEqual([expect.stringContaining('cut short')])
  })
})

test('bz2 is read without the program bzip2', async () => {
  const path = process.env.PATH
  process.env.PATH = folder
  try {
    const { members, problems } = await read(join(archives, 'members.log.bz2'))
    expect({ text: members[0]?.text, problems }).toEqual({ text: log, problems: [] })
  } finally {
    process.env.PATH = path
  }
})

test('a bomb is stopped, and said', async () => {
  const path = join(folder, 'bomb.gz')
  writeFileSync(path, gzipSync(gzipSync(Buffer.alloc(30_000_000))))
  const { members, problems } = await read(path, { ratioFrom: 1_000_000 })
  expect(members[0]?.text.length).toBeLessThan(2_000_000)
  expect(problems).toEqual([expect.stringContaining('more than 1000 times its size')])
})

test('packings within packings end at the limit', async () => {
  const path = join(folder, 'deep.gz')
  let bytes: Buffer = Buffer.from(log)
  for (let n = 0; n < 9; n++) bytes = gzipSync(bytes)
  writeFileSync(path, bytes)
  expect(await read(path)).toMatchObject({
    members: [],
    problems: [expect.stringContaining('more than 8 times')],
  })
})

test('a format that nobody here unpacks is named with those that are', async () => {
  const path = join(folder, 'old')
  writeFileSync(path, Buffer.from('377abcaf271c0004', 'hex'))
  expect((await read(path)).problems).toEqual([
    `${path}: 7z is not a format bouncelog can unpack (gz, bz2, xz, zst, zip, tar)`,
  ])
})

test('the name of a member cannot act on the terminal nor leave a folder', async () => {
  const path = join(folder, 'hostile.tar')
  const tar = pack()
  tar.entry({ name: '../../etc/\x1b[2J\u202egol.liam' }, log)
  tar.finalize()
  for await (const chunk of tar) appendFileSync(path, chunk as Buffer)
  expect((await read(path)).members).toEqual([
    { file: `${path}!../../etc/\ufffd[2J\ufffdgol.liam`, text: log },
  ])
})

test('members that nobody reads do not hide the next one', async () => {
  const input = { path: join(archives, 'nested.zip'), size: 1, mtime: null }
  const files: string[] = []
  for await (const { file } of readMembers(input, { onProblem: () => {} }))
    files.push(file.replace(archives, ''))
  expect(files).toEqual(['/nested.zip!mail.tar.gz!mail.log', '/nested.zip!mail.log.gz'])
})

test('an empty file is one empty member', async () => {
  const path = join(folder, 'empty')
  writeFileSync(path, '')
  expect(await read(path)).toMatchObject({ members: [{ file: path, text: '' }], problems: [] })
})
