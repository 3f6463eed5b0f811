// Made by npm run generate from the folders src/facts/observed and src/facts/derived; do not edit.
import type { Collector } from './collector.ts'
import observedAdmissionPolicies from './observed/admission-policies.ts'
import observedCapabilities from './observed/capabilities.ts'
import derivedBaseImages from './derived/base-images.ts'
import derivedImages from './derived/images.ts'

export const registry: readonly { readonly name: string; readonly collector: Collector }[] = [
  { name: 'observed/admission-policies', collector: observedAdmissionPolicies },
  { name: 'observed/capabilities', collector: observedCapabilities },
  { name: 'derived/base-images', collector: derivedBaseImages },
  { name: 'derived/images', collector: derivedImages },
]
