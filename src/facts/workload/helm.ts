import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { Hidden, Seen } from '../hidden.ts'
import { isChartTest } from '../image/object-images.ts'
import { type DeployedChart, type DeployedTemplate, deployedCharts } from '../manifests/deployed-charts.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from './model.ts'
import { settled, type Thing, thingsOf } from './objects.ts'

/** The workloads of charts, as their templates write them with the values of each environment. */
export async function helmWorkloads(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Running[]> {
  const found: Running[] = []
  for (const deployed of await deployedCharts(repository, settings, workflows)) {
    const things = deployed.templates.flatMap(thingsIn)
    const hidden: Running[] = []
    for (const template of deployed.templates) {
      if (template.hidden) hidden.push(...(await unreadable(repository, template, template.hidden, deployed)))
    }
    for (const thing of settled(things)) found.push(running(thing, deployed, settings))
    found.push(...hidden, ...deployed.absent.map((one) => absent(one, deployed)))
  }
  return found
}

/** What a template writes that counts here; an object that may not be made tells nothing for certain. */
function thingsIn({ file, objects }: DeployedTemplate): Thing[] {
  // what a chart runs to be tested is none of what it keeps running
  const kept = objects.filter(({ root }) => !isChartTest(root))
  return kept.flatMap(({ root, condition }) =>
    thingsOf(root).map((thing) => {
      const doubt = (flag: Seen<boolean>) => (condition && flag === false ? condition : flag)
      const replicas = condition ?? thing.replicas
      return { ...thing, file, replicas, readiness: doubt(thing.readiness), liveness: doubt(thing.liveness) }
    }),
  )
}

function running(thing: Thing, { chart, environment }: DeployedChart, settings: Settings): Running {
  const { kind, name, file } = thing
  return {
    ...thing,
    goesBack:
      kind === 'Rollout' && thing.goesBack === false
        ? unseen(`what takes a rollout of ${name} back`, file)
        : thing.goesBack,
    environment,
    service: `${kind} ${plainName(name, settings)} ${file} ${chart.folder}`,
    byHelm: true,
    source: chart.folder,
  }
}

const kinds = /^kind:[ \t]*["']?(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig)["']?[ \t]*\r?$/gm

/** What a template that cannot be told may keep running: what its text names, or anything where another writes all of it. */
async function unreadable(
  repository: Repository,
  { file }: DeployedTemplate,
  hidden: Hidden,
  deployed: DeployedChart,
): Promise<Running[]> {
  const content = (await repository.text(file))?.content ?? ''
  const named = [...content.matchAll(kinds)].map(({ 1: kind, index, 0: line }) => ({
    kind: kind as string,
    place: { file, start: index, end: index + line.trimEnd().length },
  }))
  const isOpen = !/^kind:/m.test(content) && /\{\{-?\s*(include|template|tpl)\b/.test(content)
  const all =
    named.length > 0 || !isOpen ? named : [{ kind: 'chart', place: { file, start: 0, end: content.indexOf('\n') } }]
  return all.map(({ kind, place }) =>
    hiddenRunning(kind, kind === 'chart' ? file : deployed.chart.name, hidden, place, deployed),
  )
}

function hiddenRunning(
  kind: string,
  name: string,
  hidden: Hidden,
  place: Place,
  { chart, environment }: DeployedChart,
): Running {
  return {
    kind,
    name,
    service: `${kind} ${name} ${place.file} ${chart.folder}`,
    environment,
    replicas: hidden,
    readiness: hidden,
    liveness: hidden,
    goesBack: kind === 'Rollout' || kind === 'chart' ? hidden : false,
    manner: hidden,
    byHelm: true,
    source: chart.folder,
    file: place.file,
    place,
  }
}

/** A chart from elsewhere: each its own service where nothing differs, as there is nothing to compare. */
function absent({ name, node, isSame }: DeployedChart['absent'][number], deployed: DeployedChart): Running {
  const hidden: Hidden = unseen(`the workloads of the chart ${name}`, 'this repository, as a copy in charts/')
  const made = hiddenRunning('chart', name, hidden, node.place, deployed)
  return { ...made, service: `chart ${name} ${deployed.chart.folder}${isSame ? ` ${deployed.environment?.name}` : ''}` }
}
