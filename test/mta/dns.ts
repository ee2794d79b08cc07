/**
 * A name server for the lab: answers MX, A and AAAA from a table, over UDP.
 *
 * In:   zones: lower-case name -> what is there. Out: a socket on 127.0.0.1:53 that dies with the namespace.
 * Spec: RFC 1035 §4.1, RFC 7505 (null MX). No EDNS, no TCP: neither MTA needs it.
 */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'

export interface Zone {
  mx?: readonly { preference: number; host: string }[]
  addresses?: readonly string[]
  servfail?: true
}

const A = 1
const MX = 15
const AAAA = 28
const SERVFAIL = 2
const NXDOMAIN = 3

export async function startDns(zones: ReadonlyMap<string, Zone>): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    socket.send(answerOf(query, zones), from.port, from.address)
  })
  await new Promise<void>(resolve => socket.bind(53, '127.0.0.1', resolve))
}

function answerOf(query: Buffer, zones: ReadonlyMap<string, Zone>): Buffer {
  const { name, type, end } = parseQuestion(query)
  const zone = zones.get(name)
  const records = zone === undefined ? [] : recordsOf(zone, type)
  const code = zone === undefined ? NXDOMAIN : zone.servfail === true ? SERVFAIL : 0
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8580 | code, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([header, query.subarray(12, end), ...records])
}

function parseQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function recordsOf(zone: Zone, type: number): Buffer[] {
  if (type === MX)
    return (zone.mx ?? []).map(({ preference, host }) => {
      const number = Buffer.alloc(2)
      number.writeUInt16BE(preference)
      return record(MX, Buffer.concat([number, wireName(host)]))
    })
  const addresses = zone.addresses ?? []
  if (type === A)
    return addresses.filter(a => !isIPv6(a)).map(a => record(A, Buffer.from(a.split('.').map(Number))))
  if (type === AAAA) return addresses.filter(isIPv6).map(a => record(AAAA, wireIpv6(a)))
  return []
}

function record(type: number, content: Buffer): Buffer {
  const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, 0])
  head.writeUInt16BE(content.length, 10)
  return Buffer.concat([head, content])
}

function wireName(name: string): Buffer {
  if (name === '.') return Buffer.from([0])
  const labels = name
    .split('.')
    .map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}

function wireIpv6(address: string): Buffer {
  const [left = '', right = ''] = address.split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':').map(word => Number.parseInt(word, 16)))
  const head = words(left)
  const tail = words(right)
  const all = [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]
  return Buffer.from(all.flatMap(word => [word >> 8, word & 255]))
}
