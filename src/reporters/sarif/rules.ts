import type { RequirementVerdict } from '../../assessment/assessment.ts'
import { clip, flat } from '../../documents/line.ts'
import type { Level, Rule, Severity } from '../../rules/rule.ts'
import type { Finding } from '../findings.ts'
import { securitySeverity } from './security.ts'

/** GitHub's and GitLab's limits on texts of a rule. */
const SHORT = 1024

const severityOfLevel: Readonly<Record<Level, Severity>> = { bronze: 'error', silver: 'warning', gold: 'note' }

/** The SARIF rule (reportingDescriptor) of a requirement. Every required text is non-empty. */
export function sarifRule(rule: Rule, requirement: RequirementVerdict | undefined): object {
  const levelName = requirement?.level ?? rule.level ?? 'silver'
  const section = requirement?.section || (rule.id.split('.')[0] as string)
  const level = severityOfLevel[levelName]
  const score = securitySeverity(rule.id, level)
  return {
    id: rule.id,
    name: pascal(rule.id),
    shortDescription: { text: clip(rule.title, SHORT) },
    fullDescription: { text: clip(flat(rule.why), SHORT) },
    help: { text: helpText(rule), markdown: helpMarkdown(rule, requirement) },
    defaultConfiguration: { level },
    properties: {
      // a tag that is there twice makes GitHub refuse the whole file
      tags: [...new Set([...(score ? ['security'] : []), 'deployment', section, levelName])],
      precision: 'high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
      ...(score ? { 'security-severity': score } : {}),
    },
  }
}

/** The SARIF rule of a remark on what people wrote about verdicts: it has no rule of ours. */
export function remarkRule({ id, severity }: Finding): object {
  const title = `What is written about verdicts: ${id.replace(/^assay\./, '').replaceAll('-', ' ')}`
  const why = 'Exceptions, statements and the policy decide what counts, so what is wrong in them is a finding.'
  const fix = 'Mend the entry that the finding names; docs/waivers.md and docs/baseline.md tell the forms.'
  return {
    id,
    name: pascal(id),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${title}\n\n${why}\n\nHow to mend it:\n${fix}`, markdown: `${why}\n\n### How to mend it\n\n${fix}` },
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['deployment', 'exceptions'],
      precision: 'high',
      'problem.severity': severity === 'note' ? 'recommendation' : severity,
    },
  }
}

function helpText(rule: Rule): string {
  return [rule.title, rule.why.trim(), `How to mend it:\n${rule.fix.trim()}`, ...(rule.references ?? [])].join('\n\n')
}

function helpMarkdown(rule: Rule, requirement: RequirementVerdict | undefined): string {
  const row = requirement ? `**The standard:** ${requirement.row} (${requirement.level})` : `**${rule.title}**`
  const links = (rule.references ?? []).map((reference) => `- <${reference}>`).join('\n')
  return [row, rule.why.trim(), `### How to mend it\n\n${rule.fix.trim()}`, links].filter(Boolean).join('\n\n')
}

function pascal(id: string): string {
  return id.replace(/(^|[.-])([a-z])/g, (_, _before, letter: string) => letter.toUpperCase())
}
