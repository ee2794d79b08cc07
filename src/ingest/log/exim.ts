/**
 * One Exim main or reject log line -> findings and queue facts.
 *
 * In:     text[start, end): from Exim's own time stamp (plain log), or the message behind a syslog prefix, which
 *         may begin with Exim's own stamp again; the clock has noted the outer stamp already
 * Out:    appends to state.found
 */
import type { LogState } from './state.ts'

export function readEximLine(
  _state: LogState,
  _text: string,
  _start: number,
  _end: number,
  _line: number,
): void {
  // Written by the exim worker.
}

/** An Exim message id, 16 or 23 characters, stands at `at` and ends there. */
export function isEximId(text: string, at: number): boolean {
  return eximIdLength(text, at) > 0
}

/** The length of the message id at `at`: 16 (before 4.97), 23, or 0. */
export function eximIdLength(text: string, at: number): number {
  if (text.charCodeAt(at + 6) !== 45) return 0
  if (text.charCodeAt(at + 13) === 45) return isWord(text, at, 16, 6, 13) ? 16 : 0
  return text.charCodeAt(at + 18) === 45 && isWord(text, at, 23, 6, 18) ? 23 : 0
}

function isWord(text: string, at: number, length: number, dash1: number, dash2: number): boolean {
  for (let i = 0; i < length; i++) {
    if (i !== dash1 && i !== dash2 && !isAlnum(text.charCodeAt(at + i))) return false
  }
  return !isAlnum(text.charCodeAt(at + length))
}

function isAlnum(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
}
