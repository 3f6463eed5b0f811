import { knownCommand } from '../../known/command.ts'
import type { ShellOut } from './foreign.ts'

/*
 * Calls of the cloud's interface in scripts, as the command line of the cloud has them: its commands are called after the
 * operations (docs.aws.amazon.com/cli, "Command structure"). `boto3.client("ecs").update_service(…)` is `aws ecs
 * update-service`.
 */

/** `ecs = boto3.client("ecs", …)`, `self.ecs = session.client('ecs')`. */
const clients =
  /(?<![\w.])(?:self\.)?(?<name>\w+)\s*(?::\s*[\w.]+\s*)?=\s*[\w.]+(?:\([^()\n]*\))?\.client\(\s*(?:service_name\s*=\s*)?["'](?<service>[\w-]+)["'](?<rest>[^\n]{0,200})/g

/** `import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'`, and `require` of the same. */
const imports =
  /\{(?<names>[^{}]{1,2000})\}\s*(?:from\s*|=\s*require\s*\(\s*)["']@aws-sdk\/client-(?<service>[\w-]+)["']/g

/** A call that changes how many there are, and not what runs. */
const onlyScales = (call: string) =>
  /^[^;]*?\bdesiredCount\b/.test(call) && !/\b(taskDefinition|forceNewDeployment)\b/.test(call)

const kebab = (name: string) => name.replace(/(?<=[a-z\d])(?=[A-Z])/g, '-').toLowerCase()

/**
 * What a script in Python or JavaScript deploys, or takes back, by calls of the cloud's interface; other calls are left out.
 * Linear in the text for each client.
 * @returns each call as the command that does the same; its failure raises an exception
 */
export function sdkCalls(text: string): readonly ShellOut[] {
  if (text.length > 500_000) return []
  const found: ShellOut[] = []
  const add = (service: string, operation: string, match: RegExpMatchArray) => {
    const start = match.index ?? 0
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start)
    if (/^\s*(#|\/\/|\*)/.test(line)) return
    if (onlyScales(text.slice(start, start + 400))) return
    const kinds = knownCommand('aws', [service, operation])?.kinds ?? []
    if (!kinds.includes('deploy') && !kinds.includes('rollback')) return
    found.push({ text: `aws ${service} ${operation}`, start, end: start + match[0].length, checked: true })
  }
  if (text.includes('boto3'))
    for (const { groups } of text.matchAll(clients)) {
      const { name = '', service = '', rest = '' } = groups ?? {}
      // a client of what stands beside a test
      if (rest.includes('endpoint_url')) continue
      for (const call of text.matchAll(new RegExp(`(?<!\\w)${name}\\.(\\w+)\\s*\\(`, 'g')))
        add(service, (call[1] ?? '').replaceAll('_', '-'), call)
    }
  if (text.includes('@aws-sdk/client-'))
    for (const { groups } of text.matchAll(imports)) {
      const names = (groups?.names ?? '').split(',').map((name) => name.trim().replace(/^type\s+/, ''))
      for (const name of names.filter((one) => /^\w+Command$/.test(one)))
        for (const call of text.matchAll(new RegExp(`\\bnew\\s+${name}\\s*\\(`, 'g')))
          add(groups?.service ?? '', kebab(name.replace(/Command$/, '')), call)
    }
  return found
}
