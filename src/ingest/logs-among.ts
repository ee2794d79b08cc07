/**
 * Whether a log is among the inputs: only then must what mails tell wait for it (join.ts). Without one they go on
 * at once, however many there are; to hold 30,000 of them costs 60 MB.
 *
 * In:     inputs of `listInputs`
 * Out:    false only if none of them holds a log. An archive, a pipe and standard input may hold anything
 * Errors: none. What cannot be opened holds nothing; whoever reads it says so
 */
import { closeSync, openSync, readSync } from 'node:fs'
import type { Input } from './inputs.ts'
import { HEAD, sniff } from './sniff.ts'
import { packingOf } from './unpack/packings.ts'
import { readMembers } from './unpack/unpack.ts'

export async function mayHoldLogs(inputs: readonly Input[]): Promise<boolean> {
  const room = Buffer.allocUnsafeSlow(HEAD)
  for (const input of inputs) {
    if (input.stdin !== undefined || input.size === null) return true
    const head = headOf(input.path, room)
    const isLog = packingOf(head) === null ? sniff(head) === 'log' : await mayUnpackToLog(input)
    if (isLog) return true
  }
  return false
}

function headOf(path: string, room: Buffer): Buffer {
  try {
    const file = openSync(path, 'r')
    try {
      return room.subarray(0, readSync(file, room, 0, room.length, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return room.subarray(0, 0)
  }
}

/** A compressed file is one member, named as the input; of an archive any member may be a log. */
async function mayUnpackToLog(input: Input): Promise<boolean> {
  for await (const { file, head } of readMembers(input, { onProblem: () => {} }))
    return file !== input.path || sniff(head) === 'log'
  return false
}
