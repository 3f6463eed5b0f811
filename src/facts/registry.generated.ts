// Made by npm run generate from the folders src/facts/observed and src/facts/derived; do not edit.
import type { Collector } from './collector.ts'
import observedCapabilities from './observed/capabilities.ts'

export const registry: readonly { readonly name: string; readonly collector: Collector }[] = [
  { name: 'observed/capabilities', collector: observedCapabilities },
]
