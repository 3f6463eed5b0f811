import type { DataNode } from '../../documents/tree.ts'
import { wordsOf } from '../../facts/pipeline/name-words.ts'
import type { Proposal } from './proposal.ts'

/** A file that `assay init` would make. */
export interface Proposed {
  /** from the root of the repository */
  readonly path: string
  readonly content: string
  /** what it is for, in a few words */
  readonly purpose: string
}

/**
 * The files for a repository: its configuration, and its gate where the CI system is one that we have a gate for.
 *
 * @param tag the release of Assay that the gate runs
 * @param branch the default branch
 * @param stage a stage that the pipeline of GitLab has
 */
export function proposedFiles(
  proposal: Proposal,
  { tag, branch, stage }: { readonly tag: string; readonly branch: string; readonly stage: string },
): readonly Proposed[] {
  const uses = (name: string) => usesOf(proposal, name)
  return [
    { path: 'assay.yaml', content: configuration(proposal), purpose: 'what Assay found, and what it asks' },
    ...(uses('github-actions') ? [gitHubGate(tag, key(branch))] : []),
    ...(uses('gitlab-ci') ? [gitLabGate(tag, key(stage))] : []),
  ]
}

const usesOf = ({ systems }: Proposal, name: string) => systems.some(([system]) => system === name)

/**
 * How the gate comes into the pipeline where no file of {@link proposedFiles} does that, in a sentence; empty where one does.
 */
export function gateElsewhere(proposal: Proposal, tag: string): string {
  if (usesOf(proposal, 'github-actions') || usesOf(proposal, 'gitlab-ci')) return ''
  const [system] = proposal.systems.map(([name]) => templates[name]).filter(Boolean)
  const job = `a job with Node 20.19 or later and the whole history that runs: npx --yes github:assay-dev/assay#${tag} check`
  return system ? `${system} of Assay (docs/ci.md), or ${job}` : job
}

/** Systems whose template is to be copied or named by hand. */
const templates: Readonly<Record<string, string>> = {
  'azure-pipelines': 'templates/azure.yml',
  circleci: 'the job of templates/circleci.yml',
}

function configuration({ systems, deployments, known, unclear, jobs, questions }: Proposal): string {
  const found = systems
    .map(([system, count]) => `${system} (${count} ${count === 1 ? 'pipeline' : 'pipelines'})`)
    .join(', ')
  const lines = [
    '# yaml-language-server: $schema=https://assay.dev/schemas/assay.json',
    `# Found: ${found || 'no pipeline'}; ${deployments} ${deployments === 1 ? 'deployment' : 'deployments'}.`,
    '',
    '# What fails today is accepted here, and only what is new fails: docs/baseline.md of Assay.',
    'baseline: .assay/baseline.txt',
    '',
    '# The highest level that is asked for: bronze, silver or gold.',
    '# profile: silver',
  ]
  if (!deployments) {
    lines.push(
      '',
      '# No deployment was found. Is nothing deployed from here (a library, a tool)? Then say:',
      '# deploys: false',
    )
  }
  if (known.length) {
    lines.push(
      '',
      `# Environments that are clear: ${known.map(([name, kind]) => (name === kind ? name : `${name} (${kind})`)).join(', ')}`,
    )
  }
  if (unclear.length) {
    lines.push(
      '',
      '# Which class is it? development, integration, staging or production',
      '# environments:',
      ...unclear.map((name) => `#   ${key(name)}: <class>`),
    )
  }
  if (questions.length) {
    lines.push('', '# What would settle most of what is unknown; `assay explain <id>` tells more:')
    const told = questions.map(parted)
    lines.push(...told.flatMap(({ asked }) => [`# - ${asked}`, ...jobsFor(asked, jobs)]))
    const answers = told.flatMap(({ answer }) => answer ?? [])
    if (answers.length) lines.push('', ...draftsOf, '# kinds:', ...answers)
  }
  return `${lines.join('\n')}\n`
}

/** What to know of an answer that somebody has to look at before it is one. */
const draftsOf = [
  '# Answers to look at before you take them: the kinds are a guess, by names; set-up is for what does nothing that counts.',
  '# docs/configuration.md of Assay lists them.',
]

