/**
 * A folder of mails as one mbox, again and again: bounces of every kind beside each other, DSNs and notices of
 * unknown make, auto-replies, complaints, broken ones.
 *
 * In:  a folder; every file in it that begins as a mail does, whatever its name
 * Out: an mbox, one mail after another in the order of their paths, and how many it holds
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openLines } from './lines-out.ts'
import { newTruth, type Truth } from './truth.ts'

/** A header field or the line of an mbox; logs, JSON and Markdown begin with neither. */
const BEGINS_AS_MAIL = /^(?:>?From |[A-Za-z][A-Za-z0-9-]*:[ \t\r\n])/
const LARGEST = 2 ** 20

export function writeMixedMailbox(path: string, folder: string, messages: number): Truth {
  const mails = readMails(folder)
  if (mails.length === 0) throw new Error(`${folder}: no mails`)
  const out = openLines(path)
  for (let number = 0; number < messages; number++) {
    out.write('From MAILER-DAEMON Mon Nov  2 00:00:00 2026')
    for (const line of mails[number % mails.length] ?? []) out.write(line)
    out.write('')
  }
  out.close()
  return { ...newTruth(), messages, lines: out.lines, bytes: out.bytes }
}

/** The lines of each, without its own line of an mbox, and with what looks like one hidden, as mailers do. */
function readMails(folder: string): string[][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile() && statSync(path).size <= LARGEST)
    .map(path => readFileSync(path, 'latin1'))
    .filter(text => BEGINS_AS_MAIL.test(text))
    .map(text => text.replace(/^>?From .*\n/, '').replace(/^From /gm, '>From '))
    .map(text => text.replace(/\n$/, '').split('\n'))
}
