import { escaped } from '../../../documents/pattern.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import type { Input, Trigger } from '../model.ts'

/*
 * Whether what is chosen at the start comes to a job: a version may be asked for that only names the release notes.
 */

type Root = (path: string) => Promise<DataNode | undefined>

/** The triggers, each input of a start by hand with the jobs that it comes to, where that can be told. */
export async function withReach(
  triggers: readonly Trigger[],
  root: DataNode,
  called: Root,
): Promise<readonly Trigger[]> {
  if (!triggers.some(({ kind, inputs }) => kind === 'manual' && inputs?.length)) return triggers
  const texts = await textsOfJobs(root, called)
  if (!texts) return triggers
  const reach = (input: Input): Input => {
    const reaches = jobsReachedBy(input.name, texts)
    return reaches ? { ...input, reaches } : input
  }
  return triggers.map((trigger) =>
    trigger.kind === 'manual' && trigger.inputs ? { ...trigger, inputs: trigger.inputs.map(reach) } : trigger,
  )
}

interface Texts {
  /** what stands outside of all jobs */
  readonly around: string
  readonly jobs: ReadonlyMap<string, { readonly text: string; readonly needs: readonly string[] }>
}

/** The text of each job, with what it calls here; undefined where it calls elsewhere, which may read the event too. */
async function textsOfJobs(root: DataNode, called: Root): Promise<Texts | undefined> {
  const jobs = new Map<string, { text: string; needs: readonly string[] }>()
  for (const { key, value } of root.get('jobs')?.entries ?? []) {
    const text = await withCalled(value, called, new Set())
    if (text === undefined) return undefined
    const needs = value.get('needs')
    jobs.set(key, {
      text,
      needs: [needs?.text, ...(needs?.items.map((one) => one.text) ?? [])].flatMap((n) => n ?? []),
    })
  }
  return { around: `${textOf(root.get('env'))}\n${textOf(root.get('defaults'))}`, jobs }
}

async function withCalled(node: DataNode, called: Root, seen: Set<string>): Promise<string | undefined> {
  let text = textOf(node)
  for (const [, path = ''] of text.matchAll(/^(?:uses: )?(\S+\/\S+)$/gm)) {
    const isWorkflow = /\.github\/workflows\/.*\.ya?ml(@|$)/.test(path)
    if (!path.startsWith('./')) {
      if (isWorkflow) return undefined
      continue
    }
    if (seen.has(path)) continue
    seen.add(path)
    const file = path.slice(2)
    const root = isWorkflow
      ? await called(file)
      : ((await called(`${file}/action.yml`)) ?? (await called(`${file}/action.yaml`)))
    if (!root) return isWorkflow ? undefined : text
    const more = await withCalled(root, called, seen)
    if (more === undefined) return undefined
    text += `\n${more}`
  }
  return text
}

function textOf(node: DataNode | undefined): string {
  const found: string[] = []
  for (const one of node ? walk(node) : []) if (typeof one.value === 'string') found.push(one.value)
  return found.join('\n')
}

/* What carries files or images from one job to another without a word in the other. */
const handsOn =
  /upload-artifact|actions\/cache|\b(docker|podman|buildah|crane|skopeo|oras|imagetools|helm|npm|mvn|gradle|aws s3|gsutil|az acr|gcloud)\b|build-push-action|registry/i

/** The jobs that an input comes to: those that name it, that take outputs of them, or what they have made. */
function jobsReachedBy(name: string, { around, jobs }: Texts): readonly string[] | undefined {
  const own = escaped(name)
  const named = new RegExp(
    `\\binputs\\.${own}(?![\\w-])|\\binputs\\[\\s*['"]${own}['"]|\\binputs\\s*(\\)|\\}|$)|toJSON\\(\\s*github(\\.event)?\\s*\\)|GITHUB_EVENT_PATH`,
    'im',
  )
  if (named.test(around)) return undefined
  const reached = new Set([...jobs].flatMap(([key, { text }]) => (named.test(text) ? [key] : [])))
  const makers = new Set([...reached].filter((key) => handsOn.test(jobs.get(key)?.text ?? '')))
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const [key, { text, needs }] of jobs) {
      const takes = [...reached].some((one) => new RegExp(`\\bneeds\\.${one}\\b|\\bneeds\\[`).test(text))
      if (takes || needs.some((one) => makers.has(one))) reached.add(key)
      // what waits for a maker stands behind it for those that wait in turn
      if (needs.some((one) => makers.has(one))) makers.add(key)
    }
  }
  return [...reached]
}
