import { environmentClasses, type Kind, type KindField, kindField, kinds } from '../../config/vocabulary.ts'
import { count, flag, hideable, oneOf, place, record, type Static, someOf, Type, text, texts, trace } from './form.ts'

const forEachKind = <T>(make: (kind: Kind) => T) =>
  Object.fromEntries(kinds.map((kind) => [kindField(kind), make(kind)])) as Record<KindField, T>

export const pipeline = record('Pipeline', 'A pipeline definition: one workflow of one CI system.', {
  id: text('unique in the repository'),
  file: text('the file that defines it'),
  system: text('github-actions, gitlab-ci, …; the name alone where the system is not read'),
  name: text('its display name'),
  read: flag('false for a system that this version does not read; its content is then hidden'),
  triggers: texts('what starts it: push, tag, pull-request, schedule, manual, release, pipeline, external, call'),
  deploys: hideable(flag('whether one of its steps deploys')),
  place: place('the head of the definition'),
})

export const step = record('Step', 'A step of a job, with what it really does.', {
  id: text('unique in the repository'),
  file: text('the file that defines its job'),
  pipeline: text('the id of its pipeline'),
  job: text('the job as that file calls it; the id has the job as it is used: "ci / test"'),
  name: text('its display name, or its command'),
  kinds: someOf(kinds, 'what it does'),
  byName: someOf(
    kinds,
    'those of its kinds that only names tell (its own, its inputs, its title), as what it runs is elsewhere or not known; no guard, no follower',
  ),
  blocking: someOf(kinds, 'those of its kinds whose failure stops the job'),
  tools: texts('the commands, actions and images that decided'),
  environment: hideable(oneOf(environmentClasses, 'the class of the environment that it works on')),
  environmentName: text('the environment as named; its class where only the job’s name tells it; else empty'),
  again: flag(
    'the same step once more, by another name that its job is found by: its stage, the job that calls its workflow, the function, template or task that it is written in',
  ),
  place: place('the step in the file of its job; of an action or template that is called there, the call'),
  written: place('where the step itself is written'),
})

const guarded = Type.Object(
  forEachKind((kind) =>
    hideable(
      flag(`on every path from a trigger, ${kind} ran before and its failure would have stopped the deployment`),
    ),
  ),
  { title: 'Guards', description: 'For each kind: is the deployment guarded by it?' },
)

const gaps = Type.Object(
  forEachKind((kind) => trace(`a path to the deployment without ${kind}; empty where there is none`)),
  { title: 'Gaps', description: 'For each kind: a path from a trigger to the deployment without it.' },
)

const followed = Type.Object(
  forEachKind((kind) => hideable(flag(`${kind} runs after the deployment, on its environment`))),
  { title: 'Followers', description: 'For each kind: does it come after the deployment?' },
)

