import type { Case, None, Parts, Requirement, Rule, Test } from '../rules/rule.ts'
import { splitTemplate } from '../rules/template.ts'

/**
 * A requirement and its rule as a page for a person, at a width in columns. `rule` is undefined where this version does
 * not judge it. The rule's own texts (why, fix) and the examples keep their lines.
 */
export function explanation(
  requirement: Requirement,
  rule: Rule | undefined,
  color: boolean,
  width: number,
  examples = '',
): string {
  const bold = (text: string) => (color ? `\u001b[1m${text}\u001b[22m` : text)
  const chapters: (readonly [string, string])[] = [['The standard asks', wrap(requirement.row, width - 2)]]
  if (rule) {
    chapters.push(['How it is judged', wrap(judging(rule), width - 2)], ['Why', rule.why], ['How to meet it', rule.fix])
    if (examples) chapters.push(['For the CI systems here', examples])
    if (Object.keys(rule.parameters ?? {}).length) chapters.push(['Parameters', wrap(parameters(rule), width - 2)])
    if (rule.references?.length) chapters.push(['Read on', rule.references.join('\n')])
  } else {
    chapters.push(['How it is judged', 'This version has no rule for it; its verdict is unknown.'])
    const { observed, recorded } = requirement
    const source = [observed && `in the repository: ${observed}`, recorded && `in records: ${recorded}`]
    if (observed || recorded) chapters.push(['Where it can be seen', source.filter(Boolean).join('\n')])
  }
  chapters.push(['In assay.yaml', inSettings(requirement, rule)])
  const head = `${bold(requirement.id)}  ${requirement.level}\n${rule?.title ?? ''}`.trimEnd()
  const body = chapters.map(([title, text]) => `${bold(title)}\n${indent(text.trimEnd())}`)
  return `${[head, ...body].join('\n\n')}\n`
}

function judging(rule: Rule): string {
  if (!rule.tests) return judgingTest(rule as Test)
  const how = rule.combine === 'any' ? 'One of these is enough:' : 'All of these must hold:'
  return `${how}\n${rule.tests.map((test) => indent(judgingTest(test))).join('\n')}`
}

/** The test as it is written, in the words of the rule: who wants to argue with a verdict needs no other text. */
function judgingTest(test: Test): string {
  const { each, where, parts, none } = test
  const lines = [`each of ${each}${where ? ` where ${oneLine(where)}` : ''}`, ...cases(test)]
  if (parts) lines.push(`each part of ${oneLine(parts.each)}${parts.where ? ` where ${oneLine(parts.where)}` : ''}`)
  if (parts) lines.push(...cases(parts))
  for (const { when, then, message } of [none ?? []].flat() as None[]) {
    lines.push(`  ${then.padEnd(14)}  where there is none${when ? ` and ${oneLine(when)}` : ''}: ${spoken(message)}`)
  }
  return lines.join('\n')
}

function cases({
  cases = [],
  assert,
}: { readonly cases?: readonly Case[]; readonly assert?: Test['assert'] } & Partial<Parts>) {
  const written = assert ? [{ then: 'pass', when: assert.that } as Case, { then: 'fail' } as Case] : cases
  return written.map(({ when, then, counts, message }) => {
    const note = counts === false ? ' (shown, decides nothing)' : ''
    const said = message ? `: ${spoken(message)}` : ''
    return `  ${then.padEnd(14)}  ${when ? `if ${oneLine(when)}` : 'otherwise'}${note}${said}`
  })
}

/** A message with what it is filled with named in short: `{it.job}` is `<job>`, a longer expression `<…>`. */
const spoken = (message: string) =>
  oneLine(
    splitTemplate(message)
      .map((piece) => (piece.kind === 'text' ? piece.text : `<${/^[a-z]\w*\.(\w+)$/.exec(piece.source)?.[1] ?? '…'}>`))
      .join(''),
  )

function parameters(rule: Rule): string {
  return Object.entries(rule.parameters ?? {})
    .map(
      ([name, { type, default: value, description }]) => `${name} (${type}, ${JSON.stringify(value)}): ${description}`,
    )
    .join('\n')
}

function inSettings({ id }: Requirement, rule: Rule | undefined): string {
  const [first] = Object.entries(rule?.parameters ?? {})
  const tuned = first ? [`parameters:\n  ${id}:\n    ${first[0]}: ${JSON.stringify(first[1].default)}`] : []
  return [...tuned, `not-applicable:\n  ${id}: <why it does not concern this repository>`].join('\n')
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

const indent = (text: string) => text.replace(/^(?=.)/gm, '  ')

/** Breaks lines at spaces; what follows stands four columns deeper than its line. */
function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n')
}

function wrapLine(line: string, width: number): string[] {
  const deeper = ' '.repeat(line.search(/\S|$/) + 4)
  const lines: string[] = []
  for (let rest = line; ; ) {
    const cut = rest.length > width ? rest.lastIndexOf(' ', width) : -1
    if (cut <= deeper.length) return [...lines, rest]
    lines.push(rest.slice(0, cut))
    rest = deeper + rest.slice(cut + 1)
  }
}
