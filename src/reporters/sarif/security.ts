import type { Severity } from '../../rules/rule.ts'

/**
 * The requirements whose breach is a weakness that an attacker could use. GitHub sorts results with a
 * `security-severity` among security alerts; the others stay quality findings.
 */
const security = new Set([
  'artifacts.integrity',
  'artifacts.storage',
  'configuration.secrets',
  'containers.base-image',
  'containers.scanning',
  'containers.signing',
  'environments.production',
  'manual-steps.database',
  'manual-steps.ssh',
  'pipeline.security-scan',
  'principles.repeatable',
])

/** From 0.1 to 10 as a string, as GitHub wants it: 7.0 and more is high, 4.0 and more medium. */
export function securitySeverity(id: string, severity: Severity): string | undefined {
  if (!security.has(id)) return undefined
  return { error: '7.0', warning: '5.0', note: '2.0' }[severity]
}