export const deployment = record(
  'Deployment',
  'A job that deploys, to one environment. A job that deploys to two is two deployments.',
  {
    id: text('unique in the repository'),
    file: text('the pipeline file'),
    pipeline: text('the id of its pipeline'),
    system: text('the CI system'),
    job: text('the job as that file calls it; the id has the job as it is used: "ci / test"'),
    tool: text('what deploys: helm upgrade, kubectl apply, cf push …'),
    platform: text('the platform that this tool is of (cluster, manifests, ecs, heroku …); empty where it may be any'),
    environment: hideable(oneOf(environmentClasses, 'the class of the environment')),
    environmentName: text('the environment as named; its class where only the job’s name tells it; else empty'),
    environmentClass: text(
      'its class where the name tells, else an empty string: for rows that only ask for what is named',
    ),
    environmentUnnamed: hideable(
      flag('nothing names its environment, nor leaves a name open; hidden where something unseen may deploy as well'),
    ),
    environmentOpen: flag('its environment is named by what is not known: a variable, a parameter, an input'),
    environmentDeclared: flag('its class is said in assay.yaml: the grade of the evidence is declared'),
    gated: hideable(
      flag('a manual gate stands before it in the files, or in settings of the forge that were read (--forge)'),
    ),
    approval: hideable(
      oneOf(['manual', 'none'], 'who holds it; hidden (printed forge) where the settings of its environment may'),
    ),
    approvalOnEveryPath: hideable(flag('the manual gate stands on every path')),
    environmentSettings: oneOf(
      ['unread', 'open', 'reviewed'],
      'what the forge says of its environment (or of one that a job before it waits for): nothing that was read, nobody need approve, or somebody must',
    ),
    selfApproval: flag('the settings of the forge let whoever starts it approve it, and nothing else holds it'),
    adminsBypass: flag('the settings of the forge let administrators go past the reviewers'),
    gatePlace: place(
      'what asks for an approval, or could: the setting of its environment where it was read, else the job',
    ),
    triggers: texts('the kinds of triggers that reach it'),
    onMerge: hideable(flag('a push to the default branch starts it')),
    onlyManual: flag('it is only ever started by a person'),
    protectedTrigger: hideable(flag('only triggers that the forge may protect reach it (a tag, another branch)')),
    startRules: hideable(
      oneOf(
        ['unread', 'reviewed', 'restricted', 'open'],
        'where `protectedTrigger` holds: what the forge asks of whoever starts it: not read, a change that another has approved, a named person, nothing',
      ),
    ),
    appliesOnly: flag('it applies infrastructure code, and nothing in its job deploys'),
    redeploys: flag(
      'it only ever deploys something built by an earlier run: chosen at the start, swapped in or started again',
    ),
    wayBack: flag('at least one of its runs deploys an earlier version: chosen at the start, or swapped back'),
    toProduction: flag(
      'the stage rows are judged for it: it goes to production, or no production deployment is visible',
    ),
    recorded: flag('the forge keeps a deployment for it'),
    guardedBy: someOf(kinds, 'the kinds that guard it, for printing; rules read `guarded`'),
    followedBy: someOf(kinds, 'the kinds that follow it, for printing; rules read `followed`'),
    guarded,
    gaps,
    followed,
    stamped: flag('a command before or at the deployment is given the commit'),
    manner: hideable(
      oneOf(
        ['gradual', 'at-once'],
        'whether the new version takes over step by step (canary, blue/green, slots) or everything at once; hidden where the platform decides',
      ),
    ),
    inCluster: flag('tools of Kubernetes deploy it: how it takes over, and what takes it back, is in `workloads`'),
    staged: hideable(flag('a deployment to staging precedes it on every path')),
    stagedAutomatically: hideable(flag('and that one waits for nobody')),
    stagingVerified: hideable(flag('smoke tests ran on staging between the two, and their failure stops it')),
    hasWayBack: hideable(
      flag('a pipeline takes the same service back: a rollback step, or a start at which an earlier version is chosen'),
    ),
    stepwise: hideable(
      flag('on every path another environment, or another part of the same service in this one, has the version first'),
    ),
    rollsBack: hideable(flag('a failure of the deployment or of its smoke test reaches a rollback without a person')),
    verificationRollsBack: hideable(flag('a failed smoke test after it reaches a rollback without a person')),
    wholeJobVisible: flag('nothing of its pipeline is hidden'),
    place: place('the job'),
    at: place('the command that deploys'),
    path: trace('from the trigger to the deployment'),
  },
)

export const smokeTest = record('SmokeTest', 'A step that tests a deployed system from outside.', {
  id: text('unique in the repository'),
  file: text('the pipeline file'),
  job: text('the job as that file calls it; the id has the job as it is used: "ci / test"'),
  environment: hideable(oneOf(environmentClasses, 'what it tests')),
  environmentClass: text('its class where the name tells, else an empty string'),
  categories: hideable(
    someOf(
      ['health', 'authentication', 'core-features', 'integrations', 'data-access'],
      'what it covers, by tags, paths, titles and URLs',
    ),
  ),
  asks: texts('the addresses that it asks for over HTTP, as written; a bad answer of theirs fails the job'),
  asksMore: hideable(flag('it asks for others besides')),
  others: flag('it has tests whose names tell none of these but data-access: one may walk the critical path'),
  timeoutMinutes: hideable(count('the smallest timeout that bounds it')),
  timed: flag('a timeout is set at all'),
  blocking: flag('its failure fails the job'),
  afterDeployment: flag('it follows a deployment'),
  previews: flag('all deployments that it follows are to development, or for pull requests alone'),
  place: place('the step'),
})

export const rollback = record(
  'Rollback',
  'A step that takes a deployment back, or a deployment that does so itself.',
  {
    id: text('unique in the repository'),
    file: text('the pipeline file'),
    job: text('the job as that file calls it; the id has the job as it is used: "ci / test"'),
    tool: text('what rolls back: helm rollback, kubectl rollout undo, helm upgrade --atomic …'),
    environment: hideable(oneOf(environmentClasses, 'the class of the environment')),
    builtIn: flag('the deploying command goes back by itself when it fails'),
    deployments: texts('the ids of the deployments that it surely takes back: of the same service and environment'),
    timed: flag('a timeout bounds it'),
    timeoutMinutes: hideable(count('how long it may take, all its timeouts added up')),
    place: place('the command'),
  },
)

export type Pipeline = Static<typeof pipeline>
export type StepFact = Static<typeof step>
export type Deployment = Static<typeof deployment>
export type SmokeTest = Static<typeof smokeTest>
export type Rollback = Static<typeof rollback>
