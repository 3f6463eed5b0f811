import { isHidden, type Seen } from '../hidden.ts'
import type { Values } from './charts.ts'
import { unseen } from './model.ts'
import { type Action, blocksAt, lookUp, rendered } from './template.ts'

/** An object that a template makes, as its text tells it. */
export interface Head {
  readonly kind: string
  /** for people */
  readonly name: string
  /** the name as it is written, with its actions */
  readonly title: string
  /** of an autoscaler: the name of what it scales, as it is written */
  readonly about: string
  readonly file: string
  /** the text of the object, and where it begins */
  readonly text: string
  readonly offset: number
  /** its `kind:` */
  readonly start: number
  readonly nameEnd: number
  readonly actions: readonly Action[]
  readonly helpers: ReadonlyMap<string, string>
}

const kinds =
  /^kind:[ \t]*["']?(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig|HorizontalPodAutoscaler)["']?[ \t]*\r?$/m

/** The objects of a template that count here. */
export function headsOf(
  { file, content, actions }: { file: string; content: string; actions: readonly Action[] },
  chart: string,
  helpers: ReadonlyMap<string, string>,
): Head[] {
  const found: Head[] = []
  const ends = [...content.matchAll(/^---[^\n]*$/gm)].map(({ index }) => index)
  let offset = 0
  for (const end of [...ends, content.length]) {
    const text = content.slice(offset, end)
    const kind = kinds.exec(text)
    if (kind) {
      const title =
        /^metadata:[ \t]*\r?\n(?:[ \t]+.*\r?\n|[ \t]*\r?\n|\{\{.*\r?\n)*?[ \t]+name:[ \t]*(.*?)[ \t]*\r?$/m.exec(
          text,
        )?.[1] ?? ''
      const about =
        /scaleTargetRef:[ \t]*\r?\n(?:[ \t]+.*\r?\n)*?[ \t]+name:[ \t]*(.*?)[ \t]*\r?$/m.exec(text)?.[1] ?? ''
      const start = offset + kind.index
      const name = title.replace(/["']/g, '').replace(/\{\{.*?\}\}/g, chart)
      const nameEnd = start + kind[0].trimEnd().length
      found.push({
        kind: kind[1] as string,
        name: name || chart,
        title,
        about,
        file,
        text,
        offset,
        start,
        nameEnd,
        actions,
        helpers,
      })
    }
    offset = end
  }
  return found
}

/** Whether a probe is written in the object, and rendered; hidden where something may write it that is not read. */
export function probeOf(head: Head, probe: string, values: Values, given: ReadonlySet<string>): Seen<boolean> {
  let hidden: Seen<boolean> | undefined
  for (const match of head.text.matchAll(new RegExp(`^[ \\t]*(?:- )?${probe}:[ \\t]*(.*)$`, 'gm'))) {
    const offset = head.offset + match.index
    const made = rendered(blocksAt(head.actions, offset), values, given)
    if (made === false) continue
    const filled = isHidden(made) ? made : content(head, offset + match[0].length, match[1] ?? '', values, given)
    if (filled === true) return true
    if (isHidden(filled)) hidden ??= filled
  }
  if (hidden) return hidden
  const writer = writes(head, probe)
  return writer ? unseen(`whether ${writer} gives ${head.name} a ${probe}`, head.file) : false
}

/** What stands in a probe: something written, or values that are there. */
function content(head: Head, after: number, rest: string, values: Values, given: ReadonlySet<string>): Seen<boolean> {
  if (/^(\{\}|null|~)\s*$/.test(rest)) return false
  const next = head.actions.find(({ start }) => start >= after - rest.length)
  const end = head.offset + head.text.length
  const between =
    next && next.start < end ? head.text.slice(after - rest.length - head.offset, next.start - head.offset) : undefined
  // something is written before any action
  if (!next || between === undefined || between.trim() !== '') return true
  const path = /^toYaml\s+(\$?\.Values(?:\.\w+)+)/.exec(next.text)?.[1]
  if (!path) return unseen(`what ${next.text} writes`, head.file)
  const value = lookUp(path, values, given)
  return isHidden(value) ? value : value !== ''
}

/** What writes into a container and says nothing of probes, by the last word of its name. */
const harmless =
  /label|annotation|selector|name$|env|image|account|secret|config|toleration|affinity|resource|volume|ports?$|securityContext|args$|command$|version|strategy|checksum|url$/i
const telling = /probe|health|container|pod$|deployment|spec$/i

/** An action that may write a whole probe: a helper or values that are put beside the keys of a container. */
function writes({ text, offset, actions, helpers }: Head, probe: string): string | undefined {
  const containers = text.search(/^[ \t]+containers:/m)
  for (const action of actions) {
    if (action.start < offset || action.start >= offset + text.length) continue
    if (!/\b(include|template|toYaml|tpl)\b/.test(action.text) || /^\$\w+\s*:?=/.test(action.text)) continue
    // behind a key it writes the value of that; on a line of its own it may write keys
    const before = text.slice(0, action.start - offset)
    const key = /([\w-]+)["']?:[ \t]*[|>]?-?[ \t]*(?:\r?\n[ \t]*)?$/.exec(before.slice(-400))?.[1]
    const helper = /\b(?:include|template)\s+"([^"]+)"/.exec(action.text)?.[1]
    const body = helper ? helpers.get(helper) : undefined
    if (body !== undefined) {
      if (body.includes(probe)) return `the template ${helper}`
      if (!/\{\{-?[^}]*\b(include|template|toYaml|tpl)\b/.test(body)) continue
    }
    if (key && (/Probe$/.test(key) || !telling.test(key)) && key !== 'template' && containers >= 0) continue
    const last = (helper ?? /\.Values[\w.]*\.(\w+)/.exec(action.text)?.[1] ?? '').split(/[./]/).at(-1) as string
    if (harmless.test(last) && !telling.test(last)) continue
    return action.text.split('\n')[0]
  }
  return containers < 0 ? 'what writes its containers' : undefined
}