/** A question, and apart from it the answer, an entry of `kinds`, where it says one. */
function parted({ text, settles }: Proposal['questions'][number]): { asked: string; answer?: string } {
  const said = text.replace(/\s+/g, ' ')
  // one that names no job is no draft: it stays with its question
  const [, asked = said, entry] = /^(.*): kinds: \[(\{(?!(?:job|step): <).*\})\]$/.exec(said) ?? []
  return { asked: `${asked} (settles ${named(settles)})`, ...(entry ? { answer: `#   - ${entry}` } : {}) }
}

/** Jobs that are named; of more there is a count. */
const JOBS = 12

/** Where a question leaves open which job it is: those there are, first those that are called after what is asked for. */
function jobsFor(asked: string, jobs: readonly string[]): string[] {
  const [, kind] = /\{job: <name>, kinds: \[([\w-]+)\]\}/.exec(asked) ?? []
  if (!kind || !jobs.length) return []
  const isCalledSo = (job: string) => wordsOf(job).some((word) => word.startsWith(kind) || kind.startsWith(word))
  const sorted = [...jobs.filter(isCalledSo), ...jobs.filter((job) => !isCalledSo(job))]
  const more = sorted.length > JOBS ? ` and ${sorted.length - JOBS} more` : ''
  return [`#   <name> is one of ${sorted.slice(0, JOBS).map(key).join(', ')}${more}`]
}

/** Requirements that are named; of more there is a count. */
const NAMED = 2

/** An answer out of its place says little: the requirement that it settles tells what is meant. */
const named = (ids: readonly string[]) => (ids.length > NAMED ? String(ids.length) : ids.join(', '))

/** A name as a key of YAML. */
const key = (name: string) => (/^[A-Za-z.][\w./-]*$/.test(name) ? name : JSON.stringify(name))

/** The action by its steps: nothing of a third party that would have to be pinned, and the same exit code. */
function gitHubGate(tag: string, branch: string): Proposed {
  return {
    path: '.github/workflows/assay.yml',
    purpose: 'the gate: findings beside the lines, job summary, code scanning',
    content: `name: Assay

on:
  push:
    branches: [${branch}]
  pull_request:

permissions:
  contents: read

jobs:
  assay:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
      security-events: write
      actions: read # asked for in private repositories
    steps:
      - uses: actions/checkout@v7
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@v7
        with:
          node-version: 24
      - run: >-
          npx --yes github:assay-dev/assay#${tag} check
          --format sarif=assay.sarif --format github-summary="$GITHUB_STEP_SUMMARY"
      # In a pull request, let the base branch decide what is excused: add --policy-from "origin/$GITHUB_BASE_REF"
      # Code scanning: a private repository has it with GitHub Code Security alone. Without it, leave this step out.
      - uses: github/codeql-action/upload-sarif@v4
        if: always()
        with:
          sarif_file: assay.sarif
`,
  }
}

/**
 * A stage that a pipeline of GitLab has, by its `.gitlab-ci.yml` (undefined: there is none): `test`, where jobs stand that
 * name none, is missing where other stages are listed, and a job in it would then make the whole pipeline invalid.
 */
export function stageOf(pipeline: DataNode | undefined): string {
  const stages = pipeline?.get('stages')?.items.flatMap(({ text }) => text ?? [])
  if (stages?.length) return stages.includes('test') ? 'test' : (stages[0] as string)
  // what is included may list others; this one is in every pipeline
  return pipeline && !pipeline.get('include') ? 'test' : '.pre'
}

function gitLabGate(tag: string, stage: string): Proposed {
  return {
    path: '.gitlab/assay.yml',
    purpose: 'two jobs, report and gate; include it in .gitlab-ci.yml: include: [{local: .gitlab/assay.yml}]',
    content: `# include: [{local: .gitlab/assay.yml}] in .gitlab-ci.yml
.assay:
  stage: ${stage}
  image: node:20.19-slim
  needs: []
  variables:
    GIT_DEPTH: '0'
  before_script:
    - apt-get update -q && apt-get install -q -y --no-install-recommends git ca-certificates # npx fetches by git, and the slim image has neither

assay-report:
  extends: .assay
  script:
    - npx --yes github:assay-dev/assay#${tag} check --exit-zero --format sarif-gitlab=assay.sarif --format gitlab-codequality=assay.codequality.json --format html=assay.html
  artifacts:
    when: always
    paths: [assay.html, assay.sarif]
    reports:
      codequality: assay.codequality.json
      # sarif: assay.sarif # with Ultimate from GitLab 19.2 on; before 18.11 this line makes the pipeline invalid

assay-gate:
  extends: .assay
  script:
    - npx --yes github:assay-dev/assay#${tag} check
`,
  }
}
