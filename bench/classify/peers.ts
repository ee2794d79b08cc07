/** Table: classifiers of the npm registry, and what their categories are in our names. None is a dependency. */

interface PeerAnswer {
  reasons: readonly string[]
  suppress: boolean
}

export interface Peer {
  name: string
  /** Fails where it is not installed. */
  load: () => Promise<(text: string) => PeerAnswer>
}

/** email-bounce-parser: what it calls the error -> our reasons. */
const CRISP_TYPES: Readonly<Record<string, readonly string[]>> = {
  no_such_recipient: ['user-unknown'],
  recipient_disabled_or_recipient_rate_limited: ['mailbox-disabled', 'recipient-rate-limited'],
  mailbox_over_quota: ['mailbox-full'],
  message_size_limit: ['message-too-large'],
  spam_content: ['spam'],
  ip_blocked_spam: ['sender-blocked', 'spam'],
  server_busy: ['system-error', 'rate-limited'],
  temporary_system_problem: ['system-error'],
  timeout: ['network-error'],
  authentication_failure: ['auth-failure', 'login-failed'],
  authentication_required: ['login-failed'],
  authentication_issue: ['login-failed', 'auth-failure'],
  invalid_helo_ehlo: ['client-identity'],
  syntax_error: ['protocol-error'],
  syntax_error_parameters: ['protocol-error', 'address-invalid'],
  bad_commands_sequence: ['protocol-error'],
  command_not_implemented: ['protocol-error'],
  parameter_not_implemented: ['protocol-error'],
  user_not_local: ['address-moved', 'relay-denied'],
  service_not_available: ['system-error'],
  action_aborted_local_error: ['system-error'],
  action_not_taken_insufficient_system_storage: ['system-full'],
  action_aborted_exceeded_storage_allocation: ['mailbox-full'],
  action_not_taken_mailbox_name_not_allowed: ['address-invalid'],
  action_not_taken_mailbox_rate_limited: ['recipient-rate-limited', 'rate-limited'],
}
const CRISP_DEAD: ReadonlySet<string> = new Set(['no_such_recipient'])

interface CrispParser {
  read: (text: string) => { data?: { error?: { type?: string; data?: { type?: string } } } }
}

export const PEERS: readonly Peer[] = [
  {
    name: 'email-bounce-parser',
    load: async () => {
      const name: string = 'email-bounce-parser'
      // It has no types: its README says what it gives.
      const { default: Parser } = (await import(name)) as { default: new () => CrispParser }
      const parser = new Parser()
      return text => {
        const error = parser.read(text).data?.error
        const types = [error?.data?.type, error?.type].filter(type => type !== undefined && type !== null)
        const found = types.find(type => CRISP_TYPES[type] !== undefined)
        return {
          reasons: found === undefined ? ['unknown'] : (CRISP_TYPES[found] ?? ['unknown']),
          suppress: types.some(type => CRISP_DEAD.has(type)),
        }
      }
    },
  },
]
