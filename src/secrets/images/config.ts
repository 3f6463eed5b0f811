import type { Entry } from '../archives/entry.ts'
import { parsed } from './manifest.ts'

/**
 * What the configuration of an image says (image-spec/config.md) as files that are searched by what they are: its
 * environment and labels, and how its layers were made, build arguments in front of the commands that had them.
 */
export function* configEntries(bytes: Buffer): Generator<Entry> {
  const { config, history } = (parsed(bytes) ?? {}) as { config?: Record<string, unknown>; history?: unknown }
  const env = textsOf(config?.Env)
  if (env.length) yield { path: 'image configuration/environment.env', bytes: lines(env) }
  const labels = Object.entries((config?.Labels ?? {}) as object).map(([name, value]) => `${name}=${String(value)}`)
  if (labels.length) yield { path: 'image configuration/labels.env', bytes: lines(labels) }
  const commands = [config?.Cmd, config?.Entrypoint].map((one) => textsOf(one).join(' ')).filter(Boolean)
  if (commands.length) yield { path: 'image configuration/command.sh', bytes: lines(commands) }
  const made = Array.isArray(history)
    ? history.flatMap((one) => madeBy((one as { created_by?: unknown })?.created_by))
    : []
  if (made.length) yield { path: 'image history/Dockerfile', bytes: lines(made) }
}

/** `|2 TOKEN=x MODE=y /bin/sh -c npm ci`: the classic builder and BuildKit keep build arguments like this. */
function madeBy(created: unknown): string[] {
  if (typeof created !== 'string') return []
  const text = created.replace(/^\/bin\/sh -c #\(nop\)\s+/, '').replace(/\s+# buildkit$/, '')
  const given = /^(?:RUN )?\|(\d{1,3}) (.*)$/s.exec(text)
  if (!given) return [/^[A-Z]{2,} /.test(text) ? text : `RUN ${text}`]
  const [before = '', after = ''] = (given[2] as string).split(/ (?=\/bin\/)(.*)/s)
  const names = before.split(/ (?=[A-Za-z_]\w*=)/).slice(0, Number(given[1]))
  return [...names.map((one) => `ARG ${one}`), `RUN ${after}`]
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

const lines = (texts: readonly string[]) => Buffer.from(`${texts.join('\n')}\n`)
