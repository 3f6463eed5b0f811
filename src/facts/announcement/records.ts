import { namedByForge } from '../forge/deployed-by.ts'
import { isHidden } from '../hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import type { Judge } from '../pipeline/graph/guard/judge.ts'
import type { Path } from '../pipeline/graph/guard/paths.ts'
import { startedBy, traceOf } from '../pipeline/graph/guard/trace.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import type { DeploymentRecord, Written } from '../schema/record.ts'
import { around } from './moments.ts'
import type { Teller } from './teller.ts'
import { namesWho } from './who.ts'

/** The records of a deployment that its pipeline writes: one fact for each way to it that writes others. */
export function recordsOf(node: DeploymentNode, id: string, judge: Judge): DeploymentRecord[] {
  const all = judge.paths(node)
  const building = all.filter((path) => !path.readyMade?.redeploys)
  const paths = building.length > 0 ? building : all
  const certain = paths.filter((path) => path.certain)
  const seen = new Set<string>()
  const found: DeploymentRecord[] = []
  for (const path of certain.length > 0 ? certain : paths) {
    const written = writtenOn(node, path, judge)
    const key = written
      .map(({ tool, place, kind }) => `${tool} ${place.file} ${place.start} ${isHidden(kind)}`)
      .join('\n')
    if (seen.has(key)) continue
    seen.add(key)
    found.push(factOf(node, seen.size === 1 ? id : `${id}#way${seen.size}`, written, path))
  }
  return found
}

function writtenOn(node: DeploymentNode, path: Path, judge: Judge): Written[] {
  const { environment } = node.job
  const found: Written[] = []
  if (environment && isHidden(environment.recorded)) {
    const { recorded, place } = environment
    found.push({ kind: recorded, tool: recorded.what, who: recorded, place })
  } else if (environment?.recorded) {
    found.push({
      kind: 'forge',
      tool: 'the environment of the job',
      who: namedByForge(environment.name, judge.forge),
      place: environment.place,
    })
  }
  for (const teller of around(node, path, judge, mayRecord).all) found.push(...recordBy(teller, judge))
  for (const part of node.plan.workflow.hidden) {
    if (!part.couldBe.includes('record')) continue
    found.push({ kind: part.value, tool: part.value.what, who: part.value, place: part.place })
  }
  return found
}

/** A whole job that is elsewhere and deploys may name an environment there. */
const isWhole = ({ hidden, job }: Atom) =>
  hidden !== undefined && hidden === job.hidden && hidden.couldBe.includes('deploy')

const mayRecord = (atom: Atom) =>
  atom.kinds.includes('record') || atom.hidden?.couldBe.includes('record') === true || isWhole(atom)

function recordBy({ atom, doubt }: Teller, { forge }: Judge): Written[] {
  const { act, place, hidden } = atom
  if (atom.kinds.includes('record') && act) {
    const kind = isForge(`${act.tool} ${act.text} ${act.inputs?.script ?? ''}`) ? 'forge' : 'service'
    const who = kind === 'forge' ? namedByForge(undefined, forge) : namesWho(act)
    return [{ kind: doubt ?? kind, tool: act.tool, who: doubt ?? who, place }]
  }
  return hidden ? [{ kind: hidden.value, tool: act?.tool ?? atom.text, who: hidden.value, place }] : []
}

const isForge = (text: string) =>
  /chrnorm|bobheadxi\/deployments|createDeployment|api\.github\.com|gh api|repos\/[^\s]*\/deployments|\/api\/v4\//i.test(
    text,
  )

function factOf(node: DeploymentNode, id: string, written: Written[], path: Path): DeploymentRecord {
  const { job, environment, first } = node
  return {
    id,
    file: job.place.file,
    job: job.id,
    environment: environment.class,
    environmentName: environment.name,
    written,
    tools: [...new Set(written.filter((one) => !isHidden(one.kind)).map((one) => one.tool))].join(', '),
    way: startedBy(path.pass.info.run),
    place: job.place,
    at: first.place,
    path: traceOf(node, path.pass),
  }
}
