import { type Kind, kinds } from '../../../../config/vocabulary.ts'

/** Words of an input that is switched on, and what is done then. */
const telling: readonly (readonly [RegExp, Kind])[] = [
  [/^(push|publish)$/, 'publish'],
  [/^deploy$/, 'deploy'],
  [/^(lint|linter|linting)$/, 'lint'],
  [/^sign$/, 'sign'],
  [/^(trivy|grype)$/, 'image-scan'],
  [/^(sast|snyk|codeql|semgrep)$/, 'security-scan'],
]

/** With these a switch says what is left out, or is about something around it. */
const otherwise =
  /^(skip|no|not|without|disable|disabled|ignore|exclude|dry|on|if|when|after|before|cache|comment|tag|tags|git|branch|report|results|fail|only)$/

/**
 * What the switches among the inputs of something elsewhere say that it does: `push-image: true`, `run-unit-tests: true`.
 * No evidence, as its name is none.
 */
export function kindsOfInputs(inputs: Readonly<Record<string, string>>): readonly Kind[] {
  const told = new Set(
    Object.entries(inputs).flatMap(([name, value]) => {
      if (!/^true$/i.test(value.trim())) return []
      const words = name
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
      if (words.some((word) => otherwise.test(word))) return []
      const tests = words.some((word) => /^tests?$/.test(word))
      const own = telling.flatMap(([pattern, kind]) => (words.some((word) => pattern.test(word)) ? [kind] : []))
      if (tests && words.includes('unit')) own.push('unit-test')
      if (tests && words.some((word) => /^(integration|e2e|acceptance)$/.test(word))) own.push('integration-test')
      return own
    }),
  )
  return kinds.filter((kind) => told.has(kind))
}
