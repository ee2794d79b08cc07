/** The inputs of a run: each generated from the seed, checked against its truth, and read once before it is timed. */
import { createReadStream, createWriteStream, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { differences, differencesInRecords } from './check.ts'
import type { Files } from './commands.ts'
import { writeEximLog } from './exim-log.ts'
import { writeMailbox } from './mailbox.ts'
import { writeMixedMailbox } from './mixed-mailbox.ts'
import { writeFailures, writePostfixLog } from './postfix-log.ts'
import { writeRecipientsLog } from './recipients-log.ts'
import type { Truth } from './truth.ts'

export interface Plan {
  folder: string
  megabytes: number
  seed: number
  /** Folder of mails that the mixed mailbox is made of. */
  mails: string
  /** Different recipients of the log that is made of nothing else. */
  recipients: number
}

/** Those of every run; the other two are so large that they are made one at a time and removed at once. */
export const USUAL = ['postfix', 'exim', 'failures', 'mailbox', 'mixed'] as const

export function filesOf({ folder, megabytes }: Plan): Files {
  return {
    postfix: join(folder, `postfix-${megabytes}.log`),
    exim: join(folder, `exim-${megabytes}.log`),
    failures: join(folder, `failures-${megabytes}.log`),
    mailbox: join(folder, `bounces-${megabytes}.mbox`),
    mixed: join(folder, `mixed-${megabytes}.mbox`),
    huge: join(folder, `postfix-${megabytes * 10}.log`),
    recipients: join(folder, 'recipients.log'),
  }
}

/** Table: how each input is made. */
const WRITERS: Readonly<Record<keyof Files, (path: string, plan: Plan) => Truth>> = {
  postfix: (path, { megabytes, seed }) => writePostfixLog(path, megabytes * 1e6, seed),
  exim: (path, { megabytes, seed }) => writeEximLog(path, megabytes * 1e6, seed),
  failures: (path, { megabytes, seed }) => writeFailures(path, megabytes * 1000, seed),
  mailbox: (path, { megabytes, seed }) => writeMailbox(path, megabytes * 100, seed),
  mixed: (path, { megabytes, mails }) => writeMixedMailbox(path, mails, megabytes * 50),
  huge: (path, { megabytes, seed }) => writePostfixLog(path, megabytes * 1e7, seed),
  recipients: (path, { recipients }) => writeRecipientsLog(path, recipients),
}

export async function generate(plan: Plan, name: keyof Files): Promise<Truth> {
  const path = filesOf(plan)[name]
  const truth = WRITERS[name](path, plan)
  if (name === 'postfix') {
    await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(`${path}.gz`))
  }
  return truth
}

/** False, and said, if it has not the room: 140 bytes a recipient, as it is written. */
export function isRoomFor(plan: Plan, name: 'huge' | 'recipients'): boolean {
  const { bavail, bsize } = statfsSync(plan.folder)
  const bytes = name === 'huge' ? plan.megabytes * 1e7 : plan.recipients * 140
  if (bavail * bsize > bytes * 1.2) return true
  console.log(`${name}: left out, ${plan.folder} has no room for ${(bytes / 1e9).toFixed(1)} GB`)
  return false
}

export function removeInput(plan: Plan, name: keyof Files): void {
  rmSync(filesOf(plan)[name], { force: true })
}

/** Says what differs from the truth. */
export function isRight(bouncelog: readonly string[], plan: Plan, name: keyof Files, truth: Truth): boolean {
  const compare = name === 'mixed' ? differencesInRecords : differences
  const found = compare(bouncelog, filesOf(plan)[name], truth)
  const shown = found.slice(0, 20).map(line => `\n  ${line}`)
  const rest = found.length > 20 ? `\n  … ${found.length} in all` : ''
  console.log(found.length === 0 ? `${name}: right` : `${name}: WRONG${shown.join('')}${rest}`)
  return found.length === 0
}

/** Whoever is timed first would pay for the disk. */
export async function warm(path: string): Promise<void> {
  for await (const _ of createReadStream(path, { highWaterMark: 2 ** 20 }));
}
