import { describe, expect, test } from 'vitest'
import {
  type ListCount,
  newExclusion,
  newListCount,
  readListWithout,
} from '../../src/report/suppression-against.ts'
import { day, decide, failure, noSuchDomain } from './suppression-cast.ts'

const entries = decide([
  failure({ recipient: 'dead@example.com' }),
  failure({ recipient: 'gone@example.com', reason: 'mailbox-disabled', time: day(1) }),
  failure({ recipient: 'gone@example.com', reason: 'mailbox-disabled', time: day(9) }),
  noSuchDomain({ recipient: 'any@nowhere.example', time: day(1) }),
  noSuchDomain({ recipient: 'any@nowhere.example', time: day(9) }),
  failure({ recipient: 'angry@example.com', reason: 'recipient-refused', scope: 'pair' }),
]).filter(({ verdict }) => verdict === 'suppress')

interface Asked {
  column?: string
  sender?: string
  /** Bytes of a chunk. */
  chunk?: number
}

async function filter(list: string | Buffer, { column, sender, chunk = 1 << 16 }: Asked = {}) {
  const bytes = Buffer.from(list)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  const count: ListCount = newListCount()
  const exclusion = newExclusion(entries, sender ?? null)
  const kept: Buffer[] = []
  for await (const piece of readListWithout(chunks(), {
    file: 'list.csv',
    column: column ?? null,
    exclusion,
    count,
  }))
    kept.push(piece)
  return { text: Buffer.concat(kept).toString('utf8'), count }
}

describe('a mailing list without the suppressed', () => {
  test('keeps header, order, quotes and line ends of the rows that stay', async () => {
    const list =
      '\ufeffname;"E-Mail";since\r\n"Lovelace; Ada";ada@example.com;2020\r\nDead;dead@example.com;2021\r\n"";"Bob" <bob@example.com>;\r\n'
    const { text } = await filter(list, { column: 'e-mail' })
    expect(text).toBe(list.replace('Dead;dead@example.com;2021\r\n', ''))
  })

  test('says how many went for which reason', async () => {
    const { count } = await filter(
      'dead@example.com\ngone@example.com\nx@nowhere.example\nada@example.com\n\n',
    )
    expect([...count.left]).toEqual([
      ['user-unknown', 1],
      ['mailbox-disabled', 1],
      ['domain-unknown', 1],
    ])
    expect(count).toMatchObject({ kept: 1, withoutAddress: 0 })
  })

  test('finds an address in whatever case it is written', async () => {
    expect((await filter('email\nDEAD@Example.COM\nada@example.com\n')).text).toBe('email\nada@example.com\n')
  })

  test('gives the same copy however the bytes are cut', async () => {
    const list =
      'id,mail,note\n1,dead@example.com,"a\n""b"""\n2,ada@example.com,"c,\nd"\n3,gone@example.com,\n4,Ünï@example.com,'
    const whole = (await filter(list, { column: 'mail' })).text
    expect(whole).toBe('id,mail,note\n2,ada@example.com,"c,\nd"\n4,Ünï@example.com,')
    for (const chunk of [1, 2, 3, 7]) expect((await filter(list, { column: 'mail', chunk })).text).toBe(whole)
  })

  test('takes a quote within a text as a letter', async () => {
    const list = 'note,email\n5" pipe,dead@example.com\n6" pipe,ada@example.com\n'
    expect((await filter(list)).text).toBe('note,email\n6" pipe,ada@example.com\n')
  })

  test('takes the column by its number, with or without a header', async () => {
    const rows = '1,dead@example.com\n2,ada@example.com\n'
    expect((await filter(rows, { column: '2' })).text).toBe('2,ada@example.com\n')
    expect((await filter(`a,b\n${rows}`, { column: '2' })).text).toBe('a,b\n2,ada@example.com\n')
  })

  test('leaves a last row without a line end as it is', async () => {
    expect((await filter('email\ndead@example.com\nada@example.com')).text).toBe('email\nada@example.com')
  })

  test('leaves out a refused pair only for its own sender', async () => {
    const list = 'angry@example.com\n'
    expect((await filter(list)).text).toBe(list)
    expect((await filter(list, { sender: 'other@sender.example' })).text).toBe(list)
    expect((await filter(list, { sender: 'News@sender.example' })).text).toBe('')
    expect((await filter(list, { sender: 'sender.example' })).text).toBe('')
  })

  test('knows an international domain in both of its forms', async () => {
    const told = decide([failure({ recipient: 'dead@bücher.example' })])
    const count = newListCount()
    async function* chunks() {
      yield Buffer.from('dead@xn--bcher-kva.example\ndead@BÜCHER.example\n')
    }
    const options = { file: 'list.csv', column: null, exclusion: newExclusion(told, null), count }
    for await (const piece of readListWithout(chunks(), options)) expect(piece.toString()).toBe('')
    expect([...count.left]).toEqual([['user-unknown', 2]])
  })

  test.each([
    ['a,b\n1,2\n', { column: 'mail' }, 'list.csv: has no column "mail" (columns: a, b)'],
    ['a,b\n1,2\n', {}, 'list.csv: say with --column which holds the address (columns: a, b)'],
    [Buffer.from('\ufeffmail\n', 'utf16le'), {}, 'list.csv: is UTF-16; save it as UTF-8'],
    [
      `mail\n"${'x'.repeat(1_200_000)}`,
      {},
      'list.csv: row 2 has no end within 1 MiB: is a quote not closed?',
    ],
  ])('says what is wrong with a list (%#)', async (list, asked, message) => {
    await expect(filter(list, asked)).rejects.toThrow(message)
  })
})
