/** All layouts, in the order in which they are tried: the first that finds a recipient is taken. */
import { gatewayLayouts } from './gateways.ts'
import type { Layout } from './layout.ts'
import { providerLayouts } from './providers.ts'
import { serverLayouts } from './servers.ts'

export const layouts: readonly Layout[] = [...providerLayouts, ...gatewayLayouts, ...serverLayouts]
