import type { Settings } from '../../config/settings.ts'
import { isHidden, type Seen } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Graph } from '../pipeline/graph/index.ts'
import { type Scheduled, scheduledIn } from '../pipeline/graph/run/scheduled.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { RefreshJob } from '../schema/settings.ts'
import { hidden, timing } from './cronjobs.ts'
import { productionWord, restores, sanitising, stagingWord } from './words.ts'

/** Pipelines on a schedule that write data into staging. */
export async function scheduledRefreshes(
  { judge, settings }: Graph,
  repository: Repository,
): Promise<readonly RefreshJob[]> {
  const found: RefreshJob[] = []
  for (const plan of judge.plans.all) {
    const trigger = plan.workflow.triggers.find(({ kind }) => kind === 'schedule')
    if (!trigger) continue
    const scheduled = scheduledIn(plan, judge.passes(plan))
    const into = scheduled.acts.find(
      (one) => isRestore(one.act) && classOfAct(one, settings) === 'staging' && !isCheck(one.act),
    )
    if (!into) continue
    const text = (await repository.text(trigger.place.file))?.content ?? ''
    const crons = cronsIn(block(text, trigger.place.start ?? 0))
    found.push({
      id: `${plan.workflow.id} ${into.job.id}`,
      name: `${plan.workflow.name || plan.workflow.file} (${into.job.id})`,
      source: scheduled.acts.some((one) => speaksOfProduction(one, settings))
        ? 'production'
        : hidden(`where ${into.job.id} takes data from`),
      sanitised: sanitisedIn(scheduled),
      suspended: false,
      // which of several starts the job is not followed
      ...timing(crons.length === 1 ? crons[0] : undefined),
      place: into.job.place,
      at: trigger.place,
    } as RefreshJob)
  }
  return found
}

type One = Scheduled['acts'][number]

const textOf = (act: Act) => [act.tool, act.text, ...act.words, ...Object.values(act.inputs ?? {})].join(' ')
const isRestore = (act: Act) => act.kinds.includes('refresh') || restores.test(`${act.tool} ${act.text}`)
/** A query is no restore. */
const isCheck = (act: Act) => /^(psql|mysql|mariadb|sqlcmd)\b/.test(act.tool) && !/<|-f\b|--file|-i\b/.test(act.text)

function classOfAct({ act, job }: One, settings: Settings): string | undefined {
  const name = act.environment ?? job.environment?.name
  if (name !== undefined && !isHidden(name)) {
    const kind = classify(name, settings)
    if (!isHidden(kind)) return kind
  }
  const text = textOf(act)
  return stagingWord.test(text) && !productionWord.test(text) ? 'staging' : undefined
}

function speaksOfProduction(one: One, settings: Settings): boolean {
  const name = one.job.environment?.name
  if (name !== undefined && !isHidden(name) && classify(name, settings) === 'production') return true
  return productionWord.test(textOf(one.act))
}

function sanitisedIn({ acts, hidden: unseen }: Scheduled): Seen<boolean> {
  const heeded = acts.filter(({ act }) => act.onFailure !== 'ignored' && !/^(echo|printf)$/.test(act.tool))
  if (heeded.some(({ act }) => act.kinds.includes('sanitise') || sanitising.test(`${act.tool} ${act.text}`)))
    return true
  const part = unseen.map((atom) => atom.hidden).find((one) => one?.couldBe.includes('sanitise'))
  if (part) return hidden(`whether ${part.value.what} sanitises the data`)
  return acts.some(({ act }) => /\.(sql|sh|py|rb)\b/.test(act.text))
    ? hidden('whether its scripts sanitise the data')
    : false
}

/** The line at an offset, and those below it that are indented more, or are items of its list. */
function block(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1
  const [first = '', ...others] = text.slice(start, start + 4000).split('\n')
  const indent = first.search(/\S/)
  const end = others.findIndex((line) => /\S/.test(line) && line.search(/\S/) <= indent && !/^\s*-/.test(line))
  return [first, ...(end < 0 ? others : others.slice(0, end))].join('\n')
}

const field = '[\\w*,/?#()-]+'
const cron = new RegExp(
  `(?<![\\w@])(@(?:yearly|annually|monthly|weekly|daily|hourly)|[\\d*H][\\d*,/()H-]*(?:[ \\t]+${field}){4,5})`,
  'g',
)

/** The cron expressions in a text, without those in comments. */
const cronsIn = (text: string): readonly string[] =>
  [...text.replace(/(^|\s)#.*$/gm, '').matchAll(cron)].map(([found]) => found)
