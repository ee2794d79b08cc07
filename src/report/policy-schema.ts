/**
 * Table: the JSON schema of a policy file (draft 2020-12). schema/policy.schema.json is this, written out.
 */
import type { Schema } from './policy-check.ts'

const days = (description: string, maximum = 3660): Schema => ({
  type: 'integer',
  minimum: 0,
  maximum,
  description,
})

const threshold: { [name: string]: Schema } = {
  days: { type: 'integer', minimum: 1, maximum: 365, description: 'Distinct days with a failure.' },
  withinDays: days('All of them within so many days; 0: any time.'),
  apartDays: days('At least so many calendar days from the first to the last; 0: any.'),
  apartHours: days('At least so many hours from the first to the last; 0: any.', 87_840),
}

export const POLICY_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'bouncelog suppression policy',
  description: 'Changes to the default policy; what is left out stays as it is.',
  type: 'object',
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { type: 'integer', minimum: 1, maximum: 1, description: 'Of this format.' },
    strictDays: {
      type: 'string',
      enum: ['on', 'off'],
      description: 'off: rules without a pause are content with one failure.',
    },
    rules: {
      type: 'object',
      description: 'By name. A rule that is null is taken away; a new one must be whole.',
      additionalProperties: {
        type: ['object', 'null'],
        additionalProperties: false,
        properties: {
          reasons: {
            type: 'array',
            description: 'Reasons of failures, or "complaint".',
            items: {
              type: 'string',
              enum: [
                'user-unknown',
                'domain-unknown',
                'domain-not-accepting',
                'address-moved',
                'address-invalid',
                'mailbox-disabled',
                'mailbox-full',
                'recipient-refused',
                'network-error',
                'dns-error',
                'expired',
                'complaint',
              ],
            },
          },
          evidence: {
            type: 'string',
            enum: ['refused-at-rcpt', 'permanent', 'any'],
            description: 'Which failures of these reasons count.',
          },
          pause: {
            type: ['object', 'null'],
            additionalProperties: false,
            properties: { ...threshold, forDays: days('How long after the last failure it holds.') },
          },
          suppress: { type: ['object', 'null'], additionalProperties: false, properties: threshold },
          expiresAfterDays: {
            type: ['integer', 'null'],
            minimum: 1,
            maximum: 36_600,
            description: 'Days after the last failure; null: never.',
          },
        },
      },
    },
    burst: {
      type: 'object',
      description: 'When an operator condemns too many at once, its verdicts wait.',
      additionalProperties: false,
      properties: {
        windowsHours: {
          type: 'array',
          description: 'Lengths of time in which shares are looked at.',
          items: { type: 'integer', minimum: 1, maximum: 168 },
        },
        times: {
          type: 'number',
          minimum: 1,
          maximum: 1000,
          description: 'More than so many times the median share …',
        },
        share: { type: 'number', minimum: 0, maximum: 1, description: '… and above this share …' },
        events: { type: 'integer', minimum: 1, maximum: 1_000_000, description: '… with so many answers.' },
        historyDays: { type: 'integer', minimum: 1, maximum: 365, description: 'Days of the median.' },
        quarantineHours: days('How long the verdicts wait, in hours.', 8760),
        lookBackHours: days('So many hours before the burst are under suspicion too.', 8760),
      },
    },
    ownOutageDomains: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      description: 'So many domains out of reach on a day without any answer: the own network was down.',
    },
    typoDistance: { type: 'integer', minimum: 0, maximum: 3, description: 'Edits that still make a typo.' },
  },
}
