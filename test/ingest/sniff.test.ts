import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sniff } from '../../src/ingest/sniff.ts'

const event =
  '{"time":null,"source":"dsn","recipient":"ada@example.com","outcome":"bounced","permanence":"permanent","rule":"user-unknown.generic"}'

test.each([
  ['log', 'RFC 3164', 'Nov  2 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'RFC 5424', '<22>1 2026-11-02T08:00:01.125Z mx1 postfix/smtp 1202 - - 0DC461ACD87: removed'],
  ['log', 'ISO stamps', '2026-11-02T08:00:01.371954+01:00 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'no host', '2026-11-02T08:00:01.371954+01:00 INFO    postfix/qmgr[124]: E5D2531404BD: removed'],
  ['log', 'the year after the time', 'Nov  2 08:00:01 2026 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'no time', 'postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'grep -H', 'mail.log:Nov  2 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'grep -Hn', 'logs/mail.log-17-Nov  2 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  ['log', 'docker compose', 'mailserver-1  | Nov  2 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed'],
  [
    'log',
    'Kubernetes',
    '2026-11-02T08:00:01.1Z stdout F Nov  2 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed',
  ],
  ['log', 'Exim', '2026-11-02 08:00:01 1wtMbN-00000004FD2-1H7j Completed'],
  ['log', 'Exim without a time', '1b8cs4-0005xz-6j ** ada@example.com R=dnslookup T=remote_smtp'],
  [
    'log',
    'a reject log',
    '2026-11-02 08:00:01 H=mx.example.com [192.0.2.1] rejected after DATA\nEnvelope-from: <a@example.com>\nEnvelope-to: <b@example.net>\nP Received: from mx\n',
  ],
  [
    'log',
    'journald as JSON',
    '{"__REALTIME_TIMESTAMP":"1760000000123456","SYSLOG_IDENTIFIER":"postfix/smtp","MESSAGE":"x"}',
  ],
  ['log', 'Docker as JSON', '{"log":"Nov  2 08:00:01 mx1 postfix/qmgr[812]: x\\n","stream":"stdout"}'],
  [
    'log',
    'a head line of journalctl',
    '-- Logs begin at Mon 2026-11-02 --\nNov 02 08:00:01 mx1 postfix/qmgr[812]: 4AB1C20D6F: removed',
  ],
  ['log', 'another program', 'Nov  2 08:00:01 mx1 kernel: usb 1-1: new device'],
  [
    'mail',
    'a message',
    'Return-Path: <>\nReceived: from mx.example.com by mail.example.net; Mon, 2 Nov 2026 08:00:01 +0000\n\nhi',
  ],
  ['mail', 'CRLF', 'X-Seen: 1\r\nDate: Mon, 2 Nov 2026 08:00:01 +0000\r\nFrom: a@example.com\r\n\r\nhi'],
  ['mail', 'a date that looks like a log', 'X-Queued: 2026-11-02 08:00:01\nFrom: a@example.com\n\nhi'],
  ['mbox', 'a mailbox', 'From MAILER-DAEMON Mon Nov  2 08:00:01 2026\nReturn-Path: <>\nSubject: x\n\nhi'],
  ['events', 'our own events', event],
  ['mail-json', 'Amazon SES', '{\n "notificationType":"Bounce",\n "bounce":{}}'],
  [
    'mail-json',
    'Amazon SES in SNS',
    '{"Type" : "Notification", "Message" : "{\\"notificationType\\":\\"Bounce\\"}"}',
  ],
  [
    'other',
    'prose',
    '# Reading logs\n\nPostfix logs each delivery.\n\nMore words.\n\nAnd more.\n\nAnd more.\n',
  ],
  ['other', 'source code', 'import { x } from "y"\nconst a: string = "b"\n'],
  ['other', 'a settings file', 'name: bouncelog\nversion: 1\n'],
  ['other', 'bytes', '\x00\x01\x02\x03PNG\x00'],
  ['other', 'nothing', ''],
])('%s: %s', (format, _, head) => {
  expect(sniff(Buffer.from(head, 'latin1'))).toBe(format)
})

test('the content decides: an event is no log although it is JSON', () => {
  expect(sniff(Buffer.from(`\ufeff${event}\n${event}`))).toBe('events')
})

test('a packed file is nothing until it is unpacked', () => {
  expect(sniff(readFileSync(join(import.meta.dirname, '../../fixtures/archives/mail.tar.gz')))).toBe('other')
})
