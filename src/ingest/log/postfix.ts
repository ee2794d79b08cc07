/** One Postfix line -> findings and queue facts. */
import type { LogState } from './state.ts'

/** The message behind the syslog prefix. */
export function readPostfixMessage(_state: LogState, _text: string, _start: number, _end: number): void {}

/** A queue id, a colon and a word that Postfix writes behind one stand at `at`. */
export function isPostfixMessage(_text: string, _at: number, _end: number): boolean {
  return false
}
