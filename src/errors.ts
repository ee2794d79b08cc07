/** What can go wrong, for callers that do different things about it, and the exit codes that tell of it. */

/** The command line or an option is wrong. Nothing was read. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** One input cannot be opened, unpacked or recognized. The others are still read. */
export class InputError extends Error {
  override name = 'InputError'
}

/** someInputFailed: there is a report, but it is not of all that was asked for. */
export const EXIT = { ok: 0, someInputFailed: 1, nothingDone: 2 } as const
