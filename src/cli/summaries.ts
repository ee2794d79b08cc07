/** Summaries of earlier runs, for diff and for --baseline. */
import { promises } from 'node:fs'
import { InputError } from '../errors.ts'
import type { Report } from '../report/model.ts'
import { parseSummary } from '../report/summary-file.ts'
import { errorCode } from './output.ts'

/** Errors: InputError, with the file's name and what is wrong with it. */
export async function readSummary(path: string): Promise<Report> {
  const report = parseSummary(await readText(path))
  if (report === null)
    throw new InputError(`${path}: no summary of this version (bouncelog report --format json writes one)`)
  return report
}

async function readText(path: string): Promise<string> {
  try {
    return await promises.readFile(path, 'utf8')
  } catch (cause) {
    throw new InputError(`${path}: cannot be read (${errorCode(cause)})`, { cause })
  }
}
