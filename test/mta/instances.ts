/** Table: the MTAs of a run. Each calls from its own address, so that a server knows who asks. */
import type { Instance } from './plan.ts'

export const instances: readonly Instance[] = [
  { name: 'pf', mta: 'postfix', host: 'pf.example.test', address: '198.51.100.11', address6: '2001:db8::11' },
  {
    name: 'pfsys',
    mta: 'postfix',
    host: 'pfsys.example.test',
    address: '198.51.100.12',
    address6: '2001:db8::12',
  },
  { name: 'ex', mta: 'exim', host: 'ex.example.test', address: '198.51.100.13', address6: '2001:db8::13' },
  {
    name: 'exall',
    mta: 'exim',
    host: 'exall.example.test',
    address: '198.51.100.14',
    address6: '2001:db8::14',
  },
]
