import { joinPath } from '../../../../documents/path.ts'
import type { Call } from '../call.ts'
import type { Finder, Shell } from '../shell/state.ts'
import { exportedBy } from '../shell/state.ts'

/*
 * What runners of tests take from variables and files where no option says it (maven.apache.org, "Configuring Apache
 * Maven"; docs.pytest.org, "Configuration"; rspec.info, "Read command line configuration options from files";
 * pkg.go.dev/cmd/go, "Environment variables").
 */

interface Runner {
  readonly variables: readonly string[]
  /** Files in the folder of the call, the first that says anything; where their words stand is the first group. */
  readonly files: readonly (readonly [string, RegExp])[]
  /** Words by which no test runs, or no failure counts: the others choose among tests, and are left to the files. */
  readonly decisive: RegExp
}

const whole = /([\s\S]*)/
const addopts = /^\s*addopts\s*=\s*(.*(?:\n[ \t]+\S.*)*)/m
const maven: Runner = {
  variables: ['MAVEN_ARGS', 'MAVEN_OPTS'],
  files: [['.mvn/maven.config', whole]],
  decisive: /^(-D(skipTests|maven\.test\.skip|maven\.test\.failure\.ignore|testFailureIgnore)(=.*)?|-fn|--fail-never)$/,
}
const pytest: Runner = {
  variables: ['PYTEST_ADDOPTS'],
  files: [
    ['pytest.ini', addopts],
    ['.pytest.ini', addopts],
    [
      'pyproject.toml',
      /^\[tool\.pytest\.ini_options\]\s*$(?:\n(?!\[).*)*?\n\s*addopts\s*=\s*(\[[^\]]*\]|"""[\s\S]*?"""|.*)/m,
    ],
    ['tox.ini', /^\[pytest\]\s*$(?:\n(?!\[).*)*?\naddopts\s*=\s*(.*(?:\n[ \t]+\S.*)*)/m],
    ['setup.cfg', /^\[tool:pytest\]\s*$(?:\n(?!\[).*)*?\naddopts\s*=\s*(.*(?:\n[ \t]+\S.*)*)/m],
  ],
  decisive: /^(--co|--collect-only|--setup-(only|plan)|--fixtures|--suppress-tests-failed-exit-code)$/,
}
const runners: Readonly<Record<string, Runner>> = {
  mvn: maven,
  mvnw: maven,
  pytest,
  'py.test': pytest,
  rspec: {
    variables: ['SPEC_OPTS'],
    files: [['.rspec', whole]],
    decisive: /^(--dry-run|--(failure|error)-exit-code(=.*)?)$/,
  },
  go: { variables: ['GOFLAGS'], files: [], decisive: /^-(test\.)?run=/ },
}

/**
 * The words behind a runner of tests, with those of its variables and files by which none would run or no failure would
 * count.
 * @param args the words as they are written
 */
export async function withTestSettings(
  program: string,
  args: readonly string[],
  { environment }: Call,
  shell: Shell,
  { repository }: Finder,
): Promise<readonly string[]> {
  const runner = runners[program]
  if (!runner) return args
  const texts = runner.variables.flatMap((name) => environment[name] ?? exportedBy(shell, name) ?? [])
  // a file that is named instead, or options that are set anew, may leave these out
  const anew = args.some((arg) => /^(-c|-o|-O|--(config-file|override-ini|options))/.test(arg))
  for (const [name, pattern] of anew ? [] : runner.files) {
    const path = shell.directory === undefined || shell.apart ? undefined : joinPath(shell.directory, name)
    const text = path !== undefined && repository.has(path) ? (await repository.text(path))?.content : undefined
    const found = pattern.exec((text ?? '').replace(/^\s*[#;].*$/gm, ''))?.[1]
    if (!found) continue
    texts.push(found)
    break
  }
  const words = texts.flatMap((text) => text.replace(/["',[\]]/g, ' ').split(/\s+/))
  const added = words.flatMap((word, i) => {
    if (!runner.decisive.test(word)) return []
    return /-exit-code$/.test(word) ? [`${word}=${words[i + 1] ?? ''}`] : [word]
  })
  return added.length ? [...args, ...added] : args
}
