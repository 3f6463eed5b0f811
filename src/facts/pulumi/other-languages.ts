import { dirname } from '../../documents/path.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import type { Repository } from '../repository.ts'
import type { Project } from './project.ts'
import { whereIn } from './resources.ts'
import type { Stack } from './stacks.ts'

/** What a program may make, by words in its text, and how modules are called that make it. */
const subjects: readonly (readonly [name: string, words: RegExp])[] = [
  [
    'alerts',
    /MetricAlarm|CompositeAlarm|AlertPolicy|AlertCondition|MetricAlert|QueryRulesAlert|PrometheusRule|datadog\W+Monitor|new\s+datadog\.Monitor|RuleGroup|pagerduty/,
  ],
  ['dashboards', /Dashboard/],
  ['rds', /rds\.|DatabaseInstance|FlexibleServer|DatabaseCluster|dynamodb|ManagedDatabase/],
  ['ecs-service', /FargateService|EC2Service|ecs\.(New)?Service\b/],
]

/** Larger files are made by programs. */
const largest = 200_000

/** More files than a program has: where there are more, any of them may make anything. */
const most = 4_000

/** A program in another language hides what its text speaks of: each as a module that is elsewhere. */
export async function hiddenByLanguage(
  project: Project,
  stacks: readonly Stack[],
  repository: Repository,
): Promise<readonly InfrastructureResource[]> {
  const texts = await textsOf(project, repository)
  const told = subjects.filter(([, words]) => !texts || texts.some((text) => words.test(text)))
  const { file, root, runtime } = project
  const place = root.get('runtime') ? root.keyPlace('runtime') : root.place
  return stacks.flatMap((stack, variant) =>
    told.map(([subject]) => {
      const where = whereIn(project, stack)
      const name = `${subject} of the Pulumi program`
      return {
        ...where,
        id: `${file}${where.environmentName && ` (${where.environmentName})`}:${subject}`,
        mode: 'module' as const,
        type: `${file}/${subject} (${runtime})`,
        name,
        address: name,
        module: dirname(file),
        root: file,
        variant,
        exists: true,
        file,
        place,
        node: { kind: 'value' as const, value: null, place },
      }
    }),
  )
}

/** The texts of a program, or undefined where there are too many files to look through. */
async function textsOf({ folder, file }: Project, repository: Repository): Promise<readonly string[] | undefined> {
  const home = dirname(file)
  const within = [folder, home].map((one) => (one === '' ? '' : `${one}/`))
  const files = repository
    .ending('.ts', '.js', '.mjs', '.py', '.go', '.cs', '.fs', '.java', '.kt', '.scala', '.cue', '.jsonnet')
    .filter(({ path, size, area }) => area === 'main' && size <= largest && within.some((one) => path.startsWith(one)))
  if (files.length > most) return undefined
  const texts: string[] = []
  for (const { path } of files) texts.push((await repository.text(path))?.content ?? '')
  return texts
}
